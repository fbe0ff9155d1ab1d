package main

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/gapwatch/gapwatch/config"
	"github.com/gapwatch/gapwatch/crawler"
)

func TestDefaultsOfSettingsAreThoseOfTheCrawler(t *testing.T) {
	require.Equal(t, crawler.Defaults(), crawlerSettings(config.Defaults().Crawler))
}

func TestTheNameThatRobotsTxtSpeaksTo(t *testing.T) {
	s := config.Defaults().Crawler
	s.UserAgent = "AcmeWatch/2.1 (+https://acme.example/bot)"
	require.Equal(t, "acmewatch", crawlerSettings(s).Token)
}
