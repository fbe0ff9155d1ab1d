package stories

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/require"
)

// The pictures of the README are taken of the demo.
func TestThePicturesOfTheReadme(t *testing.T) {
	dir := os.Getenv("GAPWATCH_PICTURES")
	if dir == "" {
		t.Skip("GAPWATCH_PICTURES=FOLDER takes them anew")
	}
	w := here(t)
	b := openTab(t, w, w.base, light)
	for name, path := range map[string]string{
		"week": "/", "matrix": "/matrix/session-replay", "cell": "/matrix/session-replay/mobile-replay/harrowglass",
	} {
		b.visit(path)
		taken, err := chromedp.Call(b.ctx, page.CaptureScreenshot, page.CaptureScreenshotParams{})
		b.must(err)
		require.NotEmpty(t, taken.Data)
		require.NoError(t, os.WriteFile(filepath.Join(dir, name+".png"), taken.Data, 0o600))
	}
}
