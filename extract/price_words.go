package extract

import (
	"strings"
	"unicode"

	"github.com/gapwatch/gapwatch/extract/fold"
	"github.com/gapwatch/gapwatch/extract/money"
	regexp "github.com/gapwatch/gapwatch/extract/pattern"
)

// The words of a month and of a year, of paying by either, and of units, in the languages price lists are written in.
// A boundary that knows letters of all scripts stands around each, which \b does not.
const (
	wordStart = `(?:^|[^\p{L}])`
	wordEnd   = `(?:[^\p{L}]|$)`

	monthWords = `month|months|monthly|mo|mos|p\.m|pcm|p\.c\.m|mth|mnth|monat|monats|monate|monatlich|mtl|mois|mensuel|mensuelle|mensuels|mensuellement|` +
		`mes|mensual|mensuales|mensualmente|mese|mesi|mensile|mensili|mensil|mensal|mensais|mensalmente|mês|maand|maanden|maandelijks|` +
		`måned|måneden|månedlig|månedligt|mnd|md|månad|månaden|månadsvis|mån|kuukausi|kuukaudessa|kk|miesiąc|miesięcznie|miesięczny|mies|měsíc|` +
		`měsíčně|měs|mesiac|mesačne|mesec|mesečno|mjesec|mjesečno|hónap|havonta|hó|lună|luna|lunar|mėn|mėnesį|mēnesī|mēn|kuu|kuus|` +
		`мес|месяц|месяца|ежемесячно|месец|месечно|місяць|aylık|ay|ayda|bulan|tháng|μήνα|μήνας|` +
		`monatliche[rn]?|mensuelles|maandelijkse|månatlig|månatligen|månedlige|månedsvis|kuukausittain|miesięczna|miesięczne|měsíční|mesačný|mesačná|havi|` +
		`помесячно|щомісяця|щомісячно|міс|bulanan|sebulan|bln|μηνιαία|μηνιαίο|μηνιαίως|` +
		`חודש|לחודש|בחודש|חודשי|חודשית|شهر|الشهر|شهري|شهرية|شهريا|شهرياً|شهريًا|ماه|ماهانه|माह|महीना|महीने|मासिक|प्रतिमाह`
	yearWords = `year|years|yearly|yr|yrs|annum|annual|annually|p\.a|jahr|jahre|jahres|jährlich|année|annuel|annuelle|annuels|` +
		`annuellement|año|anual|anuales|anualmente|anno|annuo|annuale|annualmente|ano|anuais|jaar|jaarlijks|år|året|årlig|årligt|årsvis|vuosi|` +
		`vuodessa|rok|rocznie|roczny|ročně|ročne|leto|letno|godina|godinu|godišnje|év|évente|metams|metus|gadā|aasta|aastas|` +
		`год|года|ежегодно|година|годишно|рік|yıl|yıllık|yılda|tahun|năm|έτος|` +
		`jährliche[rn]?|annuelles|annua|jaarlijkse|årligen|årlige|vuosittain|roczna|roczne|roční|ročný|ročná|évente|éves|` +
		`годовой|годовая|річна|річний|року|щороку|щорічно|senelik|setahun|tahunan|thn|χρόνο|ετήσια|ετήσιο|ετησίως|` +
		`שנה|לשנה|בשנה|שנתי|שנתית|سنة|السنة|سنوي|سنوية|سنويا|سنوياً|سنويًا|سال|سالانه|वर्ष|साल|वार्षिक|सालाना|प्रतिवर्ष`
	// manyMonths and manyYears are months and years that are counted.
	manyMonths = `months|monate|monaten|mois|meses|mesi|maanden|måneder|månader|miesi[ąę]c\pL*|měsíc\pL*|месяц\pL*`
	manyYears  = `years|jahre|jahren|ans|années|años|anos|anni|jaar|år|lata?|let|года?|лет`
	paidWords  = `billed|bill|paid|pay|payable|payed|charged|invoiced|billing|payment|abgerechnet|abrechnung|zahlung|zahlweise|zahlbar|` +
		`bezahlt|facturé|facturée|facturation|paiement|facturado|facturados|facturación|pago|cobrado|cobrança|faturado|pagamento|fatturato|` +
		`fatturazione|gefactureerd|facturering|betaling|betald|betalas|fakturerat|fakturering|laskutetaan|laskutus|płatne|płatność|rozliczenie|rozliczane|` +
		`facturés|facturées|facturada|facturadas|cobrada|cobrados|cobradas|faturada|faturados|faturadas|fatturata|fatturati|fatturate|betaald|berechnet|gezahlt|` +
		`faktureras|betales|faktureres|účtováno|fakturováno|fakturované|účtované|platba|facturat|plătit|számlázás|számlázással|fizetés|χρέωση|πληρωμή|` +
		`faturalandırılır|faturalandırma|ödeme|ödenir|оплата|оплате|оплатой|списание|сплата|ditagih|dibayar|thanh toán|चुकौती|भुगतान|बिलिंग|` +
		`يدفع|يُدفع|تدفع|تُدفع|الدفع|فوترة|חיוב|בחיוב|תשלום|בתשלום`
	// yearlyWords and monthlyWords say how often, before a word for paying: "jaarlijks gefactureerd".
	yearlyWords  = `jährliche?[rn]?|jaarlijkse?|årlig|vuosittainen|roczn[aey]|roční|ročn[áý]|éves|ετήσια|yıllık|годовая|річна|वार्षिक`
	monthlyWords = `monatliche?[rn]?|maandelijkse?|månedlig|månatlig|miesięczn[aey]|měsíční|mesačn[áý]|havi|μηνιαία|aylık|मासिक`
	// inTime stands between a word for paying and the time.
	inTime = `per|a|an|every|each|for\s+(?:the|an?|one)|za|за|на|hàng|theo|pro|par|por|i|på`
)

var (
	perMonth = regexp.MustCompile(`(?i)(?:/\s*|` + wordStart + `)(?:` + monthWords + `)` + wordEnd +
		`|/\s*(?:p?m|mon|mt)` + wordEnd + `|p/m|/\s*(?:30|31) days|ヶ?か?月|每月|개월|월|เดือน`)
	perYear = regexp.MustCompile(`(?i)(?:/\s*|` + wordStart + `)(?:` + yearWords + `)` + wordEnd + `|(?:/|par|pe)\s*an` + wordEnd + `|/\s*[ya]` + wordEnd + `|年|년|연간|(?:^|\s)연\s*(?:[₩\d]|$)|ปี`)
	oneTime = regexp.MustCompile(`(?i)\bone[- ]?(time|off)\b|\bonce\b|\blifetime\b|` + wordStart + `(?:einmalige?[rns]?|einmalzahlung|pago único|pago unico|` +
		`pagamento (?:único|unico)|(?:paiement|achat) unique|une (?:seule )?fois|à vie|a vita|una tantum|un solo pago|חד[- ]פעמי|de por vida|vital[ií]ci[oa]|eenmalige?|engångs\pL+|` +
		`engangs\pL+|jednorazow\pL+|jednorázov\pL+|jednorazov\pL+|tek seferlik|разов\pL+|единоразов\pL+|единовременн\pL+|одноразов\pL+|kertamaksu\pL*|kertaosto\pL*|` +
		`egyszeri \pL+|plat[ăa] unic[ăa]|o singură dată|εφάπαξ|sekali bayar|bayar sekali|(?:trả|thanh toán|mua) một lần|trọn đời|levenslang|` +
		`एकमुश्त|دفعة واحدة|لمرة واحدة|مرة واحدة|مدى الحياة)` + wordEnd + `|買い?切り?|買斷|买断|一次性|永久|终身|일시불|일회성|평생|ครั้งเดียว|ตลอดชีพ`)
	// aPeriod is a word that begins to say what time an amount is for: "monthly per active student".
	aPeriod = regexp.MustCompile(`(?i)^(?:(?:` + monthWords + `|` + yearWords + `)` + wordEnd + `|[月年월년]\s*(?:/|$))`)

	billedYear = regexp.MustCompile(`(?i)` + wordStart + `(?:` + paidWords + `)\s+(?:once\s+|in\s+full\s+)?(?:` + inTime + `)?\s*` +
		`(?:` + yearWords + `|up\s*front)` + wordEnd + `|` + wordStart + `(?:` + yearWords + `)\s+(?:billing|plan|commitment|contract|payment|term|discount|` +
		`subscription|prepay)` + wordEnd + `|` + wordStart + `(?:bei )?jähr?liche[rn]?\s+\pL+|` + wordStart + `(?:12 months|one year)\s+(?:up\s*front|paid|commitment)|` + wordStart + `(?:` + yearlyWords + `) +(?:` + paidWords + `)` +
		`|` + wordStart + `(?:jahreszahlung|jahresabo|jaarbetaling|jaarabonnement|årsbetaling|årsbetalning)` + wordEnd + `|年払い?|年一括|按年|年付|연간 ?결제|연 ?결제|(?:ชำระ|จ่าย|เรียกเก็บ)(?:เงิน)?(?:เป็น)?รายปี`)
	billedMo = regexp.MustCompile(`(?i)` + wordStart + `(?:` + paidWords + `)\s+(?:` + inTime + `)?\s*(?:` + monthWords + `)` + wordEnd +
		`|` + wordStart + `month(?:ly)?[- ](?:billing|to[- ]month|payments?|plan)` + wordEnd + `|` + wordStart + `(?:bei )?monatliche[rn]?\s+\pL+|` + wordStart + `(?:` + monthlyWords + `) +(?:` + paidWords + `)` +
		`|` + wordStart + `(?:monatszahlung|monatsabo|maandbetaling|maandabonnement|månadsbetalning)` + wordEnd + `|月払い?|按月|月付|월간 ?결제|월 ?결제|(?:ชำระ|จ่าย|เรียกเก็บ)(?:เงิน)?(?:เป็น)?รายเดือน`)

	fromWords = regexp.MustCompile(`(?i)(?:` + wordStart + `(?:only |just )?(?:from|start(?:s|ing)?(?: price| cost)?s?(?: at| from| @)?|as low as|as little as|ab|à partir de|` +
		`a partir de|dès|desde|da|a partire da|vanaf|v\.a\.|från|fra|alkaen|alk\.|(?:už |już )?od|от|від|de la|από|mulai(?: dari)?|(?:chỉ )?từ|` +
		`החל מ-?|(?:ابتداءً?|يبدأ|تبدأ|بدءًا) من|begins? at)|เริ่มต้น(?:ที่)?|最低)[\s:]*$`)
	notPrice = regexp.MustCompile(`(?i)(?:` + wordStart + `(?:sav(?:e|ed|es|ing|ings)|credits?(?: of)?|worth|up to|upto|over|more than|at least|exceeds?|discount(?:ed)?|` +
		`raised|renew(?:s|als?|ing)?|thereafter|value of|plus|extra|additional|was|instead of|normally|regular(?:ly)?|under|less than|below|above|funding|` +
		`revenue|bonus|refund|earn(?:s|ed)?|spend(?:s|ing)?|off|get|cap(?:ped)?(?: at)?|max(?:imum)?)(?: (?:of|is|at))?|\+)[\s:]*(?:only|just|an?|the)?\s*$`)
	notAfter = regexp.MustCompile(`(?i)^\s*(?:(?:(?:/ ?|per |an? )\p{L}{2,6} )?off\b|in (?:\w+ )?credits?\b|(?:\w+ )?credits?\b|of (?:free )?(?:usage|credits?)|worth\b|discount|savings?\b|free\b|` +
		`cash|(?:in |of |im? |de |di |d['’]|w )?(?:annual |monthly |jahres|monats)?(?:revenue|turnover|funding|savings|sales|umsatz|chiffre d['’]affaires|facturación|ventas|faturamento|fatturato|omzet|omsättning|obrotu)|in (?:the|our|my|one|a) |over the |during |\(save|saved|\+ ?(?:in|billion|million)|million|billion|(?:[kmb]|bn)(?:[^\p{L}]|$)|` +
		`per (?:additional|extra|successful)|/\s*(?:additional|extra)|(?:for )?(?:each|every) (?:additional|extra)|minimum|min\b|in sales|setup|value\b|gift)`)
	// pastCount stands behind what is charged for each one beyond those that are included: "/seat/month over 25".
	pastCount = regexp.MustCompile(`(?i)^[^.,;\n]{0,30} (?:over|above|beyond) \d[\d,.]*[km]?(?: \pL+)?\s*$`)
	// percentOff is a discount that is complete in itself: what stands behind it is what is left to pay.
	percentOff = regexp.MustCompile(`(?i)(?:sav(?:e|es|ing) )?\d+ ?% ?(?:off|less|discount|rabatt)|sav(?:e|es|ing) \d+ ?%`)
	increment  = regexp.MustCompile(`(?i)` + wordStart + `(?:add(?:itional|ing)?|extra|overages?|beyond|thereafter|exceeding|each additional|more (?:users|seats|members) (?:at|for)|` +
		`above|after (?:that|the first)|on top|(?:initial |one-time )?set-?up(?: fee| cost)?:?|(?:activation|installation|onboarding|joining|registration|enrol?lment|admin(?:istration)?|initiation) fee|` +
		`einrichtung(?:sgebühr|spauschale)?|frais (?:de mise en service|d['’]installation)|mise en service|activaci[oó]n(?: \pL+)?|instalaci[oó]n|` +
		`zusätzlich\w*|supplémentaires?|adicional(?:es)?)` + wordEnd + `|初期費用|初期導入費|入会金|事務手数料|设置费|安装费|初装费|가입비|설치비|초기 ?비용`)
)

// moneyEast are such words where no blanks part them.
var moneyEast = regexp.MustCompile(`[円元원月年日額额起每]|税[抜込別]き?み?|消費税|不?含税|ユーザー|アカウント|ライセンス|用户|사용자|あたり|につき|ごと|から|より|初期費用|` +
	`月額?料金|価格|人民币|개월|월|연간|연|년|부터|부가세|별도|포함|人|名|明|ต่อ|เดือน|ปี|บาท|ผู้ใช้|เริ่มต้น|ชำระ|จ่าย|เป็น|ราย|ครั้งเดียว`)

// otherWords counts the words of a line that are not about money: a line with few of them is a price, a line with
// many is a sentence that mentions one.
func otherWords(s string) (other, all int) {
	if strings.ContainsFunc(s, fold.Ideograph) {
		s = moneyEast.ReplaceAllString(s, " a ")
	}
	for _, w := range strings.FieldsFunc(s, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsMark(r) }) {
		all++
		if w := strings.ToLower(w); !moneyWords[w] && money.ISO(strings.ToUpper(w)) == "" {
			other++
		}
	}
	return other, all
}
