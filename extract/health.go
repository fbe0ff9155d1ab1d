package extract

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"

	regexp "github.com/gapwatch/gapwatch/extract/pattern"
)

// HealthState is what the capture gate takes a body for.
type HealthState string

// States of a body.
const (
	OK       HealthState = "ok"
	Blocked  HealthState = "blocked"   // a bot check or a refusal stands in the place of the page
	Consent  HealthState = "consent"   // a consent wall does
	Empty    HealthState = "empty"     // nothing to read
	NotFound HealthState = "not_found" // an error page that came with status 200
	Broken   HealthState = "error"     // maintenance, an error, or no page at all
	JSShell  HealthState = "js_shell"  // a shell that only a script would fill
)

// Verdict is the capture gate's answer. Reason says in plain words what came instead and what the operator can do.
type Verdict struct {
	State  HealthState
	Reason string
}

// Health judges a body by its content alone, before anything is compared: never a good word for an error page, hardly
// ever an error of a good one.
func Health(p Page) Verdict {
	body := bytes.TrimSpace(p.Body)
	if len(body) == 0 {
		return Verdict{Empty, saysNothing}
	}
	if p.Kind == Feed || p.Kind == Sitemap {
		return dataHealth(p, body)
	}
	if looksBinary(body) {
		return Verdict{Broken, saysBinary}
	}
	if isFeed(string(body[:min(len(body), 600)])) {
		return Verdict{State: OK}
	}
	if body[0] == '{' {
		return jsonHealth(body)
	}
	return p.skim(body).judge()
}

// maxData is how long an error is that comes as data, in bytes.
const maxData = 8 << 10

// missingData is what an interface answers where it knows no such thing.
var missingData = regexp.MustCompile(`"(status|statuscode|code)":\s*"?404\b|"not[ _]?found`)

// jsonHealth judges data that came in the place of a page: an interface's error is told by its keys.
func jsonHealth(body []byte) Verdict {
	var fields map[string]json.RawMessage
	if len(body) > maxData || json.Unmarshal(body, &fields) != nil {
		return Verdict{State: OK}
	}
	if len(fields) <= 8 && missingData.Match(bytes.ToLower(body)) {
		return Verdict{NotFound, saysNotFound}
	}
	for _, key := range []string{"error", "errors", "exception", "fault", "detail", "message", "statusCode"} {
		if _, ok := fields[key]; ok {
			return Verdict{Broken, saysData}
		}
	}
	if refusedData(fields) {
		return Verdict{Broken, saysData}
	}
	return Verdict{State: OK}
}

// refusedData tells an answer that holds nothing but single values and says of itself that it is none: its status is that of an
// error, it had no success, or it has no data but the number of something else.
func refusedData(fields map[string]json.RawMessage) bool {
	failed := string(fields["data"]) == "null" && len(fields["code"]) > 0 && string(fields["code"]) != "0"
	for key, value := range fields {
		if value[0] == '{' || value[0] == '[' {
			return false
		}
		switch strings.ToLower(key) {
		case "status", "code":
			status, err := strconv.Atoi(strings.Trim(string(value), `"`))
			failed = failed || err == nil && status >= 400 && status < 600
		case "success", "ok":
			failed = failed || string(value) == "false"
		}
	}
	return failed
}

// dataHealth judges what should be a feed or a sitemap: anything but a web page is left to its reader.
func dataHealth(p Page, body []byte) Verdict {
	head := strings.ToLower(string(body[:min(len(body), 1000)]))
	if !strings.HasPrefix(head, "<!doctype html") && !strings.HasPrefix(head, "<html") {
		return Verdict{State: OK}
	}
	v := p.skim(body).judge()
	if v.State == OK {
		v = Verdict{Broken, fmt.Sprintf("a web page came where a %s was expected; 'gapwatch discover' finds its address", p.Kind)}
	}
	return v
}

// Collapsed tells whether a page has lost nearly everything that an earlier capture showed: a sign that something else
// stands in its place. reason is for people.
func Collapsed(old, new Document) (reason string, yes bool) {
	switch {
	case len(old.Plans) >= 2 && len(new.Plans) == 0:
		return fmt.Sprintf("the page showed %d plans before and shows none now; it may be half loaded or rebuilt", len(old.Plans)), true
	case len(old.Entries) >= 3 && len(new.Entries) == 0:
		return fmt.Sprintf("the page listed %d entries before and lists none now; it may be half loaded or rebuilt", len(old.Entries)), true
	case TextCollapsed(TextSize(old), TextSize(new)):
		return "nearly all of the page's text is gone; it may be half loaded", true
	case replaced(old, new):
		return "nothing of what the page showed is left, and a short text stands there instead; it may be an error, or another page", true
	}
	return "", false
}

// replaced tells whether a short text without plans or entries stands where a longer one stood of which not a sentence is left.
func replaced(old, new Document) bool {
	if len(new.Plans)+len(new.Entries) > 0 || TextSize(new) >= aMessage || TextSize(old) <= 2*TextSize(new) {
		return false
	}
	said := map[string]bool{}
	for _, b := range old.Blocks {
		said[b.Text] = true
	}
	return len(old.Blocks) >= aList && !slices.ContainsFunc(new.Blocks, func(b Block) bool { return !b.Frame && said[b.Text] })
}

// TextCollapsed tells whether a page that said so many bytes and says so many now has lost nearly all of them.
func TextCollapsed(was, is int) bool { return was > 2000 && is*8 < was }

// TextSize is how many bytes of text a document has outside of frames.
func TextSize(d Document) int {
	n := 0
	for _, b := range d.Blocks {
		if !b.Frame {
			n += len(b.Text)
		}
	}
	return n
}
