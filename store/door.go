package store

import (
	"database/sql/driver"
	"reflect"
	"strings"
	"time"
)

// clean prepares values on their way into either database, so that both keep the same: text without NUL, which
// PostgreSQL refuses, and valid UTF-8; times in UTC and to the microsecond, which is all PostgreSQL keeps.
func clean(args []any) []any {
	for i, arg := range args {
		switch v := arg.(type) {
		case string:
			args[i] = cleanText(v)
		case *string:
			if v != nil {
				args[i] = cleanText(*v)
			}
		case time.Time:
			args[i] = cleanTime(v)
		case *time.Time:
			if v != nil {
				args[i] = cleanTime(*v)
			}
		case nil, bool, int, int64, float64, []byte, driver.Valuer:
		default: // our own text types: State, Outcome and the like
			if r := reflect.ValueOf(v); r.Kind() == reflect.String {
				args[i] = cleanText(r.String())
			}
		}
	}
	return args
}

// cleanText drops NUL and repairs text that is not UTF-8.
func cleanText(s string) string {
	if strings.IndexByte(s, 0) >= 0 {
		s = strings.ReplaceAll(s, "\x00", "")
	}
	return strings.ToValidUTF8(s, "\uFFFD")
}

func cleanTime(t time.Time) time.Time { return t.UTC().Truncate(time.Microsecond) }

func utcNow() time.Time { return cleanTime(time.Now()) }
