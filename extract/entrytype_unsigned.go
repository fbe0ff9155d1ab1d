package extract

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// What a title says that has no sign of what was shipped shows in its form: a name, a sentence, a headline, an opinion.

var (
	// speaking are the words of people who tell or ask something; names of features have none.
	speaking = newPhrases(`
		(wir|uns|unser*|warum|wieso|nous|notre|nos|pourquoi|cómo|qué|nuestro*|nuestra*|nosso*|nossa*|perché|nostro*|nostra*)
		(we|we've|we're|our|us|i|i'm|my|they|their|why|how|what|who|when|where|should|could|would|was|were|isn't|aren't|not|never|every|\?)
	`)
	// essays are words and forms of short titles that tell what somebody thinks or did, and name no feature.
	essays = newPhrases(`
		^^(we|we've|we're|i|i'm|i've|my|on) _
		^^(a|an) _ _
		^^the _( _)? (of|to|for|from|behind|we|i|you|that|who|in|on|with|and) _
		^^our _
		^^_( _){0,3} (is|are) _
		^^_ matters$
		^^(notes|thoughts|reflections|musings|stories|lessons|observations|letters|dispatches) (on|about|from|of) _
		(everyone's|nobody's|everybody's|people's)
		^^(women|men|people|founders|freelancers|teams|companies|developers|engineers|designers|marketers|students|_ founders|_ founders _) (who|that|in|on|at|of|love|want|need|do|don't) _
		^^(leaving|quitting|becoming|being|living|raising|losing|winning|finding|asking|giving|loving|saying) _
		to (watch|know|avoid|read|follow|remember|consider|expect)$
		(isn't|aren't|doesn't|don't|won't) _
		^^_( _)? as (a|an|the) _ (server|queue|advantage|weapon|asset|mindset|culture|strategy|discipline|skill)$
		(abstraction|architectures|mindset|landscape|ecosystem|revolution|challenges|opportunities|fundamentals|basics|essentials|philosophy|methodology|digital transformation|modernization|productivity)$
		(etiquette|intuition|statistics|predictions|outlook|diary|chronicles|adventures|anatomy|economics|psychology|ethics|leadership|storytelling)$
		for (remote|small|growing|distributed|busy|early stage) (teams|companies|businesses|startups)$
		for (marketers|founders|managers|leaders|product managers|designers|sales teams|marketing teams)$
		for (the enterprise|enterprises|retailers|modern teams|modern businesses|ecommerce|e commerce|busy people|beginners)$
	`)
	// musing are titles that begin with what people do, and go on to tell how.
	musing = newPhrases(`
		^^*ing *s (in|out|without|from|with|at|like|on|before|after|through|as|to) _
		^^*ing (out|without|from|like|through|beyond|at|past|when|while|your) _
	`)
	// doing are features that are named by what they let people do.
	doing = newPhrases(`
		^^(exporting|importing|filtering|sorting|sharing|grouping|searching|tracking|scheduling|uploading|downloading|editing|syncing|tagging|linking|embedding|printing|copying|moving|deleting|archiving|renaming|merging|splitting|assigning|inviting|commenting|mentioning|translating|recording|streaming|signing|logging|versioning|branching|cloning|pinning|muting|snoozing|forwarding|replying|billing|invoicing|ordering|shipping|caching|queueing|queuing|routing|signing) _
	`)
	// acting are titles that say what things of the product do: a plural and a verb in its plain form.
	acting = newPhrases(`
		^^(_ ){0,2}*s (stay|keep|open|show|retry|resume|refresh|scroll|snap|start|save|accept|arrive|appear|wrap|collapse|expand|warn|close|fit|fill|match|stick|return|adapt|adjust|sort|update|notify|render|print|send|support|convert|rotate|inherit) _
	`)
	// people are those who do things of which no product is made.
	people = newPhrases(`
		(customers|teams|users|developers|companies|businesses|startups|founders|engineers|designers|marketers|leaders|managers|freelancers|agencies|banks|schools|doctors|students|brands|others)
	`)
	// outgoing are things that are called old: what is told of them is that they go.
	outgoing = newPhrases(`
		^^(old|legacy) _( _){0,3}$
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
)

// unsigned judges a title without any sign: the name of a thing is a feature, as changelogs name them, and a whole
// sentence a change; a long headline is what magazines hold, unless its text tells what can be done now.
func unsigned(title, words, text string) verdict {
	switch {
	case small(words) != "":
		return verdict{typ: Improvement, level: Minor, why: "no sign of anything but small changes"}
	case essays.has(words):
		return verdict{typ: Other, level: Minor, why: "the title has " + quoted(essays.find(words)) + ", as those have that tell an opinion"}
	case musing.has(words) && !doing.has(words):
		return verdict{typ: Other, level: Minor, why: "the title has " + quoted(musing.find(words)) + ", as those have that tell how something was done"}
	case outgoing.has(words):
		return verdict{typ: Deprecation, level: Notable, why: quoted(outgoing.find(words)) + " in a title without any other sign: it is taken away"}
	case acting.has(words) && !people.has(words):
		return verdict{typ: Improvement, level: Notable, why: "the title has " + quoted(acting.find(words)) + ": what something does now"}
	case strings.HasSuffix(strings.TrimSpace(title), "."):
		return verdict{typ: Improvement, level: Notable, why: "a sentence without any sign: a change, as changelogs tell them"}
	case headlineWords(title, words) > maxNameWords && canNow.has(text):
		return verdict{typ: Improvement, level: Notable, why: "the text has " + quoted(canNow.find(text)) + ": more of something it had"}
	case headlineWords(title, words) > maxNameWords:
		return verdict{typ: Other, level: Minor, why: "a long headline without any sign of something shipped", headline: true}
	}
	return verdict{typ: Launch, level: Notable, why: "a short name without any sign: a feature, as changelogs name them", unsigned: true}
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
