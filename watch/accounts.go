package watch

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"
	"time"

	"golang.org/x/text/currency"

	"github.com/gapwatch/gapwatch/extract/dates"
	"github.com/gapwatch/gapwatch/extract/money"
	"github.com/gapwatch/gapwatch/store"
)

// AccountList says how a list of accounts is to be read.
type AccountList struct {
	Name     string            // of the file, for messages
	Currency string            // ISO code of amounts that name none
	Columns  map[string]string // our field -> its column's name; fields left out are found by the names lists usually use
}

// AccountFields are what a list can tell of an account, and the names under which lists keep it.
func AccountFields() []AccountField {
	return []AccountField{
		{"name", []string{"name", "account", "customer", "company", "account name"}},
		{"key", []string{"key", "id", "account id", "account_id"}},
		{"arr", []string{"arr", "annual recurring revenue", "revenue", "annual revenue"}},
		{"currency", []string{"currency", "arr currency"}},
		{"owner", []string{"owner", "account owner", "csm", "account manager"}},
		{"renewal_date", []string{"renewal_date", "renewal date", "renewal", "renews"}},
	}
}

// AccountField is one thing a list can tell.
type AccountField struct {
	Field string
	Names []string
}

// listFlaws is how many wrong lines are told before reading ends.
const listFlaws = 20

// ReadAccounts reads a CSV list whole and returns its accounts and its column names; what a line does not tell is zero. Its
// error tells every line that is wrong; none of the accounts should be taken then.
func ReadAccounts(in io.Reader, list AccountList) ([]store.Account, []string, error) {
	r := listReader(in)
	head, err := r.Read()
	if err != nil {
		return nil, nil, fmt.Errorf("%s: it has no header line: %w", list.Name, err)
	}
	columns := list.columns(head)
	if err := list.missing(columns); err != nil {
		return nil, head, fmt.Errorf("%s:1: %w", list.Name, err)
	}
	if _, ok := columns["name"]; !ok {
		return nil, head, fmt.Errorf("%s:1: no column is called name (or account, customer, company); found %s",
			list.Name, strings.Join(head, ", "))
	}
	var out []store.Account
	var wrong []error
	for len(wrong) <= listFlaws {
		row, err := r.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err == nil {
			var acc store.Account
			if acc, err = readAccount(row, columns, list.Currency); err == nil {
				out = append(out, acc)
				continue
			}
			line, _ := r.FieldPos(0)
			err = fmt.Errorf("%s:%d: %w", list.Name, line, err)
		} else {
			err = unreadable(list.Name, err)
		}
		wrong = append(wrong, err)
	}
	return out, head, errors.Join(wrong...)
}

// unreadable tells of a line that is no line of a list at all: the reader may have no field of it to count from.
func unreadable(name string, err error) error {
	var parse *csv.ParseError
	if errors.As(err, &parse) {
		return fmt.Errorf("%s:%d: %w; a field with a quotation mark in it is written in quotation marks, and the mark twice", name, parse.StartLine, parse.Err)
	}
	return fmt.Errorf("%s: %w", name, err)
}

// listReader reads a list as spreadsheets write and copy it: with a byte order mark or without, with commas, semicolons or tabs
// between the columns.
func listReader(in io.Reader) *csv.Reader {
	text := bufio.NewReader(in)
	if mark, err := text.Peek(3); err == nil && string(mark) == "\ufeff" {
		_, _ = text.Discard(len(mark))
	}
	begin, _ := text.Peek(text.Size())
	head, _, _ := bytes.Cut(begin, []byte("\n"))
	r := csv.NewReader(text)
	r.Comma = separator(string(head))
	r.FieldsPerRecord, r.TrimLeadingSpace = -1, r.Comma != '\t' // an empty column is no space before the next
	return r
}

// separator is what stands most often between the columns of a header line; a comma where nothing does.
func separator(head string) rune {
	found, most := ',', 0
	for _, mark := range ",;\t" {
		n, quoted := 0, false
		for _, c := range head {
			switch {
			case c == '"':
				quoted = !quoted
			case c == mark && !quoted:
				n++
			}
		}
		if n > most {
			found, most = mark, n
		}
	}
	return found
}

// missing tells which chosen columns a list has not.
func (l AccountList) missing(columns map[string]int) error {
	var wrong []error
	for _, f := range AccountFields() {
		if _, ok := columns[f.Field]; !ok && l.Columns[f.Field] != "" {
			wrong = append(wrong, fmt.Errorf("no column is called %s, from which to read %s", l.Columns[f.Field], f.Field))
		}
	}
	return errors.Join(wrong...)
}

// Found names the column of each field that a list tells, by the names in its header line.
func (l AccountList) Found(head []string) map[string]string {
	out := map[string]string{}
	for field, i := range l.columns(head) {
		out[field] = head[i]
	}
	return out
}

// columns finds where each field stands.
func (l AccountList) columns(head []string) map[string]int {
	out := map[string]int{}
	for _, f := range AccountFields() {
		names := f.Names
		if chosen := l.Columns[f.Field]; chosen != "" {
			names = []string{strings.ToLower(strings.TrimSpace(chosen))}
		}
		for i, h := range head {
			if slices.Contains(names, strings.ToLower(strings.TrimSpace(h))) {
				out[f.Field] = i
			}
		}
	}
	return out
}

func readAccount(row []string, columns map[string]int, currencyCode string) (store.Account, error) {
	field := func(name string) string {
		if i, ok := columns[name]; ok && i < len(row) {
			return strings.TrimSpace(row[i])
		}
		return ""
	}
	acc := store.Account{
		Key: field("key"), Name: field("name"), Owner: field("owner"), Currency: strings.ToUpper(field("currency")),
	}
	if acc.Name == "" {
		return acc, errors.New("the name is empty")
	}
	if acc.Currency == "" {
		acc.Currency = strings.ToUpper(currencyCode)
	}
	if arr := field("arr"); arr != "" {
		minor, err := minorUnits(arr, acc.Currency)
		if err != nil {
			return acc, err
		}
		acc.ARRMinor, acc.ARRKnown = minor, true
	}
	if date := field("renewal_date"); date != "" {
		t, _, ok := dates.Parse(date, time.Time{})
		if !ok {
			return acc, fmt.Errorf("%q is not a date; write it like 2026-12-31", date)
		}
		acc.RenewalDate = &t
	}
	return acc, nil
}

// lone is a text with one number in it that is not below zero. On a page the first of several is an amount; in a list they are
// another notation, such as 1.25E+06, and what is read of it would be another amount.
var lone = regexp.MustCompile(`^[^\p{Nd}(−-]*\p{Nd}[\p{Nd}.,'’\s\pZ]*\P{Nd}*$`)

// minorUnits reads an amount into the smallest unit of its currency.
func minorUnits(text, code string) (int64, error) {
	unit, err := currency.ParseISO(code)
	if err != nil {
		return 0, fmt.Errorf("%q is not a currency; write its ISO code such as USD or EUR", code)
	}
	m, ok := money.Parse(text)
	if !ok || !lone.MatchString(text) {
		return 0, fmt.Errorf("%q is not an amount; write it like 84000 or 84,000.00", text)
	}
	if m.Currency != "" && m.Currency != code && strings.ContainsAny(text, "€£¥") {
		return 0, fmt.Errorf("the amount %q is not in %s, the currency of its line", text, code)
	}
	places, _ := currency.Standard.Rounding(unit)
	return m.Decimal().Shift(int32(places)).Round(0).IntPart(), nil
}
