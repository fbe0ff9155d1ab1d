// Package stories tells what people do with the pages, in a real browser over the running program: the demo's data, and a
// site that writes whatever might run in a page. It has tests only.
package stories

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// world is what all stories share: one build of the program, one demo, one browser.
type world struct {
	once    sync.Once
	err     error
	dir     string
	program string
	base    string   // of the demo's pages
	sites   []string // home pages of the demo's competitors
	browser context.Context

	mu   sync.Mutex
	ends []func() // what is to be done when all is told, last first
}

var shared world

func TestMain(m *testing.M) {
	code := m.Run()
	for i := len(shared.ends) - 1; i >= 0; i-- {
		shared.ends[i]()
	}
	os.Exit(code)
}

// here returns the world, or ends the test where there is no browser.
func here(t *testing.T) *world {
	t.Helper()
	if testing.Short() {
		t.Skip("a real browser takes long")
	}
	path, err := chromium()
	if err != nil {
		if os.Getenv("GAPWATCH_REQUIRE_CHROMIUM") == "1" {
			t.Fatal(err)
		}
		t.Skip("Chromium is not installed; GAPWATCH_REQUIRE_CHROMIUM=1 makes this a failure")
	}
	shared.once.Do(func() { shared.err = shared.begin(path) })
	if shared.err != nil {
		t.Fatal(shared.err)
	}
	return &shared
}

func chromium() (string, error) {
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			return path, nil
		}
	}
	return "", errors.New("no Chromium is installed")
}

// atEnd remembers what is to be done when all is told.
func (w *world) atEnd(do func()) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.ends = append(w.ends, do)
}

// noticeTree lists the folders of the sources. go test keeps an answer while what a test opened stays the same, and sees
// nothing of what a build opens.
func noticeTree(root string) error {
	return filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err == nil && d.IsDir() && d.Name() == ".git" {
			return filepath.SkipDir
		}
		return err
	})
}

func (w *world) begin(chromiumPath string) (err error) {
	if w.dir, err = os.MkdirTemp("", "gapwatch-stories-"); err != nil {
		return err
	}
	w.atEnd(func() { _ = os.RemoveAll(w.dir) })
	w.program = filepath.Join(w.dir, "gapwatch")
	if err := noticeTree("../.."); err != nil {
		return err
	}
	if out, err := exec.Command("go", "build", "-o", w.program, "../../cmd/gapwatch").CombinedOutput(); err != nil {
		return fmt.Errorf("build the program: %w: %s", err, out)
	}
	demo, err := w.serve((*place).open, "demo", "--serve", "--listen", "127.0.0.1:0")
	if err != nil {
		return err
	}
	w.base, w.sites = demo.base, demo.sites
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(chromiumPath), chromedp.NoSandbox,
		chromedp.Flag("lang", "en-GB"))
	allocator, endAllocator := chromedp.NewExecAllocator(context.Background(), options...)
	browser, endBrowser := chromedp.NewContext(allocator)
	w.browser = browser
	w.atEnd(func() { endBrowser(); endAllocator() })
	return chromedp.Do(browser)
}

var (
	pagesAt = regexp.MustCompile(`The pages are at (http://\S+)/`)
	siteAt  = regexp.MustCompile(`\.example\s+(http://127\S+/)`)
	setupAt = regexp.MustCompile(`first admin at http://[^/]+(/setup\S+)`)
)

// place is where a program shows its pages: of what it says when it starts, the addresses.
type place struct {
	base  string   // of the pages
	setup string   // path that makes the first admin, where people sign in
	sites []string // home pages of the demo's competitors
	data  string   // folder that holds the database, where a story asks for it
}

// read takes one line of what the program says.
func (p *place) read(line string) {
	if m := siteAt.FindStringSubmatch(line); m != nil {
		p.sites = append(p.sites, m[1])
	}
	if m := pagesAt.FindStringSubmatch(line); m != nil {
		p.base = m[1]
	}
	if m := setupAt.FindStringSubmatch(line); m != nil {
		p.setup = m[1]
	}
}

// open tells whether the pages are up and everybody is let in; locked, whether somebody can become the first admin.
func (p *place) open() bool   { return p.base != "" }
func (p *place) locked() bool { return p.setup != "" }

// serve starts the program and returns where its pages are, once it has said enough.
func (w *world) serve(enough func(*place) bool, args ...string) (place, error) {
	cmd := exec.Command(w.program, args...)
	cmd.Dir = w.dir
	out, in := io.Pipe()
	cmd.Stdout, cmd.Stderr = in, in
	if err := cmd.Start(); err != nil {
		return place{}, fmt.Errorf("start the program: %w", err)
	}
	w.atEnd(func() {
		_ = cmd.Process.Signal(os.Interrupt)
		_ = cmd.Wait()
	})
	up := make(chan place, 1)
	go func() {
		var p place
		said := false
		for lines := bufio.NewScanner(out); lines.Scan(); {
			p.read(lines.Text())
			if !said && enough(&p) {
				said = true
				up <- p
			}
		}
	}()
	select {
	case p := <-up:
		return p, nil
	case <-time.After(time.Minute):
		return place{}, fmt.Errorf("%v: no pages within a minute", args)
	}
}
