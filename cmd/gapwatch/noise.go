package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// Real pages differ on every request although nothing has happened. The demo's pages carry marks that are filled in as
// their servers would:
//
//	{{nonce}}               a new random-looking word for each request; the same word within one
//	{{token}}               the same, long, as forms carry against forgery
//	{{build}}               the hash in the names of scripts and styles: one for each date
//	{{counter 4000}}        a number that grows with each request
//	{{pick a|b|c}}          the next of several texts with each request
//	{{shuffle a|b|c}}       all of them, in another order with each request
//	{{ago 2026-11-01}}      "9 days ago", as seen from the date that the site shows
//	{{today}}               that date in words
//
// Nothing is left to chance: the demo is the same on every run.
var mark = regexp.MustCompile(`\{\{(nonce|token|build|counter|pick|shuffle|ago|today)(?: ([^{}]*))?\}\}`)

// noiseFacts is what a page's noise depends on.
type noiseFacts struct {
	today string
	times int    // how often the page was served before
	seed  string // of the page
}

// fillNoise fills in the marks and reports whether the page differs from request to request.
func fillNoise(body []byte, facts noiseFacts) (filled []byte, varies bool) {
	if !bytes.Contains(body, []byte("{{")) {
		return body, false
	}
	filled = mark.ReplaceAllFunc(body, func(m []byte) []byte {
		parts := mark.FindSubmatch(m)
		varies = varies || string(parts[1]) != "build"
		return []byte(facts.fill(string(parts[1]), string(parts[2])))
	})
	return filled, varies
}

func (f noiseFacts) fill(word, rest string) string {
	switch word {
	case "nonce":
		return f.random(strconv.Itoa(f.times))[:16]
	case "token":
		return f.random("token" + strconv.Itoa(f.times))
	case "build":
		return f.random(f.today)[:8]
	case "counter":
		from, _ := strconv.Atoi(rest) // a mark without a number counts from nothing
		return strconv.Itoa(from + 17*f.times)
	case "pick":
		choices := strings.Split(rest, "|")
		return strings.TrimSpace(choices[f.times%len(choices)])
	case "shuffle":
		return f.shuffle(strings.Split(rest, "|"))
	case "ago":
		return f.ago(rest)
	case "today":
		return f.day().Format("Monday, 2 January 2006")
	}
	return ""
}

func (f noiseFacts) random(salt string) string {
	sum := sha256.Sum256([]byte(f.seed + salt))
	return hex.EncodeToString(sum[:])
}

// shuffle turns the list by one place with each request.
func (f noiseFacts) shuffle(parts []string) string {
	k := f.times % len(parts)
	return strings.Join(append(parts[k:len(parts):len(parts)], parts[:k]...), "")
}

func (f noiseFacts) day() time.Time {
	day, _ := time.Parse(time.DateOnly, f.today[:min(len(f.today), len(time.DateOnly))])
	return day
}

func (f noiseFacts) ago(date string) string {
	then, err := time.Parse(time.DateOnly, date)
	if err != nil {
		return date
	}
	switch days := int(f.day().Sub(then).Hours() / 24); {
	case days <= 0:
		return "today"
	case days == 1:
		return "yesterday"
	case days < 14:
		return fmt.Sprintf("%d days ago", days)
	case days < 60:
		return fmt.Sprintf("%d weeks ago", days/7)
	default:
		return fmt.Sprintf("%d months ago", days/30)
	}
}
