package main

// This file is the thinnest version of settings and apply: whoever lands the real ones deletes it.

import (
	"context"
	"os"
	"path/filepath"
	"time"

	"github.com/gapwatch/gapwatch/config"
	"github.com/gapwatch/gapwatch/crawler"
	"github.com/gapwatch/gapwatch/extract"
	"github.com/gapwatch/gapwatch/store"
	"github.com/gapwatch/gapwatch/watch"
)

type applyOptions struct{}

func (a *app) settings() (config.Settings, error) {
	var s config.Settings
	s.Crawler.HostParallel = 1
	s.Schedule.Every = config.Duration(24 * time.Hour)
	s.Crawler.Timeout = config.Duration(30 * time.Second)
	if a.configPath != "" {
		return s, config.Load(a.configPath, &s)
	}
	return s, nil
}

func (a *app) address(config.Settings) string {
	dir := a.dataDir
	if dir == "" {
		dir = "gapwatch-data"
	}
	return filepath.Join(dir, "gapwatch.db")
}

func (a *app) openStore(ctx context.Context) (*store.Store, config.Settings, error) {
	s, err := a.settings()
	if err != nil {
		return nil, s, err
	}
	if err := os.MkdirAll(filepath.Dir(a.address(s)), 0o755); err != nil {
		return nil, s, err
	}
	st, err := store.Open(ctx, store.Options{Address: a.address(s), Log: a.logger()})
	if err != nil {
		return nil, s, err
	}
	return st, s, st.Migrate(ctx)
}

func (a *app) crawler(s config.Settings) (*crawler.Crawler, error) {
	c := crawler.Defaults()
	c.Allow, c.Timeout = s.Crawler.Allow, time.Duration(s.Crawler.Timeout)
	c.HostGap, c.HostParallel = time.Duration(s.Crawler.HostGap), s.Crawler.HostParallel
	c.Resolver, c.ExtraCA = s.Crawler.Resolver, s.Crawler.ExtraCA
	return crawler.New(c)
}

func schedule(s config.Settings) watch.Schedule {
	return watch.Schedule{Default: time.Duration(s.Schedule.Every), Longest: 24 * time.Hour, FullEvery: 7 * 24 * time.Hour}
}

func (a *app) applyFile(ctx context.Context, st *store.Store, path string, _ applyOptions) (int, error) {
	var land config.Landscape
	if err := config.Load(path, &land); err != nil {
		return 0, err
	}
	var areas []store.Area
	for _, ar := range land.Areas {
		areas = append(areas, store.Area{Key: ar.Key, Name: ar.Name})
	}
	if err := st.SaveAreas(ctx, areas); err != nil {
		return 0, err
	}
	var features []store.Feature
	for i, ar := range land.Areas {
		for j, f := range ar.Features {
			features = append(features, store.Feature{AreaID: areas[i].ID, Key: f.Key, Name: f.Name, Aliases: f.Aliases, Position: j})
		}
	}
	if err := st.SaveFeatures(ctx, features); err != nil {
		return 0, err
	}
	var competitors []store.Competitor
	for _, c := range land.Competitors {
		competitors = append(competitors, store.Competitor{Key: c.Key, Name: c.Name})
	}
	if err := st.SaveCompetitors(ctx, competitors); err != nil {
		return 0, err
	}
	var sources []store.Source
	for i, c := range land.Competitors {
		for _, s := range c.Sources {
			sources = append(sources, store.Source{
				CompetitorID: competitors[i].ID, Kind: extract.Kind(s.Kind), URL: s.URL,
				Host: crawler.HostKey(s.URL), NextCheckAt: time.Now().UTC(),
			})
		}
	}
	return len(sources), st.SaveSources(ctx, sources)
}
