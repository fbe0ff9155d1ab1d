package extract

import regexp "github.com/gapwatch/gapwatch/extract/pattern"

// maxRelated is how many dates there are at most in a part of a page that leads elsewhere.
const maxRelated = 6

// leadsElsewhere are the headings above what a page recommends besides its own entries.
var leadsElsewhere = regexp.MustCompile(`(?i)^\P{L}*(?:related(?: (?:articles?|posts?|stories|reading|content|resources|news))?|` +
	`(?:the )?(?:latest |more |news |stories |fresh )?from (?:the|our) blog|you (?:may|might) (?:also )?(?:like|enjoy|be interested in)|` +
	`recently viewed(?: articles| pages| posts)?|(?:keep|further|recommended|suggested) reading|recommended(?: (?:for you|posts|articles))?|(?:read|up) next|` +
	`(?:popular|trending) (?:posts|articles|stories|now)|(?:(?:customer|user|app|recent) )?(?:ratings|reviews)(?: (?:and|&) reviews)?|` +
	`(?:kunden|nutzer)?(?:bewertungen|rezensionen)(?: und rezensionen)?|avis(?: clients| des utilisateurs)?|(?:reseñas|avaliações|opiniones|recensioni)|das könnte (?:sie|dich) auch interessieren|verwandte (?:artikel|beiträge)|` +
	`à lire aussi|articles (?:similaires|liés)|(?:artículos|entradas) relacionad[ao]s|le[ea] también|leia (?:também|mais)|veja também|artigos relacionados|` +
	`lesen sie auch|leggi anche|articoli correlati|lees ook|関連記事)\P{L}*$`)

// withoutRelated drops what stands below such a heading, where it comes behind at least as many dates.
func withoutRelated(pieces []piece) []piece {
	before := 0
	kept := pieces[:0]
	for i := 0; i < len(pieces); i++ {
		p := pieces[i]
		if p.dated() {
			before++
		}
		if p.heading >= 2 && before > 0 && leadsElsewhere.MatchString(p.text) {
			if end := relatedEnd(pieces, i); countDates(pieces[i:end]) <= min(before, maxRelated) {
				i = end - 1
				continue
			}
		}
		kept = append(kept, p)
	}
	return kept
}

// relatedEnd is where a part ends that a heading begins: at the next one of its rank, or with the element around it.
func relatedEnd(pieces []piece, i int) int {
	box := pieces[i].node
	for box.Parent != nil && !hasCompany(box) {
		box = box.Parent
	}
	return sectionEnd(pieces, i, func(q piece) bool {
		return q.heading > 0 && q.heading <= pieces[i].heading || box.Parent != nil && !inside(q.node, box.Parent)
	})
}
