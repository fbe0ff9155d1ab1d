package extract

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

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

// Classify fills in what the entry shipped, unless that is known already. Readers leave it out, because most entries of
// a page were classified when they were new.
func (e *Entry) Classify() {
	if e.Type == "" {
		e.Type, e.Level, _ = e.Explain()
	}
}

// ClassifyAs fills in what entries of a page shipped, as it was known of the same entries of an earlier page, or anew.
func ClassifyAs(earlier, entries []Entry) {
	known := make(map[string]Entry, len(earlier))
	for _, e := range earlier {
		known[e.Key] = e
	}
	for i := range entries {
		e := &entries[i]
		if was, ok := known[e.Key]; ok && was.Title == e.Title && was.URL == e.URL &&
			slices.Equal(was.Items, e.Items) && slices.Equal(was.Labels, e.Labels) {
			e.Type, e.Level = was.Type, was.Level
		}
		e.Classify()
	}
}

// Explain says what the entry shipped, how much it matters and why. Beside title and text it knows the words that label
// the entry on its page and in its address.
func (e *Entry) Explain() (EntryType, Level, string) {
	v := judgeEntry(e.Title, e.Items, slices.Concat(e.Labels, addressLabels(e.URL, e.home)))
	return v.typ, v.level, v.why
}

func judgeEntry(title string, lines, labels []string) verdict {
	words := plainWords(start(title, judgedTitle))
	if nameless(words) {
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
// advice or like more of the same: "Keep asking without restarting", under "New feature".
func overruled(v verdict, text string, labels []string) verdict {
	if said, ok := labelled(labels, plainLabels); ok && said.typ != Other && (v.weak || v.advice) {
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
		(minor|small|tiny|tweak|tweaks|typo|typos|polish|various|internal|chore|maintenance|bump|bumps|housekeeping|translations|wording)
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
		polish (language|translation|translations|version|interface|locale)
	`)
	// speaking are the words of people who tell or ask something; names of features have none.
	speaking = newPhrases(`
		(wir|uns|unser*|warum|wieso|nous|notre|nos|pourquoi|cómo|qué|nuestro*|nuestra*|nosso*|nossa*|perché|nostro*|nostra*)
		(we|we've|we're|our|us|i|i'm|my|they|their|why|how|what|who|when|where|should|could|would|was|were|isn't|aren't|not|never|every|\?)
	`)
	// essays are words of short titles that tell what somebody thinks or did, and name no feature.
	essays = newPhrases(`
		^^(we|we've|we're|i|i'm|i've|my) _
		^^_( _){0,3} (is|are) (not|never|still|always|just|the (wrong|right|best|worst|only|real|new|next|future)|overrated|underrated|overhyped|broken|hard|eating) _*
		(isn't|aren't|doesn't|don't|won't) _
		^^_( _)? as (a|an|the) _ (server|queue|advantage|weapon|asset|mindset|culture|strategy|discipline|skill)$
		(abstraction|architectures|mindset|landscape|ecosystem|revolution|challenges|opportunities|fundamentals|basics|essentials|philosophy|methodology|digital transformation|modernization|productivity)$
		(etiquette|intuition|statistics|predictions|outlook|diary|chronicles|adventures|anatomy|economics|psychology|ethics|leadership|storytelling)$
		for (remote|small|growing|distributed|busy|early stage) (teams|companies|businesses|startups)$
		for (marketers|founders|managers|leaders|product managers|designers|sales teams|marketing teams)$
		for (the enterprise|enterprises|retailers|modern teams|modern businesses|ecommerce|e commerce|busy people|beginners)$
	`)
	joints = newPhrases(`
		(a|an|the|and|or|of|for|in|on|at|to|by|with|from|via|into|your|as)
		(der|die|das|den|dem|des|ein|eine|einen|einem|einer|und|oder|von|vom|für|im|am|auf|zu|zum|zur|mit|aus|bei|nach|ohne|über)
		(le|la|les|un|une|du|de|d'une?|et|ou|pour|dans|en|sur|par|avec|aux|au|à|entre|sans|votre|vos)
		(el|los|las|una|del|y|o|para|con|por|sin|sobre|da|do|dos|das|um|uma|e|em|com)
		(il|lo|gli|di|del|dei|della|delle|al|alla|nel|nella|per|senza)
	`)
	// german are words of a language that writes every noun with a capital.
	german = newPhrases(`
		(der|die|das|dem|und|oder|für|von|vom|zum|zur|bei|wird|wurde)
	`)
	partWords = newPhrases(`
		v?#.#*
		next (version|release|update)
		(and|+) more$
	`)
)

// unsigned judges a title without any sign: the name of a thing is a feature, as changelogs name them, and a whole
// sentence a change; a long headline is what magazines hold, unless its text tells what can be done now.
func unsigned(title, words, text string) verdict {
	switch {
	case small(words) != "":
		return verdict{typ: Improvement, level: Minor, why: "no sign of anything but small changes"}
	case essays.has(words):
		return verdict{typ: Other, level: Minor, why: "the title has " + quoted(essays.find(words)) + ", as those have that tell an opinion"}
	case strings.HasSuffix(strings.TrimSpace(title), "."):
		return verdict{typ: Improvement, level: Notable, why: "a sentence without any sign: a change, as changelogs tell them"}
	case headlineWords(title, words) > maxNameWords && canNow.has(text):
		return verdict{typ: Improvement, level: Notable, why: "the text has " + quoted(canNow.find(text)) + ": more of something it had"}
	case headlineWords(title, words) > maxNameWords:
		return verdict{typ: Other, level: Minor, why: "a long headline without any sign of something shipped"}
	}
	return verdict{typ: Launch, level: Notable, why: "a short name without any sign: a feature, as changelogs name them"}
}

// maxNameWords is how many words the name of a feature has at most.
const maxNameWords = 6

// headlineWords counts the words of a title. Those that only join others do not count where nobody speaks; a title in
// capitals is sooner a headline.
func headlineWords(title, words string) int {
	fields := strings.Fields(strings.ReplaceAll(words, " :", ""))
	n := len(fields)
	if capitals(title) && !german.has(words) {
		return n + 1
	}
	if strings.Contains(words, " :") || speaking.has(words) {
		return n
	}
	for _, w := range fields {
		if joints.has(w) {
			n--
		}
	}
	return n
}

// small is the word that makes a change small, or empty.
func small(words string) string {
	if smallNames.has(words) {
		return ""
	}
	return smallWords.find(words)
}

// capitals tells a headline in which nearly Every Word Begins Like This.
func capitals(title string) bool {
	upper, all := 0, 0
	for _, w := range strings.Fields(title) {
		if r, _ := utf8.DecodeRuneInString(w); len(w) > 3 {
			all++
			if unicode.IsUpper(r) {
				upper++
			}
		}
	}
	return all > 1 && 10*upper >= 8*all
}

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
	`^(?:version |release |build |v|[a-z][a-z0-9.]* v|[a-z][a-z0-9.]* (?:[a-z]+ )?v?)?\d+(?:\.\d+)+[\w.+]*` +
		`(?: (?:: )?(?:(?:public |open |private |closed |developer |technical |release )?(?:alpha|beta|rc|preview|candidate)|` +
		`pre release|latest|current|yanked|stable|lts|[a-z]+ edition|\d+)[\w.+]*)*(?: .{0,16}\b(?:19|20)\d\d)?$`)

// wholeNumber tells a version that begins a new count: 4.0, 12.0.0.
var wholeNumber = regexp.MustCompile(`(?:^|[^.\d])[1-9]\d*\.0(?:\.0)?$`)

func onlyDate(words string) bool {
	t, _, at, ok := findDate(words)
	return ok && !t.IsZero() && len(strings.TrimSpace(words[:at[0]]+words[at[1]:])) < 4
}
