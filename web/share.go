package web

import (
	"cmp"
	"encoding/json"
	"fmt"
	"html/template"
	"net/http"
	"net/url"
	"strings"

	"github.com/gapwatch/gapwatch/watch"
)

// manifest lets a phone install the pages, and offer them where something is shared.
func (s *Server) manifest(w http.ResponseWriter, r *http.Request) error {
	w.Header().Set("Content-Type", "application/manifest+json")
	w.Header().Set("Cache-Control", "public, max-age=3600")
	http.ServeFileFS(w, r, files, "static/manifest.webmanifest")
	return nil
}

// shared is what somebody shares with the form: a text and the page that it stands on. Phones put the address at the end of the
// text, or give nothing but a title.
func shared(q url.Values) (text, link string) {
	text, link = strings.TrimSpace(q.Get("text")), watch.WebAddress(q.Get("url"))
	if link == "" {
		words := strings.Fields(text)
		if n := len(words); n > 0 {
			link = watch.WebAddress(words[n-1])
		}
		if link != "" {
			text = strings.TrimSpace(strings.TrimSuffix(text, words[len(words)-1]))
		}
	}
	return cmp.Or(text, strings.TrimSpace(q.Get("title"))), link
}

// selectedMost is how many characters of a selection are taken along.
const selectedMost = 2000

// bookmarklet is a bookmark that opens the form over any page, with its address and what is selected there. It is dragged
// into the bookmarks: on our own pages no such address runs.
func (s *Server) bookmarklet(r *http.Request) template.URL {
	base := "http://" + r.Host
	if s.settings.HTTPS() {
		base = strings.TrimSuffix(s.settings.URL, "/")
	}
	form, err := json.Marshal(base + "/annotate?url=")
	if err != nil {
		return ""
	}
	return template.URL(fmt.Sprintf(`javascript:void open(%s+encodeURIComponent(location.href)+"&text="+encodeURIComponent(String(getSelection()).slice(0,%d)))`,
		url.PathEscape(string(form)), selectedMost))
}
