package extract

import regexp "github.com/gapwatch/gapwatch/extract/pattern"

// signRunes are currencies of one sign that stand before an amount.
const signRunes = "$€£¥₹₩₪₺₴₽฿₫₱₦"

// What a card says instead of an amount, in the languages price lists are written in: that it costs nothing, or whom to
// ask. Words of scripts without blanks stand apart, as they have no border.
var (
	freeStart = regexp.MustCompile(`(?i)^(?:(?:it['’]s |always |completely |totally |100% )?(?:free|no cost|no charge)|(?:für immer|dauerhaft|immer) kostenlos|gratis|grátis|gratuit(?:o|a|ă|e|amente|ement)?|` +
		`kostenlos(?:e[rs]?)?|kostenfrei|maksuton|ilmainen|ilmaiseksi|kosteloos|kostnadsfri(?:tt)?|zdarma|zadarmo|bezplatn[ěeýá]|darmow[yea]|bezpłatn[yiea]e?|za darmo|ingyen(?:es)?|díjmentes|ücretsiz|bedava|` +
		`бесплатн[оаы]й?|безкоштовн(?:о|а|ий)|δωρεάν|miễn phí|मुफ़?्त|निःशुल्क|مجان(?:ي|ية|ا|اً|ًا)|חינם|חינמי|בחינם)` +
		wordEnd + `|^(?:無料|免费|免費|무료|ฟรี)`)
	notFree = regexp.MustCompile(`(?i)` + wordStart + `(?:trial|days?|shipping|delivery|migration|onboarding|support|setup|installation|domain|ssl|training|` +
		`consultation|demo|credits?|returns?|testversion|tage|testen|essai|jours?|prueba|días|teste|dias|prova|giorni|proberen|dagen|` +
		`dagar|dage|dager|päivää|dni|dní|napos|deneme|gün|дней|пробн\pL+|днів|ημέρες|δοκιμή|hari|uji coba|dùng thử|ngày|أيام|يوم|تجربة|ימים|ניסיון|दिन)` + wordEnd + `|ทดลอง|วัน|体験|トライアル|お試し|試用|试用|체험`)
	talkWords = regexp.MustCompile(`(?i)` + wordStart + `(?:contact (?:us|sales|our|for|the)|contact (?:me|team)|custom *[^ \pL]|custom$|custom(?:i[sz]ed)? (?:pricing|prices?|quotes?|plans?|solutions?|packages?|rates?|contracts?|offers?|terms|per|based|for|by|to|from)|` +
		`let['’]s (?:talk|chat|connect)|(?:talk|speak|chat) (?:to|with) (?:us|sales|an?|our|the)|get (?:a |an |in |your )?(?:custom |free )?(?:quote|touch|pricing)|` +
		`request (?:a |an )?(?:quote|pricing|demo|custom|access|info)|request (?:the |this )?(?:\pL+ )?(?:plan|package|edition)|(?:pricing|price|available|quote) (?:up)?on request|on request|on demand pricing|` +
		`(?:book|schedule|arrange|request|get) (?:an? |your |my )?(?:free |live |personali[sz]ed )?(?:demo|call|meeting)|tailored pricing|flexible pricing|bespoke|call (?:us|for)|` +
		`volume pricing|inquire|enquire|price varies|p\.?o\.?a|ask (?:for|us)|please ask|` +
		`kontakt(?:ieren|aufnehmen)?|kontaktieren sie uns|vertrieb kontaktieren|preis auf anfrage|auf anfrage|individuell(?:e[rs]?)?|nach absprache|angebot anfordern|sprechen sie (?:uns an|mit uns)|` +
		`contactez|contacter|nous contacter|sur (?:devis|demande)|sur[- ]mesure|nous consulter|parlons-en|demander un devis|` +
		`contáctanos|contáctenos|contactar|contacta|a medida|bajo (?:consulta|pedido)|personalizado|(?:precio )?a consultar|consultar precios?|hablemos|` +
		`contattaci|contatta|su (?:richiesta|preventivo|misura)|parliamone|(?:richiedi|chiedi) un preventivo|personalizzato|` +
		`fale (?:conosco|com)|falar com (?:vendas|o time|um|a equipe)|entre em contato|contacte-nos|sob consulta|sob medida|` +
		`neem contact|op (?:aanvraag|maat)|prijs op aanvraag|contacteer|kontakta|kontakt oss|kontakt os|på (?:begäran|forespørsel)|efter aftale|offert|ota yhteyttä|tarjous|` +
		`skontaktuj się|wycena(?: indywidualna)?|cena indywidualna|indywidualnie|napisz do nas|zapytaj o (?:cenę|ofertę)|na zapytanie|kontaktujte|na dotaz|individuální|` +
		`egyedi|kérjen ajánlatot|iletişime geçin|bize ulaşın|teklif al|свяжитесь|связаться|по запросу|договорная|по договор[её]нности|за запитом|за домовленістю|індивідуально|зв['’]яжіться|зв['’]язатися|hubungi kami|liên hệ|báo giá|` +
		`contactea[zț][ăa][- ]ne|la cerere|cere(?:ți)? o? ?ofertă|na vyžiadanie|cena dohodou|kapcsolatfelvétel|lépjen kapcsolatba|ajánlatkérés|sopimuksen mukaan|kysy hintaa|` +
		`efter (?:aftale|överenskommelse)|på (?:förfrågan|forespørgsel)|etter avtale|ta kontakt|få (?:et )?tilbud|be om tilbud|offerte aanvragen|in overleg|` +
		`solicitar presupuesto|orçamento|da concordare|preis anfragen|teklif (?:alın|iste|isteyin)|επικοινων(?:ήστε|ία)|κατόπιν (?:συνεννόησης|αιτήματος|επικοινωνίας)|ζητήστε προσφορά|` +
		`संपर्क करें|تواصل معنا|اتصل بنا|حسب الطلب|عند الطلب|צרו קשר|צור קשר|דברו איתנו|הצעת מחיר)` + wordEnd +
		`|^contact$|^(?:nach (?:vereinbarung|bedarf)|consultar|na míru|na mieru|(?:cena )?dohodou|individuáln[ěe]|индивидуально|personalizat|özel(?: fiyat(?:landırma)?)?|` +
		`kustom|khusus|tùy chỉnh|theo yêu cầu|räätälöity|skreddersydd|skræddersyet|skräddarsy(?:tt|dd)|anpassad|προσαρμοσμένο|कस्टम|مخصص|מותאם אישית)$|お問い?合わ?せ|要相談|ご相談|相談する|見積|联系|聯絡|聯繫|咨询|定制|面议|询价|洽谈|ติดต่อ|สอบถาม|ขอใบเสนอราคา|협의|문의|상담|맞춤`)
)

// saysFree tells a line that says a plan costs nothing, and not that something in it is free or for how long.
func saysFree(s string) bool {
	if len(s) > 60 || !freeStart.MatchString(s) || notFree.MatchString(s) {
		return false
	}
	other, all := otherWords(s)
	if of, _ := otherWords(freeStart.FindString(s)); of > 1 { // "miễn phí" is one word of two syllables
		other -= of - 1
	}
	return other <= 1 || other <= 2 && all > 3
}
