package stories

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

// 22: what is backed up while people read it is, restored elsewhere, all there: matrix, proof, stored page, money and trail.
// What is kept for how long is said before anything goes, and every stored page can be taken away as a file.
func TestABackupHoldsEverything(t *testing.T) {
	w := here(t)
	up := w.empty(t, (*place).open, "web: {open: true}\n")
	b := openTab(t, w, up.base, light)
	b.fill()
	at := func(data string, args ...string) string {
		cmd := exec.CommandContext(t.Context(), w.program, append([]string{"--data", data}, args...)...)
		cmd.Dir = t.TempDir()
		out, err := cmd.CombinedOutput()
		require.NoError(t, err, "%v: %s", args, out)
		return string(out)
	}
	dir := t.TempDir()
	file, other, pages := filepath.Join(dir, "backup.db"), filepath.Join(dir, "other"), filepath.Join(dir, "pages")
	at(up.data, "db", "backup", file)
	at(other, "db", "restore", file)
	at(other, "db", "verify")
	require.NotEmpty(t, at(other, "prune", "--dry-run"))
	at(other, "snapshots", "export", "--to", pages)
	taken, err := os.ReadDir(pages)
	require.NoError(t, err)
	require.NotEmpty(t, taken)

	settings := filepath.Join(dir, "gapwatch.yaml")
	require.NoError(t, os.WriteFile(settings, []byte("web: {open: true}\n"), 0o600))
	copied, err := w.serve((*place).open, "--config", settings, "--data", other, "serve", "--no-work", "--listen", "127.0.0.1:0")
	require.NoError(t, err)
	restored := openTab(t, w, copied.base, dark)
	for _, path := range []string{
		"/", "/matrix/session-replay", "/matrix/session-replay/mobile-replay/harrowglass", "/gaps", "/gaps/session-replay/mobile-replay", b.aChange(),
		"/accounts", "/snapshots/1", "/pricing", "/settings",
	} {
		b.visit(path)
		restored.visit(path)
		require.Equal(t, b.text("main"), restored.text("main"), path)
	}
}
