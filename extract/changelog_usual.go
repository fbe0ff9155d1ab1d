package extract

// maxUnusual is how many words a sentence has at most that is an item, however often it comes: "Bug fixes and more".
const maxUnusual = 7

// usualProse marks the paragraphs that a page says again and again, in entry after entry: how to install a release, whom to
// thank. They are not what came with it.
func usualProse(pieces []piece) {
	times := map[string]int{}
	for _, p := range pieces {
		if prose(p) {
			times[p.text]++
		}
	}
	for i := range pieces {
		if p := &pieces[i]; times[p.text] >= fewCards && prose(*p) {
			p.usual = true
		}
	}
}

func prose(p piece) bool {
	return p.heading == 0 && !p.item && !p.dated() && words(p.text) > maxUnusual
}
