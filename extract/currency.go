package extract

import (
	"strings"
	"unicode"

	"golang.org/x/text/currency"
)

// signs are what people write for a currency, longest first where one holds another. A bare "$" is taken as USD, as
// nearly every price list in English means it, and a bare "kr" as SEK until a page's language says otherwise.
var signs = map[string]string{
	"US$": "USD", "USD$": "USD", "U$S": "USD", "CA$": "CAD", "C$": "CAD", "CDN$": "CAD", "A$": "AUD", "AU$": "AUD",
	"NZ$": "NZD", "HK$": "HKD", "NT$": "TWD", "S$": "SGD", "SG$": "SGD", "R$": "BRL", "MX$": "MXN", "$": "USD",
	"€": "EUR", "euro": "EUR", "euros": "EUR", "£": "GBP", "¥": "JPY", "円": "JPY", "元": "CNY", "₹": "INR", "Rs.": "INR",
	"Rs": "INR", "₽": "RUB", "руб.": "RUB", "руб": "RUB", "р.": "RUB", "Р": "RUB", "₩": "KRW", "원": "KRW", "₪": "ILS",
	"₺": "TRY", "TL": "TRY", "₴": "UAH", "грн.": "UAH", "грн": "UAH", "zł": "PLN", "Kč": "CZK", "Ft": "HUF", "lei": "RON",
	"kr": "SEK", "kr.": "SEK", "рублей": "RUB", "рубля": "RUB", "рубль": "RUB", "dollars": "USD", "pounds": "GBP", "र": "INR",
	"₸": "KZT", "₾": "GEL", "₡": "CRC", "лв": "BGN", "лв.": "BGN", "₫": "VND", "đ": "VND", "฿": "THB", "RM": "MYR", "₱": "PHP", "₦": "NGN", "CHF": "CHF", "Fr.": "CHF",
}

// attachCurrency looks for a currency right before or right after the number and widens the amount to hold it. What
// stands before from belongs to another amount: "59,90€" and then "44".
func (a *amountIn) attachCurrency(s string, from int) {
	if code, width := signBefore(s[from:a.start]); code != "" {
		a.Currency, a.start = code, a.start-width
		if outer, w := signAfter(s[a.end:]); code == "USD" && width > 0 && len(outer) == 3 && isoCode(strings.TrimSpace(s[a.end:a.end+w])) != "" {
			a.Currency, a.end = outer, a.end+w // "$1,190 AUD": the code knows better than the sign
		}
		return
	}
	rest := s[a.end:]
	rest = strings.TrimPrefix(rest, ",-")
	rest = strings.TrimPrefix(rest, ".-")
	if code, width := signAfter(rest); code != "" {
		a.Currency, a.end = code, a.end+(len(s[a.end:])-len(rest))+width
	}
}

// signBefore reads a currency at the end of a text: sign or ISO code, with or without a blank.
func signBefore(s string) (code string, width int) {
	trimmed := strings.TrimRight(s, " \u00a0\u202f\t\n")
	if len(s)-len(trimmed) > 4 {
		return "", 0
	}
	for sign, iso := range signs {
		if strings.HasSuffix(trimmed, sign) && width < len(sign) && boundary(sign, trimmed[:len(trimmed)-len(sign)], true) {
			code, width = iso, len(sign)
		}
	}
	if n := len(trimmed); n >= 3 && width < 3 {
		if iso := isoCode(trimmed[n-3:]); iso != "" && boundary("XXX", trimmed[:n-3], true) {
			code, width = iso, 3
		}
	}
	if width == 1 && code == "USD" { // "NZD $5", "USD $5": the code beside the sign knows better
		if outer, w := isoBefore(trimmed[:len(trimmed)-1]); outer != "" {
			return outer, w + 1 + len(s) - len(trimmed)
		}
	}
	if code == "" {
		return "", 0
	}
	return code, width + len(s) - len(trimmed)
}

func isoBefore(s string) (code string, width int) {
	trimmed := strings.TrimRight(s, " \u00a0")
	if n := len(trimmed); n >= 3 {
		if iso := isoCode(trimmed[n-3:]); iso != "" && boundary("XXX", trimmed[:n-3], true) {
			return iso, 3 + len(s) - len(trimmed)
		}
	}
	return "", 0
}

// signAfter reads a currency at the beginning of a text.
func signAfter(s string) (code string, width int) {
	trimmed := strings.TrimLeft(s, " \u00a0\u202f")
	blanks := len(s) - len(trimmed)
	if blanks > 4 {
		return "", 0
	}
	for sign, iso := range signs {
		if len(trimmed) >= len(sign) && strings.EqualFold(trimmed[:len(sign)], sign) && width < len(sign) &&
			boundary(sign, trimmed[len(sign):], false) {
			code, width = iso, len(sign)
		}
	}
	if len(trimmed) >= 3 && width < 3 {
		if iso := isoCode(trimmed[:3]); iso != "" && boundary("XXX", trimmed[3:], false) {
			code, width = iso, 3
		}
	}
	if code == "" || code == "USD" && trimmed[0] == '$' && blanks > 0 && startsNumber(trimmed[1:]) {
		return "", 0 // "49 $59": the sign belongs to the next amount
	}
	return code, width + blanks
}

func startsNumber(s string) bool { return s != "" && s[0] >= '0' && s[0] <= '9' }

// boundary tells whether letters of a currency are not part of a longer word.
func boundary(sign, beside string, before bool) bool {
	r, size := firstRune(beside)
	edge, _ := lastRune(sign)
	if before {
		r, size = lastRune(beside)
		edge, _ = firstRune(sign)
	}
	return size == 0 || !unicode.IsLetter(edge) || !unicode.IsLetter(r)
}

// isoCode returns a currency's ISO 4217 code, if three capital letters are one.
func isoCode(s string) string {
	for i := range len(s) {
		if s[i] < 'A' || s[i] > 'Z' {
			return ""
		}
	}
	unit, err := currency.ParseISO(s)
	if err != nil {
		return ""
	}
	return unit.String()
}
