package diff

import (
	"strings"
	"time"
	"unicode"

	"github.com/gapwatch/gapwatch/extract"
	regexp "github.com/gapwatch/gapwatch/extract/pattern"
)

// line is a block that is being compared.
type line struct {
	extract.Block
	key    string // its essence
	before string // the key of the last line ahead of it that both pages have
	shared bool   // the other page has it too
	done   bool   // accounted for
	listed bool   // a short one that came or went alone among others that stayed
	set    map[string]bool
}

func (l *line) words() map[string]bool {
	if l.set == nil {
		l.set = wordSet(l.Text)
	}
	return l.set
}

func (l *line) telling() bool { return l.listed || telling(l.key) }

// named tells a line that may be an item of a list of names.
func (l *line) named() bool {
	return !l.Heading && len(l.key) <= maxNamed && strings.IndexFunc(l.key, unicode.IsLetter) >= 0
}

// maxNamed is how long the name of something is, in bytes.
const maxNamed = 60

// markListed notes short lines that came or went alone: under a heading from below which nothing went, or came, and beside
// other short lines that stayed. What a page turns is given for something else.
func markListed(gone, came []*line, old, new []*line) {
	for _, side := range []struct{ alone, other, all []*line }{{came, gone, new}, {gone, came, old}} {
		turned := map[string]bool{}
		for _, l := range side.other {
			turned[l.Section] = true
		}
		open := map[*line]bool{}
		for _, l := range side.alone {
			open[l] = true
		}
		for i, l := range side.all {
			if open[l] && l.named() && !turned[l.Section] && staysBeside(side.all, i, -1) && staysBeside(side.all, i, 1) {
				l.listed = true
			}
		}
	}
}

// staysBeside tells whether the line next to one is a short one that stayed, or begins another part of the page behind two
// short ones that stayed.
func staysBeside(lines []*line, i, step int) bool {
	stays := func(j int) bool {
		return j >= 0 && j < len(lines) && lines[j].shared && lines[j].named() && lines[j].Section == lines[i].Section
	}
	return stays(i+step) || stays(i-step) && stays(i-2*step)
}

// content lists the blocks to compare: no frames, nothing without a word, not too many. It reports false where that
// takes too long. keys remembers the essence of every saying.
func (l Limits) content(blocks []extract.Block, keys map[string]string, deadline time.Time) ([]*line, bool) {
	out := make([]*line, 0, min(len(blocks), l.Blocks))
	for i, b := range blocks {
		if b.Frame {
			continue
		}
		if i%256 == 0 && time.Now().After(deadline) {
			return nil, false
		}
		says := saying(b)
		key, known := keys[says]
		if !known {
			key = essence(says)
			keys[says] = key
		}
		if key != "" && len(out) < l.Blocks {
			out = append(out, &line{Block: b, key: key})
		}
	}
	return out, true
}

// essenceOf is the essence of what a block says.
func essenceOf(b extract.Block) string { return essence(saying(b)) }

// saying is the text of a block; of a heading without the number that it has among the others.
func saying(b extract.Block) string {
	if b.Heading {
		return ordinal.ReplaceAllString(b.Text, "$1")
	}
	return b.Text
}

// ordinal is a heading's number among those of its page, as nobody writes an amount.
var ordinal = regexp.MustCompile(`^\d{1,2}(?:\.\d{1,2}){0,3}[.)]\s*(\pL)`)

// markShared marks what both pages say, in whatever order and however often.
func markShared(old, new []*line) {
	for _, pair := range [][2][]*line{{old, new}, {new, old}} {
		there := make(map[string]bool, len(pair[1]))
		for _, l := range pair[1] {
			there[l.key] = true
		}
		last, seen := "", make(map[string]bool, len(pair[0]))
		for _, l := range pair[0] {
			l.shared = there[l.key]
			l.done = l.shared || seen[l.key]
			l.before = last
			seen[l.key] = true
			if l.shared {
				last = l.key
			}
		}
	}
}

// markNumbered accounts for headings that stand on the other page as lines of text: the number of a heading does not
// count, that of a line does.
func markNumbered(heads, texts []*line) {
	at := map[string]*line{}
	for _, t := range texts {
		if !t.done && !t.Heading && ordinal.MatchString(t.Text) {
			at[t.key] = t
		}
	}
	if len(at) == 0 {
		return
	}
	for _, h := range heads {
		if !h.Heading || h.done {
			continue
		}
		if t := at[essence(h.Text)]; t != nil {
			h.done, t.done = true, true
		}
	}
}

// maxSplit is into how many words deep a line is looked for as the joint of others.
const maxSplit = 400

// markSplit accounts for lines of one page that stand on the other as several lines one behind the other: the same
// text, other boundaries.
func markSplit(joint, parts []*line) {
	at := map[string][]int{}
	for i, p := range parts {
		if len(at[p.key]) < 20 {
			at[p.key] = append(at[p.key], i)
		}
	}
	for _, j := range joint {
		if j.done {
			continue
		}
		for end := nextWord(j.key, 0); end < len(j.key) && end < 8*maxSplit; end = nextWord(j.key, end+1) {
			for _, i := range at[j.key[:end]] {
				if n := follows(parts, i, j.key); n > 0 {
					j.done = true
					for _, p := range parts[i : i+n] {
						p.done = true
					}
				}
			}
			if j.done {
				break
			}
		}
	}
}

func nextWord(s string, from int) int {
	if i := strings.IndexByte(s[min(from, len(s)):], ' '); i >= 0 {
		return from + i
	}
	return len(s)
}

// follows counts the parts from i on that together say exactly the text, or 0.
func follows(parts []*line, i int, text string) int {
	rest := text
	for n := 0; i+n < len(parts); n++ {
		after, ok := strings.CutPrefix(rest, parts[i+n].key)
		if !ok {
			return 0
		}
		if after == "" {
			return n + 1
		}
		if rest, ok = strings.CutPrefix(after, " "); !ok {
			return 0
		}
	}
	return 0
}

// open lists the lines that are not accounted for.
func open(lines []*line) []*line {
	var out []*line
	for _, l := range lines {
		if !l.done {
			out = append(out, l)
		}
	}
	return out
}

// beforeCut leaves out what lies behind the last line that the other page has: that one ended there because it was cut.
// A line that stands here several times does not tell where.
func beforeCut(lines []*line) []*line {
	times := make(map[string]int, len(lines))
	for _, l := range lines {
		times[l.key]++
	}
	end := 0
	for i, l := range lines {
		if l.shared && times[l.key] == 1 {
			end = i + 1
		}
	}
	return lines[:end]
}

// withoutFramed leaves out the lines that stand in a frame of the other page, or are its title: they are still said, or
// were said before in a page that was built otherwise.
func withoutFramed(lines []*line, there extract.Document) []*line {
	if len(lines) == 0 {
		return nil
	}
	framed := map[string]bool{essence(there.Title): true}
	for _, b := range there.Blocks {
		if b.Frame && len(framed) < maxFramed {
			framed[essenceOf(b)] = true
		}
	}
	for _, l := range lines {
		l.done = l.done || framed[l.key] || l.Heading && framed[essence(l.Text)]
	}
	return open(lines)
}

// maxFramed bounds how much of a page's frames is looked at.
const maxFramed = 500

// rotated accounts for lines whose place was taken by one that the source has shown before: a page that turns its
// quotes takes one away for each that it brings back.
func rotated(gone, returned []*line) {
	for _, r := range returned {
		for _, g := range gone {
			if !g.done && g.Section == r.Section {
				g.done = true
				break
			}
		}
	}
}
