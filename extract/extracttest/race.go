//go:build race

package extracttest

// Slack is by how much more a reader may take when the race detector watches: it doubles what is allocated, and each
// access to memory costs several.
const Slack = 4
