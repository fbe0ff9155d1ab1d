package extract

import (
	"errors"
	"fmt"
	"regexp"
	"strings"

	"github.com/andybalholm/cascadia"
	"golang.org/x/net/html"
)

// Verb is what a rule of a source does with what it finds.
type Verb string

// The two verbs.
const (
	// RemoveText takes what is found out of the page before it is read, as if it had never been there.
	RemoveText Verb = "remove"
	// DoNotAlert reads it all the same; a change that stands there is kept, and tells nobody.
	DoNotAlert Verb = "do-not-alert"
)

// Rule is what a person says of a part of one source's pages. The part is named by a CSS selector
// (https://www.w3.org/TR/selectors-4/) or by a regular expression in RE2 syntax
// (https://github.com/google/re2/wiki/Syntax), which cannot run away. Of a feed, an expression names entries by their
// title.
type Rule struct {
	Verb  Verb   `json:"verb"`
	CSS   string `json:"css,omitempty"`
	Match string `json:"match,omitempty"`
}

// String says the rule in words.
func (r Rule) String() string {
	verb := "remove from text"
	if r.Verb == DoNotAlert {
		verb = "do not alert on"
	}
	if r.CSS != "" {
		return verb + ": elements " + r.CSS
	}
	return verb + ": text matching " + r.Match
}

// Bounds of the rules of one source.
const (
	maxRules    = 50
	maxRuleText = 500  // characters of a selector or an expression
	maxQuiet    = 200  // elements of a page that are not to be alerted on
	maxQuietLen = 5000 // characters that are kept of one
)

// ErrRule: a rule cannot be used; the message says what to write instead.
var ErrRule = errors.New("this rule does not work")

// Rules are the compiled rules of one source. The zero value has none.
type Rules struct{ list []compiledRule }

type compiledRule struct {
	Rule
	css   cascadia.SelectorGroup
	match *regexp.Regexp
}

// CompileRules makes rules ready for use. The error wraps ErrRule.
func CompileRules(rules []Rule) (Rules, error) {
	if len(rules) > maxRules {
		return Rules{}, fmt.Errorf("%w: a source takes %d rules, not %d", ErrRule, maxRules, len(rules))
	}
	out := Rules{list: make([]compiledRule, 0, len(rules))}
	for _, r := range rules {
		c, err := r.compile()
		if err != nil {
			return Rules{}, err
		}
		out.list = append(out.list, c)
	}
	return out, nil
}

func (r Rule) compile() (compiledRule, error) {
	c := compiledRule{Rule: r}
	var err error
	switch {
	case r.Verb != RemoveText && r.Verb != DoNotAlert:
		return c, fmt.Errorf("%w: the verb is %s or %s, not %q", ErrRule, RemoveText, DoNotAlert, r.Verb)
	case (r.CSS == "") == (r.Match == ""):
		return c, fmt.Errorf("%w: name the part by a CSS selector or by an expression, by one of them", ErrRule)
	case len(r.CSS)+len(r.Match) > maxRuleText:
		return c, fmt.Errorf("%w: it is longer than %d characters", ErrRule, maxRuleText)
	case r.CSS != "":
		if c.css, err = cascadia.ParseGroup(r.CSS); err != nil {
			return c, fmt.Errorf("%w: %q is no CSS selector (%v); write one such as .visitors or main > p", ErrRule, r.CSS, err)
		}
	default:
		if c.match, err = regexp.Compile(r.Match); err != nil {
			return c, fmt.Errorf("%w: %q is no RE2 expression (%v)", ErrRule, r.Match, err)
		}
		if c.match.MatchString("") {
			return c, fmt.Errorf("%w: %q matches everything, even nothing; say what has to be there", ErrRule, r.Match)
		}
	}
	return c, nil
}

// Suits tells whether a rule can find anything on pages of a kind. The error wraps ErrRule.
func (r Rule) Suits(kind Kind) error {
	switch {
	case kind == Sitemap:
		return fmt.Errorf("%w: a sitemap is read for its addresses alone and takes no rules", ErrRule)
	case kind == Feed && r.CSS != "":
		return fmt.Errorf("%w: a feed has no elements to select; name entries by an expression of their titles", ErrRule)
	}
	return nil
}

// Quiet is a text that stands where a rule says not to alert.
type Quiet struct {
	Rule int    `json:"rule"` // which rule of the source, from 0
	Text string `json:"text"`
}

// apply takes from a page what is to be removed and notes what is not to be alerted on.
func (r Rules) apply(root *html.Node, d *Document) {
	for _, c := range r.list {
		switch {
		case c.Verb == RemoveText && c.css != nil:
			for _, n := range cascadia.QueryAll(root, c.css) {
				if n.Parent != nil && n.Data != "html" && n.Data != "body" {
					silence(n)
				}
			}
		case c.Verb == RemoveText:
			removeMatches(root, c.match)
		}
	}
	for i, c := range r.list {
		if c.Verb == DoNotAlert && c.css != nil {
			d.Quiet = append(d.Quiet, quietTexts(root, i, c.css)...)
		}
	}
}

func quietTexts(root *html.Node, rule int, css cascadia.SelectorGroup) []Quiet {
	var out []Quiet
	inside := map[*html.Node]bool{}
	for _, n := range cascadia.QueryAll(root, css) {
		if len(out) == maxQuiet {
			break
		}
		if inside[n.Parent] { // its text is part of the other one's
			inside[n] = true
			continue
		}
		inside[n] = true
		if s := cut(readText(n), maxQuietLen); s != "" {
			out = append(out, Quiet{Rule: rule, Text: s})
		}
	}
	return out
}

// dropEntries takes the entries out of a feed whose titles are to be removed.
func (r Rules) dropEntries(entries []Entry) []Entry {
	kept := entries[:0]
	for _, e := range entries {
		if !r.removes(e.Title) {
			kept = append(kept, e)
		}
	}
	return kept
}

func (r Rules) removes(title string) bool {
	for _, c := range r.list {
		if c.Verb == RemoveText && c.match != nil && c.match.MatchString(title) {
			return true
		}
	}
	return false
}

// QuietAbout tells which rule, if any, says not to alert on words that stand on a page: one of the texts matches its
// expression, or the quote stands inside the elements it selects, and nowhere else on the page.
func (r Rules) QuietAbout(quote string, texts []string, pages ...Document) (Rule, bool) {
	for _, c := range r.list {
		if c.Verb != DoNotAlert || c.match == nil {
			continue
		}
		for _, s := range texts {
			if c.match.MatchString(s) {
				return c.Rule, true
			}
		}
	}
	if quote == "" {
		return Rule{}, false
	}
	for _, d := range pages {
		if rule, ok := d.quietly(quote); ok && rule < len(r.list) {
			return r.list[rule].Rule, true
		}
	}
	return Rule{}, false
}

// quietly tells whether all places of a page that hold a quote are quiet ones, and by which rule the first is.
func (d Document) quietly(quote string) (rule int, ok bool) {
	inside := 0
	for _, q := range d.Quiet {
		if n := strings.Count(q.Text, quote); n > 0 {
			if inside == 0 {
				rule = q.Rule
			}
			inside += n
		}
	}
	if inside == 0 {
		return 0, false
	}
	all := 0
	for _, b := range d.Blocks {
		all += strings.Count(b.Text, quote)
	}
	return rule, all <= inside
}
