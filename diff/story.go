package diff

import (
	"math"
	"slices"
	"strings"
	"time"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"github.com/gapwatch/gapwatch/extract"
	"github.com/gapwatch/gapwatch/extract/dates"
	regexp "github.com/gapwatch/gapwatch/extract/pattern"
)

// Bounds of what makes two entries the same news.
const (
	daysByTitle = 3  // between two dates, where the titles say the same
	daysByText  = 7  // where the texts do, or where one entry has no date and the day it was first seen counts
	daysByPage  = 30 // where the address is the same

	fewPieces = 10  // runs of three words that are enough to recognise a text
	mostWords = 200 // of a text that are looked at
	sameText  = 0.7 // share of the shorter text's pieces that stand in the longer one
	longTitle = 4   // words that two titles have in common where one merely says more
)

// Story is an entry made comparable with entries of other sources of the same competitor: whether a feed, a changelog
// and a blog tell the same news. See Same.
type Story struct {
	page     string          // canonical address; empty where the entry has none of its own
	words    map[string]bool // that say what it is about
	numbers  map[string]bool // versions, figures and months
	heads    []heading       // parts of the title before and after a colon or a dash
	text     string
	pieces   map[string]bool // of the text, three words each; made when first asked for
	from, to time.Time       // when it was published, as exactly as is known
	seen     bool            // no date: the time it was first seen stands for one
}

// heading is a part of a title.
type heading struct {
	words map[string]bool
	other int // words of the rest of the title
}

// NewStory prepares an entry. competitor is the name of its company, which titles may hold or leave out. seen is when
// the entry was first seen, and stands for a date where it has none; zero where that says nothing, as for what was
// there on a source's first capture. Its address must be its own: none where several entries share it.
func NewStory(e extract.Entry, competitor string, seen time.Time) *Story {
	s := &Story{text: strings.Join(e.Items, " ")}
	if e.URL != "" {
		s.page = Canonical(e.URL)
	}
	own, _ := titleWords(competitor)
	s.words, s.numbers = titleWords(e.Title)
	if rest := less(s.words, own); len(rest) > 0 || len(s.numbers) > 0 {
		s.words = rest
	}
	for _, part := range titleParts(e.Title) {
		words, _ := titleWords(part)
		words = less(words, own)
		s.heads = append(s.heads, heading{words, len(less(s.words, words))})
	}
	s.from, s.to = e.Date, e.Date
	switch {
	case e.Date.IsZero() || e.Precision == dates.Year:
		s.from, s.to, s.seen = seen, seen, true
	case e.Precision == dates.Month:
		s.to = e.Date.AddDate(0, 1, -1)
	}
	return s
}

// Same tells whether two entries of one competitor tell the same news: one address, one title or one text, within days.
// Titles that name different versions, figures or months are different news whatever else agrees, and so are such as
// differ by one word each ("SSO for Teams", "SSO for Enterprise"), unless both address and text agree. It is symmetric.
func (s *Story) Same(o *Story) bool {
	days := s.daysApart(o)
	samePage := s.page != "" && s.page == o.page && (days <= daysByPage || math.IsInf(days, 1))
	sameText := days <= daysByText && s.sameText(o, fewPieces)
	switch {
	case s.otherNumbers(o):
		return false
	case s.otherWord(o):
		return samePage && sameText
	case samePage || sameText:
		return true
	}
	near := float64(daysByTitle)
	if s.seen || o.seen {
		near = daysByText
	}
	return days <= near && s.sameTitle(o)
}

// otherNumbers tells titles of different versions, figures or months.
func (s *Story) otherNumbers(o *Story) bool {
	return !subset(s.numbers, o.numbers) && !subset(o.numbers, s.numbers)
}

// otherWord tells titles that speak of two things of one kind.
func (s *Story) otherWord(o *Story) bool {
	return len(less(s.words, o.words)) == 1 && len(less(o.words, s.words)) == 1
}

// sameTitle compares what titles say beyond the words of every announcement. A bare version or "Bug fixes" says nothing
// that another product's title would not say: then a little of the text has to agree.
func (s *Story) sameTitle(o *Story) bool {
	if equal(s.words, o.words) {
		if s.saysNothing() {
			return equal(s.numbers, o.numbers) && s.sameText(o, 2)
		}
		return len(s.words) > 1 || equal(s.numbers, o.numbers)
	}
	common := len(s.words) - len(less(s.words, o.words))
	if common >= longTitle && (subset(s.words, o.words) || subset(o.words, s.words)) {
		return 10*common >= 8*max(len(s.words), len(o.words))
	}
	return s.headIs(o) || o.headIs(s)
}

func (s *Story) saysNothing() bool {
	for w := range s.words {
		if !general(w) {
			return false
		}
	}
	return true
}

// headIs tells a title with a subtitle from the same title without one. What follows must be a sentence or nothing but a
// version: a word or two would make it another thing ("Session replay: masking").
func (s *Story) headIs(o *Story) bool {
	return slices.ContainsFunc(s.heads, func(h heading) bool {
		return len(h.words) > 1 && (h.other > 2 || h.other == 0) && equal(h.words, o.words)
	})
}

// sameText compares the texts of two entries, of which one may be the beginning of the other.
func (s *Story) sameText(o *Story, least int) bool {
	few, many := s.runs(), o.runs()
	if len(few) > len(many) {
		few, many = many, few
	}
	if len(few) < least {
		return false
	}
	return float64(len(few)-len(less(few, many))) >= sameText*float64(len(few))
}

// daysApart is the least time between two publications that their dates allow, in days; infinite where it is unknown.
func (s *Story) daysApart(o *Story) float64 {
	if s.from.IsZero() || o.from.IsZero() {
		return math.Inf(1)
	}
	gap := max(s.from.Sub(o.to), o.from.Sub(s.to), 0)
	return math.Floor(gap.Hours() / 24)
}

// titleWords are the words of a title that say what it is about, and its figures. Words of every announcement are left
// out; the plural is taken for the singular.
func titleWords(title string) (words, numbers map[string]bool) {
	words, numbers = map[string]bool{}, map[string]bool{}
	for _, token := range wordsOf(isLive.ReplaceAllString(title, "")) {
		switch {
		case strings.ContainsFunc(token, unicode.IsDigit):
			numbers[versionOf(token)] = true
		case isMonth(token):
			numbers[token] = true
		case !announces(token):
			if len(token) > 3 && !strings.HasSuffix(token, "ss") {
				token = strings.TrimSuffix(token, "s")
			}
			words[token] = true
		}
	}
	return words, numbers
}

// isLive is what is said of anything, and no part of a name as in "Live view".
var isLive = regexp.MustCompile(`(?i)\b(?:is|are|goes|go|now) live\b`)

// wordsOf are the words of a text in lower case; a version is one of them.
func wordsOf(text string) []string {
	text = strings.ToLower(norm.NFKC.String(text))
	text = strings.NewReplacer("’s ", " ", "'s ", " ", "’", "", "'", "").Replace(text + " ")
	fields := strings.FieldsFunc(text, func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.Is(unicode.Mn, r) && r != '.' && r != '+' && r != '#'
	})
	var out []string
	for _, f := range fields {
		if f = strings.Trim(f, "."); f != "" {
			out = append(out, f)
		}
	}
	return out
}

// versionOf writes a version in one way: "v2.4.0" is "2.4".
func versionOf(token string) string {
	if rest := strings.TrimPrefix(token, "v"); rest != "" && unicode.IsDigit(rune(rest[0])) {
		token = rest
	}
	for strings.Count(token, ".") > 1 && strings.HasSuffix(token, ".0") {
		token = strings.TrimSuffix(token, ".0")
	}
	return token
}

// titleParts are a title before and after its colon or dash.
func titleParts(title string) []string {
	for _, joint := range []string{": ", " – ", " — ", " - ", " | ", "! ", "：", "｜"} {
		if head, tail, ok := strings.Cut(title, joint); ok {
			return []string{head, tail}
		}
	}
	return nil
}

// runs are all runs of three words at the beginning of the text.
func (s *Story) runs() map[string]bool {
	if s.pieces == nil {
		words := wordsOf(s.text)
		words = words[:min(len(words), mostWords)]
		s.pieces = make(map[string]bool, len(words))
		for i := 0; i+3 <= len(words); i++ {
			s.pieces[strings.Join(words[i:i+3], " ")] = true
		}
	}
	return s.pieces
}

func less(a, b map[string]bool) map[string]bool {
	out := map[string]bool{}
	for w := range a {
		if !b[w] {
			out[w] = true
		}
	}
	return out
}

func subset(a, b map[string]bool) bool {
	for w := range a {
		if !b[w] {
			return false
		}
	}
	return true
}

func equal(a, b map[string]bool) bool { return len(a) == len(b) && subset(a, b) }
