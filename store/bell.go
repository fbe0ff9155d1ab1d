package store

import (
	"context"
	"database/sql"

	"github.com/riverqueue/river/riverdriver"
	"github.com/riverqueue/river/riverdriver/riversqlite"
)

// bell tells whoever waits for jobs in this process that some were committed. SQLite has nothing to say so, and the
// queue looks only twenty times a second: a message would wait for its turn to be noticed.
type bell chan struct{}

func newBell() bell { return make(bell, 1) }

// ring never waits: one ring that nobody has heard yet says as much as two.
func (b bell) ring() {
	select {
	case b <- struct{}{}:
	default:
	}
}

// promptDriver is the queue's driver for SQLite, with a listener that hears the bell.
type promptDriver struct {
	*riversqlite.Driver
	bell bell
}

func newPromptDriver(db *sql.DB, b bell) promptDriver { return promptDriver{riversqlite.New(db), b} }

// GetListener implements riverdriver.Driver.
func (d promptDriver) GetListener(params *riverdriver.GetListenenerParams) riverdriver.Listener {
	return promptListener{d.Driver.GetListener(params), d.bell}
}

type promptListener struct {
	riverdriver.Listener
	bell bell
}

// WaitForNotification begins anew when the bell rings, because the queue's own listener looks when it begins.
func (l promptListener) WaitForNotification(ctx context.Context) (*riverdriver.Notification, error) {
	for {
		waiting, stop := context.WithCancel(ctx)
		go func() {
			select {
			case <-l.bell:
				stop()
			case <-waiting.Done():
			}
		}()
		n, err := l.Listener.WaitForNotification(waiting)
		rung := err != nil && waiting.Err() != nil && ctx.Err() == nil
		stop()
		if !rung {
			return n, err
		}
	}
}
