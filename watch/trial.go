package watch

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/gapwatch/gapwatch/diff"
	"github.com/gapwatch/gapwatch/extract"
	"github.com/gapwatch/gapwatch/store"
)

// Trial is what a rule would have done to the published changes of a source.
type Trial struct {
	Hidden []store.ChangeView // would not have been told
	Told   []store.ChangeView // would have been told all the same
	Unsure []store.ChangeView // the pages cannot be compared any more
	// Newest is how much of the newest page the rule finds.
	Newest Reach
}

// Reach is how much of a page a rule finds.
type Reach struct {
	At      time.Time
	Letters int      // of the page as it is read now
	Found   int      // of those, what the rule removes or keeps quiet about
	Samples []string // of the lines it touches
	// Loses is what the page has and would not have any more: "all 4 plans".
	Loses []string
}

// maxSamples bounds the lines that a trial shows.
const maxSamples = 5

// Try replays the published changes of a source with one rule more than those that stand, and saves nothing: every
// pair of snapshots that a change was told of is read and compared again.
func Try(ctx context.Context, st *store.Store, limits Limits, src store.Source, rule extract.Rule) (Trial, error) {
	l := &Line{Store: st, Limits: limits}
	rows, err := st.Rules(ctx, src)
	if err != nil {
		return Trial{}, err
	}
	now, err := extract.CompileRules(rows)
	if err != nil {
		return Trial{}, err
	}
	then, err := extract.CompileRules(append(rows[:len(rows):len(rows)], rule))
	if err != nil {
		return Trial{}, err
	}
	changes, err := st.Changes(ctx, store.ChangeFilter{SourceID: src.ID, Status: store.Published})
	if err != nil {
		return Trial{}, err
	}
	only, err := extract.CompileRules([]extract.Rule{rule})
	if err != nil {
		return Trial{}, err
	}
	t := trial{line: l, src: src, now: now, then: then, only: only}
	return t.run(ctx, changes)
}

// trial reads each pair of snapshots once, as pairs of neighbouring changes are mostly the same.
type trial struct {
	line      *Line
	src       store.Source
	now, then extract.Rules
	only      extract.Rules // the one that is tried
	pair      [2]int64
	before    []diff.Change // of the pair, by the rules that stand
	after     []diff.Change // of the pair, with the rule to be tried, without what it keeps quiet about
}

func (t *trial) run(ctx context.Context, changes []store.ChangeView) (Trial, error) {
	var out Trial
	for _, c := range changes {
		err := t.compare(ctx, [2]int64{c.BaseSnapshotID, c.SnapshotID})
		switch {
		case errors.Is(err, extract.ErrParse), errors.Is(err, extract.ErrDecode):
			out.Unsure = append(out.Unsure, c)
		case err != nil:
			return out, err
		case !found(t.before, c.Change):
			out.Unsure = append(out.Unsure, c)
		case found(t.after, c.Change):
			out.Told = append(out.Told, c)
		default:
			out.Hidden = append(out.Hidden, c)
		}
	}
	var err error
	out.Newest, err = t.reach(ctx)
	return out, err
}

// compare reads a pair of snapshots by both sets of rules.
func (t *trial) compare(ctx context.Context, pair [2]int64) error {
	if t.pair == pair {
		return nil
	}
	t.pair, t.before, t.after = pair, nil, nil
	for _, side := range []struct {
		rules extract.Rules
		out   *[]diff.Change
	}{{t.now, &t.before}, {t.then, &t.after}} {
		old, err := t.read(ctx, pair[0], side.rules)
		if err != nil {
			return err
		}
		new, err := t.read(ctx, pair[1], side.rules)
		if err != nil {
			return err
		}
		for _, c := range t.line.Limits.Diff.Documents(old, new, diff.Memory{}) {
			if _, quiet := diff.Quiet(c, side.rules, old, new); !quiet {
				*side.out = append(*side.out, c)
			}
		}
	}
	return nil
}

func (t *trial) read(ctx context.Context, id int64, rules extract.Rules) (extract.Document, error) {
	snap, err := t.line.Store.Snapshot(ctx, id)
	if err != nil {
		return extract.Document{}, err
	}
	return t.line.readBody(ctx, t.src, rules, snap)
}

// found tells whether a published change is among those of a comparison: the same one, or one of its kind that speaks
// of the same thing in other words, as another reader, or a rule that takes words out, may put it.
func found(changes []diff.Change, c store.Change) bool {
	return slices.ContainsFunc(changes, func(d diff.Change) bool {
		switch {
		case d.Kind != c.Kind:
			return false
		case d.Kind == diff.TextChanged:
			return alike(d.Before+" "+d.After, c.Before+" "+c.After)
		}
		return d.Subject == c.Subject || diff.Fingerprint(d) == c.Fingerprint
	})
}

// alike tells whether at least half of the words of a text stand in another.
func alike(text, other string) bool {
	in := map[string]bool{}
	for _, w := range strings.Fields(other) {
		in[w] = true
	}
	words := strings.Fields(text)
	n := 0
	for _, w := range words {
		if in[w] {
			n++
		}
	}
	return n > 0 && 2*n >= len(words)
}

// reach measures the rule on the newest page.
func (t *trial) reach(ctx context.Context) (Reach, error) {
	if t.src.LastSnapshotID == nil {
		return Reach{}, nil
	}
	snap, err := t.line.Store.Snapshot(ctx, *t.src.LastSnapshotID)
	if err != nil {
		return Reach{}, err
	}
	now, err := t.line.readBody(ctx, t.src, t.now, snap)
	if err != nil {
		return Reach{}, fmt.Errorf("the newest page: %w", err)
	}
	then, err := t.line.readBody(ctx, t.src, t.then, snap)
	if err != nil {
		return Reach{}, fmt.Errorf("the newest page: %w", err)
	}
	return reachOf(now, then, t.only, snap.At), nil
}

// reachOf compares a page as it is read now with how a further rule would have it read.
func reachOf(now, then extract.Document, rule extract.Rules, at time.Time) Reach {
	r := Reach{At: at, Letters: letters(now), Loses: loses(now, then)}
	r.Found = r.Letters - letters(then)
	left := map[string]bool{}
	for _, s := range lines(then) {
		left[s] = true
	}
	for _, q := range then.Quiet[min(len(now.Quiet), len(then.Quiet)):] {
		r.touch(q.Text)
	}
	for _, s := range lines(now) {
		if _, quiet := rule.QuietAbout("", []string{s}); quiet {
			r.touch(s)
		} else if !left[s] {
			r.sample(s)
		}
	}
	return r
}

// loses says what a page has none of any more.
func loses(now, then extract.Document) []string {
	var out []string
	for _, part := range []struct {
		what      string
		now, then int
	}{
		{"plans", len(now.Plans), len(then.Plans)},
		{"entries", len(now.Entries), len(then.Entries)},
		{"lines", len(now.Blocks), len(then.Blocks)},
	} {
		if part.now > 0 && part.then == 0 {
			out = append(out, fmt.Sprintf("all %d %s", part.now, part.what))
		}
	}
	return out
}

// touch counts a line that is kept quiet about.
func (r *Reach) touch(s string) {
	r.Found += len([]rune(s))
	r.sample(s)
}

func (r *Reach) sample(s string) {
	if len(r.Samples) < maxSamples {
		r.Samples = append(r.Samples, s)
	}
}

// lines are what a page says, block by block or entry by entry.
func lines(d extract.Document) []string {
	out := make([]string, 0, len(d.Blocks)+len(d.Entries))
	for _, b := range d.Blocks {
		out = append(out, b.Text)
	}
	if len(out) == 0 {
		for _, e := range d.Entries {
			out = append(out, e.Title)
		}
	}
	return out
}

func letters(d extract.Document) int {
	n := 0
	for _, s := range lines(d) {
		n += len([]rune(s))
	}
	return n
}
