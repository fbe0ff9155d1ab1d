package extract

import (
	"slices"

	regexp "github.com/gapwatch/gapwatch/extract/pattern"
)

// category tells the headings of the parts that releases have, in the languages that changelogs are mostly written in: they
// are no titles.
var category = partNames{regexp.MustCompile(`(?i)^[^\p{L}]*(added|changed|fixed|removed|deprecated|security|new|new features?|features?|` +
	`improve(d|ments?)|enhancements?|bug ?fix(es)?|fixes|breaking( changes)?|other( changes)?|what['’]s (new|changed)|highlights|notes?|` +
	`performance|general|misc(ellaneous)?|contributors|assets|known issues|documentation|internal|changes|updates?|(\d+ )?comments?|` +
	`table of contents|on this page|share|related.*|tags?|categories|` +
	`neu|neues|neuheit(en)?|neuerung(en)?|neue funktionen|was ist neu|verbessert|verbesserung(en)?|optimierung(en)?|behoben|fehlerbehebung(en)?|` +
	`fehlerkorrekturen|korrektur(en)?|bugfixe|geändert|änderung(en)?|entfernt|hinzugefügt|sicherheit|sonstiges|allgemein(es)?|bekannte (fehler|probleme)|` +
	`nouveaut[ée]s?|nouveau|nouvelles fonctionnalit[ée]s|quoi de neuf|am[ée]liorations?|am[ée]lior[ée]s?|corrections?( de bugs| d['’]erreurs)?|` +
	`corrig[ée]s?|ajouts?|ajout[ée]s?|modifications?|modifi[ée]s?|supprim[ée]s?|s[ée]curit[ée]|divers|` +
	`novedades|nuevo|nuevas funciones|mejoras|mejorado|correcciones|corregido|añadido|cambios|eliminado|seguridad|` +
	`novidades|novo|novas funcionalidades|melhorias|correções|corrigido|adicionado|alterações|removido|segurança|` +
	`novità|nuove funzion(i|alità)|miglioramenti|correzioni( di bug)?|aggiunto|modifiche|rimosso|sicurezza|` +
	`nieuw|nieuwe functies|verbeteringen|opgelost|wijzigingen|nowości|nowe funkcje|ulepszenia|poprawki|naprawiono|dodano|zmiany|` +
	`новое|нового|что нового|улучшения|исправления|исправлено|добавлено|изменения|` +
	`新機能|新機能追加|機能追加|追加|改善|機能改善|修正|不具合修正|バグ修正|変更|変更点|その他|` +
	`新增|新增功能|新功能|新特性|优化|优化改进|功能优化|改进|修复|问题修复|修正|变更|其他|優化|修復|改進|變更|` +
	`새로운 기능|신규|추가|개선|개선 사항|수정|버그 수정|변경|변경 사항|기타)[^\p{L}]*$`)}

// partNames tells the names of parts. One with a number, "Update 22", is that of a release.
type partNames struct{ pattern *regexp.Regexp }

func (n partNames) MatchString(s string) bool {
	return n.pattern.MatchString(s) && !releaseNumber.MatchString(s)
}

// knownIssues are the headings above what a release did not mend.
var knownIssues = regexp.MustCompile(`(?i)^\P{L}*(?:(?:known|open) (?:issues?|bugs|problems|limitations)|bekannte (?:fehler|probleme|einschränkungen)|` +
	`problèmes connus|(?:problemas|errores) conocidos|problemas conhecidos|problemi noti|既知の(?:問題|不具合)|已知(?:问题|問題))\P{L}*$`)

// withoutKnownIssues leaves out of the text of an entry what stands below such headings: it ships nothing.
func withoutKnownIssues(below []piece) []piece {
	known := func(p piece) bool { return p.heading > 0 && knownIssues.MatchString(p.text) }
	if !slices.ContainsFunc(below, known) {
		return below
	}
	var kept []piece
	rank := 0 // of the heading below which nothing counts
	for _, p := range below {
		if p.heading > 0 && (rank == 0 || p.heading <= rank) {
			rank = 0
			if known(p) {
				rank = p.heading
			}
		}
		if rank == 0 {
			kept = append(kept, p)
		}
	}
	return kept
}

// partsFrom is where the parts of a card begin whose headings, several of them, all name a kind of news, or areas: none of
// them is its title, and nothing below them. It is the end of any other card.
func (c *titleChooser) partsFrom(card dayCard) int {
	n, first, kinds := 0, card.hi, true
	for j := card.lo; j < card.hi; j++ {
		p := c.pieces[j]
		if p.heading == 0 {
			continue
		}
		if c.areas && j > card.mark && p.heading == c.rank {
			return j
		}
		if kinds = kinds && category.MatchString(p.text) && !namesVersion(p.text); kinds {
			n++
			first = min(first, j)
		}
	}
	if n < 2 || !kinds || card.mark > first {
		return card.hi
	}
	return first
}

// namesAreas tells a page whose cards have several headings of one rank, the first of which other cards have, too: "Web",
// "Phones". What is new is told by area there, and has no title.
func (c *titleChooser) namesAreas() bool {
	times := map[string]int{}
	for _, card := range c.cards {
		seen := map[string]bool{}
		for _, p := range c.pieces[card.mark:card.hi] {
			if p.heading == c.rank && !seen[p.text] {
				seen[p.text] = true
				times[p.text]++
			}
		}
	}
	parted, again := 0, 0
	for _, card := range c.cards {
		n, first := 0, ""
		for _, p := range c.pieces[card.mark:card.hi] {
			if c.rank > 0 && p.heading == c.rank && !category.MatchString(p.text) {
				if n++; n == 1 {
					first = p.text
				}
			}
		}
		if n > 1 {
			parted++
			if times[first] > 1 {
				again++
			}
		}
	}
	return again > 1 && 2*again >= parted
}
