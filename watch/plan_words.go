package watch

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/gapwatch/gapwatch/alert"
	"github.com/gapwatch/gapwatch/config"
	"github.com/gapwatch/gapwatch/crawler"
	"github.com/gapwatch/gapwatch/extract"
	"github.com/gapwatch/gapwatch/store"
)

// words are what a file can say of a row, one fact each. Two rows with the same words are the same.
type words []string

func wordsOf(facts ...string) words {
	return slices.DeleteFunc(facts, func(s string) bool { return s == "" })
}

// without leaves out the facts that others hold too.
func (w words) without(others words) words {
	return slices.DeleteFunc(slices.Clone(w), func(s string) bool { return slices.Contains(others, s) })
}

func (w words) String() string { return strings.Join(w, "; ") }

func labelled(label, value string) string {
	if value == "" {
		return ""
	}
	return label + " " + value
}

func areaWords(a store.Area) words { return wordsOf(a.Name, labelled("team", a.Team)) }

func featureWords(f store.Feature) words {
	return wordsOf(f.Name, "ours "+string(f.OwnState), labelled("note", f.OwnNote), labelled("group", f.GroupName),
		labelled("also", strings.Join(f.Aliases, ", ")), labelled("means", f.Definition),
		"place "+strconv.Itoa(f.Position+1))
}

func competitorWords(k store.Competitor) words { return wordsOf(k.Name, k.Homepage) }

func sourceName(competitor string, s store.Source) string {
	return competitor + " " + string(s.Kind) + " " + crawler.Mask(s.URL)
}

func sourceWords(s store.Source) words {
	every := ""
	if s.EverySeconds > 0 {
		every = config.Duration(time.Duration(s.EverySeconds) * time.Second).String()
	}
	jitter := ""
	if s.Jitter > 0 {
		jitter = config.Percent(s.Jitter).String()
	}
	return wordsOf(labelled("every", every), labelled("in", s.Window), labelled("zone", s.Zone), labelled("jitter", jitter),
		labelled("rendered by", s.Render))
}

func ruleWords(rules []extract.Rule) words {
	out := make(words, 0, len(rules))
	for _, r := range rules {
		out = append(out, r.String())
	}
	return out
}

func subscriptionWords(s store.Subscription) words {
	flag := func(on bool, word string) string {
		if on {
			return word
		}
		return ""
	}
	return wordsOf(s.Channel+" "+s.Cadence, flag(s.Audience.Operates(), "audience "+string(s.Audience)), labelled("for", s.Person), labelled("zone", s.Zone),
		labelled("to", alert.MaskTarget(s.Channel, s.Target)), labelled("at", s.SendAt), labelled("on", s.Weekday),
		labelled("quiet", s.Quiet), flag(s.Report, "with the weekly report"), flag(s.SeesMoney, "may be told of money"),
		labelled("competitors", strings.Join(s.Competitors, ", ")), labelled("areas", strings.Join(s.Areas, ", ")),
		labelled("features", strings.Join(s.Features, ", ")),
		labelled("kinds", strings.Join(s.Kinds, ", ")), labelled("words", strings.Join(s.Words, ", ")),
		labelled("from level", string(s.MinLevel)), flag(s.MyAccounts, "my accounts"), mark(s.Target+s.Secret))
}

// mark stands for a text that is not to be shown: another text has another mark.
func mark(secret string) string {
	sum := sha256.Sum256([]byte(secret))
	return "address " + hex.EncodeToString(sum[:3])
}
