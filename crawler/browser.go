package crawler

type browser struct{}

func newBrowser(BrowserSettings, *guard) *browser { return &browser{} }
func (b *browser) close()                         {}
