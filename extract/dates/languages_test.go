package dates

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// months are the twelve months as each language writes them in a date: what stands in the place of %s, with the
// day before and the year behind unless the layout says otherwise.
func months() map[string]string {
	return map[string]string{
		"english":            "January February March April May June July August September October November December",
		"english short":      "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec",
		"german":             "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
		"german short":       "Jan. Feb. Mrz. Apr. Mai Jun. Jul. Aug. Sept. Okt. Nov. Dez.",
		"austrian":           "Jänner Feber März April Mai Juni Juli August September Oktober November Dezember",
		"french":             "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
		"french short":       "janv. févr. mars avr. mai juin juil. août sept. oct. nov. déc.",
		"french no accents":  "janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre",
		"spanish":            "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
		"spanish short":      "ene. feb. mar. abr. may. jun. jul. ago. sept. oct. nov. dic.",
		"portuguese":         "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
		"portuguese short":   "jan fev mar abr mai jun jul ago set out nov dez",
		"italian":            "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
		"italian short":      "gen feb mar apr mag giu lug ago set ott nov dic",
		"dutch":              "januari februari maart april mei juni juli augustus september oktober november december",
		"dutch short":        "jan. feb. mrt. apr. mei jun. jul. aug. sep. okt. nov. dec.",
		"swedish":            "januari februari mars april maj juni juli augusti september oktober november december",
		"danish":             "januar februar marts april maj juni juli august september oktober november december",
		"norwegian":          "januar februar mars april mai juni juli august september oktober november desember",
		"finnish":            "tammikuuta helmikuuta maaliskuuta huhtikuuta toukokuuta kesäkuuta heinäkuuta elokuuta syyskuuta lokakuuta marraskuuta joulukuuta",
		"finnish nominative": "tammikuu helmikuu maaliskuu huhtikuu toukokuu kesäkuu heinäkuu elokuu syyskuu lokakuu marraskuu joulukuu",
		"icelandic":          "janúar febrúar mars apríl maí júní júlí ágúst september október nóvember desember",
		"polish":             "stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października - grudnia",
		"polish nominative":  "styczeń luty marzec kwiecień maj czerwiec lipiec sierpień wrzesień październik listopad grudzień",
		"polish short":       "sty lut mar kwi maj cze lip sie wrz paź lis gru",
		"czech":              "ledna února března dubna května června července srpna září října listopadu prosince",
		"czech nominative":   "leden únor březen duben květen červen červenec srpen září říjen listopad prosinec",
		"slovak":             "januára februára marca apríla mája júna júla augusta septembra októbra novembra decembra",
		"slovenian":          "januarja februarja marca aprila maja junija julija avgusta septembra oktobra novembra decembra",
		"croatian":           "siječnja veljače ožujka travnja svibnja lipnja srpnja kolovoza rujna - studenoga prosinca",
		"croatian other":     "siječanj veljača ožujak travanj svibanj lipanj srpanj kolovoz rujan - studenog prosinac",
		"serbian latin":      "januara februara marta aprila maja juna jula avgusta septembra oktobra novembra decembra",
		"serbian":            "јануара фебруара марта априла маја јуна јула августа септембра октобра новембра децембра",
		"hungarian":          "január február március április május június július augusztus szeptember október november december",
		"romanian":           "ianuarie februarie martie aprilie mai iunie iulie august septembrie octombrie noiembrie decembrie",
		"russian":            "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
		"russian nominative": "январь февраль март апрель май июнь июль август сентябрь октябрь ноябрь декабрь",
		"russian short":      "янв. февр. мар. апр. мая июн. июл. авг. сент. окт. нояб. дек.",
		"ukrainian":          "січня лютого березня квітня травня червня липня серпня вересня жовтня листопада грудня",
		"bulgarian":          "януари февруари март април май юни юли август септември октомври ноември декември",
		"greek":              "Ιανουαρίου Φεβρουαρίου Μαρτίου Απριλίου Μαΐου Ιουνίου Ιουλίου Αυγούστου Σεπτεμβρίου Οκτωβρίου Νοεμβρίου Δεκεμβρίου",
		"turkish":            "Ocak Şubat Mart Nisan Mayıs Haziran Temmuz Ağustos Eylül Ekim Kasım Aralık",
		"lithuanian":         "sausio vasario kovo balandžio gegužės birželio liepos rugpjūčio rugsėjo spalio lapkričio gruodžio",
		"latvian":            "janvāris februāris marts aprīlis maijs jūnijs jūlijs augusts septembris oktobris novembris decembris",
		"estonian":           "jaanuar veebruar märts aprill mai juuni juuli august september oktoober november detsember",
		"catalan":            "gener febrer març abril maig juny juliol agost setembre octubre novembre desembre",
		"indonesian":         "Januari Februari Maret April Mei Juni Juli Agustus September Oktober November Desember",
		"malay":              "Januari Februari Mac April Mei Jun Julai Ogos September Oktober November Disember",
		"arabic":             "يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر",
		"hebrew":             "בינואר בפברואר במרץ באפריל במאי ביוני ביולי באוגוסט בספטמבר באוקטובר בנובמבר בדצמבר",
		"hindi":              "जनवरी फ़रवरी मार्च अप्रैल मई जून जुलाई अगस्त सितंबर अक्टूबर नवंबर दिसंबर",
		"georgian":           "იანვარი თებერვალი მარტი აპრილი მაისი ივნისი ივლისი აგვისტო სექტემბერი ოქტომბერი ნოემბერი დეკემბერი",
		"armenian":           "հունվարի փետրվարի մարտի ապրիլի մայիսի հունիսի հուլիսի օգոստոսի սեպտեմբերի հոկտեմբերի նոյեմբերի դեկտեմբերի",
		"thai short":         "ม.ค. ก.พ. มี.ค. เม.ย. พ.ค. มิ.ย. ก.ค. ส.ค. ก.ย. ต.ค. พ.ย. ธ.ค.",
		"bengali":            "জানুয়ারি ফেব্রুয়ারি মার্চ এপ্রিল মে জুন জুলাই আগস্ট সেপ্টেম্বর অক্টোবর নভেম্বর ডিসেম্বর",
		"tamil":              "ஜனவரி பிப்ரவரி மார்ச் ஏப்ரல் மே ஜூன் ஜூலை ஆகஸ்ட் செப்டம்பர் அக்டோபர் நவம்பர் டிசம்பர்",
		"urdu":               "جنوری فروری مارچ اپریل مئی جون جولائی اگست ستمبر اکتوبر نومبر دسمبر",
		"azerbaijani":        "yanvar fevral mart aprel may iyun iyul avqust sentyabr oktyabr noyabr dekabr",
		"uzbek":              "yanvar fevral mart aprel may iyun iyul avgust sentabr oktabr noyabr dekabr",
		"kazakh":             "қаңтар ақпан наурыз сәуір мамыр маусым шілде тамыз қыркүйек қазан қараша желтоқсан",
		"albanian":           "janar shkurt mars prill maj qershor korrik gusht shtator tetor nëntor dhjetor",
		"swahili":            "Januari Februari Machi Aprili Mei Juni Julai Agosti Septemba Oktoba Novemba Desemba",
		"thai":               "มกราคม กุมภาพันธ์ มีนาคม เมษายน พฤษภาคม มิถุนายน กรกฎาคม สิงหาคม กันยายน ตุลาคม พฤศจิกายน ธันวาคม",
	}
}

// Every month of every language is read with its day, and alone with its year.
func TestMonthsOfManyLanguages(t *testing.T) {
	for language, names := range months() {
		t.Run(language, func(t *testing.T) {
			list := strings.Fields(names)
			require.Len(t, list, 12)
			for i, name := range list {
				if name == "-" { // means another month elsewhere: see TestListopada
					continue
				}
				want := time.Date(2026, time.Month(i+1), 17, 0, 0, 0, 0, time.UTC)
				for _, layout := range []string{"17 %s 2026", "17. %s 2026.", "17 %s, 2026", "%s 17, 2026", "2026 %s 17", "17-%s-2026", "17. %s 2026, 10:30", "17 de %s de 2026"} {
					text := fmt.Sprintf(layout, name)
					got, p, ok := Parse(text, time.Time{})
					require.True(t, ok, text)
					require.Equal(t, want.Format(time.DateOnly), got.Format(time.DateOnly), text)
					require.Equal(t, Day, p, text)
				}
				text := name + " 2026"
				got, p, ok := Parse(text, time.Time{})
				require.True(t, ok, text)
				require.Equal(t, want.Format("2006-01"), got.Format("2006-01"), text)
				require.Equal(t, Month, p, text)
			}
		})
	}
}

// One name, two neighbours: with a dot behind the day it is October, without one November.
func TestListopada(t *testing.T) {
	for text, day := range map[string]string{"17. listopada 2026.": "2026-10-17", "17 listopada 2026": "2026-11-17", "17. listopadu 2026": "2026-11-17"} {
		got, _, ok := Parse(text, time.Time{})
		require.True(t, ok, text)
		require.Equal(t, day, got.Format(time.DateOnly), text)
	}
}

// One day in every way that people write it.
func TestLayoutsOfDates(t *testing.T) {
	for _, text := range []string{
		"2026-08-17", "2026-8-17", "2026/08/17", "2026/8/17", "2026.08.17", "2026. 8. 17.", "20260817", "2026-08-17T10:00:00Z",
		"2026-08-17T10:00:00.123+02:00", "2026-08-17 10:00", "2026-08-17T10:00", "17.08.2026", "17.8.2026", "17. 8. 2026", "17.08.26",
		"17/08/2026", "17-08-2026", "08/17/2026", "8/17/2026", "8/17/26", "17/8/26", "August 17, 2026", "Aug 17, 2026", "Aug. 17, 2026",
		"Aug 17 2026", "AUGUST 17, 2026", "17 August 2026", "17 Aug 2026", "17th August 2026", "17th of August, 2026", "the 17th of August 2026",
		"Monday, August 17, 2026", "Mon, 17 Aug 2026 10:00:00 GMT", "Mon Aug 17 10:00:00 2026", "Monday 17th August 2026", "17-Aug-2026",
		"17/Aug/2026", "17.Aug.2026", "2026-Aug-17", "17Aug2026", "17-Aug-26", "17 Aug '26", "Aug 17 ’26", "August 17, 2026 at 9:30 AM",
		"at 9pm on August 17, 2026", "9.30 p.m., 17 August 2026", "Published on August 17, 2026", "Last updated: 17 August 2026",
		"Released August 17, 2026 (v2.4)", "2026年8月17日", "2026 年 8 月 17 日", "2026년 8월 17일", "令和8年8月17日", "民國115年8月17日", "17 tháng 8, 2026", "ngày 17 tháng 8 năm 2026",
		"17 สิงหาคม 2569", "١٧ أغسطس ٢٠٢٦", "१७ अगस्त २०२६", "den 17 augusti 2026", "17 de agosto del 2026", "le 17 août 2026", "lunes, 17 de agosto de 2026",
		"Montag, den 17. August 2026 um 10 Uhr", "2026. augusztus 17.", "17 августа 2026 г.", "2026 m. rugpjūčio 17 d.", "2026. gada 17. augusts", "１７ Aug ２０２６",
		"১৭ আগস্ট ২০২৬", "17 Tháng Tám, 2026", "ngày 17 tháng tám năm 2026", "17 AUG 2026 - 10.30 AM", "17 August 2026 / 10.30",
	} {
		got, p, ok := Parse(text, time.Time{})
		require.True(t, ok, text)
		require.Equal(t, "2026-08-17", got.Format(time.DateOnly), text)
		require.Equal(t, Day, p, text)
	}
}

// Eras, and what counts months in words.
func TestYearsOfErasAndMonthsInWords(t *testing.T) {
	for text, day := range map[string]string{
		"平成31年4月30日": "2019-04-30", "令和元年5月1日": "2019-05-01", "5 Tháng Mười Một, 2026": "2026-11-05", "3 Tháng Mười, 2026": "2026-10-03",
		"1 tháng giêng năm 2026": "2026-01-01", "5 ม.ค. 2569": "2026-01-05",
	} {
		got, _, ok := Parse(text, time.Time{})
		require.True(t, ok, text)
		require.Equal(t, day, got.Format(time.DateOnly), text)
	}
}

func TestMonthsQuartersAndYears(t *testing.T) {
	for text, want := range map[string]string{
		"August 2026": "2026-08-01 month", "Aug 2026": "2026-08-01 month", "2026-08": "2026-08-01 month", "08/2026": "2026-08-01 month",
		"août 2026": "2026-08-01 month", "agosto de 2026": "2026-08-01 month", "2026年8月": "2026-08-01 month", "2026년 8월": "2026-08-01 month",
		"Aug '26": "2026-08-01 month", "Tháng 8 năm 2026": "2026-08-01 month", "Release of August 2026": "2026-08-01 month",
		"Q3 2026": "2026-07-01 year", "2026 Q3": "2026-07-01 year", "Q1/2026": "2026-01-01 year", "3rd quarter 2026": "2026-07-01 year",
		"4. Quartal 2026": "2026-10-01 year", "2026": "2026-01-01 year",
	} {
		got, p, ok := Parse(text, time.Time{})
		require.True(t, ok, text)
		require.Equal(t, want, got.Format(time.DateOnly)+" "+string(p), text)
	}
}

func TestDatesThatCountFromNow(t *testing.T) {
	now := time.Date(2026, 11, 16, 9, 0, 0, 0, time.UTC)
	for text, day := range map[string]string{
		"3 days ago": "2026-11-13", "an hour ago": "2026-11-16", "two weeks ago": "2026-11-02", "yesterday": "2026-11-15", "today": "2026-11-16",
		"vor 3 Tagen": "2026-11-13", "hace 3 días": "2026-11-13", "il y a 3 jours": "2026-11-13", "3 giorni fa": "2026-11-13",
		"3 dagen geleden": "2026-11-13", "há 3 dias": "2026-11-13", "3 dni temu": "2026-11-13", "3 дня назад": "2026-11-13", "3日前": "2026-11-13",
		"3天前": "2026-11-13", "3일 전": "2026-11-13", "för 3 dagar sedan": "2026-11-13", "3 gün önce": "2026-11-13", "gestern": "2026-11-15",
		"ayer": "2026-11-15", "hier": "2026-11-15", "昨日": "2026-11-15", "vorgestern": "2026-11-14", "vor einer Woche": "2026-11-09", "vor 5 Stunden": "2026-11-16",
		"aujourd’hui": "2026-11-16", "heute": "2026-11-16", "3 months ago": "2026-08-16", "2 years ago": "2024-11-16", "vor 2 Jahren": "2024-11-16",
	} {
		got, _, ok := Parse(text, now)
		require.True(t, ok, text)
		require.Equal(t, day, got.Format(time.DateOnly), text)
	}
}

func TestWhatIsNoDate(t *testing.T) {
	for _, text := range []string{
		"", "soon", "version 2.4", "v2.4.17", "31 February 2026 maybe", "30.02.2026", "2026-13-01", "5 may 12", "99 bottles", "1.2.3", "10:30",
		"6000 days ago", "3 visitors ago", "$49 per month", "1789 юли", "12345678", "+1 555 2026 100", "the may release", "99999-01-01", "Q5 2026", "agosto",
	} {
		_, _, ok := Parse(text, time.Date(2026, 11, 16, 9, 0, 0, 0, time.UTC))
		require.False(t, ok, text)
	}
}

// A date is found within a line, where it stands, in any language.
func TestFindDate(t *testing.T) {
	for line, want := range map[string]string{
		"v2.4 – November 9, 2026":                  "2026-11-09 day November 9, 2026",
		"28. September 2026: Fehlerbehebungen":     "2026-09-28 day 28. September 2026",
		"Version 3.1 vom 3. März 2026":             "2026-03-03 day 3. März 2026",
		"Le 1er août 2026, nouveautés":             "2026-08-01 day 1er août 2026",
		"21 de octubre de 2026 · Novedades":        "2026-10-21 day 21 de octubre de 2026",
		"17 сентября 2026 г.":                      "2026-09-17 day 17 сентября 2026",
		"octubre 5, 2026":                          "2026-10-05 day octubre 5, 2026",
		"2026. október 5. – újdonságok":            "2026-10-05 day 2026. október 5",
		"2026年10月20日 請求書":                          "2026-10-20 day 2026年10月20日",
		"업데이트 2026년 10월 20일":                       "2026-10-20 day 2026년 10월 20일",
		"Novedades de octubre de 2026":             "2026-10-01 month octubre de 2026",
		"Was ist neu im Oktober 2026":              "2026-10-01 month Oktober 2026",
		"September 2026 update":                    "2026-09-01 month September 2026",
		"Tern 0.26, 28-April-2026":                 "2026-04-28 day 28-April-2026",
		"23. 3. 2026 Verze 2":                      "2026-03-23 day 23. 3. 2026",
		"Novinky 7.10. 2026":                       "2026-10-07 day 7.10. 2026",
		"12-pack-2026":                             "",
		"Set 2026 as the year, out of 2026 rows":   "",
		"12 items 2026":                            "",
		"30 Foo 2026":                              "",
		"Session replay":                           "",
		"Everything that we have shipped so far …": "",
	} {
		day, p, at, ok := Find(line)
		got := ""
		if ok {
			got = day.Format(time.DateOnly) + " " + string(p) + " " + line[at[0]:at[1]]
		}
		require.Equal(t, want, got, line)
	}
}
