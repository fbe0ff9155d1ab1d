package extract_test

import (
	"fmt"
	"slices"
	"strings"

	"github.com/gapwatch/gapwatch/extract"
	"github.com/gapwatch/gapwatch/extract/dates"
)

type wantedEntry struct {
	Title    string              `json:"title"`    // may be empty where the heading is only a date
	Also     []string            `json:"also"`     // titles that are as right
	Optional bool                `json:"optional"` // right where it is read, no miss where it is not
	Date     string              `json:"date"`     // 2026-11-02, 2026-11, 2026 or nothing, as exactly as the page says it
	URL      string              `json:"url"`      // judged where it is given, as are those below
	Items    []string            `json:"items"`
	Type     []extract.EntryType `json:"type"` // the best answer first
	Level    extract.Level       `json:"level"`
}

func judgeEntries(got []extract.Entry, want []wantedEntry) (misses []string) {
	got = slices.Clone(got)
	for _, w := range want {
		i := slices.IndexFunc(got, func(e extract.Entry) bool { return w.names(e) && dateOf(e) == w.Date })
		if i < 0 {
			i = slices.IndexFunc(got, w.names)
		}
		switch {
		case i < 0 && w.Optional:
			continue
		case i < 0:
			misses = append(misses, fmt.Sprintf("entry %q %s missed", w.Title, w.Date))
			continue
		}
		misses = append(misses, w.judge(got[i])...)
		got = slices.Delete(got, i, i+1)
	}
	for _, e := range got {
		misses = append(misses, fmt.Sprintf("false entry %q %s", e.Title, dateOf(e)))
	}
	return misses
}

// names tells whether an entry is the one that is meant: nearly all words of the title in common.
func (w wantedEntry) names(e extract.Entry) bool {
	if w.Title == "" {
		return dateOf(e) == w.Date
	}
	return slices.ContainsFunc(append(w.Also, w.Title), func(title string) bool { return sameTitle(title, e.Title) })
}

func sameTitle(want, got string) bool {
	a, b := words(want), words(got)
	common := 0
	for _, word := range a {
		if slices.Contains(b, word) {
			common++
		}
	}
	return slices.Equal(a, b) || 10*common >= 8*max(len(a), len(b))
}

func dateOf(e extract.Entry) string {
	switch {
	case e.Date.IsZero():
		return ""
	case e.Precision == dates.Month:
		return e.Date.Format("2006-01")
	case e.Precision == dates.Year:
		return e.Date.Format("2006")
	}
	return e.Date.Format("2006-01-02")
}

func (w wantedEntry) judge(e extract.Entry) (misses []string) {
	miss := func(what string, want, got any) {
		if fmt.Sprint(want) != "" && want != got {
			misses = append(misses, fmt.Sprintf("entry %q: %s is %v, read as %v", w.Title, what, want, got))
		}
	}
	extract.ListingOf(nil).Classify(&e)
	if got := dateOf(e); got != w.Date {
		misses = append(misses, fmt.Sprintf("entry %q: date is %q, read as %q", w.Title, w.Date, got))
	}
	miss("address", w.URL, e.URL)
	if len(w.Type) > 0 && !slices.Contains(w.Type, e.Type) {
		miss("type", w.Type[0], e.Type)
	}
	miss("level", w.Level, e.Level)
	for _, item := range w.Items {
		has := func(got string) bool {
			return strings.Contains(strings.Join(words(got), " "), strings.Join(words(item), " "))
		}
		if !slices.ContainsFunc(e.Items, has) {
			misses = append(misses, fmt.Sprintf("entry %q: item %q missed", w.Title, item))
		}
	}
	return misses
}
