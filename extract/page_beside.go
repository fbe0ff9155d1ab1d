package extract

import "golang.org/x/net/html"

// recommends notes the part of a page that a heading such as "Related articles" begins: the element around the two, or,
// where that is the whole page, the one behind the heading. What stands there leads elsewhere and is frame.
func (w *blockWriter) recommends(heading *html.Node, rank int) {
	if !leadsElsewhere.MatchString(fold(w.line.String())) {
		return
	}
	box := heading
	for box.Parent != nil && !pageWide(box.Parent) && !hasCompany(box) {
		box = box.Parent
	}
	if box.Parent == nil {
		return
	}
	w.frame, w.rank, w.beside = true, rank, box.Parent
	if pageWide(box.Parent) {
		w.beside = nextElement(box)
	}
}

// elsewhere tells what stands in that part. It ends before the next heading of its rank.
func (w *blockWriter) elsewhere(box, child *html.Node) bool {
	if box != w.beside || w.beside == nil {
		return false
	}
	if rank := firstRank(child); rank > 0 && rank <= w.rank {
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
