package config

import (
	"os"
	"path/filepath"
	"regexp"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestWhatComesLaterWins(t *testing.T) {
	path := filepath.Join(t.TempDir(), "gapwatch.yaml")
	require.NoError(t, os.WriteFile(path, []byte("crawler: {host_gap: 1s, timeout: 5s}\nweb: {listen: \":1\"}\n"), 0o644))
	s, err := Load(Options{
		Path:      path,
		Env:       []string{"GAPWATCH_CRAWLER_TIMEOUT=7s", "GAPWATCH_WEB_LISTEN=:2", "GAPWATCH_LOG=debug", "HOME=/"},
		Overrides: []Override{{Key: "web.listen", Value: ":3", Flag: "--listen"}},
	})
	require.NoError(t, err)
	require.Equal(t, 8*Size(1<<20), s.Crawler.MaxBody, "a default")
	require.Equal(t, Duration(time.Second), s.Crawler.HostGap, "from the file")
	require.Equal(t, Duration(7*time.Second), s.Crawler.Timeout, "from the environment")
	require.Equal(t, ":3", s.Web.Listen, "from a flag")
}

func TestEverySettingCanComeFromTheEnvironment(t *testing.T) {
	s := Defaults()
	for _, l := range leaves(&s) {
		t.Run(l.envName(), func(t *testing.T) {
			_, err := Load(Options{Env: []string{l.envName() + "=" + textOf(l)}})
			require.NoError(t, err)
		})
	}
	s, err := Load(Options{Env: []string{"GAPWATCH_CRAWLER_ALLOW=127.0.0.1:80, [::1]:443"}})
	require.NoError(t, err)
	require.Equal(t, []string{"127.0.0.1:80", "[::1]:443"}, s.Crawler.Allow)
}

func textOf(l leaf) string {
	if text := yamlOf(l.value); text != `""` && text != "[]" {
		return regexp.MustCompile(`^"|"$`).ReplaceAllString(text, "")
	}
	return ""
}

func TestWrongSettingsOutsideTheFile(t *testing.T) {
	rows := []struct {
		name    string
		options Options
		want    string
	}{
		{
			"a value that is none",
			Options{Env: []string{"GAPWATCH_SCHEDULE_EVERY=often"}},
			"environment: GAPWATCH_SCHEDULE_EVERY: write a time span",
		},
		{"an empty time span", Options{Env: []string{"GAPWATCH_SCHEDULE_EVERY="}}, "write a time span"},
		{
			"a misspelt variable",
			Options{Env: []string{"GAPWATCH_SCHEDULE_EVRY=1h"}},
			`did you mean "GAPWATCH_SCHEDULE_EVERY"`,
		},
		{
			"a value below its bound",
			Options{Env: []string{"GAPWATCH_CRAWLER_HOST_PARALLEL=0"}},
			"write at least 1",
		},
		{
			"a value above its bound",
			Options{Env: []string{"GAPWATCH_SCHEDULE_JITTER=101%"}},
			"write at most 100%",
		},
		{
			"a flag",
			Options{Overrides: []Override{{"crawler.timeout", "x", "--timeout"}}},
			"flag: --timeout: write a time span",
		},
		{
			"two that do not fit",
			Options{Env: []string{"GAPWATCH_CRAWLER_RETRY_AFTER_MIN=30d"}},
			"is more than retry_after_max, 7d",
		},
		{
			"an exception without a port",
			Options{Env: []string{"GAPWATCH_CRAWLER_ALLOW=127.0.0.1"}},
			`environment: crawler.allow[0]: write host:port`,
		},
		{
			"an address to listen on",
			Options{Overrides: []Override{{"web.listen", "8080", "--listen"}}},
			"flag --listen: web.listen: write host:port",
		},
		{
			"a network of everybody",
			Options{Env: []string{"GAPWATCH_WEB_TRUSTED_PROXIES=10.0.0.0/8,0.0.0.0/0"}},
			"web.trusted_proxies[1]: write a network such as 10.0.0.0/8",
		},
		{
			"a proxy of another kind",
			Options{Env: []string{"GAPWATCH_CRAWLER_PROXY=ftp://x"}},
			"crawler.proxy: write an address",
		},
		{
			"a line of the file",
			Options{Path: "testdata/exceptions.yaml"},
			"testdata/exceptions.yaml:4:5: crawler.allow[1]: write host:port",
		},
		{
			"a file that is missing",
			Options{Path: "testdata/none.yaml"},
			"read settings: open testdata/none.yaml",
		},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			_, err := Load(row.options)
			require.ErrorContains(t, err, row.want)
		})
	}
}

func TestSettingsTemplateHoldsTheDefaults(t *testing.T) {
	text := SettingsTemplate("schema.json")
	s := Defaults()
	_, err := parseSettings("gapwatch.yaml", text, &s)
	require.NoError(t, err)
	require.Equal(t, Defaults(), s)

	whole := regexp.MustCompile(`(?m)^( *)# ([a-z_]+:( .*)?)$`).ReplaceAll(text, []byte("$1$2"))
	require.NotContains(t, string(whole), "# host_gap:")
	_, err = parseSettings("gapwatch.yaml", whole, &s)
	require.NoError(t, err)
	s.Crawler.Allow, s.Web.Trusted = nil, nil
	require.Equal(t, Defaults(), s, "uncommenting everything changes nothing")
}

func TestQuantities(t *testing.T) {
	durations := map[string]string{
		"0s": "0s", "90s": "1m30s", "24h": "24h", "1d": "24h", "7d": "7d", "1d12h": "36h", "1h30m": "1h30m", "500ms": "500ms",
	}
	for text, want := range durations {
		var d Duration
		require.NoError(t, d.UnmarshalText([]byte(text)), text)
		require.Equal(t, want, d.String(), text)
	}
	for _, text := range []string{"", "5", "-1s", "d", "1.5d", "7days", "99999999d", "1d1d"} {
		require.Error(t, new(Duration).UnmarshalText([]byte(text)), text)
	}
	sizes := map[string]string{"0": "0B", "512": "512B", "1024": "1KiB", "8 MiB": "8MiB", "1500kB": "1500000B", "2GiB": "2GiB"}
	for text, want := range sizes {
		var s Size
		require.NoError(t, s.UnmarshalText([]byte(text)), text)
		require.Equal(t, want, s.String(), text)
	}
	for _, text := range []string{"", "MiB", "-1B", "8mb", "99999999999999GiB"} {
		require.Error(t, new(Size).UnmarshalText([]byte(text)), text)
	}
	var p Percent
	require.NoError(t, p.UnmarshalText([]byte("10 %")))
	require.Equal(t, "10%", p.String())
	require.Error(t, p.UnmarshalText([]byte("0.1")))
}
