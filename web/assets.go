package web

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io/fs"
	"net/http"

	"github.com/gapwatch/gapwatch/store"
)

// assets are the style sheet and the script of all pages: the files under static/css and static/js in the order of their
// names, each joined into one and named by its content, so that a browser keeps it for ever.
type assets struct {
	Style, Script string // addresses
	byPath        map[string]asset
}

type asset struct {
	contentType string
	body        []byte
}

func readAssets() (assets, error) {
	a := assets{byPath: map[string]asset{}}
	style, err := joinFiles("static/css/*.css")
	if err != nil {
		return a, err
	}
	shapes, err := readGlyphs()
	if err != nil {
		return a, err
	}
	style = append(style, shapes...)
	script, err := joinFiles("static/htmx.min.js", "static/js/*.js")
	if err != nil {
		return a, err
	}
	a.Style = a.add("app", ".css", "text/css; charset=utf-8", style)
	a.Script = a.add("app", ".js", "text/javascript; charset=utf-8", script)
	return a, nil
}

func readGlyphs() ([]byte, error) {
	icons, err := files.ReadFile("templates/icons.html")
	if err != nil {
		return nil, err
	}
	tokens, err := files.ReadFile("static/css/00-tokens.css")
	if err != nil {
		return nil, err
	}
	return glyphs(icons, tokens)
}

func (a *assets) add(name, ext, contentType string, body []byte) string {
	sum := sha256.Sum256(body)
	path := "/static/" + name + "." + hex.EncodeToString(sum[:6]) + ext
	a.byPath[path] = asset{contentType, body}
	return path
}

func joinFiles(patterns ...string) ([]byte, error) {
	var out bytes.Buffer
	for _, pattern := range patterns {
		names, err := fs.Glob(files, pattern) // sorted by name
		if err != nil || len(names) == 0 {
			return nil, fmt.Errorf("no files like %s: %w", pattern, err)
		}
		for _, name := range names {
			body, err := files.ReadFile(name)
			if err != nil {
				return nil, err
			}
			out.Write(body)
			out.WriteByte('\n')
		}
	}
	return out.Bytes(), nil
}

// favicon is the picture that browsers ask for where a page names none, as plain text cannot.
func (s *Server) favicon(w http.ResponseWriter, r *http.Request) error {
	w.Header().Set("Cache-Control", "public, max-age=86400")
	http.ServeFileFS(w, r, files, "static/icon.svg")
	return nil
}

// static serves the joined files, and what else lies in the folder by its own name.
func (s *Server) static(w http.ResponseWriter, r *http.Request) error {
	if a, ok := s.assets.byPath[r.URL.Path]; ok {
		w.Header().Set("Content-Type", a.contentType)
		w.Header().Set("Cache-Control", "public, max-age=31536000, immutable")
		_, err := w.Write(a.body)
		return err
	}
	name := r.URL.Path[1:]
	if info, err := fs.Stat(files, name); err != nil || info.IsDir() { // a folder is not listed
		return fmt.Errorf("%s: %w", name, store.ErrNotFound)
	}
	w.Header().Set("Cache-Control", "public, max-age=3600")
	http.ServeFileFS(w, r, files, name)
	return nil
}
