package draft

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"unicode"
)

// Bounds of a draft, in characters.
const (
	textMost   = 400
	quoteLeast = 8
	quoteMost  = 500
)

// Draft is what a model drafted and the quote that it leans on.
type Draft struct {
	Text    string // of a summary
	Feature string // key of the feature that a phrase means
	Quote   string // verbatim, as the page has it
}

// Refusal is why an answer is no draft.
type Refusal string

// Error implements error.
func (r Refusal) Error() string { return string(r) }

// Find looks for a quote on the stored page and returns it as it stands there.
type Find func(quote string) (verbatim string, found bool)

// answer is what models are asked to write.
type answer struct {
	Summary string `json:"summary"`
	Feature string `json:"feature"`
	Quote   string `json:"quote"`
}

// read takes the JSON out of an answer: models like to write a word before it, or a fence around it.
func read(text string) (answer, error) {
	var a answer
	from, to := strings.IndexByte(text, '{'), strings.LastIndexByte(text, '}')
	if from < 0 || to < from || json.Unmarshal([]byte(text[from:to+1]), &a) != nil {
		return a, Refusal("the answer is not the JSON that was asked for")
	}
	a.Summary, a.Feature, a.Quote = clean(a.Summary), strings.TrimSpace(a.Feature), clean(a.Quote)
	return a, nil
}

// clean makes one line of a text, without what is not to be seen.
func clean(text string) string {
	visible := strings.Map(func(r rune) rune {
		if unicode.Is(unicode.C, r) && !unicode.IsSpace(r) {
			return -1
		}
		return r
	}, text)
	return strings.Join(strings.Fields(visible), " ")
}

// verbatim is a quote as the page has it.
func verbatim(quote string, find Find) (string, error) {
	switch n := len([]rune(quote)); {
	case n < quoteLeast:
		return "", Refusal("no quote was given that could prove it")
	case n > quoteMost:
		return "", Refusal("the quote is too long to be one")
	}
	stands, ok := find(quote)
	if !ok {
		return "", Refusal("the quote does not stand on the stored page")
	}
	return stands, nil
}

// judge refuses a summary that says more than what it leans on: figures that do not stand there, addresses, advice.
func judge(text string, leansOn ...string) error {
	switch low := strings.ToLower(text); {
	case text == "":
		return Refusal("there is nothing to sum up, the model says")
	case len([]rune(text)) > textMost:
		return Refusal("the summary is too long")
	case strings.Contains(low, "://"), strings.Contains(low, "www."), strings.ContainsAny(text, "<>"):
		return Refusal("the summary holds an address or markup")
	case strings.Contains(low, "you should"), strings.Contains(low, "we should"), strings.Contains(low, "recommend"):
		return Refusal("the summary gives advice")
	}
	known := figures(strings.Join(leansOn, " "))
	for _, n := range figures(text) {
		if !slices.Contains(known, n) {
			return Refusal(fmt.Sprintf("the summary says %q, which its quote does not", n))
		}
	}
	return nil
}

// figures are the numbers of a text, with the points and commas within them.
func figures(text string) []string {
	fields := strings.FieldsFunc(text, func(r rune) bool { return !unicode.IsDigit(r) && r != '.' && r != ',' })
	var out []string
	for _, f := range fields {
		if f = strings.Trim(f, ".,"); f != "" {
			out = append(out, f)
		}
	}
	return out
}
