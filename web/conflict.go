package web

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"

	"github.com/gapwatch/gapwatch/alert"
	"github.com/gapwatch/gapwatch/store"
	"github.com/gapwatch/gapwatch/watch"
)

// mark names a thing as a page shows it: two things that say the same have the same mark. Forms carry it back as "seen".
func mark(thing any) (string, error) {
	switch t := thing.(type) {
	case store.Subscription:
		t.NextSendAt, t.NextReportAt, t.ToldUntil = nil, nil, nil // what the machine keeps of it
		t.MutedUntil = nil                                        // which another form changes
		thing = t
	case store.User:
		thing = watch.Rights{Role: t.Role, Money: t.SeesMoney, Off: t.DisabledAt != nil}
	case store.Change:
		thing = string(t.Status) + " " + t.DismissReason
	}
	text, err := json.Marshal(thing)
	if err != nil {
		return "", fmt.Errorf("mark what a form shows: %w", err)
	}
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:8]), nil
}

// seen fails with watch.ErrChanged where a form was not made of a thing as it is now: somebody else has changed it since.
func seen(r *http.Request, now any) error {
	standing, err := mark(now)
	if err == nil && r.PostFormValue("seen") != standing {
		err = watch.ErrChanged
	}
	return err
}

// difference is one thing that somebody else has put otherwise than a form puts it.
type difference struct{ What, Theirs, Yours string }

// differences are those between a subscription as it stands and as a form puts it.
func differences(theirs, yours store.Subscription) []difference {
	var out []difference
	compare := func(what string, of func(store.Subscription) string) {
		if t, y := of(theirs), of(yours); t != y {
			out = append(out, difference{what, t, y})
		}
	}
	compare("Where", func(s store.Subscription) string { return s.Channel + " " + alert.MaskTarget(s.Channel, s.Target) })
	compare("When", func(s store.Subscription) string {
		return strings.Join(strings.Fields(strings.Join([]string{s.Cadence, s.Weekday, s.SendAt, s.Zone}, " ")), " ")
	})
	compare("Quiet hours", func(s store.Subscription) string { return orNone(s.Quiet) })
	compare("Competitors", func(s store.Subscription) string { return listOr(s.Competitors, "all") })
	compare("Areas", func(s store.Subscription) string { return listOr(s.Areas, "all") })
	compare("Features", func(s store.Subscription) string { return listOr(s.Features, "all") })
	compare("Kinds of page", func(s store.Subscription) string { return listOr(s.Kinds, "all") })
	compare("The least that is told", func(s store.Subscription) string {
		return listOr([]string{string(s.MinLevel)}, "everything")
	})
	compare("Words", func(s store.Subscription) string { return listOr(s.Words, "any") })
	compare("Only my accounts", func(s store.Subscription) string { return yesOrNo(s.MyAccounts) })
	compare("The weekly report", func(s store.Subscription) string { return yesOrNo(s.Report) })
	compare("For", func(s store.Subscription) string { return listOr([]string{s.Person}, "the team") })
	return out
}

func orNone(s string) string { return listOr([]string{s}, "none") }

// listOr is a list in words, or what stands for an empty one.
func listOr(list []string, empty string) string {
	if text := strings.Join(list, ", "); text != "" {
		return text
	}
	return empty
}

func yesOrNo(b bool) string {
	if b {
		return "yes"
	}
	return "no"
}
