package crawler

type browser struct{}

func newBrowser(Settings, *guard) *browser { return &browser{} }
func (b *browser) close() error            { return nil }
