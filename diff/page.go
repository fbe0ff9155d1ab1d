package diff

import (
	"regexp"
	"strings"
	"time"
	"unicode"

	"github.com/gapwatch/gapwatch/extract"
)

// Bounds of a comparison of pages.
const (
	pairAlike = 0.4 // share of words that makes two blocks one that was edited
	pairTries = 60  // blocks looked at to find the other half of an edit
)

// page compares readable blocks regardless of their order: a block that moved is no change. Frames are not compared.
func (l Limits) page(old, new []extract.Block, mem Memory) []Change {
	deadline := time.Now().Add(l.Time)
	gone, came, ok := unshared(content(old, l.Blocks), content(new, l.Blocks), deadline)
	if !ok {
		return large(new)
	}
	came, returned := mem.news(came)
	var out []Change
	used := rotated(gone, returned)
	for n, b := range came {
		if len(out) > maxChanges || n%64 == 0 && time.Now().After(deadline) {
			return large(new)
		}
		i := partner(b, gone, used)
		if i < 0 {
			if telling(b.Text) {
				out = append(out, textChange(b.Section, "", b.Text, quotable(b)))
			}
			continue
		}
		used[i] = true
		if meaningful(gone[i].Text, b.Text) {
			out = append(out, textChange(b.Section, gone[i].Text, b.Text, quotable(b)))
		}
	}
	for i, b := range gone {
		if !used[i] && telling(b.Text) && !mem.rotates(b) {
			out = append(out, textChange(b.Section, b.Text, "", quotable(b)))
		}
	}
	return fold(out, "blocks of text")
}

func textChange(section, before, after, quoted string) Change {
	return Change{
		Kind: TextChanged, Subject: section, Before: before, After: after, Quote: quote(quoted),
		Level: textLevel(before, after), SecondLook: true,
	}
}

// quotable is the part of a block that stands on the page in one piece.
func quotable(b extract.Block) string {
	if b.Quote != "" {
		return b.Quote
	}
	return b.Text
}

// content leaves out frames, and what is too much.
func content(blocks []extract.Block, limit int) []extract.Block {
	var out []extract.Block
	for _, b := range blocks {
		if !b.Frame && len(out) < limit {
			out = append(out, b)
		}
	}
	return out
}

// large is one change for a page of which too much differs to be told piece by piece.
func large(new []extract.Block) []Change {
	for _, b := range new {
		if !b.Frame && telling(b.Text) {
			c := textChange("large change: more than 200 blocks of text", "", b.Text, quotable(b))
			return []Change{c}
		}
	}
	return nil
}

// unshared leaves the blocks that only one side has, by what they say apart from noise. It reports false where that
// takes too long.
func unshared(old, new []extract.Block, deadline time.Time) (gone, came []extract.Block, ok bool) {
	oldKeys, ok1 := keysOf(old, deadline)
	newKeys, ok2 := keysOf(new, deadline)
	if !ok1 || !ok2 {
		return nil, nil, false
	}
	count := make(map[string]int, len(new))
	present := make(map[string]bool, len(old))
	for _, k := range newKeys {
		count[k]++
	}
	for i, k := range oldKeys {
		present[k] = true
		if count[k] == 0 {
			gone = append(gone, old[i])
		}
	}
	for i, k := range newKeys {
		if !present[k] {
			present[k] = true
			came = append(came, new[i])
		}
	}
	return gone, came, true
}

// keysOf is what each block says apart from noise.
func keysOf(blocks []extract.Block, deadline time.Time) ([]string, bool) {
	keys := make([]string, len(blocks))
	for i, b := range blocks {
		if i%256 == 0 && time.Now().After(deadline) {
			return nil, false
		}
		keys[i] = comparable(b.Text)
	}
	return keys, true
}

// rotated marks the blocks whose place was taken by one that the source has shown before: a page that turns its quotes
// takes one away for each that it brings back.
func rotated(gone, returned []extract.Block) []bool {
	used := make([]bool, len(gone))
	for _, r := range returned {
		for i, g := range gone {
			if !used[i] && g.Section == r.Section {
				used[i] = true
				break
			}
		}
	}
	return used
}

// partner finds the block that was edited into b: alike, and under the same heading where there is a choice.
func partner(b extract.Block, gone []extract.Block, used []bool) int {
	best, score := -1, pairAlike
	words, tries := wordSet(b.Text), 0
	for i, g := range gone {
		if used[i] {
			continue
		}
		if tries++; tries > pairTries {
			break
		}
		s := overlap(words, wordSet(g.Text))
		if s >= pairAlike && g.Section == b.Section {
			s += 0.1
		}
		if s > score {
			best, score = i, s
		}
	}
	return best
}

var (
	ago     = regexp.MustCompile(`(?i)\b(\d+|an?|one|two|three|few|couple of)\s*(s|secs?|seconds?|m|mins?|minutes?|h|hrs?|hours?|d|days?|w|weeks?|months?|mo|y|years?)\s+ago\b|\b(just now|yesterday|today|last (week|month|year)|this (week|month))\b`)
	clock   = regexp.MustCompile(`(?i)\b\d{1,2}:\d{2}(:\d{2})?\s*(am|pm)?( ?(utc|gmt|[ecmp][sd]t))?\b`)
	longID  = regexp.MustCompile(`\b[A-Za-z0-9_=+/-]{12,}\b`)
	copied  = regexp.MustCompile(`(?i)(©|\(c\)|copyright)\s*(19|20)\d{2}(\s*[-–]\s*(19|20)\d{2})?`)
	counted = regexp.MustCompile(`(?i)^[\s\d.,+kKmM]*\d[\s\d.,+kKmM]*(views?|visitors?|stars?|likes?|shares?|comments?|online( now)?|downloads?|followers?|members? online|people (are )?(viewing|online|here)( now)?|reads?|claps?)\W*$`)
	email   = regexp.MustCompile(`(?i)\[email\s*protected\]|[\w.+-]+(@| \[?at\]? )[\w-]+\.[\w.]+`)
)

// comparable is what a block says apart from what changes without meaning: relative dates, times of day, identifiers,
// counters, the way an e-mail address is hidden, blanks and case.
func comparable(s string) string {
	s = strings.ToLower(s)
	if strings.ContainsAny(s, "0123456789") || strings.Contains(s, "ago") || strings.Contains(s, "yesterday") {
		s = copied.ReplaceAllString(s, "©")
		s = ago.ReplaceAllString(s, "…")
		s = clock.ReplaceAllString(s, "…")
		if counted.MatchString(s) {
			s = digits.ReplaceAllString(s, "#")
		}
		s = longID.ReplaceAllStringFunc(s, func(w string) string {
			if random(w) {
				return "…"
			}
			return w
		})
	}
	if strings.Contains(s, "@") || strings.Contains(s, "[email") || strings.Contains(s, " at ") {
		s = email.ReplaceAllString(s, "@")
	}
	return strings.Join(strings.FieldsFunc(s, func(r rune) bool {
		return unicode.IsSpace(r) || r == '"' || r == '“' || r == '”' || r == '¶' || r == '#'
	}), " ")
}

// random tells identifiers from words: letters and digits change often.
func random(w string) bool {
	switches, letters := 0, 0
	for i := range len(w) {
		l := w[i] < '0' || w[i] > '9'
		if l {
			letters++
		}
		if i > 0 && l != (w[i-1] < '0' || w[i-1] > '9') {
			switches++
		}
	}
	return switches >= 4 && letters < len(w)
}

// telling tells a block that says something by itself: a label of a word or two does not, unless it holds a number.
func telling(s string) bool {
	if n := len(strings.Fields(s)); n >= 4 {
		return true
	}
	return strings.ContainsAny(s, "$€£¥%") && strings.ContainsAny(s, "0123456789")
}

// meaningful tells an edit of words or numbers from one of punctuation.
func meaningful(before, after string) bool {
	a, b := plain(before), plain(after)
	return a != b
}

func plain(s string) string {
	return strings.Join(strings.FieldsFunc(comparable(s), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !strings.ContainsRune("$€£¥%@", r)
	}), " ")
}

var weighty = regexp.MustCompile(`(?i)[$€£¥]\s?\d|\d\s?(%|usd|eur|gbp)|\b(price|pricing|fee|plan|limit|terminat|liabil|arbitrat|refund|renew|cancel|retention|discontinu|deprecat|sunset|no longer|effective (date|as of|on)|must|prohibit)\w*`)

// textLevel weighs an edit: by words of substance that came or went, and by its size.
func textLevel(before, after string) extract.Level {
	a, b := wordSet(before), wordSet(after)
	edited := 0
	for w := range b {
		if !a[w] {
			edited++
		}
	}
	for w := range a {
		if !b[w] {
			edited++
		}
	}
	if edited >= 3 && (weighty.MatchString(before) != weighty.MatchString(after) || weighty.MatchString(after) && edited >= 5) || edited >= 40 {
		return extract.Notable
	}
	if numbers(before) != numbers(after) && weighty.MatchString(before+" "+after) {
		return extract.Notable
	}
	return extract.Minor
}
