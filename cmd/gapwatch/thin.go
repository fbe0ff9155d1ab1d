package main

// This file is the thinnest version of settings and apply: whoever lands the real ones deletes it.

import (
	"context"
	"os"
	"time"

	"github.com/gapwatch/gapwatch/config"
	"github.com/gapwatch/gapwatch/crawler"
	"github.com/gapwatch/gapwatch/extract"
	"github.com/gapwatch/gapwatch/store"
)

type applyOptions struct{}

func (a *app) applyFile(ctx context.Context, st *store.Store, path string, _ applyOptions) (int, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return 0, err
	}
	land, err := config.ParseLandscape(path, data)
	if err != nil {
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
