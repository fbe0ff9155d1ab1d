package diff_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/gapwatch/gapwatch/diff"
	"github.com/gapwatch/gapwatch/extract"
	"github.com/gapwatch/gapwatch/extract/money"
)

func usd(amount int64, period extract.Period) extract.Price {
	return extract.Price{
		Money: money.Money{Minor: amount, Currency: "USD"}, Period: period, Per: "user", Quote: "$" + money.Money{Minor: amount}.Amount(),
	}
}

func billed(p extract.Price, b extract.Billing) extract.Price {
	p.Billing = b
	return p
}

func plan(name string, prices ...extract.Price) extract.Plan {
	return extract.Plan{Name: name, Prices: prices, Quote: name}
}

func with(p extract.Plan, rows ...extract.FeatureRow) extract.Plan {
	p.Features = rows
	return p
}

func yes(name string) extract.FeatureRow {
	return extract.FeatureRow{Name: name, State: extract.RowYes}
}
func no(name string) extract.FeatureRow { return extract.FeatureRow{Name: name, State: extract.RowNo} }
func value(name, text string) extract.FeatureRow {
	return extract.FeatureRow{Name: name, State: extract.RowValue, Text: text}
}

func priceList(plans ...extract.Plan) extract.Document {
	return extract.Document{Kind: extract.Pricing, Plans: plans}
}

func TestPricing(t *testing.T) {
	type seen struct {
		Kind                   diff.ChangeKind
		Subject, Before, After string
	}
	for _, tt := range []struct {
		name     string
		old, new extract.Document
		want     []seen
	}{
		{
			"the same list is no change",
			priceList(plan("Team", usd(49, extract.Month))), priceList(plan("Team", usd(49, extract.Month))), nil,
		},
		{
			"plans in another order are no change",
			priceList(plan("Free"), plan("Team", usd(49, extract.Month))),
			priceList(plan("Team", usd(49, extract.Month)), plan("Free")), nil,
		},
		{
			"a price that moved",
			priceList(plan("Team", billed(usd(49, extract.Month), extract.Annual))),
			priceList(plan("Team", billed(usd(59, extract.Month), extract.Annual))),
			[]seen{{
				diff.PriceChanged, "Team",
				"49 USD per user and month, billed annually", "59 USD per user and month, billed annually",
			}},
		},
		{
			"a second billing cycle is a further price, and no move of the first",
			priceList(plan("Team", billed(usd(59, extract.Month), extract.Monthly))),
			priceList(plan("Team", billed(usd(59, extract.Month), extract.Monthly), billed(usd(49, extract.Month), extract.Annual))),
			[]seen{
				{diff.PriceChanged, "Team", "", "49 USD per user and month, billed annually"},
				{diff.BillingChanged, "Team", "billed monthly", "billed monthly or annually"},
			},
		},
		{
			"a billing cycle that all plans gain is told once, each price for its plan",
			priceList(plan("Team", usd(59, extract.Month)), plan("Scale", usd(99, extract.Month))),
			priceList(
				plan("Team", billed(usd(59, extract.Month), extract.Monthly), billed(usd(49, extract.Month), extract.Annual)),
				plan("Scale", billed(usd(99, extract.Month), extract.Monthly), billed(usd(89, extract.Month), extract.Annual)),
			),
			[]seen{
				{diff.PriceChanged, "Team", "", "49 USD per user and month, billed annually"},
				{diff.PriceChanged, "Scale", "", "89 USD per user and month, billed annually"},
				{diff.BillingChanged, "Team, Scale", "billed monthly", "billed monthly or annually"},
			},
		},
		{
			"a price that only says now that it is paid by the month is no change",
			priceList(plan("Team", usd(59, extract.Month))),
			priceList(plan("Team", billed(usd(59, extract.Month), extract.Monthly))), nil,
		},
		{
			"the same price paid by the year only is another billing",
			priceList(plan("Team", billed(usd(59, extract.Month), extract.Monthly))),
			priceList(plan("Team", billed(usd(59, extract.Month), extract.Annual))),
			[]seen{{
				diff.BillingChanged, "Team",
				"59 USD per user and month, billed monthly", "59 USD per user and month, billed annually",
			}},
		},
		{
			"a plan appeared",
			priceList(plan("Team", usd(49, extract.Month))),
			priceList(plan("Team", usd(49, extract.Month)), plan("Scale", usd(199, extract.Month))),
			[]seen{{diff.PlanAdded, "Scale", "", "199 USD per user and month"}},
		},
		{
			"a plan is gone",
			priceList(plan("Team", usd(49, extract.Month)), plan("Scale", usd(199, extract.Month))),
			priceList(plan("Team", usd(49, extract.Month))),
			[]seen{{diff.PlanRemoved, "Scale", "199 USD per user and month", ""}},
		},
		{
			"a plan has another name and is the same in all else",
			priceList(with(plan("Premium", usd(99, extract.Month)), yes("Audit log"), yes("SSO"))),
			priceList(with(plan("Organization", usd(99, extract.Month)), yes("Audit log"), yes("SSO"))),
			[]seen{{diff.PlanRenamed, "Organization", "Premium", "Organization"}},
		},
		{
			"a limit shrank in a table",
			priceList(with(plan("Growth", usd(9, extract.Month)), value("Retention", "90 days"))),
			priceList(with(plan("Growth", usd(9, extract.Month)), value("Retention", "60 days"))),
			[]seen{{diff.LimitChanged, "Growth: Retention", "90 days", "60 days"}},
		},
		{
			"a limit shrank in a bullet",
			priceList(with(plan("Growth", usd(9, extract.Month)), yes("10 active projects"))),
			priceList(with(plan("Growth", usd(9, extract.Month)), yes("5 active projects"))),
			[]seen{{diff.LimitChanged, "Growth: 5 active projects", "10 active projects", "5 active projects"}},
		},
		{
			"a bullet in other words is no change",
			priceList(with(plan("Growth", usd(9, extract.Month)), yes("Priority support by e-mail and chat"))),
			priceList(with(plan("Growth", usd(9, extract.Month)), yes("Priority support by chat and e-mail"))), nil,
		},
		{
			"a feature moved to the higher plan",
			priceList(with(plan("Pro", usd(9, extract.Month)), yes("Approvals")), with(plan("Max", usd(19, extract.Month)), yes("Approvals"))),
			priceList(with(plan("Pro", usd(9, extract.Month)), no("Approvals")), with(plan("Max", usd(19, extract.Month)), yes("Approvals"))),
			[]seen{{diff.FeatureRemoved, "Pro: Approvals", "included", "not included"}},
		},
		{
			"a feature went from one plan to another, in a table",
			priceList(with(plan("Pro", usd(9, extract.Month)), yes("Approvals")), with(plan("Max", usd(19, extract.Month)), no("Approvals"))),
			priceList(with(plan("Pro", usd(9, extract.Month)), no("Approvals")), with(plan("Max", usd(19, extract.Month)), yes("Approvals"))),
			[]seen{{diff.FeatureRemoved, "Approvals", "Pro: included", "Max: included"}},
		},
		{
			"a bullet went from a dear plan to a cheap one",
			priceList(plan("Pro", usd(9, extract.Month)), with(plan("Max", usd(19, extract.Month)), yes("Approvals"))),
			priceList(with(plan("Pro", usd(9, extract.Month)), yes("Approvals")), plan("Max", usd(19, extract.Month))),
			[]seen{{diff.FeatureAdded, "Approvals", "Max: included", "Pro: included"}},
		},
		{
			"rows under a heading of another name are the same rows",
			priceList(with(plan("Pro", usd(9, extract.Month)), extract.FeatureRow{Section: "Data", Name: "Retention", State: extract.RowValue, Text: "90 days"})),
			priceList(with(plan("Pro", usd(9, extract.Month)), extract.FeatureRow{Section: "Storage", Name: "Retention", State: extract.RowValue, Text: "90 days"})),
			nil,
		},
		{
			"a bullet in other words is a change of text",
			priceList(with(plan("Pro", usd(9, extract.Month)), yes("Priority support by e-mail and chat"))),
			priceList(with(plan("Pro", usd(9, extract.Month)), yes("Priority support by e-mail and phone"))),
			[]seen{{
				diff.TextChanged, "Pro: Priority support by e-mail and phone",
				"Priority support by e-mail and chat", "Priority support by e-mail and phone",
			}},
		},
		{
			"a row that came everywhere is told once",
			priceList(plan("Pro", usd(9, extract.Month)), plan("Max", usd(19, extract.Month))),
			priceList(with(plan("Pro", usd(9, extract.Month)), yes("Heatmaps")), with(plan("Max", usd(19, extract.Month)), yes("Heatmaps"))),
			[]seen{{diff.FeatureAdded, "Heatmaps", "", "Pro: included"}},
		},
		{
			"a side that could not be read is no set of removals",
			priceList(plan("Team", usd(49, extract.Month))), priceList(), nil,
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var got []seen
			for _, c := range diff.Documents(tt.old, tt.new, diff.Memory{}) {
				got = append(got, seen{c.Kind, c.Subject, c.Before, c.After})
				require.NotEmpty(t, c.Quote)
				require.True(t, c.SecondLook, "what a page's hiccup could fake needs a second look")
			}
			require.Equal(t, tt.want, got)
		})
	}
}

// says is a price list that was read from these lines.
func says(d extract.Document, lines ...string) extract.Document {
	for _, l := range lines {
		d.Blocks = append(d.Blocks, extract.Block{Text: l})
	}
	return d
}

// A row that one page lists and the other does not has neither come nor gone where both say it below the same plan.
func TestARowThatIsStillSaidStays(t *testing.T) {
	starter, team := plan("Starter", usd(9, extract.Month)), plan("Team", usd(29, extract.Month))
	read := says(priceList(starter, with(team, yes("Boards"), yes("Audit log"))), "Starter", "Boards", "Team", "Boards", "Audit log")
	unread := says(priceList(starter, with(team, yes("Boards"))), "Starter", "Boards", "Team", "Boards", "Audit log")
	require.Empty(t, diff.Documents(read, unread, diff.Memory{}))
	require.Empty(t, diff.Documents(unread, read, diff.Memory{}))

	elsewhere := says(priceList(starter, with(team, yes("Boards"))), "Starter", "Boards", "Audit log", "Team", "Boards")
	crossed := says(priceList(starter, with(team, yes("Boards"), no("Audit log"))), "Starter", "Boards", "Team", "Boards", "Audit log")
	for what, other := range map[string]extract.Document{"below another plan": elsewhere, "not included": crossed} {
		changes := diff.Documents(read, other, diff.Memory{})
		require.Len(t, changes, 1, what)
		require.Equal(t, diff.FeatureRemoved, changes[0].Kind, what)
		changes = diff.Documents(other, read, diff.Memory{})
		require.Len(t, changes, 1, what)
		require.Equal(t, diff.FeatureAdded, changes[0].Kind, what)
	}
}

// A plan that one page lists and the other does not has neither come nor gone where both say its name, price and features
// as often: that page is built otherwise.
func TestAPlanThatIsStillSaidStays(t *testing.T) {
	starter, team := plan("Starter", usd(9, extract.Month)), with(plan("Team", usd(29, extract.Month)), yes("Audit log"))
	listed := says(priceList(starter, team), "Starter", "$9 per user / month", "Team", "$29 per user / month", "Audit log")
	rebuilt := says(priceList(starter), "Starter", "$9", "per user / month", "Team", "$ 29", "per user / month", "Audit log")
	require.Empty(t, diff.Documents(listed, rebuilt, diff.Memory{}))
	require.Empty(t, diff.Documents(rebuilt, listed, diff.Memory{}))

	for what, fewer := range map[string]extract.Document{
		"named in a sentence alone": says(priceList(starter), "Starter", "$9 per user / month", "Audit log", "The Team plan cost $29."),
		"without its price":         says(priceList(starter), "Starter", "$9 per user / month", "Team", "Audit log"),
		"without its feature":       says(priceList(starter), "Starter", "$9 per user / month", "Team", "$29 per user / month"),
		"named, and nothing else":   says(priceList(starter), "Team"),
	} {
		changes := diff.Documents(listed, fewer, diff.Memory{})
		require.Len(t, changes, 1, what)
		require.Equal(t, diff.PlanRemoved, changes[0].Kind, what)
	}
}

func TestSentence(t *testing.T) {
	c := diff.Change{
		Kind: diff.PriceChanged, Subject: "Team",
		Before: "49 USD per seat and month, billed annually", After: "59 USD per seat and month, billed annually",
	}
	require.Equal(t, "Team plan 49 → 59 USD per seat and month, billed annually (▲ 20.4 %)", diff.Sentence(c))
	c = diff.Change{Kind: diff.FeatureAdded, Subject: "Audit log", Before: "Business: included", After: "Team: included"}
	require.Equal(t, "Audit log moved from Business to Team", diff.Sentence(c))
	c = diff.Change{Kind: diff.BillingChanged, Subject: "Team, Scale", Before: "billed monthly", After: "billed monthly or annually"}
	require.Equal(t, "Team, Scale plans, billed monthly → billed monthly or annually", diff.Sentence(c))
	long := strings.Repeat("word ", 60)
	for want, c := range map[string]diff.Change{
		"Team plan 59 → 49 USD (▼ 16.9 %)":                               {Kind: diff.PriceChanged, Subject: "Team", Before: "59 USD", After: "49 USD"},
		"Team plan now also 49 USD":                                      {Kind: diff.PriceChanged, Subject: "Team", After: "49 USD"},
		"Team plan no longer 49 USD":                                     {Kind: diff.PriceChanged, Subject: "Team", Before: "49 USD"},
		"new plan Scale (199 USD)":                                       {Kind: diff.PlanAdded, Subject: "Scale", After: "199 USD"},
		"plan Scale is gone (was 199 USD)":                               {Kind: diff.PlanRemoved, Subject: "Scale", Before: "199 USD"},
		"plan Scale is now called Business":                              {Kind: diff.PlanRenamed, Subject: "Business", Before: "Scale", After: "Business"},
		"Exports moved from Team (10 a day) to Scale (50 a day)":         {Kind: diff.FeatureRemoved, Subject: "Exports", Before: "Team: 10 a day", After: "Scale: 50 a day"},
		"Exports was added (10 a day)":                                   {Kind: diff.FeatureAdded, Subject: "Exports", After: "10 a day"},
		"Exports was removed":                                            {Kind: diff.FeatureRemoved, Subject: "Exports", Before: "included"},
		"renamed an entry: “Live” → “Live view”":                         {Kind: diff.EntryChanged, Subject: "Live view", Before: "Live", After: "Live view"},
		"took back the entry “Live”":                                     {Kind: diff.EntryRemoved, Subject: "Live", Before: "Live"},
		"Terms: text is gone “No refunds.”":                              {Kind: diff.TextChanged, Subject: "Terms", Before: "No refunds."},
		"new text “" + long[:159] + "…”":                                 {Kind: diff.TextChanged, After: long},
		"edited the entry “Live”: “For teams.” → “For teams and plans.”": {Kind: diff.EntryChanged, Subject: "Live", Before: "For teams.", After: "For teams and plans."},
	} {
		require.Equal(t, want, diff.Sentence(c))
	}
	_, ok := diff.Percent("49 USD", "59 EUR")
	require.False(t, ok, "currencies are not compared")
}

func TestFingerprintTellsChangesApart(t *testing.T) {
	a := diff.Change{Kind: diff.PriceChanged, Subject: "Team", Before: "49", After: "59"}
	b := a
	b.After = "69"
	require.Equal(t, diff.Fingerprint(a), diff.Fingerprint(a))
	require.NotEqual(t, diff.Fingerprint(a), diff.Fingerprint(b))
}
