package config

import (
	"strings"
	"time"
)

// Settings is gapwatch.yaml: every setting there is. What the file leaves out keeps its default.
type Settings struct {
	Crawler  Crawler  `yaml:"crawler" doc:"How sites are asked, and the bounds of it."`
	Limits   Limits   `yaml:"limits" doc:"Bounds of reading, comparing and telling."`
	Schedule Schedule `yaml:"schedule" doc:"When sources are looked at. What a source says in the landscape comes first, then its kind's, then what counts for all."`
	Database Database `yaml:"database" doc:"Where everything is kept."`
	Web      Web      `yaml:"web" doc:"The pages and the API."`
	Mail     Mail     `yaml:"mail" doc:"How mail leaves. Without a host there is none."`
	Alerts   Alerts   `yaml:"alerts" doc:"How much one subscription is told, and by what."`
	Model    Model    `yaml:"model" doc:"A language model that drafts summaries of changes, and what phrases mean. Without an address none is asked, and nothing is missing."`
	Metrics  Metrics  `yaml:"metrics" doc:"Figures for Prometheus. They are also at /metrics of the pages, for whoever may read these: send an API token as bearer."`

	Retention Retention `yaml:"retention" doc:"How long things are kept that nothing refers to. See what it takes: gapwatch prune --dry-run."`
}

// Crawler is how sites are asked, and the bounds of it.
type Crawler struct {
	Contact   string `yaml:"contact" doc:"Mail or web address that sites find in the User-Agent, to reach whoever runs this Gapwatch."`
	UserAgent string `yaml:"user_agent" doc:"The whole User-Agent, instead of the built-in one with the contact. Its first word is the name robots.txt is read for."`

	Allow    []string `yaml:"allow" doc:"Exact host:port pairs that may be fetched although they are not public."`
	Proxy    string   `yaml:"proxy" doc:"http://, https:// or socks5:// address to go out through. The environment's proxy is never used."`
	Resolver string   `yaml:"resolver" doc:"host:port of a DNS server to ask instead of the system's. For tests."`
	ExtraCA  string   `yaml:"extra_ca" doc:"PEM file of further certificate authorities. For tests."`

	HostGap      Duration `yaml:"host_gap" doc:"Pause between two fetches of one host; up to a quarter more by chance. A longer Crawl-delay counts."`
	HostParallel int      `yaml:"host_parallel" min:"1" max:"64" doc:"Fetches at once of one host."`

	Timeout       Duration `yaml:"timeout" min:"100ms" doc:"One fetch as a whole, from DNS to the last byte."`
	MaxBody       Size     `yaml:"max_body" min:"1KiB" doc:"Largest page or feed, after decompression."`
	MaxWire       Size     `yaml:"max_wire" min:"1KiB" doc:"Most bytes of one answer on the wire."`
	MaxHeader     Size     `yaml:"max_header" min:"1KiB" doc:"Most bytes of response headers."`
	MaxURL        Size     `yaml:"max_url" min:"64B" doc:"Longest address, redirects included."`
	MaxRedirects  int      `yaml:"max_redirects" min:"0" max:"20" doc:"Redirects followed in one fetch."`
	MaxRobots     Size     `yaml:"max_robots" min:"1KiB" doc:"Bytes of robots.txt that are read; what follows is ignored."`
	RobotsAge     Duration `yaml:"robots_age" min:"1m" doc:"How long a robots.txt is believed."`
	MaxCrawlDelay Duration `yaml:"max_crawl_delay" doc:"A longer Crawl-delay of robots.txt counts as this."`
	RetryAfterMin Duration `yaml:"retry_after_min" doc:"Retry-After is obeyed, but not below this..."`
	RetryAfterMax Duration `yaml:"retry_after_max" doc:"...and not above this."`

	Browser Browser `yaml:"browser" doc:"Rendering of sources that say render: browser."`
}

// Browser bounds the rendering of sources that say render: browser.
type Browser struct {
	Path        string   `yaml:"path" doc:"Chromium to start; empty looks for it."`
	DevTools    string   `yaml:"devtools" doc:"ws:// or http:// address of a browser that runs elsewhere, instead of path."`
	Listen      string   `yaml:"listen" doc:"host:port of the filtering proxy; a browser that runs elsewhere must be able to reach it."`
	Timeout     Duration `yaml:"timeout" min:"1s" doc:"One page, from DNS to a page at rest."`
	Rest        Duration `yaml:"rest" doc:"A page whose text has not moved for so long has come to rest."`
	MaxPages    int      `yaml:"max_pages" min:"1" doc:"Pages after which the browser is started anew."`
	MaxRequests int      `yaml:"max_requests" min:"1" doc:"Requests of one page."`
	MaxTraffic  Size     `yaml:"max_traffic" min:"1KiB" doc:"Bytes that one page may receive."`
	MaxScript   Size     `yaml:"max_script" min:"1MiB" doc:"Memory for the scripts of one page, in whole MiB."`
}

// Limits bound reading, comparing and telling.
type Limits struct {
	XMLDepth int      `yaml:"xml_depth" min:"16" max:"10000" doc:"How deep the elements of a feed or sitemap may be nested."`
	XMLItems int      `yaml:"xml_items" min:"1" max:"100000" doc:"Items that a feed may hold."`
	Field    int      `yaml:"field" min:"20" max:"4000" doc:"Characters of a title or another field that are kept."`
	Blocks   int      `yaml:"diff_blocks" min:"100" max:"1000000" doc:"Blocks of text that are compared; a page with more is one large change."`
	DiffTime Duration `yaml:"diff_time" min:"100ms" doc:"Time for one comparison; what takes longer is one large change."`
	Quote    int      `yaml:"quote" min:"20" max:"4000" doc:"Characters of a quote in a message."`
	Attempts int      `yaml:"delivery_attempts" min:"1" max:"20" doc:"How often a message is tried, over about a day, before it counts as failed."`
}

// Schedule is when sources are looked at. What a source says of itself comes first, then its kind's, then the rest.
type Schedule struct {
	Every  Duration `yaml:"every" min:"1s" doc:"How often a source is looked at."`
	Window Window   `yaml:"window" doc:"Hours of the day in which sources are looked at, such as 06:00-20:00; empty: all."`
	Zone   Zone     `yaml:"zone" doc:"IANA time zone of the windows."`
	Jitter Percent  `yaml:"jitter" max:"100%" doc:"Share of every by which a look may be sooner or later, half of it each way, by chance, so that sources spread."`

	Changelog Pace `yaml:"changelog" doc:"The same for changelogs; what is left out is as above. changelog: 6h is short for its every."`
	Pricing   Pace `yaml:"pricing" doc:"The same for pricing pages."`
	Feed      Pace `yaml:"feed" doc:"The same for feeds."`
	Page      Pace `yaml:"page" doc:"The same for pages of no special kind."`
	Sitemap   Pace `yaml:"sitemap" doc:"The same for sitemaps."`

	Adaptive bool     `yaml:"adaptive" doc:"Look less often at a source that has not moved for weeks, and more often at one that just moved. A source's own every is never adapted."`
	Slowest  Duration `yaml:"slowest" min:"1s" doc:"Adapted, a source is looked at no less often than this..."`
	Fastest  Duration `yaml:"fastest" min:"1s" doc:"...and no more often than this."`
	WishMax  Duration `yaml:"wish_max" doc:"What a site itself says of when to come back (max-age, Expires, a feed's ttl) counts, up to this."`

	BackOffMax     Duration `yaml:"back_off_max" min:"1s" doc:"A source that fails is asked less and less often, but still this often."`
	TellAfter      int      `yaml:"tell_after" min:"1" max:"1000" doc:"Failures in a row after which operators are told that a source is in trouble."`
	FullFetchEvery Duration `yaml:"full_fetch_every" min:"1m" doc:"Now and then a page is fetched whole, even where the site says it is unchanged."`
}

// Pace is when the sources of one kind are looked at. What is left out is as for all sources.
type Pace struct {
	Every  Duration `yaml:"every" short:"true" doc:"How often; 0s means as often as all sources."`
	Window Window   `yaml:"window" doc:"Hours of the day; empty means those of all sources."`
	Zone   Zone     `yaml:"zone" doc:"IANA time zone of the window; empty means that of all sources."`
	Jitter Percent  `yaml:"jitter" max:"100%" doc:"Chance in the interval; 0% means that of all sources."`
}

// Database is where everything is kept.
type Database struct {
	Address string `yaml:"address" doc:"A file, sqlite:///path or postgres://user@host/name. Empty: one SQLite file in the data folder."`
}

// Web is the address of the pages and the API, and who may come in.
type Web struct {
	Listen  string   `yaml:"listen" doc:"host:port that gapwatch serve listens on."`
	URL     string   `yaml:"url" doc:"Address at which people reach the pages, such as https://gapwatch.example.com. Links in messages begin with it."`
	Open    bool     `yaml:"open" doc:"No sign-in: whoever reaches the pages may do everything. Only on an address of this machine."`
	Trusted []string `yaml:"trusted_proxies" doc:"Networks of the proxies that stand before the pages, such as 10.0.0.0/8 or 127.0.0.1. Of what they alone say in X-Forwarded-For it is taken who asks, so that people behind one proxy do not share one bound on attempts to sign in."`
	OIDC    OIDC     `yaml:"oidc" doc:"Signing in by another service (OpenID Connect)."`
}

// OIDC is another service that signs people in.
type OIDC struct {
	Name         string `yaml:"name" doc:"Its name, as people know it."`
	Issuer       string `yaml:"issuer" doc:"Its issuer address, https://..."`
	ClientID     string `yaml:"client_id" doc:"How the service knows this Gapwatch."`
	ClientSecret string `yaml:"client_secret" doc:"The secret that goes with it; better given as GAPWATCH_WEB_OIDC_CLIENT_SECRET."`
}

// HTTPS tells whether people reach the pages by https.
func (w Web) HTTPS() bool { return strings.HasPrefix(w.URL, "https://") }

// Mail is how mail leaves.
type Mail struct {
	Host     string       `yaml:"host" doc:"The SMTP server. One that is not public stands in crawler.allow too, with its port."`
	Port     int          `yaml:"port" min:"1" max:"65535" doc:"Its port: mostly 587 with starttls, 465 with tls."`
	User     string       `yaml:"user" doc:"Name to sign in with; empty: none is needed."`
	Password string       `yaml:"password" doc:"Its password; better given as GAPWATCH_MAIL_PASSWORD."`
	From     string       `yaml:"from" doc:"Whom mail is from, such as Gapwatch <gapwatch@example.com>."`
	Security MailSecurity `yaml:"tls" doc:"How the connection is secured before anything goes out; starttls, tls (from the first byte) or none."`
}

// Alerts bound how much one subscription is told, and say by what.
type Alerts struct {
	Burst    int  `yaml:"burst" min:"0" max:"1000" doc:"Messages to one subscription within a minute or of one page; what comes on top is put into one message. Programs (webhooks) get everything at once, several changes of one page together. 0: no bound."`
	PerDay   int  `yaml:"per_day" min:"0" max:"10000" doc:"Messages about changes to one subscription on one day, where people read them; what comes on top waits for the next day. 0: no bound."`
	Shoutrrr bool `yaml:"shoutrrr" doc:"Allow the channel shoutrrr: services such as Discord, Gotify or Pushover, by a library."`
}

// Model is a language model that drafts what people then decide.
type Model struct {
	Address string   `yaml:"address" doc:"Where it answers as OpenAI's API does, up to and without /chat/completions, such as https://api.openai.com/v1 or http://127.0.0.1:11434/v1. One that is not public stands in crawler.allow too, with its port. What it is asked holds stored pages and the catalogue, and nothing of accounts or annotations."`
	Name    string   `yaml:"name" doc:"Which model."`
	Key     string   `yaml:"key" doc:"The key that it asks for; better given as GAPWATCH_MODEL_KEY."`
	PerDay  int      `yaml:"per_day" min:"1" max:"100000" doc:"Questions within 24 hours at most."`
	Timeout Duration `yaml:"timeout" min:"1s" doc:"One answer as a whole."`
}

// Metrics is where figures are shown without a sign-in.
type Metrics struct {
	Listen string `yaml:"listen" doc:"host:port at which serve and worker show /metrics, /healthz and /readyz to whoever reaches it, without a sign-in; best an address of this machine or of a network of your own. Empty: nowhere."`
}

// Retention is how long things are kept that nothing refers to. Whatever is evidence of a cell, shows a change, an entry or
// a price, is named in an annotation, is compared with or is still owed to somebody stays in any case.
type Retention struct {
	Pages     Duration `yaml:"pages" doc:"Stored versions of pages that nothing refers to are kept for so long. What is evidence, shows a change, an entry or a price, is named in an annotation or is compared with stays in any case. 0s: for ever."`
	PagesMost int      `yaml:"pages_most" min:"0" max:"1000000" doc:"The newest versions of one source that are kept at most; older ones go although their time has not come, unless something refers to them. 0: no bound."`
	Messages  Duration `yaml:"messages" doc:"The text of messages that went out is kept for so long; feeds show what is left. That they went out, and what they told, is kept. 0s: for ever."`
}

// Defaults are the settings of a careful crawler with one file as database.
func Defaults() Settings {
	return Settings{
		Crawler: Crawler{
			HostGap:       Duration(2 * time.Second),
			HostParallel:  1,
			Timeout:       Duration(30 * time.Second),
			MaxBody:       8 << 20,
			MaxWire:       16 << 20,
			MaxHeader:     256 << 10,
			MaxURL:        4 << 10,
			MaxRedirects:  5,
			MaxRobots:     512 << 10,
			RobotsAge:     Duration(24 * time.Hour),
			MaxCrawlDelay: Duration(30 * time.Second),
			RetryAfterMin: Duration(time.Second),
			RetryAfterMax: Duration(7 * 24 * time.Hour),
			Browser: Browser{
				Listen:      "127.0.0.1:0",
				Timeout:     Duration(30 * time.Second),
				Rest:        Duration(500 * time.Millisecond),
				MaxPages:    50,
				MaxRequests: 200,
				MaxTraffic:  32 << 20,
				MaxScript:   256 << 20,
			},
		},
		Limits: Limits{
			XMLDepth: 256,
			XMLItems: 5000,
			Field:    500,
			Blocks:   20_000,
			DiffTime: Duration(2 * time.Second),
			Quote:    500,
			Attempts: 12,
		},
		Schedule: Schedule{
			Every:          Duration(24 * time.Hour),
			Zone:           "UTC",
			Jitter:         10,
			Adaptive:       true,
			Slowest:        Duration(7 * 24 * time.Hour),
			Fastest:        Duration(time.Hour),
			WishMax:        Duration(24 * time.Hour),
			BackOffMax:     Duration(24 * time.Hour),
			TellAfter:      3,
			FullFetchEvery: Duration(7 * 24 * time.Hour),
		},
		Web:    Web{Listen: "127.0.0.1:8080", URL: "http://127.0.0.1:8080"},
		Mail:   Mail{Port: 587, Security: "starttls"},
		Alerts: Alerts{Burst: 5, PerDay: 50},
		Model:  Model{PerDay: 200, Timeout: Duration(time.Minute)},
		Retention: Retention{
			Pages:     Duration(365 * 24 * time.Hour),
			PagesMost: 500,
			Messages:  Duration(180 * 24 * time.Hour),
		},
	}
}
