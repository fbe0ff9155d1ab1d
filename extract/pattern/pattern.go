// Package pattern is the standard library's regular expressions, faster where the answer is usually no. Readers ask
// thousands of short texts of a page whether they hold one of hundreds of words; the standard library walks every
// alternative for every letter. Here a machine that is built as it goes (see machine.go) says first whether there is a
// match at all, and only where there is one is the standard library asked where.
//
// It has the names of package regexp, so that a file changes over by its import alone. Start at MustCompile.
package pattern

import (
	"regexp"
	"sync"
)

// Regexp is a regular expression of the syntax of package regexp. It may be used by many goroutines at once.
type Regexp struct {
	fast func() *machine
	std  func() *regexp.Regexp
}

// MustCompile prepares a pattern that is part of the program. It is compiled when it is first asked, so that a program
// starts quickly, and panics then if it is wrong: every pattern needs a test that asks it.
func MustCompile(text string) *Regexp {
	return &Regexp{
		fast: sync.OnceValue(func() *machine { return newMachine(text) }),
		std:  sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(text) }),
	}
}

// MatchString tells whether the text holds a match.
func (r *Regexp) MatchString(s string) bool { return r.fast().matches(s) }

// Match tells whether the text holds a match.
func (r *Regexp) Match(b []byte) bool { return r.MatchString(string(b)) }

// FindString is the first match, or empty.
func (r *Regexp) FindString(s string) string {
	if !r.MatchString(s) {
		return ""
	}
	return r.std().FindString(s)
}

// FindStringIndex is where the first match begins and ends, or nil.
func (r *Regexp) FindStringIndex(s string) []int {
	if !r.MatchString(s) {
		return nil
	}
	return r.std().FindStringIndex(s)
}

// FindStringSubmatch is the first match and its groups, or nil.
func (r *Regexp) FindStringSubmatch(s string) []string {
	if !r.MatchString(s) {
		return nil
	}
	return r.std().FindStringSubmatch(s)
}

// FindStringSubmatchIndex is where the first match and its groups begin and end, or nil.
func (r *Regexp) FindStringSubmatchIndex(s string) []int {
	if !r.MatchString(s) {
		return nil
	}
	return r.std().FindStringSubmatchIndex(s)
}

// FindAllString lists up to n matches (all where n is negative), or nil.
func (r *Regexp) FindAllString(s string, n int) []string {
	if !r.MatchString(s) {
		return nil
	}
	return r.std().FindAllString(s, n)
}

// FindAllStringIndex lists where up to n matches (all where n is negative) begin and end, or nil.
func (r *Regexp) FindAllStringIndex(s string, n int) [][]int {
	if !r.MatchString(s) {
		return nil
	}
	return r.std().FindAllStringIndex(s, n)
}

// FindAllStringSubmatch lists up to n matches (all where n is negative) with their groups, or nil.
func (r *Regexp) FindAllStringSubmatch(s string, n int) [][]string {
	if !r.MatchString(s) {
		return nil
	}
	return r.std().FindAllStringSubmatch(s, n)
}

// FindAllStringSubmatchIndex lists where up to n matches (all where n is negative) and their groups are, or nil.
func (r *Regexp) FindAllStringSubmatchIndex(s string, n int) [][]int {
	if !r.MatchString(s) {
		return nil
	}
	return r.std().FindAllStringSubmatchIndex(s, n)
}

// ReplaceAllString writes repl for every match; $1 stands for a group.
func (r *Regexp) ReplaceAllString(s, repl string) string {
	if !r.MatchString(s) {
		return s
	}
	return r.std().ReplaceAllString(s, repl)
}

// ReplaceAllStringFunc writes what repl makes of every match.
func (r *Regexp) ReplaceAllStringFunc(s string, repl func(string) string) string {
	if !r.MatchString(s) {
		return s
	}
	return r.std().ReplaceAllStringFunc(s, repl)
}

// Split cuts the text at every match, into n parts at most (all where n is negative).
func (r *Regexp) Split(s string, n int) []string { return r.std().Split(s, n) }
