package diff

import "github.com/gapwatch/gapwatch/extract"

// headed tells a page of which hardly anything stands ahead of its first heading: no more than a strip of offers and notices.
func headed(lines []*line) bool {
	ahead, all := 0, 0
	for _, l := range lines {
		all += len(l.key)
		if l.Section == "" && !l.Heading {
			ahead += len(l.key)
		}
	}
	return 4*ahead < all
}

// weighStrip makes minor what came or went ahead of the first heading, unless it speaks of an end: offers come and go there.
func weighStrip(changes []Change) {
	for i, c := range changes {
		if alone := c.Before == "" || c.After == ""; alone && c.Subject == "" && !extract.SaysEnd(c.Before+c.After) {
			changes[i].Level = extract.Minor
		}
	}
}
