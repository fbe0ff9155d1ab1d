package api

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/gapwatch/gapwatch/extract"
	"github.com/gapwatch/gapwatch/store"
	"github.com/gapwatch/gapwatch/watch"
)

// Rule says what of a source's pages is not read, or not alerted on.
type Rule struct {
	Number int    `json:"number" doc:"From 1; a rule that is taken back moves those behind it up."`
	Verb   string `json:"verb"`
	CSS    string `json:"css,omitempty" doc:"Selector of elements."`
	Match  string `json:"match,omitempty" doc:"Regular expression (RE2)."`
	Words  string `json:"words" doc:"The rule as people read it."`
}

// Rules are those of a source.
type Rules struct {
	Source int64  `json:"source"`
	Rules  []Rule `json:"rules"`
}

// RuleWords are a rule as a request names it.
type RuleWords struct {
	Verb  string `json:"verb" query:"verb" required:"true" enum:"remove,do-not-alert" doc:"remove: it is not read at all; do-not-alert: a change there is kept, and nobody is told."`
	CSS   string `json:"css,omitempty" query:"css" maxLength:"1000"`
	Match string `json:"match,omitempty" query:"match" maxLength:"1000"`
}

// rule is what was named, if it suits a kind of source.
func (w RuleWords) rule(kind extract.Kind) (extract.Rule, error) {
	r := extract.Rule{Verb: extract.Verb(w.Verb), CSS: strings.TrimSpace(w.CSS), Match: strings.TrimSpace(w.Match)}
	if err := watch.CheckRule(r, kind); err != nil {
		return r, huma.Error422UnprocessableEntity("This rule does not work: " + err.Error() + ".")
	}
	return r, nil
}

// watched finds a source that is not removed.
func (a *API) watched(ctx context.Context, id int64) (store.Source, error) {
	src, err := a.st(ctx).Source(ctx, id)
	if err == nil && src.RemovedAt != nil {
		err = store.ErrNotFound
	}
	return src, err
}

func (a *API) rules(ctx context.Context, in *ByID) (*One[Rules], error) {
	src, err := a.watched(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	rules, err := a.st(ctx).Rules(ctx, src)
	out := &One[Rules]{ETag: rulesTag(src), Body: Rules{Source: src.ID, Rules: []Rule{}}}
	for i, r := range rules {
		out.Body.Rules = append(out.Body.Rules, Rule{i + 1, string(r.Verb), r.CSS, r.Match, r.String()})
	}
	return out, err
}

// rulesTag names the version of a source's rules.
func rulesTag(src store.Source) string { return fmt.Sprintf(`"v%d"`, src.RulesVersion) }

// AskTrial names a rule that is to be tried.
type AskTrial struct {
	ByID
	RuleWords
}

// Trial is what a rule would have done to the changes of a source that were told.
type Trial struct {
	Hidden  []Change  `json:"hidden" doc:"Would not have been told."`
	Told    []Change  `json:"told" doc:"Would have been told all the same."`
	Unsure  []Change  `json:"unsure" doc:"Their pages cannot be compared any more."`
	PageAt  time.Time `json:"page_at" doc:"When the newest page was stored."`
	Letters int       `json:"letters" doc:"Of that page as it is read now."`
	Found   int       `json:"found" doc:"Of those, how many the rule finds."`
	Samples []string  `json:"samples"`
	Loses   []string  `json:"loses" doc:"What the page has and would not have any more."`
}

func (a *API) tryRule(ctx context.Context, in *AskTrial) (*One[Trial], error) {
	src, err := a.watched(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	r, err := in.rule(src.Kind)
	if err != nil {
		return nil, err
	}
	t, err := watch.Try(ctx, a.st(ctx), watch.LimitsOf(a.line), src, r)
	if err != nil {
		return nil, err
	}
	return &One[Trial]{Body: Trial{
		Hidden: newChanges(t.Hidden), Told: newChanges(t.Told), Unsure: newChanges(t.Unsure), PageAt: t.Newest.At,
		Letters: t.Newest.Letters, Found: t.Newest.Found,
		Samples: append([]string{}, t.Newest.Samples...), Loses: append([]string{}, t.Newest.Loses...),
	}}, nil
}

func newChanges(views []store.ChangeView) []Change {
	out := make([]Change, len(views))
	for i, v := range views {
		out[i] = newChange(v)
	}
	return out
}

// NewRule is a rule that is to be kept.
type NewRule struct {
	ByID
	Body RuleWords
}

func (a *API) addRule(ctx context.Context, in *NewRule) (*One[Rules], error) {
	src, err := a.watched(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	r, err := in.Body.rule(src.Kind)
	if err != nil {
		return nil, err
	}
	if err := watch.AddRule(ctx, a.st(ctx), src, r, caller(ctx).Actor, a.now().UTC()); err != nil {
		return nil, err
	}
	return a.rules(ctx, &in.ByID)
}

// OldRule is a rule that is to be taken back.
type OldRule struct {
	ByID
	Number int `path:"number" minimum:"1"`
	Edit
}

func (a *API) dropRule(ctx context.Context, in *OldRule) (*None, error) {
	return &None{}, a.alone(ctx, watch.TheSource(in.ID), func(ctx context.Context) error {
		src, err := a.watched(ctx, in.ID)
		if err != nil {
			return err
		}
		if err := in.is(rulesTag(src)); err != nil {
			return err
		}
		return watch.DropRule(ctx, a.st(ctx), src, in.Number, caller(ctx).Actor, a.now().UTC())
	})
}
