package config

import (
	"encoding"
	"fmt"
	"reflect"
	"strconv"
	"strings"
)

// setText fills a single value from its text and says what is wrong with it.
func setText(v reflect.Value, f field, text string) string {
	if t, ok := v.Addr().Interface().(encoding.TextUnmarshaler); ok {
		if err := t.UnmarshalText([]byte(text)); err != nil {
			return fmt.Sprintf("%s, not %q", err, clip(text))
		}
		return outside(v, f)
	}
	switch v.Kind() {
	case reflect.Int:
		n, err := strconv.Atoi(text)
		if err != nil {
			return fmt.Sprintf("write a number such as 5, not %q", clip(text))
		}
		v.SetInt(int64(n))
		return outside(v, f)
	case reflect.Bool:
		if text != "true" && text != "false" {
			return fmt.Sprintf("write true or false, not %q", clip(text))
		}
		v.SetBool(text == "true")
	default:
		v.SetString(text)
		return wrongWord(v, f, text)
	}
	return ""
}

// wrongWord checks a text that must be one of a few words, or a key.
func wrongWord(v reflect.Value, f field, text string) string {
	if f.key && !isKey(text) {
		return fmt.Sprintf("a key is made of letters, digits, dots, dashes and underscores, not %q", clip(text))
	}
	w, ok := v.Interface().(words)
	if !ok {
		return ""
	}
	what, allowed := w.words()
	for _, word := range allowed {
		if word == text {
			return ""
		}
	}
	return unknown(what, clip(text), allowed)
}

// outside says that a number is not within its field's bounds.
func outside(v reflect.Value, f field) string {
	bound := func(text string) (reflect.Value, bool) {
		b := reflect.New(v.Type()).Elem()
		return b, text != "" && setText(b, field{}, text) == ""
	}
	if low, ok := bound(f.min); ok && v.Int() < low.Int() {
		return "write at least " + f.min
	}
	if high, ok := bound(f.max); ok && v.Int() > high.Int() {
		return "write at most " + f.max
	}
	return ""
}

// isKey tells a text that can be a key: it stands in addresses and commands, and a slash joins area and feature.
func isKey(s string) bool {
	if s == "" || len(s) > 100 || strings.HasPrefix(s, "-") {
		return false
	}
	return !strings.ContainsFunc(s, func(r rune) bool {
		letter := r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9'
		return !letter && r != '.' && r != '-' && r != '_'
	})
}
