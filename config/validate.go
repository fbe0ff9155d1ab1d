package config

import (
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"
)

// flaw is something wrong with a landscape as a whole. It knows its path; the line is looked for only then.
type flaw struct {
	path string
	text string
}

// flaws are what is wrong although every single value is right: keys that are there twice, and keys of nothing.
func (l Landscape) flaws() []flaw {
	c := checker{}
	areas, competitors := map[string]string{}, map[string]string{}
	for i, a := range l.Areas {
		at := index("areas", i)
		c.once(areas, "area", a.Key, at+".key")
		features := map[string]string{}
		for j, f := range a.Features {
			c.once(features, "feature", f.Key, at+index(".features", j)+".key")
		}
	}
	for i, k := range l.Competitors {
		c.once(competitors, "competitor", k.Key, index("competitors", i)+".key")
		c.sources(k, index("competitors", i))
	}
	c.references(l, areas, competitors)
	return c.flaws
}

func index(list string, i int) string { return list + "[" + strconv.Itoa(i) + "]" }

type checker struct {
	flaws []flaw
}

// once records a key and complains when it was there before.
func (c *checker) once(seen map[string]string, what, key, path string) {
	if first, ok := seen[key]; ok {
		c.flaws = append(c.flaws, flaw{path, notSame(what, key, strings.TrimSuffix(first, ".key"))})
		return
	}
	seen[key] = path
}

// sources complains about an address that a competitor has twice as the same kind.
func (c *checker) sources(k Competitor, at string) {
	type address struct {
		kind Kind
		url  string
	}
	seen := make(map[address]int, len(k.Sources))
	for i, s := range k.Sources {
		c.rules(s.Rules, at+index(".sources", i))
		first, twice := seen[address{s.Kind, s.URL}]
		if !twice {
			seen[address{s.Kind, s.URL}] = i
			continue
		}
		c.flaws = append(c.flaws, flaw{
			at + index(".sources", i) + ".url", notSame("source", clip(s.URL), at+index(".sources", first)),
		})
	}
}

// rules complains about rules that name no part, or name it twice.
func (c *checker) rules(rules []Rule, at string) {
	for i, r := range rules {
		if (r.CSS == "") == (r.Match == "") {
			c.flaws = append(c.flaws, flaw{
				at + index(".rules", i), "name the part by css (a selector) or by match (an RE2 expression), by one of them",
			})
		}
	}
}

// references complains about keys of areas and competitors that the file does not have. A file without any areas, or
// without any competitors, may mean those that were applied before.
func (c *checker) references(l Landscape, areas, competitors map[string]string) {
	for i, a := range l.Areas {
		c.known("competitor", a.Competitors, competitors, index("areas", i)+".competitors")
	}
	for i, k := range l.Competitors {
		c.known("area", k.Areas, areas, index("competitors", i)+".areas")
		c.known("area", k.BestInClass, areas, index("competitors", i)+".best_in_class")
	}
	keys := map[string]string{}
	for i, s := range l.Subscriptions {
		at := index("subscriptions", i)
		c.once(keys, "subscription", s.Key, at+".key")
		c.subscription(s, at)
		c.known("competitor", s.Competitors, competitors, at+".competitors")
		c.known("area", s.Areas, areas, at+".areas")
	}
}

// subscription complains about one that says where to in the wrong way, or whose person is missing.
func (c *checker) subscription(s Subscription, at string) {
	wrong := func(key, text string) { c.flaws = append(c.flaws, flaw{at + key, text}) }
	switch {
	case s.Channel == "email" && s.Target() == "":
		wrong("", `"to" is missing: write the mail address`)
	case s.Channel == "feed" && s.Target() != "":
		wrong("", "a feed is read and not sent: leave its address out")
	case s.Channel != "email" && s.Channel != "feed" && s.URL == "":
		wrong("", `"url" is missing`)
	case s.To != "" && s.URL != "":
		wrong(".to", "write url or to, one of them")
	}
	if s.MyAccounts && s.Person == "" {
		wrong(".my_accounts", "write with person whose accounts are meant")
	}
}

func (c *checker) known(what string, keys []string, known map[string]string, path string) {
	if len(known) == 0 {
		return
	}
	for i, key := range keys {
		if _, ok := known[key]; !ok {
			c.flaws = append(c.flaws, flaw{index(path, i), unknown(what, key, sortedKeys(known))})
		}
	}
}

// problem finds the place of a flaw in the file, of which show cuts the line.
func (f flaw) problem(file string, root *yaml.Node, show func(*yaml.Node) excerpt) Problem {
	p := Problem{File: file, Path: f.path, Text: f.text}
	if n := locate(root, f.path); n != nil {
		p.Line, p.Column, p.excerpt = n.Line, n.Column, show(n)
	}
	return p
}

// locate follows a path such as competitors[3].sources[0].kind as far as it leads.
func locate(n *yaml.Node, path string) *yaml.Node {
	for step := range strings.FieldsFuncSeq(path, func(r rune) bool { return r == '.' || r == '[' || r == ']' }) {
		next := child(n, step)
		if next == nil {
			return n
		}
		n = next
	}
	return n
}

func child(n *yaml.Node, step string) *yaml.Node {
	if n.Kind == yaml.AliasNode && n.Alias != nil {
		n = n.Alias
	}
	switch n.Kind {
	case yaml.SequenceNode:
		if i, err := strconv.Atoi(step); err == nil && i < len(n.Content) {
			return n.Content[i]
		}
	case yaml.MappingNode:
		for i := 0; i+1 < len(n.Content); i += 2 {
			if n.Content[i].Value == step {
				return n.Content[i+1]
			}
		}
	}
	return nil
}
