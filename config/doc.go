// Package config reads the two files that people write: gapwatch.yaml, the settings of the program, and
// landscape.yaml, what it should know and watch. It says everything that is wrong with a file at once, each with its
// line and what to write instead. It opens no connection and judges no address: a forbidden one is a source that
// fails, not a reason to refuse the file.
//
// Start at Load and ParseLandscape.
package config
