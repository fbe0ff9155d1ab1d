package extract

import regexp "github.com/gapwatch/gapwatch/extract/pattern"

// distinct drops repeated cards. The newest release may stand above the list of all, too: there the one of the list is kept,
// which stays as it is when the next comes.
func distinct(entries []Entry) []Entry {
	seen, releases := map[string]bool{}, map[string]int{}
	var out []Entry
	for _, e := range entries {
		if seen[e.Key] {
			continue
		}
		seen[e.Key] = true
		e.head, e.mark = 0, 0
		if release := bareRelease(e); release != "" {
			if k, ok := releases[release]; ok {
				out[k] = e
				continue
			}
			releases[release] = len(out)
		}
		out = append(out, e)
	}
	return out
}

// bareRelease is the version and the day of an entry that says nothing else but that it is one: "Version 2.4".
func bareRelease(e Entry) string {
	m := bareVersion.FindStringSubmatch(e.Title)
	if m == nil || e.Date.IsZero() {
		return ""
	}
	return m[1] + e.Date.Format(" 2006-01-02")
}

var bareVersion = regexp.MustCompile(`(?i)^(?:version|release|v)? ?(\d+(?:\.\d+)+[\w.+-]*)$`)
