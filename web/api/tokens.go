package api

import (
	"context"
	"slices"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/gapwatch/gapwatch/store"
	"github.com/gapwatch/gapwatch/watch"
)

// Token is a token that works. What it says is answered once, where it is made.
type Token struct {
	ID         int64      `json:"id"`
	Name       string     `json:"name"`
	Hint       string     `json:"hint" doc:"Its first letters."`
	Scope      string     `json:"scope" doc:"read or write."`
	Person     int64      `json:"person" doc:"Whom it acts for."`
	Email      string     `json:"email"`
	CreatedAt  time.Time  `json:"created_at"`
	LastUsedAt *time.Time `json:"last_used_at,omitempty"`
	ExpiresAt  *time.Time `json:"expires_at,omitempty"`
	Secret     string     `json:"secret,omitempty" doc:"What it says; only in the answer that makes it, and left out where that is answered again."`
}

func newToken(t store.APIToken, email string) Token {
	return Token{t.ID, t.Name, t.Hint, t.Scope, t.UserID, email, t.CreatedAt, t.LastUsedAt, t.ExpiresAt, ""}
}

// tokens are everybody's.
func (a *API) tokens(ctx context.Context, _ *None) (*List[Token], error) {
	people, err := a.st(ctx).Users(ctx)
	if err != nil {
		return nil, err
	}
	emails := map[int64]string{}
	for _, p := range people {
		emails[p.ID] = p.Email
	}
	rows, err := a.working(ctx, 0)
	return whole(rows, func(t store.APIToken) Token { return newToken(t, emails[t.UserID]) }), err
}

// working are the tokens of a person (0: of everybody) that can be used.
func (a *API) working(ctx context.Context, owner int64) ([]store.APIToken, error) {
	rows, err := a.st(ctx).Tokens(ctx, owner)
	return slices.DeleteFunc(rows, func(t store.APIToken) bool { return !watch.Works(t, a.now()) }), err
}

func (a *API) revokeToken(ctx context.Context, in *ByID) (*None, error) {
	return &None{}, a.st(ctx).RevokeToken(ctx, 0, in.ID, a.now().UTC())
}

// errNobody is answered where nobody signs in, and so nobody has tokens.
var errNobody = huma.Error409Conflict("Nobody signs in here: make people first, then tokens.")

func (a *API) ownTokens(ctx context.Context, _ *None) (*List[Token], error) {
	c := caller(ctx)
	if c.ID == 0 {
		return nil, errNobody
	}
	rows, err := a.working(ctx, c.ID)
	return whole(rows, func(t store.APIToken) Token { return newToken(t, c.Email) }), err
}

// NewToken is a token that is to be made.
type NewToken struct {
	Body struct {
		Name  string `json:"name,omitempty" maxLength:"200" doc:"What it is for."`
		Scope string `json:"scope,omitempty" enum:"read,write" default:"read"`
	}
}

func (a *API) makeToken(ctx context.Context, in *NewToken) (*Made[Token], error) {
	c := caller(ctx)
	if c.ID == 0 {
		return nil, errNobody
	}
	secret, t, err := watch.MakeToken(ctx, a.st(ctx), c.ID, in.Body.Name, in.Body.Scope == "write", a.now().UTC())
	if err != nil {
		return nil, err
	}
	out := newToken(t, c.Email)
	out.Secret = secret
	return made("/me/tokens/", t.ID, &One[Token]{Body: out}), nil
}

func (a *API) revokeOwnToken(ctx context.Context, in *ByID) (*None, error) {
	c := caller(ctx)
	if c.ID == 0 {
		return nil, errNobody
	}
	return &None{}, a.st(ctx).RevokeToken(ctx, c.ID, in.ID, a.now().UTC())
}
