package extract

// Headings that are only a date, and those that stand above or below them as their titles.

// endOfDates is where the element ends that holds all headings with dates. What comes behind is no part of the last entry.
func endOfDates(pieces []piece) int {
	first, last := -1, -1
	for i, p := range pieces {
		if p.heading > 0 && p.dated() {
			if last = i; first < 0 {
				first = i
			}
		}
	}
	if last <= first {
		return len(pieces)
	}
	box := common(pieces[first].node, pieces[last].node)
	return sectionEnd(pieces, last, func(p piece) bool { return !inside(p.node, box) })
}

// titlesOver tells a page on which each heading that is only a date stands right below one that is a title, and nothing
// but categories below it. A single one stands below a version, or below a title with no more than the name of the page above it.
func titlesOver(pieces []piece) bool {
	dates, rank, version := 0, 0, false
	for i, p := range pieces {
		switch {
		case p.heading == 0:
		case p.dated():
			if i == 0 || !p.onlyDate() || pieces[i-1].heading == 0 || pieces[i-1].heading > p.heading || pieces[i-1].dated() {
				return false
			}
			if dates++; dates > 1 && pieces[i-1].heading != rank {
				return false
			}
			rank, version = pieces[i-1].heading, namesVersion(pieces[i-1].text) || onlyTitle(pieces[i-1], p)
		case dates > 0 && p.heading > rank && !category.MatchString(p.text):
			return false
		}
	}
	return dates > 1 || dates == 1 && version
}

// onlyTitle tells a heading right above a date, of the rank above its own, that is neither the name of the page nor that of
// a part of it.
func onlyTitle(title, date piece) bool {
	return title.heading > 1 && title.heading < date.heading && !namesPage(title.text) && !category.MatchString(title.text) && words(title.text) > 2
}

// titlesUnder tells a page on which each heading that is only a date stands right above its title, a heading of the same
// rank or of a higher one.
func titlesUnder(pieces []piece) bool {
	dates := 0
	for i, p := range pieces {
		if p.heading == 0 || !p.dated() {
			continue
		}
		if !p.onlyDate() || i+1 == len(pieces) || pieces[i+1].heading == 0 || pieces[i+1].heading > p.heading || pieces[i+1].dated() {
			return false
		}
		dates++
	}
	return dates > 1
}

// hardlyAny tells that a way to read a page makes one entry at most, of many dates: it is not read that way.
func hardlyAny(out []Entry, pieces []piece) bool {
	return len(out) < 2 && len(out) < countDates(pieces)/2
}

func countDates(pieces []piece) int {
	n := 0
	for _, p := range pieces {
		if p.dated() {
			n++
		}
	}
	return n
}

// underDay reads the titles right below a day. Those of a higher rank than the day are an entry each.
func (t *tree) underDay(day piece, below []piece) (out []Entry) {
	rank := below[0].heading
	for i, p := range below {
		if i > 0 && (p.heading != rank || rank >= day.heading || category.MatchString(p.text)) {
			continue
		}
		end := len(below)
		if rank < day.heading {
			end = sectionEnd(below, i, func(q piece) bool { return q.heading == rank })
		}
		out = append(out, t.entry(p.text, p, day, below[i+1:end]))
	}
	return out
}

// linesUnder tells a page on which a line of one kind stands right below each heading that is only a date, and nowhere
// else, and says something else each time: that is the title.
func linesUnder(pieces []piece) bool {
	kind, texts, dates := "", map[string]bool{}, 0
	for i, p := range pieces {
		if p.heading == 0 || !p.dated() {
			continue
		}
		if !p.onlyDate() || i+1 == len(pieces) || pieces[i+1].heading > 0 || !likeTitle(pieces[i+1]) {
			return false
		}
		if kind == "" {
			kind = kindOf(pieces[i+1])
		}
		if kindOf(pieces[i+1]) != kind {
			return false
		}
		texts[pieces[i+1].text] = true
		dates++
	}
	times := 0
	for _, p := range pieces {
		if kindOf(p) == kind {
			times++
		}
	}
	return dates >= fewCards && times == dates && 5*len(texts) >= 4*dates
}
