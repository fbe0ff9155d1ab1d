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
// but categories below it. A single one stands below a version.
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
			rank, version = pieces[i-1].heading, namesVersion(pieces[i-1].text)
		case dates > 0 && p.heading > rank && !category.MatchString(p.text):
			return false
		}
	}
	return dates > 1 || dates == 1 && version
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

func countDates(pieces []piece) int {
	n := 0
	for _, p := range pieces {
		if p.dated() {
			n++
		}
	}
	return n
}
