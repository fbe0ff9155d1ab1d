package extract

// This file is the thinnest version of the room: whoever lands the room's own files deletes it.

import (
	"bytes"
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"github.com/PuerkitoBio/goquery"
)

// HealthState is what the capture gate thinks of a body.
type HealthState string

// OK is a good page.
const (
	OK      HealthState = "ok"
	Blocked HealthState = "blocked"
	Empty   HealthState = "empty"
)

// Verdict is the capture gate's answer.
type Verdict struct {
	State  HealthState
	Reason string
}

// Health judges a body.
func Health(p Page) Verdict {
	if len(bytes.TrimSpace(p.Body)) == 0 {
		return Verdict{Empty, "the page is empty"}
	}
	return Verdict{State: OK}
}

// Collapsed tells whether a page has lost nearly everything.
func Collapsed(old, new Document) (string, bool) {
	if len(old.Plans) > 0 && len(new.Plans) == 0 {
		return "the page shows no plan any more", true
	}
	return "", false
}

var price = regexp.MustCompile(`\$(\d+)`)

// Read understands a page.
func Read(p Page) (Document, error) {
	root, err := goquery.NewDocumentFromReader(bytes.NewReader(p.Body))
	if err != nil {
		return Document{}, fmt.Errorf("%w: %w", ErrParse, err)
	}
	d := Document{Kind: p.Kind, Reader: ReaderVersion, Title: root.Find("title").Text()}
	root.Find("h2").Each(func(_ int, s *goquery.Selection) {
		plan := Plan{Name: strings.TrimSpace(s.Text()), Quote: s.Text()}
		text := s.NextAllFiltered("p").First().Text()
		if m := price.FindStringSubmatch(text); m != nil {
			n, _ := strconv.ParseInt(m[1], 10, 64)
			plan.Prices = []Price{{Money: Money{Minor: n * 100, Exponent: 2, Currency: "USD"}, Period: Month, Quote: m[0]}}
		}
		d.Plans = append(d.Plans, plan)
	})
	return d, nil
}

// String writes an amount with its currency.
func (m Money) String() string { return strconv.FormatInt(m.Minor/100, 10) + " " + m.Currency }
