package main

import (
	"encoding/json"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"go.yaml.in/yaml/v3"

	"github.com/gapwatch/gapwatch/config"
)

func deployed(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("..", "..", name))
	require.NoError(t, err)
	return string(text)
}

// callable holds a command line to the program: there is such a command, with such flags.
func callable(t *testing.T, args []string) {
	t.Helper()
	root := newRootCommand(&app{out: io.Discard, err: io.Discard})
	cmd, rest, err := root.Find(args)
	require.NoError(t, err, args)
	require.True(t, cmd.Runnable(), args)
	require.NoError(t, cmd.ParseFlags(rest), args)
	require.NoError(t, cmd.ValidateArgs(cmd.Flags().Args()), args)
}

// settled holds variables to the settings: each is one, or one of the log, and its value will do.
func settled(t *testing.T, env []string) {
	t.Helper()
	names := map[string]bool{"GAPWATCH_LOG": true, "GAPWATCH_LOG_FORMAT": true}
	for name := range settingNames(t) {
		names[name] = true
	}
	for _, pair := range env {
		name, _, _ := strings.Cut(pair, "=")
		require.True(t, names[name], name)
	}
	_, err := config.Load(config.Options{Env: env})
	require.NoError(t, err)
}

// schemaNode is what is looked at of the settings' schema.
type schemaNode struct {
	Properties map[string]schemaNode
}

// settingNames are the variables of all settings.
func settingNames(t *testing.T) map[string]bool {
	t.Helper()
	text, err := config.Schema("settings")
	require.NoError(t, err)
	var root schemaNode
	require.NoError(t, json.Unmarshal(text, &root))
	names := map[string]bool{}
	var walk func(prefix string, node schemaNode)
	walk = func(prefix string, node schemaNode) {
		for key, below := range node.Properties {
			names[prefix+"_"+strings.ToUpper(key)] = true
			walk(prefix+"_"+strings.ToUpper(key), below)
		}
	}
	walk("GAPWATCH", root)
	require.Contains(t, names, "GAPWATCH_DATABASE_ADDRESS")
	return names
}

func TestTheUnitsCallTheProgramAsItIs(t *testing.T) {
	for _, unit := range []string{"gapwatch.service", "gapwatch-worker@.service"} {
		t.Run(unit, func(t *testing.T) {
			text := deployed(t, "deploy/systemd/"+unit)
			command := regexp.MustCompile(`(?m)^ExecStart=/usr/local/bin/gapwatch (.*)$`).FindStringSubmatch(text)
			require.NotNil(t, command)
			callable(t, strings.Fields(command[1]))
			var env []string
			for _, found := range regexp.MustCompile(`(?m)^Environment=(.*)$`).FindAllStringSubmatch(text, -1) {
				env = append(env, strings.ReplaceAll(found[1], "%i", "1"))
			}
			settled(t, env)
			for _, hardened := range []string{"NoNewPrivileges=yes", "ProtectSystem=strict", "User=gapwatch", "StateDirectory=gapwatch", "CapabilityBoundingSet=\n"} {
				require.Contains(t, text, hardened)
			}
		})
	}
}

func TestSystemdTakesTheUnits(t *testing.T) {
	analyze, err := exec.LookPath("systemd-analyze")
	if err != nil {
		t.Skip("systemd-analyze is not installed")
	}
	dir := t.TempDir()
	self, err := os.Executable()
	require.NoError(t, err)
	for _, unit := range []string{"gapwatch.service", "gapwatch-worker@.service"} {
		text := strings.NewReplacer("/usr/local/bin/gapwatch", self, "User=gapwatch", "User=daemon", "Group=gapwatch", "Group=daemon").
			Replace(deployed(t, "deploy/systemd/"+unit))
		path := filepath.Join(dir, strings.Replace(unit, "@", "@1", 1))
		require.NoError(t, os.WriteFile(path, []byte(text), 0o600))
		dropIn := filepath.Join(path + ".d")
		for _, browser := range []bool{false, true} {
			if browser {
				require.NoError(t, os.Mkdir(dropIn, 0o755))
				require.NoError(t, os.WriteFile(filepath.Join(dropIn, "browser.conf"), []byte(deployed(t, "deploy/systemd/browser.conf")), 0o600))
			}
			said, err := exec.Command(analyze, "verify", "--man=no", path).CombinedOutput()
			require.NoError(t, err, string(said))
			require.NotContains(t, string(said), dir, "it has nothing to say of them")
		}
	}
}

// composed is what is looked at of a compose file.
type composed struct {
	Services map[string]struct {
		Image       string
		Build       struct{ Context, Dockerfile string }
		Command     []string
		Environment map[string]string
		Deploy      struct{ Replicas int }
		DependsOn   map[string]struct{ Condition string } `yaml:"depends_on"`
		ReadOnly    bool                                  `yaml:"read_only"`
		Ports       []string
	}
}

func TestTheComposeFileCallsTheProgramAsItIs(t *testing.T) {
	var c composed
	require.NoError(t, yaml.Unmarshal([]byte(deployed(t, "deploy/compose.yaml")), &c))
	require.Len(t, c.Services, 3)
	require.Equal(t, 2, c.Services["worker"].Deploy.Replicas)
	fill := regexp.MustCompile(`\$\{(\w+):([?-])([^}]*)\}`)
	for _, name := range []string{"serve", "worker"} {
		s := c.Services[name]
		callable(t, s.Command)
		require.FileExists(t, filepath.Join("..", "..", "deploy", s.Build.Context, s.Build.Dockerfile))
		require.Equal(t, "service_healthy", s.DependsOn["db"].Condition)
		require.True(t, s.ReadOnly)
		var env []string
		for key, value := range s.Environment {
			env = append(env, key+"="+fill.ReplaceAllStringFunc(value, func(v string) string {
				if parts := fill.FindStringSubmatch(v); parts[2] == "-" {
					return parts[3]
				}
				return "secret"
			}))
		}
		settled(t, env)
		settings, err := config.Load(config.Options{Env: env})
		require.NoError(t, err)
		require.Equal(t, "postgres://gapwatch:secret@db:5432/gapwatch?sslmode=disable", settings.Database.Address)
	}
	for _, port := range c.Services["serve"].Ports {
		require.Regexp(t, `^127\.0\.0\.1:`, port, "nothing is open to the world by default")
	}
}

func TestTheImageCallsTheProgramAsItIs(t *testing.T) {
	text := deployed(t, "deploy/Dockerfile")
	commands := regexp.MustCompile(`(?m)^CMD (\[.*\])$`).FindAllStringSubmatch(text, -1)
	require.Len(t, commands, 2)
	for _, found := range commands {
		var args []string
		require.NoError(t, json.Unmarshal([]byte(found[1]), &args))
		callable(t, args)
	}
	require.Len(t, regexp.MustCompile(`(?m)^USER 65532:65532$`).FindAllString(text, -1), 2, "never root")
	goVersion := regexp.MustCompile(`(?m)^go (\d+\.\d+)`).FindStringSubmatch(deployed(t, "go.mod"))
	require.Contains(t, text, "FROM golang:"+goVersion[1]+"-")
}

func TestWhatIsWrittenOfRunningItIsTrue(t *testing.T) {
	text := deployed(t, "docs/operating.md")
	found := regexp.MustCompile(`(?m)^    (?:sudo -u gapwatch )?gapwatch ([^#\n]*)`).FindAllStringSubmatch(text, -1)
	require.Greater(t, len(found), 8)
	for _, command := range found {
		callable(t, strings.Fields(command[1]))
	}
	for _, file := range regexp.MustCompile(`deploy/[\w./@-]+\w`).FindAllString(text, -1) {
		_, err := os.Stat(filepath.Join("..", "..", file))
		require.NoError(t, err)
	}
	for _, figure := range regexp.MustCompile(`gapwatch_[a-z_]+`).FindAllString(text, -1) {
		require.Regexp(t, `"(gapwatch_)?`+strings.TrimPrefix(figure, "gapwatch_")+`"`, deployed(t, "watch/metrics.go"), figure)
	}
	require.Contains(t, deployed(t, "README.md"), "docs/operating.md")
}
