package extract

import (
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	regexp "github.com/gapwatch/gapwatch/extract/pattern"
)

// fewLinks is how many links that name a date or a version make a list of releases, at least.
const fewLinks = 3

// linkEntries reads a list of links to release notes, as help centers hold them: each link names a month, a day or a
// version, and nothing but links, or a date beside each, stands there.
func (t *tree) linkEntries(pieces []piece) []Entry {
	dates := t.dateLine()
	lists := map[string][]piece{}
	best := ""
	for _, p := range pieces {
		if p.heading > 0 || len(p.text) > 2*maxDateLine || words(p.text) < 2 || !namesRelease(&p, dates) {
			continue
		}
		if !wholeLink(p) {
			title := t.besideDate(p, dates)
			if title == "" {
				continue
			}
			p.text = title
		}
		at := placeOf(p, nil)
		lists[at] = append(lists[at], p)
		if len(lists[at]) > len(lists[best]) {
			best = at
		}
	}
	if len(lists[best]) < fewLinks {
		return nil
	}
	var out []Entry
	for _, p := range lists[best] {
		out = append(out, t.entry(p.text, p, p, nil))
	}
	return out
}

// besideDate is what a line says beside its date, if that is the text of a link or nothing but a version: "Tern 5.5.2
// (February 2026)".
func (t *tree) besideDate(p piece, dates dateLine) string {
	d, ok := dates.find(p.text)
	if !ok {
		return ""
	}
	lo, hi := inBrackets(p.text, d.at)
	title := trimJoints(p.text[:lo] + " " + p.text[hi:])
	linked := false
	for _, part := range p.parts() {
		each(part, func(e *html.Node) bool {
			linked = linked || e.DataAtom == atom.A && hasAttr(e, "href") && t.textOf(e) == title
			return !linked
		})
	}
	if linked && words(title) > 0 || onlyNamesVersion(title) {
		return title
	}
	return ""
}

// namesRelease tells a line that names a release by its date or its version, and notes the date: "Notes of May 2026",
// "2026-05-12 release". A line that is only a month leads to an archive.
func namesRelease(p *piece, dates dateLine) bool {
	d, ok := dates.find(p.text)
	if !ok {
		return namesVersion(p.text)
	}
	p.date, p.prec = d.day, d.prec
	return words(p.text[:d.at[0]]) > 0 || releaseBehind.MatchString(p.text[d.at[1]:])
}

var releaseBehind = regexp.MustCompile(`(?i)^ (?:\p{L}+ )?(?:releases?|updates?|notes)$`)
