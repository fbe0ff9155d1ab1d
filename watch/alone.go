package watch

import "fmt"

// Names under which those who change a thing are alone with it: see store.Alone.

// TheSubscription is the name of a subscription, by its key.
func TheSubscription(key string) string { return "subscription " + key }

// TheRights is the name of what all people may do: one of them is to stay an admin.
func TheRights() string { return "rights" }

// TheSource is the name of a source, with its rules.
func TheSource(id int64) string { return fmt.Sprintf("source %d", id) }

// TheChange is the name of a change.
func TheChange(id int64) string { return fmt.Sprintf("change %d", id) }

// TheCell is the name of a cell.
func TheCell(featureID, competitorID int64) string {
	return fmt.Sprintf("cell %d x %d", featureID, competitorID)
}

// TheGap is the name of the gap of a feature.
func TheGap(featureID int64) string { return fmt.Sprintf("gap of feature %d", featureID) }
