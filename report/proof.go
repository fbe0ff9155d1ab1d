package report

import (
	"fmt"
	"net/url"
)

// ProofPath is where the pages show a stored page as it was, with a quote marked on it.
func ProofPath(snapshotID int64, quote string) string {
	return fmt.Sprintf("/snapshots/%d?quote=%s#quote", snapshotID, url.QueryEscape(quote))
}

// CellPath is the page of a cell, by the keys of its area, feature and competitor.
func CellPath(area, feature, competitor string) string {
	return "/matrix/" + area + "/" + feature + "/" + competitor
}

// AheadPath is the cell of one of those ahead, by its place among them; empty where an old report does not tell.
func (g Gap) AheadPath(i int) string {
	if i >= len(g.AheadPaths) {
		return ""
	}
	return g.AheadPaths[i]
}
