package report

import "github.com/gapwatch/gapwatch/matrix"

// WithoutMoney is the report for people who may not see accounts and ARR: how many accounts stand behind a gap stays,
// who they are and what they pay does not.
func WithoutMoney(r Report) Report {
	gaps := make([]Gap, len(r.Gaps))
	for i, g := range r.Gaps {
		g.ARR, g.Hidden = matrix.ARR{}, true
		gaps[i] = g
	}
	annotations := make([]Annotation, len(r.Annotations))
	for i, a := range r.Annotations {
		a.Account, a.AccountKey = "", ""
		annotations[i] = a
	}
	r.Gaps, r.Annotations = gaps, annotations
	return r
}
