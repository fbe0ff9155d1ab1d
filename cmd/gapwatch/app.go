package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"golang.org/x/term"

	"github.com/gapwatch/gapwatch/watch"
)

// Exit codes.
const (
	exitDone   = 0
	exitFailed = 1
	exitMisuse = 2
)

// app is what every command shares: its streams and the settings of the global flags.
type app struct {
	env      []string
	in       io.Reader
	out, err io.Writer
	now      func() time.Time  // the clock; the demo shows its sites' dates
	point    func(watch.Point) // told how far the work is; nil, except in tests

	configPath string
	dataDir    string
	json       bool
}

// misuse marks an error that is about how the command was called.
type misuse struct{ error }

func (m misuse) Unwrap() error { return m.error }

func misusef(format string, args ...any) error { return misuse{fmt.Errorf(format, args...)} }

// exitCode says what went wrong, once, and turns it into the program's answer.
func (a *app) exitCode(err error) int {
	if err == nil {
		return exitDone
	}
	fmt.Fprintln(a.err, "gapwatch:", err)
	var m misuse
	if errors.As(err, &m) || strings.HasPrefix(err.Error(), "unknown command") {
		fmt.Fprintln(a.err, "Try 'gapwatch --help'.")
		return exitMisuse
	}
	return exitFailed
}

// getenv looks a variable up in the environment that run was given.
func (a *app) getenv(key string) string {
	for i := len(a.env) - 1; i >= 0; i-- {
		if v, ok := strings.CutPrefix(a.env[i], key+"="); ok {
			return v
		}
	}
	return ""
}

// printJSON writes one value as one line.
func (a *app) printJSON(v any) error {
	enc := json.NewEncoder(a.out)
	enc.SetEscapeHTML(false)
	return enc.Encode(v)
}

// terminal tells whether a person looks at w.
func terminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	return ok && term.IsTerminal(int(f.Fd()))
}

// colour tells whether w may be coloured: a terminal, and NO_COLOR (no-color.org) unset.
func (a *app) colour(w io.Writer) bool { return terminal(w) && a.getenv("NO_COLOR") == "" }
