package matrix

import (
	"slices"
	"strings"

	"github.com/gapwatch/gapwatch/store"
)

// AnnotationKinds lists the kinds of annotation, the most urgent first.
func AnnotationKinds() []store.AnnotationKind {
	return []store.AnnotationKind{
		store.AtRisk, store.Churned, store.DealLost, store.FeatureRequest, store.CompetitiveInt, store.PricingPack,
	}
}

// Flaw is what is wrong with one field of something a person filled in, and what to do.
type Flaw struct {
	Field string
	Text  string
}

// AnnotationFlaws checks an annotation, all of it at once. A flag needs a reason, a person and a date: "at risk" asks for
// the account, what would make it leave, who looks after it and the next key date. Everything else is optional.
func AnnotationFlaws(a store.Annotation) []Flaw {
	var out []Flaw
	need := func(field, text string, missing bool) {
		if missing {
			out = append(out, Flaw{field, text})
		}
	}
	need("kind", "Choose a kind: at risk, churned, deal lost, feature request, competitive intel or pricing & packaging.",
		!slices.Contains(AnnotationKinds(), a.Kind))
	need("what", "Say what happened, with a quote or an observation.", strings.TrimSpace(a.What) == "")
	if a.Kind == store.AtRisk {
		need("account", "At risk needs the account.", a.AccountID == nil)
		need("trigger", "At risk needs what would make them leave.", a.TriggerText == "")
		need("owner", "At risk needs who looks after it.", a.Owner == "")
		need("next_key_date", "At risk needs the next key date.", a.NextKeyDate == nil)
	}
	return out
}
