package diff_test

import (
	"math/rand/v2"
	"os"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/gapwatch/gapwatch/diff"
	"github.com/gapwatch/gapwatch/extract"
	"github.com/gapwatch/gapwatch/extract/money"
)

// substance are lines as pages of every kind have them. Many of them look like what clocks and widgets write, and are not.
var substance = []string{
	terms,
	"The Team plan costs $49 per user and month and includes 10 projects with 90 days of retention.",
	"Refunds are granted within 14 days of purchase unless the contract says €250 or more.",
	"We may terminate accounts after 30 days of notice, and data is deleted 12 months later.",
	"The Team plan now includes 20 users and 5 guests for every workspace.",
	"500 subscribers", "10,000 visitors", "10k page views", "3 reviews", "2 downloads",
	"Up to 4 of 5 seats may be used by guests at the same time.",
	"Support answers within 1 hour 30 minutes on working days.",
	"Opening hours: 09:00 to 17:30 CET from Monday to Friday",
	"Uptime of 99.95 % in each calendar month",
	"Version 5.4.1 needs 8 GB of memory and 2 processors.",
	"Valid from 1 March 2027 for all customers in the United Kingdom",
	"$9", "€1,299.50 per year", "from 49 USD", "Free for 3 months", "5 seats", "25 GB", "7 days",
	"Backups ✓ SSO – Audit log ✓ Guests 12",
	"Planned work takes place between 02:00 and 04:00 UTC on Sundays.",
	"Every customer gets 24 hours of training and 6 sessions with an expert.",
	"A minimum of 3 users is required; each further user costs £7.",
	"Annual plans save 20% against monthly ones.",
	"Data is kept for 13 months, and for 25 months in the Business plan.",
	"We store up to 1,000,000 events a month and drop what exceeds that.",
	"データは30日間保存され、その後は復元できません。",
	"Kündigung mit einer Frist von 30 Tagen zum Ende eines Monats",
	"Les factures sont payables sous 15 jours à compter de leur réception.",
	"El soporte responde en 8 horas hábiles a los clientes del plan Empresa.",
	"Read in 5 minutes how 3 teams moved 400 boards without losing one.",
	"Results are generated in 5 seconds on average for files of 10 MB.",
	"Model AX-200 supports up to 64 channels at 48 kHz.",
	"In the last 12 months we answered 2,400 requests from authorities.",
	"Standard Contractual Clauses of 4 June 2021, Module 2 and Module 3, apply.",
	"Trial of 14 days, no card needed", "SLA 99.9", "Rate limit: 600 requests per minute",
}

// otherWords take the place of a word.
var otherWords = []string{
	"never", "always", "audit", "arbitration", "monthly", "quarterly", "unlimited", "forbidden", "optional", "nineteen", "mandatory", "перевод", "禁止",
}

// A digit, a currency, a sign or a word of substance that differs is always a change, whatever the line looks like. It tries
// 20,000 mutations; GAPWATCH_MUTATIONS says how many instead (a million take about a minute).
func TestNoWordOfSubstanceIsSwallowed(t *testing.T) {
	tries := 20_000
	if s := os.Getenv("GAPWATCH_MUTATIONS"); s != "" {
		n, err := strconv.Atoi(s)
		require.NoError(t, err, "GAPWATCH_MUTATIONS is a number")
		tries = n
	}
	rng := rand.New(rand.NewPCG(1, uint64(tries)))
	for range tries {
		s := substance[rng.IntN(len(substance))]
		m := mutate(rng, s)
		if strings.EqualFold(m, s) {
			continue
		}
		in := places[rng.IntN(len(places))]
		require.NotEmpty(t, diff.Documents(in(s), in(m), diff.Memory{}), "%q\n%q", s, m)
	}
}

// places are where a line may stand.
var places = []func(line string) extract.Document{
	func(line string) extract.Document { return text("A heading of the page", line) },
	func(line string) extract.Document {
		return text(line, "Another line that stays as it is, below the first.")
	},
	func(line string) extract.Document {
		return priceList(with(plan("Team", usd(49, extract.Month)), yes(line), yes("Boards for everyone")))
	},
	func(line string) extract.Document {
		return priceList(with(plan("Team", usd(49, extract.Month)), value("What is in it", line)))
	},
}

// A plan's price, allowance or name that differs is always a change of a price list.
func TestNoValueOfAPlanIsSwallowed(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 4))
	for range 20_000 {
		old := plansOf(rng)
		changed, what := alter(rng, old)
		require.NotEmpty(t, diff.Documents(old, changed, diff.Memory{}), "%s\n%+v\n%+v", what, old.Plans, changed.Plans)
	}
}

// mutate changes one digit, one currency or sign, or one word.
func mutate(rng *rand.Rand, s string) string {
	fields := strings.Fields(s)
	i := rng.IntN(len(fields))
	switch w := fields[i]; {
	case strings.ContainsAny(w, "0123456789"):
		fields[i] = otherDigit(rng, w)
	case strings.ContainsAny(w, "$€£"):
		fields[i] = strings.NewReplacer("$", "€", "€", "£", "£", "$").Replace(w)
	case w == "✓" || w == "–":
		fields[i] = map[string]string{"✓": "–", "–": "✓"}[w]
	case strings.Contains(w, "%"):
		fields[i] = strings.ReplaceAll(w, "%", "points")
	default:
		fields[i] = otherWords[rng.IntN(len(otherWords))]
	}
	return strings.Join(fields, " ")
}

// otherDigit changes one digit of a word, or adds or drops one at its end.
func otherDigit(rng *rand.Rand, w string) string {
	var at []int
	for i, r := range w {
		if r >= '0' && r <= '9' {
			at = append(at, i)
		}
	}
	i := at[rng.IntN(len(at))]
	if rng.IntN(4) == 0 {
		return w[:i+1] + string(rune('1'+rng.IntN(9))) + w[i+1:]
	}
	return w[:i] + string('0'+(rune(w[i])-'0'+rune(1+rng.IntN(9)))%10) + w[i+1:]
}

func plansOf(rng *rand.Rand) extract.Document {
	d := extract.Document{Kind: extract.Pricing}
	for i, name := range []string{"Solo", "Team", "Business"} {
		d.Plans = append(d.Plans, extract.Plan{
			Name:   name,
			Prices: []extract.Price{{Money: money.Money{Minor: int64(900 + 1500*i + rng.IntN(400)), Exponent: 2, Currency: "USD"}, Period: extract.Month, Quote: name}},
			Features: []extract.FeatureRow{
				{Section: "Limits", Name: "Seats", State: extract.RowValue, Text: strconv.Itoa(1 + i*10 + rng.IntN(5))},
				{Section: "Limits", Name: "Retention", State: extract.RowValue, Text: strconv.Itoa(30*(1+i)) + " days"},
				{Section: "Security", Name: "Audit log", State: []extract.RowState{extract.RowNo, extract.RowYes}[rng.IntN(2)]},
			},
		})
	}
	return d
}

func alter(rng *rand.Rand, d extract.Document) (extract.Document, string) {
	plans := make([]extract.Plan, len(d.Plans))
	for i, p := range d.Plans {
		p.Prices = append([]extract.Price(nil), p.Prices...)
		p.Features = append([]extract.FeatureRow(nil), p.Features...)
		plans[i] = p
	}
	d.Plans = plans
	p := &plans[rng.IntN(len(plans))]
	switch rng.IntN(6) {
	case 0:
		p.Prices[0].Minor += int64(1 + rng.IntN(500))
		return d, "amount"
	case 1:
		p.Prices[0].Currency = "EUR"
		return d, "currency"
	case 2:
		p.Features[rng.IntN(2)].Text += "0"
		return d, "allowance"
	case 3:
		p.Features[2].State = map[extract.RowState]extract.RowState{extract.RowNo: extract.RowYes, extract.RowYes: extract.RowNo}[p.Features[2].State]
		return d, "tick"
	case 4:
		p.Name += " Plus"
		return d, "name"
	}
	p.Prices[0].Period = extract.Year
	return d, "period"
}
