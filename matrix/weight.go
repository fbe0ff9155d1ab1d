package matrix

// perDollar is about how many units of a currency a US dollar buys. It is for order alone: a sum in yen must not come
// before one in dollars because it has more digits. Nothing that is shown or added up is ever converted, so that it ages
// does no harm. Currencies that are not here count as dollars.
var perDollar = map[string]float64{
	"AED": 3.7, "ARS": 1000, "AUD": 1.5, "BDT": 120, "BRL": 5.5, "CAD": 1.4, "CHF": 0.9, "CLP": 950, "CNY": 7, "COP": 4000,
	"CZK": 23, "DKK": 7, "EGP": 50, "EUR": 0.9, "GBP": 0.8, "HKD": 7.8, "HUF": 370, "IDR": 16000, "ILS": 3.6, "INR": 85,
	"ISK": 140, "JPY": 150, "KES": 130, "KRW": 1400, "LKR": 300, "MXN": 19, "MYR": 4.4, "NGN": 1500, "NOK": 10.5, "NZD": 1.7,
	"PEN": 3.7, "PHP": 57, "PKR": 280, "PLN": 3.9, "RON": 4.6, "RUB": 90, "SAR": 3.8, "SEK": 10.5, "SGD": 1.3, "THB": 34,
	"TRY": 40, "TWD": 32, "UAH": 42, "UYU": 40, "VND": 25000, "ZAR": 18,
}

// Weight is about how much a total is beside others, whatever their currencies: for order and the length of bars.
func (t Total) Weight() float64 {
	amount := float64(t.Minor) / float64(smallest(t.Currency))
	if rate, ok := perDollar[t.Currency]; ok {
		amount /= rate
	}
	return amount
}

// Weight is about how much a sum is beside others: what gaps are ranked by.
func (a ARR) Weight() (w float64) {
	for _, t := range a.Totals {
		w += t.Weight()
	}
	return w
}
