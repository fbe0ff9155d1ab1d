package diff

import "github.com/gapwatch/gapwatch/extract"

// Quiet tells which rule of the source, if any, says not to alert on a change between two documents.
func Quiet(c Change, rules extract.Rules, old, new extract.Document) (extract.Rule, bool) {
	return rules.QuietAbout(c.Quote, []string{c.Subject, c.Before, c.After, c.Quote}, new, old)
}
