package extract

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestPricesInManyLanguages(t *testing.T) {
	for text, want := range map[string]string{
		"ab 9 €\nim Monat\nbei jährlicher Zahlung": "from 9 EUR month annual", "Dès 9 €\npar mois": "from 9 EUR month ",
		"9,90€\n/mese, fatturati annualmente": "9.90 EUR month annual", "v.a. € 15\n/ mnd per medewerker": "from 15 EUR month ",
		"2 490 NOK engangsbeløp": "2490 NOK one-time ", "2.990 DKK\nom året": "2990 DKK year ", "alk. 19 €\n/ kk": "from 19 EUR month ",
		"od 49 zł\nmiesięcznie + VAT": "from 49 PLN month ", "od 190 Kč\n/měs.": "from 190 CZK month ", "190 €\n/ rok": "190 EUR year ",
		"4 990 Ft-tól\nhavonta": "from 4990 HUF month ", "de la 15 €\n/lună": "from 15 EUR month ", "290 €\nτον χρόνο": "290 EUR year ",
		"₺125’den başlayan\nkullanıcı başına aylık": "from 125 TRY month ", "от 490 руб.\nв месяц\nпри оплате за год": "from 490 RUB month annual",
		"від 199 ₴\nна місяць": "from 199 UAH month ", "月々 980円〜": "from 980 JPY month ", "500円\n/ユーザー/月\n年一括払い": "500 JPY month annual",
		"125元起\n每用户/月\n按年计费": "from 125 CNY month annual", "₩12,500부터\n사용자당 월": "from 12500 KRW month ",
		"Mulai Rp 49.000\n/bulan": "from 49000 IDR month ", "Từ 125.000đ\nmỗi tháng": "from 125000 VND month ", "299 บาท\nต่อเดือน": "299 THB month ",
		"₹499 से शुरू\nप्रति माह": "from 499 INR month ", "199 درهم\nفي الشهر": "199 AED month ", "החל מ-₪49\nלחודש": "from 49 ILS month ",
	} {
		prices := pricesIn(text)
		require.Len(t, prices, 1, text)
		p := prices[0]
		got := p.String() + " " + string(p.Period) + " " + string(p.Billing)
		if p.From {
			got = "from " + got
		}
		require.Equal(t, want, got, text)
	}
}

func TestAYearToldByTheMonthIsOnePrice(t *testing.T) {
	for _, text := range []string{
		"$180 a year (that is $15 a month)", "$180 per year, which makes $15 per month", "180 € pro Jahr, also 15 € im Monat",
		"180 € / an\nsoit seulement 15 € / mois", "$200 / year\n(about $16.67 / month)",
	} {
		prices := pricesIn(text)
		require.Len(t, prices, 1, text)
		require.Equal(t, Year, prices[0].Period, text)
	}
	for _, text := range []string{"$180 / year\n$15 / month", "$180 a year (or $18 a month)", "$15 a month ($180 a year)"} {
		require.Len(t, pricesIn(text), 2, text)
	}
	prices := pricesIn("$15\nper month\n$12 if you pay for a year")
	require.Len(t, prices, 2)
	require.Equal(t, Month, prices[1].Period)
	require.Len(t, pricesIn("$9 / month\n$20/month off at first"), 1)
}

func TestWhatIsSavedIsNoPrice(t *testing.T) {
	for _, text := range []string{
		"Sie sparen bis zu 58 € im Jahr", "statt 39 € / Monat", "Économisez jusqu’à 58 € par an", "au lieu de 39 € / mois", "Ahorra 58 € al año",
		"Poupe 58 € por ano", "invece di 39 € / mese", "Je bespaart 58 € per jaar", "i.p.v. 39 € / maand", "Spara 58 € per år", "Säästät 58 € vuodessa",
		"zamiast 39 € / miesiąc", "Ušetříte 58 € ročně", "namiesto 39 € / mesiac", "Megtakarítás: 58 € évente", "în loc de 39 € / lună",
		"Εξοικονομείτε 58 € τον χρόνο", "58 € / yıl tasarruf edin", "39 € / ay yerine", "Экономия 58 € в год", "замість 39 € / місяць", "58€/年お得",
		"立省58€/年", "58€ / 년 할인", "Hemat 58 € per tahun", "Tiết kiệm 58 € / năm", "ประหยัด 58 € / ปี", "58 € / वर्ष की बचत", "وفر 58 € / سنة", "חסכו 58 € לשנה",
	} {
		require.Empty(t, pricesIn(text), text)
	}
	for _, text := range []string{"Ahorra tiempo desde 29 € al mes", "29 € / Monat, 20 % Rabatt", "antes de IVA 29 € al mes", "29 € / mois (10 € de réduction)"} {
		require.Equal(t, "29", pricesIn(text)[0].Amount(), text)
	}
}

func TestWordsInsteadOfAnAmount(t *testing.T) {
	for _, s := range []string{
		"Für immer kostenlos", "Gratuit à vie", "Gratis per sempre", "Gratuito para sempre", "Ilmaiseksi", "Darmowy", "Zdarma", "Bezplatne",
		"Ingyenes", "Δωρεάν", "Ücretsiz", "Безкоштовно", "無料", "免費", "무료", "Miễn phí", "ฟรี", "मुफ्त", "مجاناً", "חינם",
	} {
		require.True(t, saysFree(s), s)
	}
	for _, s := range []string{
		"Nach Vereinbarung", "Nous contacter", "Consultar", "Orçamento", "In overleg", "Etter avtale", "Efter aftale", "Sopimuksen mukaan",
		"Na míru", "Na vyžiadanie", "Kapcsolatfelvétel", "La cerere", "Κατόπιν συνεννόησης", "Teklif alın", "Договорная", "За запитом", "個別見積もり",
		"询价", "별도 협의", "Hubungi kami", "Báo giá", "ติดต่อเรา", "संपर्क करें", "حسب الطلب", "צרו קשר",
	} {
		require.True(t, talkWords.MatchString(s), s)
	}
	for _, s := range []string{"Kostenlos testen 14 Tage", "Ingyenes 14 napos próba", "Miễn phí dùng thử", "ฟรี 14 วัน", "14 ημέρες δωρεάν"} {
		require.False(t, saysFree(s), s)
	}
}
