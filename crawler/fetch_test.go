package crawler

import (
	"context"
	"crypto/sha256"
	"errors"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// testCrawler may reach the given servers, and does not keep them waiting.
func testCrawler(t *testing.T, change func(*Settings), servers ...*httptest.Server) *Crawler {
	t.Helper()
	s := Defaults()
	s.HostGap = 0
	s.Timeout = 5 * time.Second
	for _, server := range servers {
		s.Allow = append(s.Allow, strings.TrimPrefix(strings.TrimPrefix(server.URL, "http://"), "https://"))
	}
	if change != nil {
		change(&s)
	}
	c, err := New(s)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, c.Close()) })
	return c
}

func html(body string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		_, _ = io.WriteString(w, body)
	}
}

func failure(t *testing.T, err error) *Failure {
	t.Helper()
	var f *Failure
	require.True(t, errors.As(err, &f), "%v", err)
	require.NotEmpty(t, f.Reason)
	require.LessOrEqual(t, len(f.Reason), 400)
	return f
}

// TestASiteIsWatched is the story: a page is fetched, found unchanged in two ways, and found changed.
func TestASiteIsWatched(t *testing.T) {
	var asked []*http.Request
	price, validators := "49", true
	site := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked = append(asked, r)
		if r.URL.Path == robotsPath {
			http.NotFound(w, r)
			return
		}
		tag := `W/"price ` + price + `"`
		if validators {
			w.Header().Set("ETag", tag)
			w.Header().Set("Last-Modified", "yesterday, about noon")
		}
		w.Header().Set("Cache-Control", "max-age=60")
		if r.Header.Get("If-None-Match") == tag {
			w.WriteHeader(http.StatusNotModified)
			return
		}
		html("<p>Team "+price+" USD")(w, r)
	}))
	t.Cleanup(site.Close)
	c := testCrawler(t, func(s *Settings) { s.Contact = "ops@ours.example" }, site)
	req := Request{URL: site.URL + "/pricing#team"}

	res, err := c.Fetch(t.Context(), req)
	require.NoError(t, err)
	sum := sha256.Sum256([]byte("<p>Team 49 USD"))
	require.Equal(t, Response{
		Status:       200,
		FinalURL:     site.URL + "/pricing",
		ContentType:  "text/html; charset=utf-8",
		ETag:         `W/"price 49"`,
		LastModified: "yesterday, about noon",
		MaxAge:       time.Minute,
		WireHash:     sum[:],
		WireBytes:    14,
		Body:         []byte("<p>Team 49 USD"),
	}, res)
	require.Len(t, asked, 2)
	require.Equal(t, "/robots.txt", asked[0].URL.Path)
	require.Equal(t, "Gapwatch/0.1 (+https://github.com/gapwatch/gapwatch; ops@ours.example)", asked[1].UserAgent())
	for _, name := range []string{"Referer", "Cookie", "Authorization", "Via", "From", "If-None-Match"} {
		require.Empty(t, asked[1].Header.Get(name))
	}

	req.ETag, req.LastModified, req.WireHash = res.ETag, res.LastModified, res.WireHash
	res, err = c.Fetch(t.Context(), req)
	require.NoError(t, err)
	require.True(t, res.NotModified)
	require.Equal(t, "yesterday, about noon", asked[2].Header.Get("If-Modified-Since"), "validators go back byte for byte")

	req.Full = true
	res, err = c.Fetch(t.Context(), req)
	require.NoError(t, err)
	require.False(t, res.NotModified)
	require.True(t, res.Equal)
	require.Nil(t, res.Body)
	require.Empty(t, asked[3].Header.Get("If-None-Match"))

	price, req.Full = "59", false
	res, err = c.Fetch(t.Context(), req)
	require.NoError(t, err)
	require.Equal(t, "<p>Team 59 USD", string(res.Body))
	require.Len(t, asked, 5, "robots.txt is asked for once")
}

func TestAnswersThatAreNotThePage(t *testing.T) {
	for _, tt := range []struct {
		name, header, value string
		status              int
		class, reason       string
	}{
		{"nothing is there", "", "", 404, ClassHTTPError, "check the address"},
		{"it is not for us", "", "", 403, ClassHTTPError, "does not let this program in"},
		{"no credentials are sent where they are asked for", "WWW-Authenticate", "Basic", 401, ClassHTTPError, "401"},
		{"it is gone for good", "", "", 410, ClassGone, "gone for good"},
		{"too many requests", "Retry-After", "60", 429, ClassBackoff, "left alone for 60 s"},
		{"overloaded", "", "", 503, ClassBackoff, "left alone"},
		{"broken", "", "", 500, ClassHTTPError, "500"},
		{"a status that does not exist", "", "", 999, ClassHTTPError, "999"},
		{"no content", "", "", 204, ClassHTTPError, "204 No Content"},
		{"a part that nobody asked for", "", "", 206, ClassProtocol, "206"},
		{"several choices", "", "", 300, ClassHTTPError, "300"},
		{"not modified since never", "", "", 304, ClassProtocol, "304"},
		{"a redirect to nowhere", "", "", 302, ClassRedirect, "does not say where to"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			site := serve(t, func(w http.ResponseWriter, _ *http.Request) {
				if tt.header != "" {
					w.Header().Set(tt.header, tt.value)
				}
				w.WriteHeader(tt.status)
			})
			c := testCrawler(t, nil, site)
			_, err := c.Fetch(t.Context(), Request{URL: site.URL})
			f := failure(t, err)
			require.Equal(t, tt.class, f.Class)
			require.Equal(t, tt.status, f.Status)
			require.Contains(t, f.Reason, tt.reason)
		})
	}
}

func TestRedirects(t *testing.T) {
	var seen atomic.Pointer[http.Request]
	other := serve(t, func(w http.ResponseWriter, r *http.Request) {
		seen.Store(r)
		html("elsewhere")(w, r)
	})
	closed := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		html("User-agent: *\nDisallow: /private\n")(w, r)
	}))
	t.Cleanup(closed.Close)
	mux := http.NewServeMux()
	to := func(path, location string, status int) {
		mux.HandleFunc(path, func(w http.ResponseWriter, _ *http.Request) {
			w.Header()["Location"] = []string{location}
			w.WriteHeader(status)
		})
	}
	mux.HandleFunc("/page", html("here"))
	to("/moved", "/page", 301)
	to("/moved-further", "moved", 308)
	to("/moved-then-found", "/found", 301)
	to("/found", "/page?a#b", 302)
	to("/other", other.URL+"/x", 302)
	to("/loop", "/loop", 302)
	to("/robots", closed.URL+"/private", 302)
	to("/inside", "http://10.0.0.1/", 301)
	to("/decimal", "http://2130706433/", 302)
	to("/file", "file:///etc/passwd", 302)
	to("/user", "http://admin:hunter2@acme.example/", 302)
	to("/tab", "http://acme\t.example/", 302)
	to("/backslash", `http://127.0.0.1\@acme.example/`, 302)
	to("/long", "/"+strings.Repeat("a", 5000), 302)
	mux.HandleFunc("/endless/", func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, r.URL.Path+"x", http.StatusFound)
	})
	site := serve(t, mux.ServeHTTP)
	c := testCrawler(t, nil, site, other, closed)
	for _, tt := range []struct{ name, path, final, moved string }{
		{"a permanent one is proposed", "/moved", "/page", "/page"},
		{"two permanent ones are proposed", "/moved-further", "/page", "/page"},
		{"only what is permanent is proposed", "/moved-then-found", "/page?a", "/found"},
		{"a temporary one is not", "/found", "/page?a", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			res, err := c.Fetch(t.Context(), Request{URL: site.URL + tt.path})
			require.NoError(t, err)
			require.Equal(t, site.URL+tt.final, res.FinalURL)
			require.Equal(t, tt.moved, strings.TrimPrefix(res.Moved, site.URL))
		})
	}
	for path, class := range map[string]string{
		"/loop": ClassRedirect, "/endless/": ClassRedirect, "/long": ClassRedirect, "/robots": ClassRobots,
		"/inside": ClassBlocked, "/decimal": ClassBlocked, "/file": ClassBlocked, "/user": ClassBlocked,
		"/tab": ClassBlocked, "/backslash": ClassBlocked,
	} {
		t.Run(path, func(t *testing.T) {
			_, err := c.Fetch(t.Context(), Request{URL: site.URL + path})
			f := failure(t, err)
			require.Equal(t, class, f.Class)
			require.NotContains(t, f.Reason, "hunter2")
		})
	}
	t.Run("what was sent for one origin stays there", func(t *testing.T) {
		_, err := c.Fetch(t.Context(), Request{
			URL: site.URL + "/other", ETag: `"x"`,
			Header: http.Header{"Authorization": {"Bearer s3cret"}, "cookie": {"a=b"}, "x-api-key": {"s3cret"}},
		})
		require.NoError(t, err)
		for _, name := range []string{"Authorization", "Cookie", "X-Api-Key", "If-None-Match", "Referer"} {
			require.Empty(t, seen.Load().Header.Get(name), name)
		}
		require.Contains(t, seen.Load().UserAgent(), "Gapwatch/")
	})
}

func TestNoRedirectFromHTTPSToHTTP(t *testing.T) {
	c := testCrawler(t, nil)
	from, err := url.Parse("https://acme.example/pricing")
	require.NoError(t, err)
	_, err = c.next(&exchange{url: from, header: http.Header{"Location": {"http://acme.example/pricing"}}}, nil)
	require.Equal(t, ClassRedirect, failure(t, err).Class)
}

func TestCertificatesThatNobodyKnowsAreRefused(t *testing.T) {
	site := httptest.NewUnstartedServer(html("hello"))
	site.Config.ErrorLog = log.New(io.Discard, "", 0)
	site.StartTLS()
	t.Cleanup(site.Close)
	c := testCrawler(t, nil, site)
	_, err := c.Fetch(t.Context(), Request{URL: site.URL})
	f := failure(t, err)
	require.Equal(t, ClassTLS, f.Class)
	require.Contains(t, f.Reason, "authority that is not trusted")
}

func TestACalledOffFetchEndsAtOnceAndSaysSo(t *testing.T) {
	reached := make(chan struct{})
	site := serve(t, func(_ http.ResponseWriter, r *http.Request) {
		close(reached)
		<-r.Context().Done()
	})
	c := testCrawler(t, func(s *Settings) { s.Timeout = time.Hour }, site)
	ctx, cancel := context.WithCancel(t.Context())
	go func() { <-reached; cancel() }()
	_, err := c.Fetch(ctx, Request{URL: site.URL})
	require.ErrorIs(t, err, context.Canceled)
	require.Contains(t, failure(t, err).Reason, "called off")
	_, err = c.Fetch(ctx, Request{URL: site.URL})
	require.ErrorIs(t, err, context.Canceled)
}

func TestTheClientForOtherErrandsIsGuardedToo(t *testing.T) {
	site := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/away" {
			http.Redirect(w, r, "http://10.0.0.1/", http.StatusTemporaryRedirect)
			return
		}
		_, _ = w.Write(make([]byte, 2000))
	}))
	t.Cleanup(site.Close)
	c := testCrawler(t, func(s *Settings) { s.MaxBody = 1000 }, site)
	res, err := c.Client().Get(site.URL)
	require.NoError(t, err)
	_, err = io.ReadAll(res.Body)
	require.Equal(t, ClassTooLarge, failure(t, err).Class)
	require.NoError(t, res.Body.Close())
	res, err = c.Client().Post(site.URL+"/away", "text/plain", strings.NewReader("signed"))
	require.NoError(t, err)
	require.Equal(t, http.StatusTemporaryRedirect, res.StatusCode, "what is signed is not sent on")
	require.NoError(t, res.Body.Close())
	_, err = c.Client().Get("http://127.0.0.1:22/")
	require.Equal(t, ClassBlocked, failure(t, err).Class)
}
