package extract

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/PuerkitoBio/goquery"
	"github.com/shopspring/decimal"

	"github.com/gapwatch/gapwatch/extract/fold"
	"github.com/gapwatch/gapwatch/extract/money"
)

// structuredPlans reads schema.org Product and Offer data (JSON-LD) for pages whose plans cannot be seen in their
// markup. An offer counts where its name and its amount also stand in the text that people read.
func (t *tree) structuredPlans() []Plan {
	visible := t.textOf(t.body)
	list := planList{tree: t}
	for _, data := range t.linkedData() {
		eachOffer(data, "", 0, func(name string, offer map[string]any) {
			p, ok := offerPlan(name, offer)
			if ok && strings.Contains(visible, p.Name) && strings.Contains(visible, p.Prices[0].Amount()) && len(list.plans) < 24 {
				p.Prices[0].Quote, p.Quote = p.Prices[0].Amount(), p.Name
				list.add(p, 0)
			}
		})
	}
	return list.plans
}

// linkedData lists the JSON-LD of a page.
func (t *tree) linkedData() (out []any) {
	goquery.NewDocumentFromNode(t.root).Find(`script[type="application/ld+json"]`).Each(func(_ int, s *goquery.Selection) {
		var data any
		if json.Unmarshal([]byte(s.Text()), &data) == nil {
			out = append(out, data)
		}
	})
	return out
}

// eachOffer visits the offers of nested data with the name of what they offer.
func eachOffer(v any, name string, depth int, visit func(string, map[string]any)) {
	if depth > 12 {
		return
	}
	switch v := v.(type) {
	case []any:
		for _, x := range v {
			eachOffer(x, name, depth+1, visit)
		}
	case map[string]any:
		if s, ok := v["name"].(string); ok && s != "" {
			name = s
		}
		if _, ok := v["price"]; ok {
			visit(name, v)
		}
		for _, key := range []string{"@graph", "offers", "itemListElement", "item", "mainEntity", "hasVariant", "itemOffered"} {
			if x, ok := v[key]; ok {
				eachOffer(x, name, depth+1, visit)
			}
		}
	}
}

func offerPlan(name string, offer map[string]any) (Plan, bool) {
	amount, err := decimal.NewFromString(strings.TrimSpace(fmt.Sprint(offer["price"])))
	if err != nil || name == "" || !nameable(fold.Text(name)) {
		return Plan{}, false
	}
	money := money.Of(amount)
	money.Currency, _ = offer["priceCurrency"].(string)
	p := Price{Money: money}
	for _, part := range []any{offer["billingDuration"], offer["unitCode"], offer["unitText"], offer["billingIncrement"]} {
		switch strings.ToUpper(fmt.Sprint(part)) {
		case "P1M", "MON", "MONTH":
			p.Period = Month
		case "P1Y", "ANN", "YEAR":
			p.Period = Year
		}
	}
	return Plan{Name: cut(fold.Text(name), maxField), Prices: []Price{p}}, true
}
