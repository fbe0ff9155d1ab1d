//go:build !race

package extracttest

// Slack is by how much more a reader may take when the race detector watches.
const Slack = 1
