package diff_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/gapwatch/gapwatch/diff"
	"github.com/gapwatch/gapwatch/extract"
)

// A clause that is put in other words and binds as before is minor news; one that binds otherwise is not.
func TestTermsInOtherWordsAreMinor(t *testing.T) {
	for _, c := range []struct{ name, before, after string }{
		{"notice of either side",
			"Either party may terminate this agreement for convenience by giving 30 days' written notice before the end of a term.",
			"Both you and we can end this agreement without giving reasons, provided that the other side is told in writing 30 days before the term is over."},
		{"late payment",
			"Fees are due within 30 days of the invoice date. Late payments bear interest at 1.5% per month.",
			"You pay our invoices within 30 days after their date. If a payment is late, interest of 1.5% is added for each month."},
		{"refunds",
			"We will refund the unused portion of prepaid fees if we terminate the contract without cause.",
			"Should we cancel the contract without cause, you are given a refund of those fees that you paid for the time that was left."},
		{"liability",
			"Our total liability is limited to the fees paid by the customer in the 12 months before the event.",
			"In total we are liable up to the sum of what the customer paid as fees during those 12 months that came before the event."},
		{"amounts and dates in another style",
			"Effective as of March 1, 2026 the plan costs $1,200.00 per year unless the order form states another price.",
			"Effective as of 2026-03-01 the plan costs $1200 per year, unless another price is stated in an order form that you signed."},
	} {
		t.Run(c.name, func(t *testing.T) { require.Less(t, levelOf(c.before, c.after), 1, c.after) })
	}
}

func TestTermsThatBindOtherwiseAreNotable(t *testing.T) {
	for _, c := range []struct{ name, before, after string }{
		{"a shorter notice",
			"Either party may terminate this agreement by giving 90 days' written notice before the end of a term.",
			"Either party may terminate this agreement by giving 30 days' written notice before the end of a term."},
		{"a right becomes a duty of silence",
			"Customers may cancel the subscription at the end of every month and get a refund of prepaid fees.",
			"Customers must not cancel the subscription before its end, and prepaid fees stay with us for good."},
		{"no refund any more",
			"We refund prepaid fees for the time that is left when you cancel the plan early.",
			"When you cancel the plan early we grant no refund of prepaid fees whatever the reasons were."},
		{"a court becomes arbitration by force",
			"Disputes about fees and termination are decided by the courts of Hamburg under the law of Germany.",
			"Disputes about fees and termination must be settled by binding arbitration in Delaware, and not by a jury."},
		{"no notice any more",
			"We may change the fees with notice to you in advance, sent by e-mail to the owner.",
			"We may change the fees at any time and without any notice to you or to the owner."},
		{"a price rises in other words",
			"The plan costs $1,200 per year unless the order form states another price.",
			"Each year you pay $1,400 for the plan, unless another price is stated in the order form."},
		{"a feature moves to another plan, and nothing binds",
			"Audit logs with a search over all workspaces are part of the Pro plan for every team.",
			"Audit logs with a search over all workspaces move over into our new Business plan for larger teams."},
	} {
		t.Run(c.name, func(t *testing.T) { require.Positive(t, levelOf(c.before, c.after), c.after) })
	}
}

// levelOf is the highest level of what is told of an edit: -1 for nothing, 0 for minor, 1 for more.
func levelOf(before, after string) int {
	level := -1
	for _, c := range diff.Documents(text("4. Terms", before), text("4. Terms", after), diff.Memory{}) {
		if level = max(level, 0); c.Level != extract.Minor {
			level = 1
		}
	}
	return level
}

// An amount or a date in another style is no news of a page.
func TestAmountsAndDatesInAnotherStyleAreNoNews(t *testing.T) {
	for before, after := range map[string]string{
		"The plan costs $1,200 per year and user":        "The plan costs $1200.00 per year and user",
		"From $49 per seat and month, billed yearly":     "From US$49.00 per seat and month, billed yearly",
		"Ab 1.200 € im Jahr für alle Plätze":             "Ab € 1.200 im Jahr für alle Plätze",
		"These terms are effective as of March 1, 2026":  "These terms are effective as of 1 March 2026",
		"The new price of £9 holds from 1 December 2026": "The new price of £9.00 holds from 2026-12-01",
	} {
		require.Equal(t, -1, levelOf(before, after), after)
	}
	for before, after := range map[string]string{
		"The plan costs $1,200 per year and user":        "The plan costs $1201 per year and user",
		"Overage costs $0.005 for each further event":    "Overage costs $0.006 for each further event",
		"The new price of £9 holds from 1 December 2026": "The new price of £9 holds from 2026-12-02",
		"From $49 per seat and month, billed yearly":     "From €49 per seat and month, billed yearly",
	} {
		require.GreaterOrEqual(t, levelOf(before, after), 0, after)
	}
}
