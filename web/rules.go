package web

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"github.com/gapwatch/gapwatch/extract"
	"github.com/gapwatch/gapwatch/store"
	"github.com/gapwatch/gapwatch/watch"
)

// rulesView is a source's rules, and one more that is tried on its history.
type rulesView struct {
	store.Source
	Competitor store.Competitor
	Rules      []extract.Rule
	Form       extract.Rule
	Elements   bool // the source has elements to select
	Wrong      string
	Trial      *rulesTrial
}

// rulesTrial is what the rule would have done, change by change.
type rulesTrial struct {
	Newest               watch.Reach
	Hidden, Told, Unsure []changeRow
}

// All is how many published changes were replayed.
func (t rulesTrial) All() int { return len(t.Hidden) + len(t.Told) + len(t.Unsure) }

func (s *Server) rules(w http.ResponseWriter, r *http.Request) error {
	q := r.URL.Query()
	form := extract.Rule{
		Verb: extract.Verb(q.Get("verb")), CSS: strings.TrimSpace(q.Get("css")), Match: strings.TrimSpace(q.Get("match")),
	}
	return s.rulesPage(w, r, form, q.Has("verb"))
}

// rulesPage shows the rules; try replays the source's history with the one of the form.
func (s *Server) rulesPage(w http.ResponseWriter, r *http.Request, form extract.Rule, try bool) error {
	ctx := r.Context()
	src, err := s.sourceOf(r)
	if err != nil {
		return err
	}
	v := rulesView{Source: src, Form: form, Elements: src.Kind != extract.Feed && src.Kind != extract.Sitemap}
	if v.Competitor, err = s.store.Competitor(ctx, src.CompetitorID); err != nil {
		return err
	}
	if v.Rules, err = s.store.Rules(ctx, src); err != nil {
		return err
	}
	status := http.StatusOK
	if try {
		if err := watch.CheckRule(form, src.Kind); err != nil {
			v.Wrong, status = upperFirst(err.Error())+".", http.StatusUnprocessableEntity
		} else if v.Trial, err = s.tryRule(r, src, form); err != nil {
			return err
		}
	}
	title := "Rules of " + v.Competitor.Name + ", " + string(src.Kind)
	return s.render(w, r, status, "rules.html", page{Title: title, Current: "/sources", Body: v})
}

func (s *Server) tryRule(r *http.Request, src store.Source, rule extract.Rule) (*rulesTrial, error) {
	t, err := watch.Try(r.Context(), s.store, watch.LimitsOf(s.line), src, rule)
	if err != nil {
		return nil, err
	}
	return &rulesTrial{t.Newest, changeRows(t.Hidden), changeRows(t.Told), changeRows(t.Unsure)}, nil
}

func changeRows(changes []store.ChangeView) []changeRow {
	out := make([]changeRow, len(changes))
	for i, c := range changes {
		out[i] = changeRow{c, sentence(c.Change)}
	}
	return out
}

// ruleSave keeps the rule that was tried.
func (s *Server) ruleSave(w http.ResponseWriter, r *http.Request) error {
	src, err := s.sourceOf(r)
	if err != nil {
		return err
	}
	rule := extract.Rule{
		Verb: extract.Verb(r.PostFormValue("verb")), CSS: strings.TrimSpace(r.PostFormValue("css")),
		Match: strings.TrimSpace(r.PostFormValue("match")),
	}
	if watch.CheckRule(rule, src.Kind) != nil {
		return s.rulesPage(w, r, rule, true)
	}
	if err := watch.AddRule(r.Context(), s.store, src, rule, who(r).Actor(), s.now().UTC()); err != nil {
		return err
	}
	return s.done(w, r, fmt.Sprintf("/sources/%d/rules", src.ID),
		"Kept. What is stored is read again by it, which makes no change and tells nobody.")
}

// ruleDrop takes a rule back.
func (s *Server) ruleDrop(w http.ResponseWriter, r *http.Request) error {
	src, err := s.sourceOf(r)
	if err != nil {
		return err
	}
	number, err := strconv.Atoi(r.PathValue("number"))
	if err != nil {
		return store.ErrNotFound
	}
	err = s.store.Alone(r.Context(), watch.TheSource(src.ID), func(tx *store.Store) error {
		if src, err = tx.Source(r.Context(), src.ID); err != nil {
			return err
		}
		rules, err := tx.Rules(r.Context(), src)
		if err != nil {
			return err
		}
		if err := seen(r, rules); err != nil {
			return err
		}
		return watch.DropRule(r.Context(), tx, src, number, who(r).Actor(), s.now().UTC())
	})
	if err != nil {
		return err
	}
	return s.done(w, r, fmt.Sprintf("/sources/%d/rules", src.ID), "Taken back.")
}
