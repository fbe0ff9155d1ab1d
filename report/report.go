// Package report writes the weekly gap report: what could not be seen, what shipped, which prices moved, how the
// matrix moved, which gaps cost customers. It says what is known and where it comes from, and never what to build.
//
// A Report is a value: Gather makes it from the store, Markdown, HTML and JSON only show it. Published, it is frozen.
//
// Start at Gather.
package report

import (
	"encoding/json"
	"fmt"
	"io"
	"time"

	"github.com/gapwatch/gapwatch/diff"
	"github.com/gapwatch/gapwatch/extract"
	"github.com/gapwatch/gapwatch/matrix"
	"github.com/gapwatch/gapwatch/store"
)

// Report is one week of one area, or of the whole company.
type Report struct {
	Week     string    `json:"week"`
	From     time.Time `json:"from"`
	Until    time.Time `json:"until"`
	AreaKey  string    `json:"area,omitempty"`
	AreaName string    `json:"area_name,omitempty"`

	Coverage    Coverage     `json:"coverage"`
	Shipped     []Shipped    `json:"shipped"`
	Prices      []ChangeLine `json:"prices"`
	Other       []ChangeLine `json:"other_changes"`
	Moves       []Move       `json:"matrix_moves"`
	Gaps        []Gap        `json:"gaps"`
	Annotations []Annotation `json:"annotations"`
	Queues      Queues       `json:"queues"`
}

// Coverage says what was looked at, and what could not be.
type Coverage struct {
	Sources int      `json:"sources"`
	Seen    int      `json:"seen"` // looked at with success in this week
	Unseen  []Unseen `json:"unseen"`
}

// Missed is how many sources could not be seen.
func (c Coverage) Missed() int { return c.Sources - c.Seen }

// Unseen is a source that could not be seen.
type Unseen struct {
	Competitor string     `json:"competitor"`
	Kind       string     `json:"kind"`
	URL        string     `json:"url"`
	Class      string     `json:"class"`
	Reason     string     `json:"reason"`
	Since      *time.Time `json:"since"` // last time it was seen; null for never
	Path       string     `json:"path,omitempty"`
}

// Shipped is what one competitor published in the week, or that it published nothing.
type Shipped struct {
	Competitor string      `json:"competitor"`
	Seen       bool        `json:"seen"` // at least one changelog or feed could be looked at
	Watched    bool        `json:"watched"`
	Entries    []EntryLine `json:"entries"`
}

// EntryLine is one entry.
type EntryLine struct {
	Title string     `json:"title"`
	Date  *time.Time `json:"date"`
	Type  string     `json:"type"`
	Level string     `json:"level"`
	URL   string     `json:"url"`
	Also  []string   `json:"also_at,omitempty"` // where else the same news stands
	Path  string     `json:"path,omitempty"`    // of the stored page where it was first seen
}

// ChangeLine is one change in words, with its proof.
type ChangeLine struct {
	Competitor string          `json:"competitor"`
	Sentence   string          `json:"sentence"`
	Kind       diff.ChangeKind `json:"kind"`
	Subject    string          `json:"subject"`
	Before     string          `json:"before"`
	After      string          `json:"after"`
	Quote      string          `json:"quote"`
	Level      extract.Level   `json:"level"`
	URL        string          `json:"url"`
	SeenAt     time.Time       `json:"seen_at"`
	Path       string          `json:"path,omitempty"` // of its proof in the pages
}

// Move is a cell that says something else than at the beginning of the week.
type Move struct {
	Area       string         `json:"area"`
	Feature    string         `json:"feature"`
	Competitor string         `json:"competitor"`
	Before     store.State    `json:"before"`
	PlanBefore string         `json:"plan_before,omitempty"`
	After      store.State    `json:"after"`
	PlanFrom   string         `json:"plan_from,omitempty"`
	Standing   store.Standing `json:"standing"`
	Why        string         `json:"why"`
	Ahead      bool           `json:"ahead_of_us"`
	At         time.Time      `json:"at"`
	Path       string         `json:"path,omitempty"`
}

// Gap is a gap that costs customers, with its arithmetic.
type Gap struct {
	Area        string     `json:"area"`
	Feature     string     `json:"feature"`
	Status      string     `json:"status,omitempty"`
	Ahead       []string   `json:"ahead"`
	AheadPaths  []string   `json:"ahead_paths,omitempty"` // of the cells of those ahead
	Accounts    int        `json:"accounts"`
	AtRisk      int        `json:"at_risk"` // accounts annotated as at risk
	ARR         matrix.ARR `json:"arr,omitzero"`
	Hidden      bool       `json:"arr_hidden,omitempty"` // its ARR is left out, because the reader may not see it
	NextKeyDate *time.Time `json:"next_key_date"`
	Path        string     `json:"path,omitempty"`
}

// Annotation is what somebody wrote in the week.
type Annotation struct {
	Kind    string    `json:"kind"`
	Account string    `json:"account,omitempty"`
	Feature string    `json:"feature,omitempty"`
	What    string    `json:"what"`
	Author  string    `json:"author,omitempty"`
	At      time.Time `json:"at"`
	Path    string    `json:"path,omitempty"`

	AccountKey  string `json:"account_key,omitempty"`
	FeaturePath string `json:"feature_path,omitempty"`
}

// Queues are the decisions that wait for a person.
type Queues struct {
	Contested int `json:"contested"`
	Stale     int `json:"stale"`
	Unmatched int `json:"unmatched"`
	Inbox     int `json:"inbox"`
}

// Title is what the report is called.
func (r Report) Title() string {
	var w Week
	_, _ = fmt.Sscanf(r.Week, "%4d-W%2d", &w.Year, &w.Number)
	title := fmt.Sprintf("Gap report, week %d of %d", w.Number, w.Year)
	if r.AreaName != "" {
		title += ": " + r.AreaName
	}
	return title
}

// Slug is the report's permanent name.
func (r Report) Slug() string {
	if r.AreaKey == "" {
		return r.Week
	}
	return r.Week + "/" + r.AreaKey
}

// JSON writes the report as one JSON value.
func JSON(w io.Writer, r Report) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(r)
}
