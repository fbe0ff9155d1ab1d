package web

import (
	"cmp"
	"context"
	"net/http"

	"github.com/gapwatch/gapwatch/alert"
	"github.com/gapwatch/gapwatch/store"
)

// channelDays is how far back a channel's messages are counted.
const channelDays = 30

// channelRow is one way to tell people or programs: whether it can be used, and how much it is.
type channelRow struct {
	Name  string
	Ready bool
	How   string // by what it sends, or what the settings lack
	store.ChannelFigures
}

// Used tells whether anybody is told by the channel, or was.
func (c channelRow) Used() bool { return c.Subscriptions+c.Sent+c.Owed+c.Failed > 0 }

func (s *Server) channelRows(ctx context.Context) ([]channelRow, error) {
	figures, err := s.store.ChannelFigures(ctx, s.now().AddDate(0, 0, -channelDays))
	if err != nil {
		return nil, err
	}
	byName := map[string]store.ChannelFigures{}
	for _, f := range figures {
		byName[f.Channel] = f
	}
	var out alert.Outlet
	if s.line != nil {
		out = s.line.Outlet
	}
	var rows []channelRow
	for _, name := range alert.Channels() {
		row := channelRow{Name: name, Ready: true, ChannelFigures: byName[name]}
		if err := alert.CheckChannel(out, name); err != nil {
			row.Ready, row.How = false, upperFirst(err.Error())+"."
		} else {
			row.How = alert.Through(out, name)
		}
		rows = append(rows, row)
	}
	return rows, nil
}

// tokenRow is a token that works, and whom it acts for.
type tokenRow struct {
	store.APIToken
	Owner string
}

func (s *Server) tokenRows(ctx context.Context, people []store.User) ([]tokenRow, error) {
	tokens, err := s.store.Tokens(ctx, 0)
	if err != nil {
		return nil, err
	}
	names := map[int64]string{}
	for _, p := range people {
		names[p.ID] = cmp.Or(p.Name, p.Email)
	}
	var rows []tokenRow
	for _, t := range tokens {
		if t.RevokedAt == nil && (t.ExpiresAt == nil || t.ExpiresAt.After(s.now())) {
			rows = append(rows, tokenRow{t, names[t.UserID]})
		}
	}
	return rows, nil
}

// anyTokenRevoke ends a token, whoever it acts for.
func (s *Server) anyTokenRevoke(w http.ResponseWriter, r *http.Request) error {
	return s.endToken(w, r, 0, "/settings")
}
