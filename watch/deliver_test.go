package watch

import (
	"context"
	"testing"

	"github.com/riverqueue/river"
	"github.com/stretchr/testify/require"

	"github.com/gapwatch/gapwatch/store"
)

// calledOff is a deliver worker that is told to stop in the moment in which its message has gone.
type calledOff struct {
	river.WorkerDefaults[DeliverArgs]
	line *Line
}

func (w *calledOff) Work(ctx context.Context, job *river.Job[DeliverArgs]) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	w.line.Point = func(p Point) {
		if p == Sent {
			cancel()
		}
	}
	return (&deliverWorker{line: w.line}).Work(ctx, job)
}

// TestAMessageThatWentIsWrittenDown even if the process is told to stop at that moment: otherwise the next would send it
// again.
func TestAMessageThatWentIsWrittenDown(t *testing.T) {
	eachTown(t, func(t *testing.T, tw *town) {
		sub := tw.subscribe(store.Subscription{Key: "dana"}, "/dana")
		tw.publish(1, nil)
		workers := river.NewWorkers()
		river.AddWorker(workers, &calledOff{line: tw.Line})
		jobs, err := tw.Store.Jobs(workers, store.JobOptions{Queues: queues()})
		require.NoError(t, err)
		require.NoError(t, jobs.Start(t.Context()))
		require.NoError(t, jobs.Drained(t.Context()))
		require.NoError(t, jobs.Stop(t.Context()))
		sent, err := tw.Store.Deliveries(t.Context(), sub.ID, store.Sent, 0)
		require.NoError(t, err)
		require.Len(t, sent, 1)
		tw.Point = nil
		tw.work()
		require.Len(t, tw.heard("/dana"), 1)
	})
}
