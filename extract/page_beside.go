package extract

import (
	"cmp"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/gapwatch/gapwatch/extract/fold"
	regexp "github.com/gapwatch/gapwatch/extract/pattern"
)

// recommends notes the part of a page that a heading such as "Related articles" begins: the element around the two, or,
// where that is the whole page, the one behind the heading. What stands there leads elsewhere and is frame.
func (w *blockWriter) recommends(heading *html.Node, rank int) {
	head := fold.Text(w.line.String())
	teasing := teases.MatchString(head) || comments.MatchString(head) && w.look() && invites.MatchString(readText(heading.Parent))
	teasing = teasing || handle.MatchString(head) || turns.MatchString(head)
	if !teasing && !leadsElsewhere.MatchString(head) {
		return
	}
	box := heading
	for box.Parent != nil && !pageWide(box.Parent) && !hasCompany(box) {
		box = box.Parent
	}
	if box.Parent == nil {
		return
	}
	beside := box.Parent
	if pageWide(beside) {
		beside = nextElement(box)
	}
	if teasing && !(w.look() && w.leads(part(box, beside, rank))) {
		return
	}
	w.frame, w.besideRank, w.beside = true, rank, beside
}

// part is what a heading in a box begins: what stands beside the box up to the next heading of its rank, or the element behind it.
func part(box, beside *html.Node, rank int) (out []*html.Node) {
	if beside == nil || beside != box.Parent {
		return []*html.Node{cmp.Or(beside, box)}
	}
	for c := box.NextSibling; c != nil; c = c.NextSibling {
		if r := firstRank(c); r > 0 && r <= rank {
			break
		}
		if c.Type == html.ElementNode && !silent(c) {
			out = append(out, c)
		}
	}
	return out
}

// Bounds of a part that leads elsewhere: so much text has a link, where it is more than a few lines.
const (
	fewLines = 2000
	textEach = 700
)

// leads tells a part that leads elsewhere. Half of a page does not, such a page is about its stories or dates; nor does much text with
// hardly a link, which is the page's own.
func (w *blockWriter) leads(nodes []*html.Node) bool {
	said, links := 0, 0
	for _, n := range nodes {
		said += measureShown(n, nil)
		each(n, func(e *html.Node) bool {
			if e.DataAtom == atom.A && hasAttr(e, "href") {
				links++
			}
			return true
		})
	}
	return 2*said <= w.tree.size() && (said <= fewLines || links*textEach >= said)
}

// teases are headings above what a page shows of the site's stories, news and dates.
var teases = regexp.MustCompile(`(?i)^\P{L}*(?:(?:latest|recent|new) (?:posts?|articles?|stories|news|blog posts?|updates from (?:the|our) \pL+)|(?:our |the )?(?:latest )?news (?:and|&) (?:events|updates|stories|insights)|` +
	`in the (?:news|press)|latest from (?:us|the \pL+)|(?:stories |news )?from (?:our|the) (?:blog|journal|magazine|newsroom)|(?:our )?upcoming (?:events|webinars|sessions)|meet us(?: (?:at|in|here))?|(?:our )?(?:customer|success|client) stories|case studies|` +
	`(?:read )?(?:our )?testimonials|what (?:(?:our|other) )?(?:customers?|clients?|users?|people|teams) (?:are saying|say)(?: about us)?|aktuelles|neuigkeiten|neues aus (?:dem blog|unserem blog)|` +
	`(?:current |our )?open (?:positions|roles|jobs)|we(?:['’]| a)re hiring|(?:current )?(?:job )?vacancies|offene stellen|nous recrutons|` +
	`(?:unsere )?(?:kundenstimmen|erfolgsgeschichten|veranstaltungen)|das sagen (?:unsere )?kunden|(?:nos )?(?:dernières )?actualités|témoignages(?: clients?)?|` +
	`(?:últimas )?noticias|(?:nuestros )?próximos eventos|(?:próximos|prochains|prossimi) (?:eventos|événements|eventi)|(?:casos|historias) de éxito|testimonios|depoimentos|(?:ultime )?notizie|testimonianze|nieuws|klantverhalen|お客様の声|導入事例|お知らせ|新着情報|ニュース|客户(?:评价|案例)|新闻(?:动态|中心)?|고객 ?(?:후기|사례)|공지사항)\P{L}*$`)

// turns are headings above what a site of stories picks anew at each visit: what resembles a page, what is read most, who said something last.
var turns = regexp.MustCompile(`(?i)^\P{L}*(?:(?:related|similar|more|other|top|trending|popular|most (?:read|popular|viewed|shared)|latest|recent|new|recommended) (?:reads?|stories|articles|posts|news|topics|headlines|comments|videos)|` +
	`trending(?: (?:now|today))?|most (?:read|popular|viewed|shared)|more like this|(?:what to )?read next|don['’]t miss|(?:editor['’]?s['’]?|our) picks|more from [\pL’' -]{3,30}|` +
	`(?:ähnliche|verwandte|weitere|andere|aktuelle|neu(?:e|este)|letzte|beliebte|meistgelesene|passende) (?:artikel|beiträge|meldungen|nachrichten|kommentare|themen|videos)|meistgelesen|auch interessant|(?:unsere )?(?:empfehlungen|lesetipps)|mehr (?:zum thema|aus (?:der|dem|unserem|dieser|diesem) [\pL-]{3,30})|lesen sie auch|` +
	`(?:les )?plus lus|derniers (?:articles|commentaires)|sur le même sujet|(?:lo )?más (?:leído|visto)s?|(?:noticias|notas) relacionadas|(?:entradas|comentarios|artículos) recientes|mais lidas|(?:più letti|articoli correlati)|meest gelezen|関連記事|人気記事|最新記事)\P{L}*$`)

// comments are a heading above what readers wrote, where readers are invited to write.
var (
	comments = regexp.MustCompile(`(?i)^\W*(?:\d+ )?(?:comments?|kommentare?|commentaires?|comentarios?|reacties|replies)(?: \(\d+\))?\W*$`)
	invites  = regexp.MustCompile(`(?i)\b(?:leave|post|add|write) a (?:comment|reply)\b|\b(?:sign|log) in to comment\b|kommentar (?:schreiben|hinterlassen)|laisser un commentaire|(?:deja|dejar) un comentario`)
)

// elsewhere tells what stands in that part. It ends before the next heading of its rank.
func (w *blockWriter) elsewhere(box, child *html.Node) bool {
	if box != w.beside || w.beside == nil {
		return false
	}
	if rank := firstRank(child); rank > 0 && rank <= w.besideRank {
		w.beside = nil
	}
	return w.beside != nil
}

// firstRank is the rank of the first heading that an element is or holds, or 0.
func firstRank(n *html.Node) (rank int) {
	if n.Type != html.ElementNode {
		return 0
	}
	if rank = level(n); rank > 0 {
		return rank
	}
	each(n, func(e *html.Node) bool {
		if rank == 0 {
			rank = level(e)
		}
		return rank == 0
	})
	return rank
}

func nextElement(n *html.Node) *html.Node {
	for n = n.NextSibling; n != nil && n.Type != html.ElementNode; n = n.NextSibling {
	}
	return n
}
