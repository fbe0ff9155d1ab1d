package watch

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/gapwatch/gapwatch/store"
)

// Preferences are what people choose for themselves.
type Preferences struct {
	Name    string
	Zone    string // IANA time zone; empty is UTC
	Theme   string // one of Themes; empty: as the system says
	KeysOff bool   // the keyboard does nothing of its own
}

// Themes are the looks that people may choose.
func Themes() []string { return []string{"light", "dark"} }

// nameLimit bounds how a person is called, in bytes.
const nameLimit = 200

// KeepPreferences keeps what a person chose, or fails with Flaws.
func KeepPreferences(ctx context.Context, st *store.Store, userID int64, p Preferences) error {
	u := store.User{ID: userID, Name: strings.TrimSpace(p.Name), Zone: strings.TrimSpace(p.Zone), Theme: p.Theme, KeysOff: p.KeysOff}
	var wrong Flaws
	if len(u.Name) > nameLimit {
		wrong = append(wrong, flaw("name", "The name is too long.")...)
	}
	if _, err := time.LoadLocation(u.Zone); err != nil || u.Zone == "Local" {
		wrong = append(wrong, flaw("zone", "There is no time zone called "+u.Zone+"; write one like Europe/Berlin.")...)
	}
	if u.Theme != "" && !slices.Contains(Themes(), u.Theme) {
		wrong = append(wrong, flaw("theme", "There is no such look: choose light, dark or none.")...)
	}
	if len(wrong) > 0 {
		return wrong
	}
	return st.SetPreferences(ctx, u)
}
