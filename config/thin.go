// Package config holds the settings and the landscape file.
package config

// This file is the thinnest version of the room: whoever lands the room's own files deletes it.

import (
	"fmt"
	"os"
	"time"

	"github.com/goccy/go-yaml"
)

// Duration is written "2s".
type Duration time.Duration

// UnmarshalText reads "2s".
func (d *Duration) UnmarshalText(b []byte) error {
	v, err := time.ParseDuration(string(b))
	*d = Duration(v)
	return err
}

// Settings is gapwatch.yaml.
type Settings struct {
	Crawler struct {
		Allow        []string `yaml:"allow"`
		HostGap      Duration `yaml:"host_gap"`
		HostParallel int      `yaml:"host_parallel"`
		Timeout      Duration `yaml:"timeout"`
		Resolver     string   `yaml:"resolver"`
		ExtraCA      string   `yaml:"extra_ca"`
	} `yaml:"crawler"`
	Schedule struct {
		Every Duration `yaml:"every"`
	} `yaml:"schedule"`
}

// Landscape is landscape.yaml.
type Landscape struct {
	Areas []struct {
		Key, Name string
		Features  []struct {
			Key, Name, Definition, Group string
			Aliases                      []string
		}
	}
	Competitors []struct {
		Key, Name string
		Sources   []struct{ Kind, URL string }
	}
	Subscriptions []struct{ Key, Channel, Cadence, URL string }
}

// Load reads a file.
func Load(path string, into any) error {
	data, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	if err := yaml.Unmarshal(data, into); err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	return nil
}
