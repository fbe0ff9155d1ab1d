package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/gapwatch/gapwatch/alert"
	"github.com/gapwatch/gapwatch/config"
	"github.com/gapwatch/gapwatch/crawler"
	"github.com/gapwatch/gapwatch/diff"
	"github.com/gapwatch/gapwatch/draft"
	"github.com/gapwatch/gapwatch/extract"
	"github.com/gapwatch/gapwatch/store"
	"github.com/gapwatch/gapwatch/watch"
)

const (
	settingsFile  = "gapwatch.yaml"  // read where there is one
	landscapeFile = "landscape.yaml" // written by init
	dataFolder    = "gapwatch-data"  // without --data
	databaseFile  = "gapwatch.db"    // in the data folder
)

// settings puts the settings together: defaults, the file, the environment, then what flags say.
func (a *app) settings(overrides ...config.Override) (config.Settings, error) {
	path := a.configPath
	if path == "" {
		if _, err := os.Stat(settingsFile); err == nil {
			path = settingsFile
		}
	}
	return config.Load(config.Options{Path: path, Env: a.env, Overrides: overrides})
}

// address is the database: what the settings say, else one file in the data folder.
func (a *app) address(s config.Settings) string {
	if s.Database.Address != "" {
		return s.Database.Address
	}
	dir := a.dataDir
	if dir == "" {
		dir = dataFolder
	}
	return filepath.Join(dir, databaseFile)
}

// openStore opens the database, made and migrated where that is needed.
func (a *app) openStore(ctx context.Context) (*store.Store, config.Settings, error) {
	return a.openStoreWith(ctx, store.Options{})
}

// openStoreWith is openStore with the options that are not the operator's.
func (a *app) openStoreWith(ctx context.Context, o store.Options) (*store.Store, config.Settings, error) {
	s, err := a.settings()
	if err != nil {
		return nil, s, err
	}
	address := a.address(s)
	if s.Database.Address == "" {
		if err := os.MkdirAll(filepath.Dir(address), 0o700); err != nil {
			return nil, s, fmt.Errorf("make the data folder: %w", err)
		}
	}
	o.Address, o.Log = address, a.logger()
	st, err := store.Open(ctx, o)
	if err != nil {
		return nil, s, err
	}
	if err := st.Migrate(ctx); err != nil {
		_ = st.Close()
		return nil, s, err
	}
	return st, s, nil
}

// crawler makes the crawler that the settings describe.
func (a *app) crawler(s config.Settings) (*crawler.Crawler, error) {
	return crawler.New(crawlerSettings(s.Crawler))
}

func crawlerSettings(s config.Crawler) crawler.Settings {
	c := crawler.Defaults()
	c.Contact = s.Contact
	if s.UserAgent != "" {
		c.UserAgent, c.Token = s.UserAgent, product(s.UserAgent)
	}
	c.Allow, c.Proxy, c.Resolver, c.ExtraCA = s.Allow, s.Proxy, s.Resolver, s.ExtraCA
	c.HostGap, c.HostParallel = time.Duration(s.HostGap), s.HostParallel
	c.Timeout = time.Duration(s.Timeout)
	c.MaxBody, c.MaxWire, c.MaxHeader = int64(s.MaxBody), int64(s.MaxWire), int64(s.MaxHeader)
	c.MaxURL, c.MaxRedirects = int(s.MaxURL), s.MaxRedirects
	c.MaxRobots, c.RobotsAge = int64(s.MaxRobots), time.Duration(s.RobotsAge)
	c.MaxCrawlDelay = time.Duration(s.MaxCrawlDelay)
	c.RetryAfterLow, c.RetryAfterHigh = time.Duration(s.RetryAfterMin), time.Duration(s.RetryAfterMax)
	c.Browser = crawler.BrowserSettings{
		Path:        s.Browser.Path,
		DevTools:    s.Browser.DevTools,
		Listen:      s.Browser.Listen,
		Timeout:     time.Duration(s.Browser.Timeout),
		Rest:        time.Duration(s.Browser.Rest),
		MaxPages:    s.Browser.MaxPages,
		MaxRequests: s.Browser.MaxRequests,
		MaxTraffic:  int64(s.Browser.MaxTraffic),
		MaxScript:   int(s.Browser.MaxScript >> 20),
	}
	return c
}

// product is the first word of a User-Agent without its version: the name that robots.txt speaks to.
func product(userAgent string) string {
	first, _, _ := strings.Cut(strings.TrimSpace(userAgent), " ")
	name, _, _ := strings.Cut(first, "/")
	return strings.ToLower(name)
}

// limits bound reading, comparing and telling.
func limits(s config.Limits) watch.Limits {
	return watch.Limits{
		Read:     extract.Limits{XMLDepth: s.XMLDepth, XMLItems: s.XMLItems, Field: s.Field},
		Diff:     diff.Limits{Blocks: s.Blocks, Time: time.Duration(s.DiffTime)},
		Quote:    s.Quote,
		Attempts: s.Attempts,
	}
}

func retention(s config.Retention) watch.Retention {
	return watch.Retention{
		Pages: time.Duration(s.Pages), PagesMost: s.PagesMost, Messages: time.Duration(s.Messages),
	}
}

// outlet is what messages leave through: the crawler's guarded ways out, and the operator's mail server.
func outlet(cr *crawler.Crawler, s config.Settings) alert.Outlet {
	return alert.Outlet{
		Client: cr.Client(),
		Dial:   cr.Dial,
		TLS:    cr.TLS(),
		Mail: alert.Mail{
			Host: s.Mail.Host, Port: s.Mail.Port, User: s.Mail.User, Password: s.Mail.Password,
			From: s.Mail.From, Security: string(s.Mail.Security),
		},
		Extra: s.Alerts.Shoutrrr,
	}
}

// model is the language model that drafts; nil where none is switched on.
func model(cr *crawler.Crawler, s config.Model) *draft.Model {
	if s.Address == "" {
		return nil
	}
	client := cr.Client()
	client.Timeout = time.Duration(s.Timeout)
	return &draft.Model{Address: s.Address, Name: s.Name, Key: s.Key, Client: client}
}
