package store

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"unicode"

	"gorm.io/gorm"
)

// HitKind is what a search has found.
type HitKind string

// Kinds of hits, in the order of their numbers in the index.
const (
	HitChange     HitKind = "change"
	HitEntry      HitKind = "entry"
	HitEvidence   HitKind = "evidence"
	HitAnnotation HitKind = "annotation"
	HitFeature    HitKind = "feature"
)

// hitKinds are the kinds by their number in the index.
func hitKinds() []HitKind {
	return []HitKind{HitChange, HitEntry, HitEvidence, HitAnnotation, HitFeature}
}

// perRow is how many rows of the index one id has room for.
const perRow = 8

// Marks stand around the words that were searched for in a hit's snippet. No stored text holds them.
const (
	MarkFrom = "\x02"
	MarkTo   = "\x03"
)

// Hit is one thing that a search has found.
type Hit struct {
	Kind    HitKind
	ID      int64 // of the row
	Title   string
	Snippet string // a piece of its text, with MarkFrom and MarkTo around what was found
}

// Search finds what holds all the words of a text, the best first. The last word may be the beginning of one. Of a word that
// stands in very many places SQLite ranks the newest of each kind only: weighing one takes longer than finding ten.
func (s *Store) Search(ctx context.Context, text string, kinds []HitKind, limit int) ([]Hit, error) {
	words := searchWords(text)
	if len(words) == 0 {
		return nil, nil
	}
	statement, ask := searchSQLite(kinds), matchSQLite(words)
	if s.pg != nil {
		statement, ask = searchPostgres, matchPostgres(words)
	}
	var rows []struct {
		Rowid   int64
		Title   string
		Snippet string
	}
	err := s.q(ctx).Raw(statement, map[string]any{
		"ask": ask, "kinds": kindNumbers(kinds), "from": MarkFrom, "to": MarkTo, "limit": limit,
		"options": fmt.Sprintf("StartSel=%s, StopSel=%s, MaxWords=24, MinWords=12", MarkFrom, MarkTo),
	}).Scan(&rows).Error
	if err != nil {
		return nil, fmt.Errorf("search: %w", err)
	}
	hits := make([]Hit, 0, len(rows))
	for _, r := range rows {
		hits = append(hits, Hit{hitKinds()[r.Rowid%perRow], r.Rowid / perRow, r.Title, plainLists(r.Snippet)})
	}
	return hits, nil
}

// holding asks for the ids of what holds all the words of a text, of one kind. Where a text has no word nothing does.
func (s *Store) holding(ctx context.Context, kind HitKind, text string) *gorm.DB {
	q := s.q(ctx).Table("search").Select(fmt.Sprintf("rowid / %d", perRow)).Where("rowid % ? = ?", perRow, slices.Index(hitKinds(), kind))
	words := searchWords(text)
	switch {
	case len(words) == 0:
		return q.Where("false")
	case s.pg != nil:
		return q.Where("words @@ to_tsquery('english', ?)", matchPostgres(words))
	}
	return q.Where("search MATCH ?", matchSQLite(words))
}

// plainLists puts the lists of a text, which the index holds as the JSON that they are kept as, into plain words. A piece of
// a text may begin or end amid a list.
func plainLists(text string) string {
	return strings.TrimSpace(strings.NewReplacer(`","`, " · ", `["`, "", `"]`, "", "[]", "", `\"`, `"`).Replace(text))
}

// ranked is how many rows of each kind are ranked, the newest ones.
const ranked = 300

// searchSQLite finds the newest rows of each kind, which the index does in their order, and ranks those. The plus keeps it from
// asking the index again for each of them.
func searchSQLite(kinds []HitKind) string {
	var newest []string
	for _, n := range kindNumbers(kinds) {
		newest = append(newest, fmt.Sprintf("SELECT * FROM (SELECT rowid FROM search WHERE search MATCH @ask AND rowid %% %d = %d"+
			" ORDER BY rowid DESC LIMIT %d)", perRow, n, ranked))
	}
	return "SELECT rowid, title, snippet(search, -1, @from, @to, '…', 24) AS snippet FROM search WHERE search MATCH @ask AND +rowid IN (" +
		strings.Join(newest, " UNION ALL ") + ") ORDER BY bm25(search, 4.0, 1.0), rowid DESC LIMIT @limit"
}

const searchPostgres = `SELECT rowid, title, ts_headline('english', title || ' · ' || body, to_tsquery('english', @ask), @options) AS snippet
	FROM search WHERE words @@ to_tsquery('english', @ask) AND rowid % 8 IN @kinds
	ORDER BY ts_rank_cd(words, to_tsquery('english', @ask)) DESC, rowid DESC LIMIT @limit`

func kindNumbers(kinds []HitKind) []int {
	var out []int
	for n, kind := range hitKinds() {
		if len(kinds) == 0 || slices.Contains(kinds, kind) {
			out = append(out, n)
		}
	}
	return out
}

// searchWordsMost bounds how many words of a question count.
const searchWordsMost = 12

// searchWords are the words of a question: letters and digits only, so that no operator of either database is among
// them.
func searchWords(text string) []string {
	words := strings.FieldsFunc(cleanText(text), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	return words[:min(len(words), searchWordsMost)]
}

// matchSQLite quotes each word (FTS5 query syntax) and lets the last one be a beginning.
func matchSQLite(words []string) string { return `"` + strings.Join(words, `" "`) + `"*` }

// matchPostgres asks for all words, the last one as a beginning.
func matchPostgres(words []string) string { return strings.Join(words, " & ") + ":*" }
