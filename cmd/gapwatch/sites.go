package main

import (
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"
	"sync"
)

// savedSites is a folder of saved pages that can be served as sites which move on from date to date:
//
//	HOST/DATE/pricing.html            the page /pricing of a site, from that date on
//	HOST/DATE/index.html              its page /
//	HOST/DATE/feed.xml.gz             any page may be kept compressed
//	HOST/DATE/pricing.html.headers    how it is answered: status, delay, close and response headers, one a line
//
// A page stays until a later date has a newer one, so that a folder holds only what moved. A .headers file alone is a
// page without a body. Dates are names that sort by time (2026-11-06, 2026-11-06T07-30).
type savedSites struct {
	files fs.FS
	noise bool // fill in the marks of noise.go on every request
	days  int  // so much later than the pages are written are their dates told

	hosts []string
	dates []string

	mu     sync.Mutex
	at     int            // index of today in dates
	served map[string]int // how often each page was served
}

// openSites finds the hosts and dates of a folder. The sites begin at the first date.
func openSites(files fs.FS, noise bool) (*savedSites, error) {
	s := &savedSites{files: files, noise: noise, served: map[string]int{}}
	var err error
	if s.hosts, err = folders(files, "."); err != nil {
		return nil, fmt.Errorf("list saved sites: %w", err)
	}
	for _, host := range s.hosts {
		dates, err := folders(files, host)
		if err != nil {
			return nil, fmt.Errorf("list dates of %s: %w", host, err)
		}
		s.dates = append(s.dates, dates...)
	}
	slices.Sort(s.dates)
	s.dates = slices.Compact(s.dates)
	if len(s.dates) == 0 {
		return nil, errors.New("no saved pages: a folder of sites holds HOST/DATE/page files")
	}
	return s, nil
}

// folders returns the names of the folders in dir, sorted.
func folders(files fs.FS, dir string) ([]string, error) {
	entries, err := fs.ReadDir(files, dir)
	if err != nil {
		return nil, err
	}
	var names []string
	for _, e := range entries {
		if e.IsDir() {
			names = append(names, e.Name())
		}
	}
	return names, nil
}

// date returns the day that the sites show.
func (s *savedSites) date() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.dates[s.at]
}

// next moves every site on by one date and reports whether there was one.
func (s *savedSites) next() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.at+1 >= len(s.dates) {
		return false
	}
	s.at++
	return true
}

// move sets every site to a date.
func (s *savedSites) move(date string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	i := slices.Index(s.dates, date)
	if i < 0 {
		return fmt.Errorf("no page was saved on %q: the dates are %s", date, strings.Join(s.dates, ", "))
	}
	s.at = i
	return nil
}

// count says how often a page was served before this time.
func (s *savedSites) count(host, name string) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	n := s.served[host+name]
	s.served[host+name]++
	return n
}

// savedPage is a page as it stood on a date.
type savedPage struct {
	name    string // without .gz
	date    string // since when it stands
	body    []byte
	answer  answer
	hasBody bool
}

// page finds what a site shows at an address on the current date: the newest file at or before it.
func (s *savedSites) page(host, address string) (savedPage, error) {
	today := s.date()
	for i := len(s.dates) - 1; i >= 0; i-- {
		if s.dates[i] > today {
			continue
		}
		for _, name := range pageNames(address) {
			p, err := s.readPage(host, s.dates[i], name)
			if !errors.Is(err, fs.ErrNotExist) {
				return p, err
			}
		}
	}
	return savedPage{}, fmt.Errorf("%s%s on %s: %w", host, address, today, fs.ErrNotExist)
}

// pageNames lists the file names under which the page of an address may be saved.
func pageNames(address string) []string {
	clean := strings.TrimPrefix(path.Clean("/"+address), "/")
	if clean == "" {
		return []string{"index.html"}
	}
	return []string{clean, clean + ".html", clean + "/index.html"}
}

// readPage reads one file, compressed or not, and the file that says how to answer with it.
func (s *savedSites) readPage(host, date, name string) (savedPage, error) {
	file := path.Join(host, date, name)
	if !fs.ValidPath(file) || strings.HasSuffix(name, headersSuffix) {
		return savedPage{}, fs.ErrNotExist
	}
	p := savedPage{name: name, date: date}
	body, bodyErr := s.readBody(file)
	if bodyErr != nil && !errors.Is(bodyErr, fs.ErrNotExist) {
		return p, bodyErr
	}
	p.body, p.hasBody = body, bodyErr == nil
	headers, err := fs.ReadFile(s.files, file+headersSuffix)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return p, bodyErr
	case err != nil:
		return p, err
	}
	p.answer, err = parseAnswer(headers)
	if err != nil {
		err = fmt.Errorf("%s%s: %w", file, headersSuffix, err)
	}
	return p, err
}

// readBody reads a file as it is or, where only that exists, compressed.
func (s *savedSites) readBody(file string) ([]byte, error) {
	if info, err := fs.Stat(s.files, file); err == nil && !info.IsDir() {
		return fs.ReadFile(s.files, file)
	}
	f, err := s.files.Open(file + ".gz")
	if err != nil {
		return nil, err
	}
	defer f.Close()
	plain, err := gzip.NewReader(f)
	if err != nil {
		return nil, fmt.Errorf("unpack %s.gz: %w", file, err)
	}
	return io.ReadAll(plain)
}
