package api

import (
	"context"

	"github.com/danielgtaylor/huma/v2"

	"github.com/gapwatch/gapwatch/watch"
)

// Me is who asks.
type Me struct {
	Name    string `json:"name"`
	Email   string `json:"email"`
	Role    string `json:"role"`
	Money   bool   `json:"sees_money" doc:"May see accounts and ARR."`
	Zone    string `json:"zone,omitempty" doc:"IANA time zone in which pages and digests tell the time; left out: UTC."`
	Theme   string `json:"theme,omitempty" doc:"light or dark; left out: as the system says."`
	KeysOff bool   `json:"keys_off,omitempty" doc:"The pages' own keys do nothing."`
}

func (a *API) me(ctx context.Context, _ *None) (*One[Me], error) {
	c := caller(ctx)
	out := &One[Me]{Body: Me{Name: c.Name, Email: c.Email, Role: c.Role, Money: c.Money}}
	if c.ID == 0 {
		return out, nil
	}
	u, err := a.st(ctx).User(ctx, c.ID)
	out.Body.Name, out.Body.Zone, out.Body.Theme, out.Body.KeysOff = u.Name, u.Zone, u.Theme, u.KeysOff
	return out, err
}

// ChangedMe is what people choose for themselves. A password is not among it: a token must not change who gets in.
type ChangedMe struct {
	Edit
	Body struct {
		Name    string `json:"name" maxLength:"200"`
		Zone    string `json:"zone,omitempty" maxLength:"100" doc:"Such as Europe/Berlin; left out: UTC."`
		Theme   string `json:"theme,omitempty" enum:"light,dark" doc:"Left out: as the system says."`
		KeysOff bool   `json:"keys_off,omitempty"`
	}
}

func (a *API) changeMe(ctx context.Context, in *ChangedMe) (*One[Me], error) {
	id := caller(ctx).ID
	if id == 0 {
		return nil, huma.Error409Conflict("Nobody signs in here, so there is nobody to change.")
	}
	err := a.alone(ctx, watch.TheRights(), func(ctx context.Context) error {
		old, err := a.me(ctx, nil)
		if err != nil {
			return err
		}
		if err := in.unchanged(old.Body); err != nil {
			return err
		}
		return watch.KeepPreferences(ctx, a.st(ctx), id, watch.Preferences(in.Body))
	})
	if err != nil {
		return nil, err
	}
	return a.me(ctx, nil)
}
