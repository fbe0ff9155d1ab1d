package api

import (
	"context"
	"errors"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/gapwatch/gapwatch/store"
	"github.com/gapwatch/gapwatch/watch"
)

// User is a person who may come in. Passwords are never answered.
type User struct {
	ID         int64      `json:"id"`
	Email      string     `json:"email"`
	Name       string     `json:"name,omitempty"`
	Role       string     `json:"role"`
	SeesMoney  bool       `json:"sees_money" doc:"May see accounts and ARR."`
	CreatedAt  time.Time  `json:"created_at"`
	DisabledAt *time.Time `json:"disabled_at,omitempty" doc:"Shut out since then."`
	Invitation string     `json:"invitation,omitempty" doc:"Where the person comes in, once, within a week; only in the answer that adds somebody without a password, where another service signs people in."`
}

func newUser(u store.User) User {
	return User{u.ID, u.Email, u.Name, u.Role, u.SeesMoney, u.CreatedAt, u.DisabledAt, ""}
}

func (a *API) people(ctx context.Context, _ *None) (*List[User], error) {
	rows, err := a.st(ctx).Users(ctx)
	return whole(rows, newUser), err
}

func (a *API) person(ctx context.Context, in *ByID) (*One[User], error) {
	u, err := a.st(ctx).User(ctx, in.ID)
	return &One[User]{Body: newUser(u)}, err
}

// NewUser is somebody who is to be let in.
type NewUser struct {
	Body struct {
		Email     string `json:"email" maxLength:"300"`
		Name      string `json:"name,omitempty" maxLength:"200"`
		Role      string `json:"role" enum:"viewer,contributor,editor,admin"`
		SeesMoney bool   `json:"sees_money,omitempty" doc:"May see accounts and ARR."`
		Password  string `json:"password,omitempty" writeOnly:"true" doc:"The first one, ten letters or more; left out: another service signs the person in."`
	}
}

func (a *API) letIn(ctx context.Context, in *NewUser) (*Made[User], error) {
	email, hash := watch.MailAddress(in.Body.Email), ""
	if email == "" {
		return nil, huma.Error422UnprocessableEntity("This is not a mail address.")
	}
	if in.Body.Password != "" {
		var err error
		if hash, err = a.door.Hash(in.Body.Password); err != nil {
			return nil, huma.Error422UnprocessableEntity(sentence(err))
		}
	}
	u, err := watch.LetIn(ctx, a.st(ctx), store.User{
		Email: email, Name: strings.TrimSpace(in.Body.Name), Role: in.Body.Role, SeesMoney: in.Body.SeesMoney, CreatedAt: a.now().UTC(),
	}, hash)
	if err != nil {
		return nil, err
	}
	out := newUser(u)
	if hash == "" {
		if out.Invitation, err = a.door.Invite(ctx, a.st(ctx), u.ID); err != nil {
			return nil, err
		}
	}
	return made("/people/", u.ID, &One[User]{Body: out}), nil
}

// ChangedUser is what a person may do from now on.
type ChangedUser struct {
	ByID
	Edit
	Body struct {
		Role      string `json:"role" enum:"viewer,contributor,editor,admin"`
		SeesMoney bool   `json:"sees_money"`
		Disabled  bool   `json:"disabled,omitempty" doc:"Shut out."`
		Password  string `json:"password,omitempty" writeOnly:"true" doc:"A new one, ten letters or more, for somebody who has forgotten theirs; left out: the old one stays."`
	}
}

func (a *API) giveRights(ctx context.Context, in *ChangedUser) (*One[User], error) {
	rights := watch.Rights{Role: in.Body.Role, Money: in.Body.SeesMoney, Off: in.Body.Disabled}
	if in.Body.Password != "" {
		var err error
		if rights.Hash, err = a.door.Hash(in.Body.Password); err != nil {
			return nil, huma.Error422UnprocessableEntity(sentence(err))
		}
	}
	var u store.User
	err := a.alone(ctx, watch.TheRights(), func(ctx context.Context) error {
		old, err := a.person(ctx, &in.ByID)
		if err != nil {
			return err
		}
		if err := in.unchanged(old.Body); err != nil {
			return err
		}
		u, err = watch.GiveRights(ctx, a.st(ctx), in.ID, rights, a.now().UTC())
		return err
	})
	if errors.Is(err, watch.ErrLastAdmin) {
		return nil, huma.Error409Conflict(sentence(watch.ErrLastAdmin))
	}
	return &One[User]{Body: newUser(u)}, err
}
