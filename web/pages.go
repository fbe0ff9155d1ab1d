package web

import (
	"fmt"
	"html/template"
	"io"
	"sync"
	"time"
)

// pages are the templates, once for each zone in which somebody reads: the words for dates and times belong to a zone.
type pages struct {
	server *Server
	blank  *template.Template // never executed, so that it can be cloned
	mu     sync.Mutex
	byZone map[string]*template.Template
}

// zonesKept bounds how many zones are kept; people of one company live in few.
const zonesKept = 64

func (s *Server) newPages() (*pages, error) {
	blank, err := template.New("").Funcs(s.words(time.UTC)).ParseFS(files, "templates/*.html")
	if err != nil {
		return nil, fmt.Errorf("read templates: %w", err)
	}
	return &pages{server: s, blank: blank, byZone: map[string]*template.Template{}}, nil
}

// in returns the templates that speak the times of a zone.
func (p *pages) in(zone *time.Location) (*template.Template, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if t, ok := p.byZone[zone.String()]; ok {
		return t, nil
	}
	t, err := p.blank.Clone()
	if err != nil {
		return nil, fmt.Errorf("templates of %s: %w", zone, err)
	}
	if len(p.byZone) >= zonesKept {
		clear(p.byZone)
	}
	p.byZone[zone.String()] = t.Funcs(p.server.words(zone))
	return t, nil
}

// write executes a template in the zone of the page's reader.
func (p *pages) write(w io.Writer, name string, body page) error {
	t, err := p.in(body.Now.Location())
	if err != nil {
		return err
	}
	if err := t.ExecuteTemplate(w, name, body); err != nil {
		return fmt.Errorf("render %s: %w", name, err)
	}
	return nil
}
