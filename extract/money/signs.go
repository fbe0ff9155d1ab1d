package money

import (
	"strings"
	"sync"
	"unicode/utf8"
)

// signTable is what people write for a currency, a line for each. A bare "$" is taken as USD, as nearly every price list
// in English means it, a bare "kr" as SEK, "¥" as JPY and "Rs" as INR, until a code beside it says otherwise. A sign
// that ends in "_" stands only before its number, one that begins with it only behind; "·" stands for a blank.
const signTable = `
USD $ ＄ US$ USD$ U$S U$D $·US $US dollars
CAD CA$ C$ CDN$ $·CA $CA
AUD A$ AU$
NZD NZ$
HKD HK$
TWD NT$
SGD S$ SG$
MXN MX$ Mex$
DOP RD$
ARS AR$
BRL R$ reais
EUR € euro euros eura eurot eur ευρώ евро
GBP £ pounds
CHF CHF Fr. SFr. sFr. Franken
SEK kr kr. kronor
JPY ¥ ￥ _円
CNY _元 CN¥ CN￥ RMB 人民币
KRW ₩ _원
INR ₹ Rs. Rs ₨ र rupees
RUB ₽ руб. руб р. Р рублей рубля рубль
UAH ₴ грн. грн гривень гривні
BYN Br_
KZT ₸ тенге тг
GEL ₾ ლარი
AZN ₼
AMD ֏
PLN zł zl złotych
CZK Kč korun
HUF Ft forint
RON lei leu
BGN лв лв. лева
RSD din. дин.
MKD ден.
TRY ₺ TL
ILS ₪ ש"ח ש״ח NIS
AED د.إ درهم Dhs Dhs.
SAR ر.س ريال
EGP ج.م جنيه
THB ฿ บาท
VND ₫ đ VNĐ đồng
IDR Rp Rp.
MYR RM
PHP ₱ Php_
BDT ৳
CRC ₡
PEN S/_ S/._
PYG ₲
GHS GH₵ ₵
NGN ₦
KES KSh KSh. Ksh Ksh. KSH
ZAR R_
XOF FCFA F·CFA CFA
`

// moneySign is one way to write a currency.
type moneySign struct {
	text, code string
	onlyBefore bool
	onlyBehind bool // before a number it ends a word: "회원 100" are members
}

// signIndex finds the signs that may stand before or behind a number by the letter that touches it, longest first.
type signIndex struct {
	byLast, byFirst map[rune][]moneySign
}

var signs = sync.OnceValue(func() signIndex {
	x := signIndex{map[rune][]moneySign{}, map[rune][]moneySign{}}
	for line := range strings.Lines(signTable) {
		code, texts, _ := strings.Cut(strings.TrimSpace(line), " ")
		for _, text := range strings.Fields(texts) {
			s := moneySign{code: code, text: strings.ReplaceAll(text, "·", " ")}
			s.text, s.onlyBefore = strings.CutSuffix(s.text, "_")
			s.text, s.onlyBehind = strings.CutPrefix(s.text, "_")
			x.add(s)
		}
	}
	return x
})

func (x signIndex) add(s moneySign) {
	last, _ := utf8.DecodeLastRuneInString(s.text)
	x.byLast[last] = longestFirst(x.byLast[last], s)
	if !s.onlyBefore {
		first, _ := utf8.DecodeRuneInString(strings.ToLower(s.text))
		x.byFirst[first] = longestFirst(x.byFirst[first], s)
	}
}

func longestFirst(list []moneySign, s moneySign) []moneySign {
	at := 0
	for at < len(list) && len(list[at].text) >= len(s.text) {
		at++
	}
	return append(list[:at:at], append([]moneySign{s}, list[at:]...)...)
}

// endsWith is the longest sign at the end of a text.
func (x signIndex) endsWith(s string) (moneySign, bool) {
	last, size := utf8.DecodeLastRuneInString(s)
	if size == 0 {
		return moneySign{}, false
	}
	for _, c := range x.byLast[last] {
		if before, ok := strings.CutSuffix(s, c.text); ok && Boundary(c.text, before, true) {
			return c, true
		}
	}
	return moneySign{}, false
}

// startsWith is the longest sign at the beginning of a text, in capitals or not.
func (x signIndex) startsWith(s string) (moneySign, bool) {
	first, size := utf8.DecodeRuneInString(s)
	if size == 0 {
		return moneySign{}, false
	}
	first, _ = utf8.DecodeRuneInString(strings.ToLower(string(first)))
	for _, c := range x.byFirst[first] {
		if len(s) >= len(c.text) && strings.EqualFold(s[:len(c.text)], c.text) && Boundary(c.text, s[len(c.text):], false) {
			return c, true
		}
	}
	return moneySign{}, false
}
