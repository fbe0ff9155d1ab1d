package crawler

import (
	"context"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"golang.org/x/net/dns/dnsmessage"
)

func TestOnlyPublicAddressesAreConnectedTo(t *testing.T) {
	g, err := newGuard(Defaults())
	require.NoError(t, err)
	for name, address := range map[string]string{
		"loopback":               "127.0.0.1:80",
		"anything in loopback":   "127.9.9.9:80",
		"loopback in IPv6":       "[::1]:80",
		"no address":             "0.0.0.0:80",
		"no address in IPv6":     "[::]:80",
		"private 10":             "10.1.2.3:80",
		"private 172.16":         "172.16.0.1:80",
		"private 192.168":        "192.168.1.1:80",
		"a carrier's":            "100.64.0.1:80",
		"a cloud's metadata":     "169.254.169.254:80",
		"the same in IPv6":       "[fd00:ec2::254]:80",
		"link-local":             "[fe80::1]:80",
		"link-local with a zone": "[fe80::1%lo]:80",
		"unique local":           "[fd00::1]:80",
		"mapped IPv4":            "[::ffff:127.0.0.1]:80",
		"compatible IPv4":        "[::127.0.0.1]:80",
		"NAT64":                  "[64:ff9b::7f00:1]:80",
		"6to4":                   "[2002:7f00:1::]:80",
		"Teredo":                 "[2001::7f00:1]:80",
		"benchmarks":             "198.18.0.1:80",
		"documentation":          "192.0.2.1:80",
		"multicast":              "224.0.0.1:80",
		"broadcast":              "255.255.255.255:80",
		"decimal":                "2130706433:80",
		"short":                  "127.1:80",
		"localhost":              "localhost:80",
	} {
		t.Run(name, func(t *testing.T) {
			_, err := g.dial(t.Context(), "tcp", address)
			require.Equal(t, ClassBlocked, failure(t, err).Class)
		})
	}
}

func TestExceptionsAreExact(t *testing.T) {
	site := httptest.NewServer(html("inside"))
	t.Cleanup(site.Close)
	_, port, err := net.SplitHostPort(strings.TrimPrefix(site.URL, "http://"))
	require.NoError(t, err)
	names := fakeDNS(t, map[string]string{
		"rebind.example.": "127.0.0.1", "excepted.example.": "127.0.0.1", "router.example.": "169.254.169.254",
	})
	c := testCrawler(t, func(s *Settings) {
		s.Resolver = names
		s.Allow = append(s.Allow, "Excepted.example:"+port, "router.example:"+port)
	}, site)
	for _, tt := range []struct {
		name, address string
		ok            bool
	}{
		{"the address as it was excepted", "127.0.0.1:" + port, true},
		{"a name that leads to an excepted address", "rebind.example:" + port, false},
		{"a name that is excepted itself", "excepted.example:" + port, true},
		{"an excepted name that leads to a cloud's metadata", "router.example:" + port, false},
		{"another address of this machine", "127.0.0.2:" + port, false},
		{"another notation", "127.1:" + port, false},
		{"another port", "127.0.0.1:22", false},
		{"IPv6", "[::1]:" + port, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, err := c.Fetch(t.Context(), Request{URL: "http://" + tt.address + "/"})
			if tt.ok {
				require.NoError(t, err)
				return
			}
			require.Equal(t, ClassBlocked, failure(t, err).Class)
		})
	}
	_, err = c.Fetch(t.Context(), Request{URL: "file://127.0.0.1:" + port + "/etc/passwd"})
	require.Equal(t, ClassBlocked, failure(t, err).Class, "an exception is about addresses, not about schemes")
}

// fakeDNS answers A questions from a table.
func fakeDNS(t *testing.T, names map[string]string) string {
	t.Helper()
	conn, err := net.ListenPacket("udp", "127.0.0.1:0")
	require.NoError(t, err)
	done := make(chan struct{})
	t.Cleanup(func() { conn.Close(); <-done })
	go func() {
		defer close(done)
		buf := make([]byte, 1500)
		for {
			n, from, err := conn.ReadFrom(buf)
			if err != nil {
				return
			}
			if answer := answerDNS(buf[:n], names); answer != nil {
				_, _ = conn.WriteTo(answer, from)
			}
		}
	}()
	return conn.LocalAddr().String()
}

func answerDNS(question []byte, names map[string]string) []byte {
	var m dnsmessage.Message
	if m.Unpack(question) != nil || len(m.Questions) != 1 {
		return nil
	}
	q := m.Questions[0]
	m.Header.Response, m.Additionals = true, nil
	ip := net.ParseIP(names[strings.ToLower(q.Name.String())]).To4()
	if ip == nil {
		m.Header.RCode = dnsmessage.RCodeNameError
	} else if q.Type == dnsmessage.TypeA {
		m.Answers = []dnsmessage.Resource{{
			Header: dnsmessage.ResourceHeader{Name: q.Name, Type: q.Type, Class: q.Class},
			Body:   &dnsmessage.AResource{A: [4]byte(ip)},
		}}
	}
	out, _ := m.Pack()
	return out
}

func TestNamesThatDNSDoesNotKnowSaySo(t *testing.T) {
	c := testCrawler(t, func(s *Settings) { s.Resolver = fakeDNS(t, nil) })
	_, err := c.Fetch(t.Context(), Request{URL: "http://nowhere.example/"})
	f := failure(t, err)
	require.Equal(t, ClassProtocol, f.Class)
	require.Contains(t, f.Reason, "not known to DNS")
}

func TestProxiesOfTheEnvironmentAreIgnored(t *testing.T) {
	t.Setenv("HTTP_PROXY", "http://127.0.0.1:1")
	t.Setenv("http_proxy", "http://127.0.0.1:1")
	c := testCrawler(t, nil)
	require.Nil(t, c.base.Proxy)
}

func TestAProxyIsAskedOnlyForPublicAddresses(t *testing.T) {
	var asked atomic.Int32
	proxy := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked.Add(1)
		html("by proxy: "+r.URL.String())(w, r)
	}))
	t.Cleanup(proxy.Close)
	names := fakeDNS(t, map[string]string{"public.example.": "93.184.215.14", "inside.example.": "10.0.0.1"})
	c := testCrawler(t, func(s *Settings) { s.Proxy, s.Resolver = proxy.URL, names })
	res, err := c.Fetch(t.Context(), Request{URL: "http://public.example/pricing"})
	require.NoError(t, err)
	require.Contains(t, string(res.Body), "by proxy: http://public.example/pricing")
	require.EqualValues(t, 2, asked.Load(), "robots.txt and the page")
	for _, raw := range []string{"http://inside.example/", "http://127.0.0.1/", "http://10.0.0.1/", proxy.URL} {
		_, err := c.Fetch(t.Context(), Request{URL: raw})
		require.Equal(t, ClassBlocked, failure(t, err).Class, raw)
	}
	require.EqualValues(t, 2, asked.Load())
	_, err = New(Settings{Proxy: "nonsense"})
	require.Error(t, err)
}

func TestTheFilterOfTheBrowserHangsUpOnWhatIsForbidden(t *testing.T) {
	site := httptest.NewServer(html("allowed"))
	t.Cleanup(site.Close)
	c := testCrawler(t, nil, site)
	f, err := startFilter(c.settings, c.guard)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, f.close()) })
	through := &http.Transport{Proxy: http.ProxyURL(&url.URL{Scheme: "http", Host: f.addr})}
	t.Cleanup(through.CloseIdleConnections)
	get := func(raw string) error {
		res, err := (&http.Client{Transport: through, Timeout: 5 * time.Second}).Get(raw)
		if err == nil {
			res.Body.Close()
		}
		return err
	}
	require.Error(t, get(site.URL), "while no page is rendered, nobody is served")
	b := newBudget(context.Background(), c.settings.Browser)
	f.page.Store(b)
	require.NoError(t, get(site.URL))
	for _, raw := range []string{"http://127.0.0.1:22/", "https://10.0.0.1/", "http://169.254.169.254/", "https://localhost/", "http://public.example:25/"} {
		require.Error(t, get(raw), raw)
	}
	require.Equal(t, ClassBlocked, b.refusal("127.0.0.1:22").Class)
	b.bytes.Store(10)
	require.Error(t, get(site.URL), "the page has used up what it may receive")
}
