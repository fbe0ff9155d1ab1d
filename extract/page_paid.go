package extract

import (
	"net/url"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	regexp "github.com/gapwatch/gapwatch/extract/pattern"
)

// paid marks what others have paid for, whatever it speaks of: a label that says so, as a page must, begins a small element whose
// links all leave the site.
func (t *tree) paid(lines []Block, how []manner) {
	a := asideMarker{lines, how}
	looked := 0
	for i := range lines {
		if len(lines[i].Text) > labelBytes || lines[i].Frame || how[i].rank == 1 || !paidLabel.MatchString(lines[i].Text) {
			continue
		}
		if looked++; looked > maxLooks {
			return
		}
		if box := a.company(i); box.from == i && t.leaves(box.of) && 4*size(lines[box.from:box.to]) < size(lines) {
			for k := box.from; k < box.to; k++ {
				lines[k].Frame = true
			}
		}
	}
}

// paidLabel is what stands above an advertisement, and nothing else with it.
var paidLabel = regexp.MustCompile(`(?i)^\P{L}*(?:ads?(?: by \pL+)?|advertisements?(?:\P{L}+continue reading below)?|advert|(?:story continues below )?advertisement|sponsored(?: (?:content|links?|posts?|stories|by))?|promoted(?: (?:content|links?|stories))?|paid (?:content|partnership|post)|(?:from )?(?:around the web|our partners)|` +
	`anzeigen?|werbung|gesponsert|publicité|sponsorisé|publicidad|patrocinado|publicidade|pubblicità|sponsorizzato|advertentie|gesponsord|reklama?|annonse?|広告|스폰서|广告)\P{L}*$`)

// company is the smallest element around a line that holds more lines.
func (a asideMarker) company(i int) span {
	s := span{a.how[i].in, i, i + 1}
	for s.of != nil && s.of.Parent != nil && !pageWide(s.of.Parent) && s.to-s.from == 1 {
		s = a.widen(s)
	}
	return s
}

// leaves tells an element with links, all of which lead to other sites.
func (t *tree) leaves(n *html.Node) bool {
	if n == nil || t.base == nil {
		return false
	}
	links, inside := 0, false
	each(n, func(e *html.Node) bool {
		if e.DataAtom == atom.A && hasAttr(e, "href") {
			links++
			u, err := url.Parse(strings.TrimSpace(attr(e, "href")))
			inside = inside || err != nil || u.Host == "" || u.Host == t.base.Host
		}
		return !inside
	})
	return links > 0 && !inside
}
