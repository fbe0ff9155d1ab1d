package web

import (
	"context"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"sync"

	"github.com/gapwatch/gapwatch/extract"
	"github.com/gapwatch/gapwatch/store"
	"github.com/gapwatch/gapwatch/watch"
)

// homesAtOnce bounds how many home pages one form may name.
const homesAtOnce = 12

// startView is the guide of whoever finds an empty Gapwatch: paste home pages, choose what to watch, see the first looks.
type startView struct {
	Homes    string
	Area     string
	NeedArea bool
	Found    []foundSite
	Wrong    string
	Sources  []store.SourceView // where some are watched already
	Looked   int
	CanFind  bool
	CanFill  bool // with the demo's data: nothing is there yet
	Filling  fillingState
}

// foundSite is a company that a home page belongs to, with what may be watched of it.
type foundSite struct {
	Home, Name string
	Proposals  []extract.Proposal
	Peek       watch.Peek
}

// Waits tells whether first looks are still to come.
func (v startView) Waits() bool { return v.Looked < len(v.Sources) }

// Usual tells whether a proposal is chosen beforehand: a sitemap lists a whole site, and few want to hear of all of it.
func (f foundSite) Usual(p extract.Proposal) bool { return p.Kind != extract.Sitemap }

func (s *Server) start(w http.ResponseWriter, r *http.Request) error {
	v, err := s.startView(r.Context())
	if err != nil {
		return err
	}
	if partial(r) {
		return s.part(w, r, "first-looks", v)
	}
	return s.startPage(w, r, v, http.StatusOK)
}

func (s *Server) startView(ctx context.Context) (startView, error) {
	v := startView{CanFind: s.line != nil, Filling: s.filling.now()}
	areas, err := s.store.Areas(ctx)
	if err != nil {
		return v, err
	}
	v.NeedArea = len(areas) == 0
	if v.Sources, err = s.store.Sources(ctx, store.SourceFilter{}); err != nil {
		return v, err
	}
	for _, src := range v.Sources {
		if src.LastCheckedAt != nil {
			v.Looked++
		}
	}
	v.CanFill = s.fill != nil && v.NeedArea && len(v.Sources) == 0
	return v, nil
}

func (s *Server) startPage(w http.ResponseWriter, r *http.Request, v startView, status int) error {
	return s.render(w, r, status, "start.html", page{Title: "Begin", Current: "/", Body: v})
}

// startPost finds what may be watched, or watches what was chosen.
func (s *Server) startPost(w http.ResponseWriter, r *http.Request) error {
	v, err := s.startView(r.Context())
	if err != nil {
		return err
	}
	v.Homes, v.Area = r.PostFormValue("homes"), strings.TrimSpace(r.PostFormValue("area"))
	if r.PostFormValue("watch") != "" {
		return s.startWatch(w, r, v)
	}
	onlyLooked(w)
	homes := strings.Fields(v.Homes)
	switch {
	case s.line == nil:
		v.Wrong = "This server does not look at pages itself."
	case len(homes) == 0:
		v.Wrong = "Paste at least one home page."
	case len(homes) > homesAtOnce:
		v.Wrong = "Paste at most " + strconv.Itoa(homesAtOnce) + " home pages at once."
	case !s.attempts.allow("peek:"+who(r).Email, peekRate):
		return errTooMany
	default:
		v.Found = s.discover(r.Context(), homes)
		return s.startPage(w, r, v, http.StatusOK)
	}
	return s.startPage(w, r, v, http.StatusUnprocessableEntity)
}

// discover looks at home pages side by side.
func (s *Server) discover(ctx context.Context, homes []string) []foundSite {
	out := make([]foundSite, len(homes))
	var looks sync.WaitGroup
	for i, home := range homes {
		if !strings.Contains(home, "://") {
			home = "https://" + home
		}
		out[i] = foundSite{Home: home, Name: companyOf(home)}
		looks.Go(func() {
			var err error
			if out[i].Proposals, out[i].Peek, err = s.line.Discover(ctx, home); err != nil {
				out[i].Peek.What = upperFirst(err.Error())
			}
		})
	}
	looks.Wait()
	return out
}

// companyOf guesses a company's name from its address: "https://www.acme.example/" is Acme. A number
// tells nothing.
func companyOf(home string) string {
	u, err := url.Parse(home)
	if err != nil || net.ParseIP(u.Hostname()) != nil {
		return ""
	}
	labels := strings.Split(strings.TrimPrefix(u.Hostname(), "www."), ".")
	return upperFirst(labels[max(len(labels)-2, 0)])
}

// startWatch watches what was chosen. The form numbers its companies: name-0, home-0 and, for each address that is
// chosen, source-0 with kind and address.
func (s *Server) startWatch(w http.ResponseWriter, r *http.Request, v startView) error {
	b := watch.Beginning{Area: v.Area}
	for i := range homesAtOnce {
		n := strconv.Itoa(i)
		c := watch.NewCompetitor{Name: strings.TrimSpace(r.PostFormValue("name-" + n)), Home: r.PostFormValue("home-" + n)}
		for _, text := range r.PostForm["source-"+n] {
			kind, address, _ := strings.Cut(text, " ")
			c.Sources = append(c.Sources, watch.SourceWish{Kind: kind, URL: address})
		}
		if len(c.Sources) > 0 {
			b.Competitors = append(b.Competitors, c)
		}
	}
	added, err := watch.Begin(r.Context(), s.store, b, s.now().UTC())
	if wrong := flawsOf(err); wrong != nil {
		for _, text := range wrong {
			v.Wrong = text
		}
		return s.startPage(w, r, v, http.StatusUnprocessableEntity)
	}
	if err != nil {
		return err
	}
	return s.done(w, r, "/start", countOf(added, "address is", "addresses are")+" watched from now on.")
}
