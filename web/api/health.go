package api

import (
	"context"
	"time"

	"github.com/gapwatch/gapwatch/watch"
)

// Health is how Gapwatch itself fares.
type Health struct {
	Watched       int           `json:"sources_watched"`
	Paused        int           `json:"sources_paused"`
	InTrouble     int           `json:"sources_in_trouble"`
	Due           int           `json:"sources_due" doc:"Of those that are watched."`
	DueSince      *time.Time    `json:"due_since,omitempty" doc:"Since when the one that waits longest is due."`
	Late          bool          `json:"late" doc:"They wait for longer than a process at work lets them: see whether one runs."`
	LastLook      *time.Time    `json:"last_look,omitempty" doc:"At any source."`
	OldestRunning *time.Time    `json:"oldest_running,omitempty" doc:"When the job began that has run longest."`
	Owed          int           `json:"messages_owed"`
	GivenUp       int           `json:"messages_given_up"`
	Lost          []LostMessage `json:"lost" doc:"The newest messages that were given up."`
}

// LostMessage is a message that was given up.
type LostMessage struct {
	ID       int64  `json:"id"`
	Tells    string `json:"tells"`
	Attempts int    `json:"attempts"`
	Error    string `json:"error"`
}

func (a *API) health(ctx context.Context, _ *None) (*One[Health], error) {
	f, err := watch.HowItFares(ctx, a.st(ctx), a.now())
	if err != nil {
		return nil, err
	}
	out := &One[Health]{Body: Health{
		Watched: f.Watched, Paused: f.Paused, InTrouble: f.InTrouble, Due: f.Due, DueSince: f.DueSince, Late: f.Late, LastLook: f.LastLook,
		OldestRunning: f.OldestRunning, Owed: f.Owing, GivenUp: f.GivenUp, Lost: []LostMessage{},
	}}
	for _, d := range f.Lost {
		out.Body.Lost = append(out.Body.Lost, LostMessage{d.ID, d.Tells, d.Attempts, d.Error})
	}
	return out, nil
}
