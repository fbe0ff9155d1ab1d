package api

import (
	"context"
	"slices"
	"time"

	"github.com/gapwatch/gapwatch/alert"
	"github.com/gapwatch/gapwatch/store"
)

// AskTrail chooses what was done.
type AskTrail struct {
	Since time.Time `query:"since" doc:"Left out: the last three months."`
	Limit int       `query:"limit" minimum:"1" maximum:"500" default:"100" doc:"The newest so many."`
}

// Deed is a line of the audit trail.
type Deed struct {
	At     time.Time `json:"at"`
	Actor  string    `json:"actor,omitempty" doc:"Left out: somebody who was not signed in."`
	Action string    `json:"action"`
	Object string    `json:"object,omitempty" doc:"The address that was used."`
	Detail string    `json:"detail,omitempty" doc:"What was written, without secrets; left out for those who may not see accounts."`
}

func (a *API) trail(ctx context.Context, in *AskTrail) (*List[Deed], error) {
	since := in.Since
	if since.IsZero() {
		since = a.now().AddDate(0, -3, 0)
	}
	rows, err := a.st(ctx).AuditTrail(ctx, since, in.Limit)
	slices.Reverse(rows)
	money := caller(ctx).Money
	return whole(rows, func(e store.AuditEntry) Deed {
		if !money { // what was written may name accounts
			e.Detail = ""
		}
		return Deed{e.At, e.Actor, e.Action, e.Object, e.Detail}
	}), err
}

// channelDays is how far back a channel's messages are counted.
const channelDays = 30

// Channel is one way to tell people or programs: whether it can be used, and how much it is.
type Channel struct {
	Name          string `json:"name"`
	Ready         bool   `json:"ready"`
	How           string `json:"how,omitempty" doc:"By what it sends, or what the settings lack."`
	Subscriptions int    `json:"subscriptions"`
	Sent          int    `json:"sent" doc:"Messages of the last 30 days, as waiting and failed are."`
	Waiting       int    `json:"waiting"`
	Failed        int    `json:"failed"`
}

// Used tells whether anybody is told by the channel, or was.
func (c Channel) Used() bool { return c.Subscriptions+c.Sent+c.Waiting+c.Failed > 0 }

// Channels are all of them, used or not.
func (a *API) Channels(ctx context.Context) ([]Channel, error) {
	figures, err := a.st(ctx).ChannelFigures(ctx, a.now().AddDate(0, 0, -channelDays))
	if err != nil {
		return nil, err
	}
	byName := map[string]store.ChannelFigures{}
	for _, f := range figures {
		byName[f.Channel] = f
	}
	var out alert.Outlet
	if a.line != nil {
		out = a.line.Outlet
	}
	var rows []Channel
	for _, name := range alert.Channels() {
		f := byName[name]
		row := Channel{name, true, alert.Through(out, name), f.Subscriptions, f.Sent, f.Owed, f.Failed}
		if err := alert.CheckChannel(out, name); err != nil {
			row.Ready, row.How = false, sentence(err)
		}
		rows = append(rows, row)
	}
	return rows, nil
}

func (a *API) channels(ctx context.Context, _ *None) (*List[Channel], error) {
	rows, err := a.Channels(ctx)
	return whole(rows, func(c Channel) Channel { return c }), err
}
