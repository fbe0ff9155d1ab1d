package diff

// This file is the thinnest version of the room: whoever lands the room's own files deletes it.

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"

	"github.com/gapwatch/gapwatch/extract"
)

// Memory is what a source has shown before.
type Memory struct{}

// Remember returns the memory after another document.
func (m Memory) Remember(extract.Document) Memory { return m }

// Documents lists what changed in meaning between two documents of one source.
func Documents(old, new extract.Document, _ Memory) []Change {
	if new.Kind == extract.Pricing {
		return plans(old, new)
	}
	known := map[string]bool{}
	for _, e := range old.Entries {
		known[e.Key] = true
	}
	var changes []Change
	for i, e := range new.Entries {
		if !known[e.Key] {
			changes = append(changes, Change{Kind: EntryAdded, Subject: e.Title, After: e.Title, Quote: e.Title, Level: e.Level, Entry: &new.Entries[i]})
		}
	}
	return changes
}

func plans(old, new extract.Document) []Change {
	before := map[string]string{}
	for _, p := range old.Plans {
		before[p.Name] = words(p)
	}
	var changes []Change
	for _, p := range new.Plans {
		was, ok := before[p.Name]
		delete(before, p.Name)
		switch now := words(p); {
		case !ok:
			changes = append(changes, Change{Kind: PlanAdded, Subject: p.Name, After: now, Quote: p.Name, Level: extract.Major, SecondLook: true})
		case was != now:
			changes = append(changes, Change{Kind: PriceChanged, Subject: p.Name, Before: was, After: now, Quote: p.Prices[0].Quote, Level: extract.Major, SecondLook: true})
		}
	}
	for _, p := range old.Plans {
		if was, ok := before[p.Name]; ok {
			changes = append(changes, Change{Kind: PlanRemoved, Subject: p.Name, Before: was, Quote: p.Name, Level: extract.Major, SecondLook: true})
		}
	}
	return changes
}

func words(p extract.Plan) string {
	var w []string
	for _, price := range p.Prices {
		w = append(w, price.Money.String()+" per "+string(price.Period))
	}
	return strings.Join(w, ", ")
}

// Fingerprint is a change's identity relative to one base.
func Fingerprint(c Change) string {
	sum := sha256.Sum256([]byte(string(c.Kind) + "\x00" + c.Subject + "\x00" + c.Before + "\x00" + c.After))
	return hex.EncodeToString(sum[:16])
}

// Sentence is a change in one line.
func Sentence(c Change) string {
	switch {
	case c.Before == "":
		return c.Subject + " is new"
	case c.After == "":
		return c.Subject + " is gone"
	}
	return c.Subject + " " + c.Before + " -> " + c.After
}
