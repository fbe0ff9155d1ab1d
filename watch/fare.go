package watch

import (
	"context"
	"time"

	"github.com/gapwatch/gapwatch/store"
)

// Fare is how Gapwatch itself fares, as its operators see it.
type Fare struct {
	store.Figures
	Owing, GivenUp int              // messages of all channels
	Late           bool             // sources are due for longer than a process at work lets them wait
	Lost           []store.Delivery // the newest messages that were given up
}

// dueTooLong is how long a source may be due before somebody should see whether anything works.
const dueTooLong = 15 * time.Minute

// lostShown is how many messages that were given up are told.
const lostShown = 50

// HowItFares looks at what there is at a time.
func HowItFares(ctx context.Context, st *store.Store, now time.Time) (f Fare, err error) {
	if f.Figures, err = st.Figures(ctx, now); err != nil {
		return f, err
	}
	for _, n := range f.Owed {
		f.Owing += n
	}
	for _, n := range f.Failed {
		f.GivenUp += n
	}
	f.Late = f.DueSince != nil && now.Sub(*f.DueSince) > dueTooLong
	f.Lost, err = st.Deliveries(ctx, 0, store.Failed, lostShown)
	return f, err
}
