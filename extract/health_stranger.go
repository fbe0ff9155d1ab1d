package extract

import (
	"slices"
	"strings"
	"unicode"

	regexp "github.com/gapwatch/gapwatch/extract/pattern"
)

// What stands in the place of a page has much in common with others of its sort, in whatever language: it is short, has one
// message, no word of it is what its address promises, and it leads nowhere but home, back, or to where one signs in. A page of a site
// leads to the site.

// Sizes of a page with one message.
const (
	aMessage  = 600 // bytes
	fewPieces = 9   // in which its text comes
)

// stranger tells a page that is not what was asked for, by what it is and not by its words. A page that has a word in common with
// its address is never one.
func (s *skimmed) stranger(w worded) (Verdict, bool) {
	switch {
	case s.tags == 0 || s.own == 0 || w.money+w.dates > 0 || w.versions > len(visitorIP.FindAllString(w.text, 8)) || s.promised(w):
	case s.own >= aMessage || s.parts() > 2:
	case s.path != "" && s.namesItself(w):
		return Verdict{Broken, saysGone}, true
	case s.pieces() <= fewPieces:
		return s.message(w)
	}
	return Verdict{}, false
}

// message judges a page of one message by where it leads.
func (s *skimmed) message(w worded) (Verdict, bool) {
	alone := s.away == 0 && s.asks == 0
	switch {
	case alone && (s.within == 0 || !s.agrees(w)) && (traceable(w.text) || visitorIP.MatchString(w.text)):
		return Verdict{Blocked, saysBlocked}, true
	case alone && statusTitle.MatchString(s.title):
		return Verdict{Broken, saysBroken}, true
	case s.path == "", s.titled(w): // it is about what its title says, wherever it leads
	case s.signing > 0 && s.signing == s.away && s.asks == 0 && s.own < aScrap && s.sentences() == 0:
		return Verdict{Blocked, saysSignIn}, true
	case s.lands > 2 && s.lands == s.away:
		return Verdict{Broken, saysOnward}, true
	case alone && s.home > 0:
		return Verdict{NotFound, saysStranger}, true
	case alone && (s.again > 0 || s.unlist), s.within == 0 && s.asks < 2 && !s.agrees(w):
		return Verdict{Broken, saysStranger}, true
	}
	return Verdict{}, false
}

// statusTitle is a title that begins with the status of an answer that failed.
var statusTitle = regexp.MustCompile(`^(?:\pL+ )?(?:4(?:0[0-9]|1[0-8]|2[1-9]|31|51)|5(?:0[0-9]|1[01]|2[0-9]|30))\b`)

// pieces counts the page's own texts.
func (s *skimmed) pieces() (n int) {
	for _, t := range s.texts {
		if t.own {
			n++
		}
	}
	return n
}

// promised tells a page that has a word in common with its address, apart from what its links say.
func (s *skimmed) promised(w worded) bool {
	says := strings.Join(w.titles, " ") + " " + w.head
	for _, t := range s.texts {
		if t.own && !t.linked {
			says += " " + t.text
		}
	}
	return akin(s.addressed(), telltale(shownAddress.ReplaceAllString(says, " ")))
}

// agrees tells a page whose title says something of what it says, or that has no title or nothing to speak against it. The name of
// the site does not count.
func (s *skimmed) agrees(w worded) bool {
	if squash(s.title) == "" {
		return true
	}
	says := squash(w.text)
	words := telltale(w.text)
	site := squash(s.host)
	return slices.ContainsFunc(w.titles, func(part string) bool {
		name := squash(part)
		if name == "" || strings.Contains(site, name) {
			return false
		}
		if w.head == "" {
			return true
		}
		apart := slices.DeleteFunc(telltale(part), func(word string) bool { return strings.Contains(site, word) })
		return strings.Contains(says, name) || akin(apart, words)
	})
}

// headed tells a page that is headed by a word of its address.
func (s *skimmed) headed(w worded) bool { return akin(s.addressed(), telltale(w.head)) }

// addressed lists the words of a page's address: those of its path, and of what stands before the site's own name.
func (s *skimmed) addressed() []string {
	words := s.path
	if labels := strings.Split(s.host, "."); len(labels) > 2 {
		words += " " + strings.Join(labels[:len(labels)-2], " ")
	}
	return telltale(words)
}

// shownAddress is a path or an address within a text.
var shownAddress = regexp.MustCompile(`\S*/\S+`)

// namesItself tells a page whose heading or title is the name it was found by and nothing else.
func (s *skimmed) namesItself(w worded) bool {
	name := strings.TrimPrefix(s.host, "www.")
	return strings.Contains(name, ".") && (w.head == name || slices.Contains(w.titles, name))
}

// akin tells whether two lists have a word in common, apart from its ending.
func akin(a, b []string) bool {
	return slices.ContainsFunc(a, func(x string) bool {
		return slices.ContainsFunc(b, func(y string) bool { return sameStem(x, y) })
	})
}

// sameStem tells whether the longer of two words has the shorter one in it, but for two letters at its end.
func sameStem(x, y string) bool {
	n := 0
	for n < len(x) && n < len(y) && x[n] == y[n] {
		n++
	}
	return x == y || n >= leastWord && n+2 >= min(len(x), len(y))
}

// leastWord is how many bytes a word has that tells something.
const leastWord = 4

// telltale lists the words of a text that are no small ones.
func telltale(s string) []string {
	words := strings.FieldsFunc(strings.ToLower(s), func(r rune) bool { return !unicode.IsLetter(r) })
	return slices.DeleteFunc(words, func(w string) bool { return len(w) < leastWord })
}

// traceable tells a text with a number as machines give to what they refuse: long, and neither a word nor a date.
func traceable(s string) bool {
	for word := range strings.FieldsSeq(s) {
		letters, digits := 0, 0
		for _, r := range strings.Trim(word, ".,:;()[]#") {
			switch {
			case '0' <= r && r <= '9':
				digits++
			case 'a' <= r && r <= 'f':
				letters++
			case r != '-' && r != '.':
				letters = -len(s)
			}
		}
		if letters >= 2 && digits >= 5 && letters+digits >= 10 || letters == 0 && digits >= 14 {
			return true
		}
	}
	return false
}
