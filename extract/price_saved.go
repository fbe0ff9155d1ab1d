package extract

import regexp "github.com/gapwatch/gapwatch/extract/pattern"

// What is saved, and what would be paid otherwise, is no price in any language: "Sie sparen 58 € im Jahr", "au lieu de
// 39 € / mois", "58€/年お得". In English these words stand in notPrice and notAfter.
// upTo are words between one of saving and how much it is.
const upTo = `sie|du|je|tu|dir|nu|nå|un|noch|bis zu|jusqu['’]à|hasta|até|fino a|tot|upp till|op til|opptil|opp til|jopa|aż|až|do|akár|până la|έως|до|sampai|hingga|tới|đến|של`

var (
	saved = regexp.MustCompile(`(?i)(?:` + wordStart + `(?:spare[nr]?|sparst|spart|ersparnis|économise[zr]?|économies?|ahorr[aoe]s?|ahorrar?|economiz[ae]r?|poupe|poupa|poupança|` +
		`risparmi[ao]?|bespaar|bespaart|besparen|besparing|spara|sparar|spar|säästä|säästät|säästö|oszczędzasz|oszczędź|oszczędzaj|oszczędność|` +
		`ušetříte|ušetřete|ušetři|ušetríte|ušetrite|megtakarítás|megtakarítasz|spórolj|economisești|economisiți|economisește|εξοικονομ\pL+|` +
		`tasarruf|экономия|экономьте|сэкономьте|выгода|скидка|економія|заощаджуйте|заощадьте|знижка|hemat|tiết kiệm|وفر|وفّر|توفير|חסכו|חסוך|חיסכון|बचत|` +
		`statt|anstatt|au lieu de|en lugar de|en vez de|antes|em vez de|invece di|anziché|in plaats van|i\.p\.v\.|istället för|i stedet for|zamiast|místo|` +
		`namiesto|în loc de|αντί(?: για)?|вместо|замість|thay vì|daripada|بدلاً من|במקום)(?:[ \x{a0}]+(?:` + upTo + `)){0,2}|立省|节省|節省|原价|原價|ประหยัด(?:ได้)?)[\s:]*$`)
	savedAfter = regexp.MustCompile(`(?i)^[^\n.;,:(%\d]{0,16}?(?:お得|割引|節約|할인|절약|` + wordStart + `(?:sparen|gespart|ersparnis|rabatt|günstiger|d['’]économies?|de réduction|` +
		`moins cher|de descuento|de ahorro|de desconto|de economia|di sconto|di risparmio|korting|besparing|rabat|billigere|billigare|säästö|alennus|sijaan|` +
		`taniej|zniżki|oszczędności|levněji|slevy|zľavy|lacnejšie|megtakarítás|kedvezmény|olcsóbb|helyett|reducere|έκπτωση|tasarruf|indirim|yerine|` +
		`экономии|скидки|дешевле|знижки|дешевше|की बचत)` + wordEnd + `)`)
)
