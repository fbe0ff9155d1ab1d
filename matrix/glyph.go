package matrix

import "github.com/gapwatch/gapwatch/store"

// Glyph is the shape of a state, so that no state is told by its colour or its word alone.
func Glyph(s store.State) string {
	switch s {
	case store.Yes:
		return "●"
	case store.Partial:
		return "◐"
	case store.Beta:
		return "◈"
	case store.Planned:
		return "▤"
	case store.No:
		return "✕"
	case store.NotApplicable:
		return "–"
	}
	return "?"
}
