package extract

import (
	"net/url"
	"slices"
	"strings"
	"unicode/utf8"

	regexp "github.com/gapwatch/gapwatch/extract/pattern"
)

// bodyRules are asked where the title says nothing. Only the beginning of a text is read: that is where it says what it
// is. A text that explains itself ("in this post") is a guide, whatever it goes on to praise.
var bodyRules = []typeRule{
	{says: "a guide or a story", typ: Other, level: Minor, words: newPhrases(`
		in this (post|blog|article|guide|tutorial|series|video|episode|webinar|interview|new)
		(blog|blogpost|tutorial|video) series
		^^how to _
		^^what ... (need|needs|should) (to )?know
		^^(a|the|your) (practical|complete|short|quick|simple|definitive) (guide|introduction|primer)
		which one is (better|right|best)
		^^we (asked|surveyed|analyzed|analysed) _
		(we'll|we will|i'll|let's|we|you'll) (show|walk|explore|cover|dive|look|learn|discuss|share how|take a look)
		(learn|find out|discover) (how|why|what)
		step by step
		(here's|here is) (how|why)
		join us
		register (now|today|for)
		(we sat down|we spoke|we talked) with
		(proudly|proud to) (showcase|welcome)
		our (customers|users|clients) (are|have|build*|love)
		(is|are) your _ _ ?
		(acquire*|acquisition|funding|series (a|b|c|d))
		(birthday|anniversary)
		due to (technical|server|unforeseen) (issues|problems|difficulties|circumstances)
	`)},
	{says: "something is taken away, or will be", typ: Deprecation, level: Notable, words: newPhrases(`
		(is|are|be|being|been|will be) (deprecated|discontinued|retired|sunset|removed|shut down|phased out)
		(be|being) (turned off|switched off|shut off)
		(stop|stops) working (on|in|from|after|at the end of) _
		(end of life|no longer be (available|supported)|will stop (working|to work|to sync))
	`)},
	{says: "something the product could not do before, by name", typ: Launch, level: Major, words: newPhrases(`
		(excited|happy|thrilled|proud|pleased|delighted|glad) to (announce|introduce|launch|unveil|present)
		(we're|we are|today we) (announcing|introducing|launching|unveiling)
		^^(introducing|announcing|meet) _
		(a|the|this) brand new (feature|product|app|platform|module|way)
	`)},
	{says: "something the product could not do before", typ: Launch, level: Notable, words: newPhrases(`
		(excited|happy|thrilled|proud|pleased|delighted|glad) to (share|release|support|bring)
		(we're|we are|today we) (releasing|rolling out)
		(we've|we have|we|has been|have been) (just )?(added|launched|introduced|released|shipped|built|announced)
		(new|highly|much|long|most|frequently|often|been a) (and )?requested (feature|features|by)
		requested feature
		(a|this|the) (brand )?new feature
		(is|are) now (officially )?available
		^^new _ _? (feature|features|page|module|integration|integrations|report|reports|view|view|setting|settings|option|program)
		all new
		brand new
		(officially|finally) (released|available|here)
		available (today|now)
		in (public |open |private )?beta
		starting today
	`)},
	{says: "more of something it had", typ: Improvement, level: Notable, words: newPhrases(`
		(improv*|enhanc*|redesign*|tweak*)
		^^no more _
		(moved|moves) (to|into) the _
		(used to (be|take|need|cost)|from # to #|instead of (#|one|two|three|four|five|ten|once))
		(twice|three times|half|#x|#%) (as|the|faster|smaller|less|fewer|quicker|lighter)
		(we've|we have|we|has been|have been|was|were) (simplified|rewritten|rewrote|rebuilt|reworked|moved|shortened|sped up|tidied)
		(now|even|much|far|is|are|get|gets|got|made|made it) (faster|easier|better|simpler|quicker)
		^^new
		(a|the|our) (brand )?new (look|design|layout|interface|ui|version|home|way|experience)
		(unterstützt|zeigt|erlaubt|kann|können|kannst|könnt|läuft|erkennt) (du |sie |ihr |man )?(jetzt|nun)
		(jetzt|nun) (unterstützt|verfügbar|kannst|können|könnt)
		(ab sofort|hinzugefügt)
		(prend|prennent) (désormais|maintenant) en charge
		vous pouvez (désormais|maintenant)
		(désormais|maintenant) (disponible|possible)
		ahora (puedes|puede|pueden|admite|permite|es posible|disponible)
		agora (você pode|é possível|suporta|permite)
		ora (puoi|è possibile|supporta|disponibile)
	`)},
	{says: "works again as it should", typ: Fix, level: Minor, words: newPhrases(`
		(fixed|fixes|fix|resolved|corrected|bug|bugs)
		^^(_ ){1,8}(was|were|wasn't|weren't|did not|didn't|could not|couldn't) (_ )?(sent|shown|lost|missing|counted|saved|loaded|displayed|imported|exported|synced|delivered|deleted|ignored|cut off|wrong|broken|duplicated|repeated|hidden|stuck|blank|empty|applied|rounded|possible|open|work|match|appear|load|update|close|respond|save|show)
		^^(the|they|it|some|a) ... (returned|ignored|skipped|dropped|showed|jumped|crashed|lost|used to ignore) _
	`), unless: newPhrases(`
		^^(_ ){0,8}(we|i|you|our|my|your|customers|users|teams|people|years|ago) _
	`)},
}

// canNow is a text that tells what can be done now.
var canNow = newPhrases(`
	(you can now|now you can|can now|is now|are now|now (supports|lets|shows|works|allows))
`)

// teaching is a text that says of itself that it teaches: then its title only sounds like a feature.
var teaching = typeRule{says: "the text is a guide", typ: Other, level: Minor, words: newPhrases(`
	in this (tutorial|guide|article|blog|series|how to|walkthrough)
	step by step
	(we'll|i'll|let's|we will) (walk|show|explore|dive)
	(learn|shows you|show you) how to
`)}

// gathering is a text that invites people: then what is announced is no product.
var gathering = typeRule{says: "the text invites people", typ: Other, level: Minor, words: newPhrases(`
	join us (in|at|for|on)
	(register|sign up|rsvp) (for the|to attend|here|now)
	(save|reserve) your (seat|spot)
	(call for (speakers|papers|proposals)|our speakers|early bird|keynote*)
`)}

// strongLabels name kinds of text that no title can overrule.
var strongLabels = []typeRule{
	{says: "the page calls it that", typ: Other, level: Minor, words: newPhrases(`
		^^(case stud*|customer stor*|success stor*|user stor*|customer spotlight|webinar|webinars|podcast|podcasts|press release|press releases|tutorial|tutorials|how to|career|careers|life at _)$
		^^(kundengeschichte|kundengeschichten|referenzen|erfolgsgeschichte*|fallstudie*|témoignages?|cas clients?|casos de éxito|導入事例)$
	`)},
}

// plainLabels are believed where a title has no sign of its own. They are tags of cards, headings above lists of changes
// and folders of an address.
var plainLabels = []typeRule{
	{says: "the page calls it that", typ: Security, level: Notable, words: newPhrases(`
		^^(security|security fixes|security updates|security advisories|vulnerabilities|sicherheit|sécurité|seguridad)$
	`)},
	{says: "the page calls it that", typ: Launch, level: Major, words: newPhrases(`
		^^(launch|launches|product launch|new product|new products|major feature)$
	`)},
	{says: "the page calls it that", typ: Launch, level: Notable, words: newPhrases(`
		^^(new|new feature|new features|feature|features|added|additions|release|highlights|beta)$
		^^(neu|neue funktion|neue funktionen|neuerung|neuerungen|neuheit|neuheiten|was ist neu|hinzugefügt|nouveau|nouveauté|nouveautés|nouvelle fonctionnalité|nouvelles fonctionnalités|nouveautes|ajouts?|ajoutés?|ajoutes?)$
		^^(nuevo|novedades|nuevas funciones|añadido|novo|novidades|adicionado|novità|aggiunto|nieuw|nowości|nowe funkcje|dodano|новое|добавлено)$
		^^(新機能|機能追加|追加|新增|新增功能|新功能|新特性|새로운 기능|신규|추가)$
	`)},
	{says: "the page calls it that", typ: Deprecation, level: Notable, words: newPhrases(`
		^^(deprecated|deprecation|deprecations|removed|removals|breaking|breaking change|breaking changes|sunset|retired|entfernt|supprimés?|supprimes?|obsolète|eliminado|廃止)$
	`)},
	{says: "the page calls it that", typ: PricingMove, level: Notable, words: newPhrases(`
		^^(pricing|plans|billing)$
	`)},
	{says: "the page calls it that", typ: Improvement, level: Notable, words: newPhrases(`
		^^(improved|improvement|improvements|enhancement|enhancements|enhanced|changed|changes|update|updates|updated|product update|product updates|performance|optimization)$
		^^(verbessert|verbesserung|verbesserungen|optimierung|optimierungen|geändert|änderung|änderungen|améliorés?|améliorations?|ameliorations?|modifications?|modifiés?|modifies?|mejoras|mejorado|cambios|melhorias|alterações)$
		^^(miglioramenti|modifiche|verbeteringen|wijzigingen|ulepszenia|zmiany|улучшения|изменения|改善|機能改善|変更|变更|优化|改进|功能优化|개선|변경)$
	`)},
	{says: "the page calls it that", typ: Fix, level: Minor, words: newPhrases(`
		^^(fix|fixes|fixed|bugfix|bugfixes|bug fix|bug fixes|bug|bugs|resolved|hotfix|revert|reverts|reverted)$
		^^(gefixt|correctifs?|bogues?|corriges?|corrección|arreglos?|correção|correzione|behoben|korrektur|korrekturen|fehlerbehebung|fehlerbehebungen|fehlerkorrekturen|corrections?|corrections? de bugs|corrigés?|correcciones|corregido|correções|corrigido)$
		^^(correzioni|correzioni di bug|opgelost|poprawki|naprawiono|исправления|исправлено|修正|不具合修正|バグ修正|修复|问题修复|修復|수정|버그 수정)$
	`)},
	{says: "the page calls it that", typ: Other, level: Minor, words: newPhrases(`
		^^(customer|customers|event|events|company|company news|culture|press|in the media|in the news|in the press|media coverage|press coverage|awards|partner|partners|partnership|partnerships|guide|guides|resource|resources|opinion|insight|insights|inspiration|community|ebook|ebooks|interview|interviews|tip|tips|best practices|thought leadership|education|trends|engineering|unternehmen|entreprise|empresa)$
	`)},
}

// noticeLabels say that there is news, and leave open of what: of the product only where title or text say so.
var noticeLabels = []typeRule{
	{says: "the page calls it that", typ: Other, level: Minor, words: newPhrases(`
		^^(announcement|announcements|notice|notices|info|information|coming soon|mitteilung|mitteilungen|ankündigung|ankündigungen|hinweis|hinweise)$
		^^(annonce|annonces|avis|aviso|avisos|anuncio|anuncios|anúncio|anúncios|comunicado|comunicados|avviso|avvisi|mededeling|お知らせ|公告|通知|공지)$
	`)},
}

// withoutCommonNotice drops from the labels of a list what says only that there is news, where all of it is called that.
func withoutCommonNotice(entries []Entry) {
	notice := func(label string) bool {
		_, ok := firstOf(noticeLabels, plainWords(label), "")
		return ok
	}
	for _, e := range entries {
		if !slices.ContainsFunc(e.Labels, notice) {
			return
		}
	}
	for i := range entries {
		entries[i].Labels = slices.DeleteFunc(entries[i].Labels, notice)
	}
}

// judgeText asks the text of an entry whose title and labels say nothing. What is mended, or is now better, decides where
// the text begins with it; further down it is one thing of several.
func judgeText(lines []string, text string) (verdict, bool) {
	if len(lines) > 1 {
		if v, ok := firstOf(bodyRules, plainWords(start(lines[0], judgedTitle)), "the text has"); ok {
			return v, true
		}
	}
	v, ok := firstOf(bodyRules, text, "the text has")
	return v, ok && (len(lines) < 2 || v.typ != Fix && v.typ != Improvement)
}

// labelled asks the words that label an entry what it is. Of several things that were shipped the weightiest counts; where
// others call it no news of the product, they do not agree.
func labelled(labels []string, rules []typeRule) (verdict, bool) {
	var best verdict
	for _, label := range labels {
		v, ok := firstOf(rules, plainWords(label), "its label is")
		if !ok {
			continue
		}
		if best.typ != "" && (best.typ == Other) != (v.typ == Other) {
			return verdict{}, false
		}
		if best.typ == "" || weights[v.typ] > weights[best.typ] {
			best = v
		}
	}
	return best, best.typ != ""
}

// isLabel tells a short text that is nothing but the name of a kind of news.
func isLabel(text string) bool {
	if len(text) > 40 {
		return false
	}
	words := plainWords(text)
	_, strong := firstOf(strongLabels, words, "")
	_, plain := firstOf(plainLabels, words, "")
	_, notice := firstOf(noticeLabels, words, "")
	return strong || plain || notice
}

// addressLabels are the folders of an address: an entry below /case-studies/ is labelled by that. A folder that is called
// as changes are ("updates", "releases") holds all of them, and says nothing. Nor do those, a kind of text aside, that the
// entry has in common with its page: below /resources/changelog all have "resources".
func addressLabels(address string, home int) (out []string) {
	u, err := url.Parse(address)
	if err != nil {
		return nil
	}
	folders := strings.Split(strings.Trim(u.Path, "/"), "/")
	for i, folder := range folders[:len(folders)-1] {
		v, ok := labelled([]string{folder}, plainLabels)
		_, notice := labelled([]string{folder}, noticeLabels)
		if i >= home && !notice && !(ok && (v.typ == Launch || v.typ == Improvement || v.typ == Fix)) || isStrong(folder) {
			out = append(out, folder)
		}
	}
	return out
}

// isStrong tells the name of a kind of text that no title can overrule.
func isStrong(folder string) bool {
	_, ok := labelled([]string{folder}, strongLabels)
	return ok
}

// foldersShared counts the folders with which an address begins as that of the page does.
func (t *tree) foldersShared(address string) (n int) {
	u, err := url.Parse(address)
	if err != nil || t.base == nil || u.Host != t.base.Host {
		return 0
	}
	folders, page := strings.Split(strings.Trim(u.Path, "/"), "/"), strings.Split(strings.Trim(t.base.Path, "/"), "/")
	for n < len(folders) && n < len(page) && folders[n] == page[n] {
		n++
	}
	return n
}

// weights orders types by what a reader of a release would want to hear first.
var weights = map[EntryType]int{Launch: 6, Security: 5, Deprecation: 4, PricingMove: 3, Improvement: 2, Fix: 1}

// nothingSaid is why a release without items is what it is.
const nothingSaid = "only a version or a date, and no word of what it brings"

// judgeItems judges a release by what it consists of: its headings and each of its items. The weightiest decides.
func judgeItems(lines, labels []string) verdict {
	best := verdict{typ: Improvement, level: Minor, why: nothingSaid}
	found := false
	consider := func(v verdict, ok bool) {
		if ok && (!found || weights[v.typ] > weights[best.typ] || v.typ == best.typ && v.level.Rank() > best.level.Rank()) {
			best, found = v, true
		}
	}
	for _, label := range labels {
		if said := plainWords(label); said != "release" { // a release is what it is
			consider(firstOf(plainLabels, said, "under"))
		}
	}
	byLabels := found
	for i, line := range severalInOne(lines) {
		if i == judgedItems || strings.TrimSpace(line) == "" {
			continue
		}
		line = start(line, judgedTitle)
		v, ok := judgeItem(plainWords(line), byLabels)
		if first := firstSentence(line); ok && v.typ == Fix && !byLabels && len(first)+1 < len(line) {
			if more, has := firstOf(titleRules, plainWords(first), "an item has"); has && more.typ != Other && weights[more.typ] > weights[Fix] {
				v = capped(more, plainWords(first)) // it goes on to tell what was mended, too
			}
		}
		consider(v, ok)
	}
	if best.level == Major || best.typ == Launch {
		best.level = Notable // a release number is nothing that people look for by name
	}
	return best
}

// severalInOne parts the lines that tell several changes: "Vertical tabs; fixes for forms". A beetle in front of one says
// that it was mended, and the number of a commit nothing.
func severalInOne(lines []string) (out []string) {
	for _, line := range lines[:min(len(lines), judgedItems)] {
		if at := commit.FindStringIndex(line); at != nil && strings.ContainsAny(line[:at[1]], "0123456789") {
			line = line[at[1]:]
		}
		parts := strings.FieldsFunc(start(line, judgedTitle), func(r rune) bool { return r == ';' || r == '；' })
		for _, part := range parts {
			if first, size := utf8.DecodeRuneInString(part); strings.ContainsRune("🐛🐞🪲", first) && first != utf8.RuneError {
				part = "fix: " + part[size:]
			}
			out = append(out, part)
		}
	}
	return out
}

// commit is the number of a commit that a line begins with.
var commit = regexp.MustCompile(`^[0-9a-f]{7,40}:? +`)

// judgeItem judges one line of a release. Under headings that say what a line is, only a label of its own counts.
func judgeItem(words string, underLabel bool) (verdict, bool) {
	if label, rest, ok := strings.Cut(words, " : "); ok {
		if v, ok := firstOf(plainLabels, label, "an item is"); ok {
			return capped(itemOf(v, rest), rest), true
		}
	}
	if underLabel || remarks.has(words) || strings.HasSuffix(words, "?") || onlyVersion.MatchString(words) {
		return verdict{}, false
	}
	if none := nothingNew.find(words); none != "" {
		words = strings.Join(strings.Fields(strings.Replace(words, none, "", 1)), " ")
	}
	v, ok := firstOf(titleRules, words, "an item has")
	if !ok || v.typ == Other || v.typ == Fix && beyondFixes.has(words) && !usualFixes.has(words) {
		v = verdict{typ: Improvement, level: Notable, why: "an item tells a change: " + quoted(cut(words, 60))}
		ok = words != "" && !oneWord.MatchString(words) && !names.MatchString(words)
	}
	return capped(v, words), ok
}

// oneWord is a line that is a name more often than a change: of an author, of a part of the product.
var oneWord = regexp.MustCompile(`^[\p{Latin}\d]+$`)

// names is a line of people: "mia and theo", "theo, mia and 3 other contributors".
var names = regexp.MustCompile(`^\p{L}+(?: \p{L}+)? and (?:\p{L}+|\d+ other contributors)$`)

// beyondFixes are words of a line that tells more than what was mended: "multi-select, new filters, 14 bug fixes".
var beyondFixes = newPhrases(`
	(new|improved|improvements|added|adds|faster|redesigned|support for)
`)

// usualFixes is what releases say that mend things nobody names.
var usualFixes = newPhrases(`
	^^(minor |small |various |some |general )?(bug fixes|bugfixes|fixes) and (performance |stability |minor |small |general |other |usability )?improvements$
`)

// remarks are lines of a release that tell no change.
var remarks = newPhrases(`
	^^(if (you|your|things|something|anything)|please|note|notes|important|see|read|check|visit|download|thanks|thank you|special thanks)
	^^no (code|functional|source) changes
	^^(for (more|details|further)|full (notes|changelog|release notes)|you can (start|find|read|download|get|update|still)|to (update|upgrade|install))
	^^(what's|what is|what) (new|changed|next)$
	^^(view|browse|compare) (the |all )?(commits|changes|diff)
	^^(full changelog|assets|source code|choose a tag|new contributors)
	^^(this is the )?(latest|next|current|stable) (version|release)
	(first contribution|people reacted|# reacted)
	(massive|big|many|special) thanks
	(to be (added|announced|confirmed)|coming soon|stay tuned)
	wire compatible$
`)

var nothingNew = newPhrases(`
	no (new|other) (features|functionality|changes)
`)

// itemOf looks behind the label of an item: what is called an improvement may be a removal.
func itemOf(v verdict, rest string) verdict {
	if v.typ != Improvement {
		return v
	}
	if inner, ok := firstOf(titleRules, rest, "an item has"); ok && inner.typ == Deprecation {
		return inner
	}
	return v
}
