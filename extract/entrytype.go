package extract

import (
	"slices"
	"strings"

	"github.com/gapwatch/gapwatch/extract/dates"
	regexp "github.com/gapwatch/gapwatch/extract/pattern"
)

// One rule decides what an entry is: what did it ship?
//
//	launch       something the product could not do before, by name                     major
//	             something new among the features (added, you can share...)              notable
//	improvement  more of something it had: better, wider, faster, a release of several   notable
//	fix          it works again as it should                                             minor
//	deprecation  something is taken away, or will be                                     notable
//	pricing      plans, prices or limits of the offer                                    notable
//	security     a flaw, its cure, or proof of safety                                    notable
//	other        nothing was shipped: the company, events, customers, guides             minor
//
// The title is asked first, then the words that label the entry on its page ("Fixed", "Case study"), then the
// beginning of its text. A title that is only a version or a date says nothing: there the items decide. docs/
// types-and-levels.md says the same for people, and a test holds the two together.

// typeRule is one line of the rule: the words that tell it, and what follows from them.
type typeRule struct {
	says   string // in plain words
	typ    EntryType
	level  Level
	words  phrases
	unless phrases // words that show that the others mean something else
	weak   bool    // the text of the entry and its labels may overrule it
	advice bool    // a label may overrule it
}

// verdict is a type with its reason.
type verdict struct {
	typ   EntryType
	level Level
	why   string

	weak, advice bool
	unsigned     bool // nothing was said of what it is: the name of a feature, or the subject of an article
	headline     bool // nor is in this, which is longer
}

func (r typeRule) judge(words string) (verdict, bool) {
	found := r.words.find(words)
	if found == "" || r.unless.has(words) {
		return verdict{}, false
	}
	return verdict{typ: r.typ, level: r.level, why: quoted(found) + ": " + r.says, weak: r.weak, advice: r.advice}, true
}

func quoted(s string) string { return "“" + s + "”" }

// firstOf asks rules in turn.
func firstOf(rules []typeRule, words, where string) (verdict, bool) {
	for _, r := range rules {
		if v, ok := r.judge(words); ok {
			v.why = where + " " + v.why
			return v, true
		}
	}
	return verdict{}, false
}

// Bounds of what is read of a title and a text, in characters, and of the lines that are judged one by one.
const (
	judgedTitle = 300
	judgedBody  = 600
	judgedItems = 60
)

// Explain says what an entry shipped and how much it matters, from its title and its text, and the words that decided.
func Explain(title, body string) (EntryType, Level, string) {
	v := judgeEntry(title, strings.Split(body, "\n"), nil)
	return v.typ, v.level, v.why
}

// verdict is what an entry says of itself, whatever its list is.
func (e *Entry) verdict() verdict {
	return judgeEntry(e.Title, e.Items, slices.Concat(e.Labels, addressLabels(e.URL, e.home)))
}

func judgeEntry(title string, lines, labels []string) verdict {
	words := plainWords(start(title, judgedTitle))
	if untold(title, words) {
		v := judgeItems(lines, labels)
		if v.why == nothingSaid && wholeNumber.MatchString(words) {
			v.level, v.why = Notable, "a whole version, and no word of what it brings"
		}
		return v
	}
	if v, ok := labelled(labels, strongLabels); ok {
		return v
	}
	text := plainWords(start(strings.Join(lines, " "), judgedBody))
	if v, ok := firstOf(titleRules, words, "the title has"); ok {
		return capped(overruled(v, text, labels), words)
	}
	if v, ok := labelled(labels, plainLabels); ok {
		return v
	}
	if v, ok := judgeText(lines, text); ok {
		return v
	}
	if v, ok := labelled(labels, noticeLabels); ok {
		return v
	}
	return unsigned(title, words, text)
}

// overruled asks the text whether a title only sounds like news of the product, and the labels whether it only sounds like
// advice or like more of the same: "Keep asking without restarting", under "New feature". What works better was mended,
// where its label says so.
func overruled(v verdict, text string, labels []string) verdict {
	if said, ok := labelled(labels, plainLabels); ok && said.typ != Other && (v.weak || v.advice || said.typ == Fix && v.typ == Improvement) {
		return said
	}
	if said, ok := teaching.judge(text); ok && v.weak {
		return said
	}
	if said, ok := gathering.judge(text); ok && v.typ == Launch {
		return said
	}
	return v
}

// capped corrects a level by the size of what is told: changes that nobody looks for are minor, and what comes as a part
// of a release or of a list is not news by its own name.
func capped(v verdict, words string) verdict {
	if w := smallAdditions.find(words); w != "" && v.typ == Launch && v.level == Notable {
		return verdict{typ: Improvement, level: Minor, why: v.why + "; " + quoted(w) + " makes it small"}
	}
	if w := small(words); w != "" && v.typ == Improvement {
		v.level, v.why = Minor, v.why+"; "+quoted(w)+" makes it small"
	}
	if w := partWords.find(words); w != "" && v.level == Major {
		v.level, v.why = Notable, v.why+"; "+quoted(w)+" makes it a part of something"
	}
	return v
}

var (
	smallWords = newPhrases(`
		(minor|tweak|tweaks|typo|typos|polish|various|chore|maintenance|bump|bumps|housekeeping|translations|wording)
		(small|tiny|internal) (_ ){0,2}(improvement*|fix*|change*|update*|addition*|refinement*|correction*|enhancement*|adjustment*|refactor*|cleanup*|bug|bugs|release|tooling|touches|things)
		(small|tiny)$
		(bump|bumps|update|updates|updated|upgrade|upgrades|upgraded) dependenc*
		dependenc* (update*|upgrade*|bump*)
		^(docs|documentation)
		(docs|documentation) (update*|fix*|change*|improve*)
		under the hood
		(upgrade|upgrades|upgraded|update|updates|updated) (to|the)? ... #.#*
		refactor*
	`)
	// smallAdditions add words, and nothing that a product could not do.
	smallAdditions = newPhrases(`
		^^(add|adds|added|adding) (a |an |some |the |several )?(minor|small|tiny|slight|missing)
		^^(add|adds|added|adding) (a |an |some |the |further |more )?(clarification*|clarity|footnote*|disclaimer*|statement*|explanation*)
	`)
	// smallNames hold a word of smallWords and mean something else.
	smallNames = newPhrases(`
		maintenance (window|windows|mode|page|pages|plan|plans|status|schedule|schedules|calendar)
		(scheduled|planned) maintenance
		internal (notes|comments|links|linking|users|docs|portal|knowledge)
		translations for _
		(of|in|into) polish
		polish (language|version|interface|locale)
	`)
	partWords = newPhrases(`
		v?#.#*
		next (version|release|update)
		(and|+) more$
	`)
)

// maxSmall is how many words a line has that says of itself that it is small; in a longer one the word is about something
// else.
const maxSmall = 12

// small is the word that makes a change small, or empty.
func small(words string) string {
	if smallNames.has(words) || strings.Count(words, " ") >= maxSmall {
		return ""
	}
	return smallWords.find(words)
}

// untold tells a title that says nothing of what came: a version or a date.
func untold(title, words string) bool { return nameless(words) || OnlyDate(title) }

// nameless tells a title that is only a version, with or without the name of what it is a version of, or a date.
func nameless(words string) bool {
	if name, version, ok := strings.Cut(words, " : "); ok && strings.Count(name, " ") < maxBeforeNumber && onlyVersion.MatchString(version) {
		_, said := firstOf(titleRules, name, "")
		return !said && !isLabel(name)
	}
	return onlyVersion.MatchString(words) && !announcing.has(words) && !mending.has(words) || onlyDate(words)
}

// mending are the words before a version that say what it is for.
var mending = newPhrases(`
	^^(hotfix|bugfix|bug fix|fix|security (update|fix|release|patch)) _
`)

var announcing = newPhrases(`
	^^(introducing|announcing|releasing|presenting|meet|unveiling|launching)
`)

var onlyVersion = regexp.MustCompile(
	`^(?:version |release |update |build |sprint |patch |v)\d+$|^(?:v|\p{L}[\p{L}\d.]* v|\p{L}[\p{L}\d.]* (?:\p{L}+ )?v?)?\d+(?:\.\d+)+[\w.+]*` +
		`(?: (?:: )?(?:(?:public |open |private |closed |developer |technical |release )?(?:alpha|beta|rc|preview|candidate)|` +
		`pre release|latest|current|yanked|stable|lts|[a-z]+ edition|\d+)[\w.+]*)*(?: .{0,16}\b(?:19|20)\d\d)?$`)

// wholeNumber tells a version that begins a new count: 4.0, 12.0.0.
var wholeNumber = regexp.MustCompile(`(?:^|[^.\d])[1-9]\d*\.0(?:\.0)?$`)

func onlyDate(words string) bool {
	t, _, at, ok := dates.Find(words)
	return ok && !t.IsZero() && len(strings.TrimSpace(words[:at[0]]+words[at[1]:])) < 4
}
