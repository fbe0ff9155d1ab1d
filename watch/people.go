package watch

import (
	"context"
	"errors"
	"fmt"
	"net/mail"
	"slices"
	"strings"
	"time"

	"github.com/gapwatch/gapwatch/store"
)

// Errors of who may come in.
var (
	// ErrKnownPerson: somebody of this mail address is here.
	ErrKnownPerson = errors.New("somebody of this mail address is here already")
	// ErrLastAdmin: nobody else could give rights.
	ErrLastAdmin = errors.New("this is the last admin; make another one first")
)

// admin is the role that gives and takes rights.
const admin = "admin"

// MailAddress cleans a mail address as people type it; empty when it is none.
func MailAddress(text string) string {
	a, err := mail.ParseAddress(strings.TrimSpace(text))
	if err != nil {
		return ""
	}
	return strings.ToLower(a.Address)
}

// LetIn adds a person. hash is that of a first password; empty: another service signs the person in. It fails with
// ErrKnownPerson where somebody of the mail address is here.
func LetIn(ctx context.Context, st *store.Store, u store.User, hash string) (store.User, error) {
	err := st.InTx(ctx, func(tx *store.Store) error {
		if _, err := tx.UserByEmail(ctx, u.Email); !errors.Is(err, store.ErrNotFound) {
			return errors.Join(err, ErrKnownPerson)
		}
		rows := []store.User{u}
		if err := tx.SaveUsers(ctx, rows); err != nil {
			return err
		}
		u = rows[0]
		if hash == "" {
			return nil
		}
		return tx.SetPassword(ctx, u.ID, hash)
	})
	return u, err
}

// Rights are what an admin gives a person.
type Rights struct {
	Role  string
	Money bool   // sees accounts and ARR
	Off   bool   // is shut out
	Hash  string // of a new password, for one who has forgotten theirs; empty: the old one stays
}

// GiveRights changes what a person may do from a time on. It fails with ErrLastAdmin where no admin would be left.
func GiveRights(ctx context.Context, st *store.Store, id int64, r Rights, at time.Time) (u store.User, err error) {
	err = st.Alone(ctx, TheRights(), func(tx *store.Store) error {
		if u, err = tx.User(ctx, id); err != nil {
			return err
		}
		u.Role, u.SeesMoney = r.Role, r.Money
		switch {
		case !r.Off:
			u.DisabledAt = nil
		case u.DisabledAt == nil:
			u.DisabledAt = &at
		}
		if err := tx.SaveUsers(ctx, []store.User{u}); err != nil {
			return err
		}
		if r.Hash != "" {
			if err := tx.SetPassword(ctx, id, r.Hash); err != nil {
				return err
			}
		}
		return oneAdminStays(ctx, tx)
	})
	return u, err
}

func oneAdminStays(ctx context.Context, tx *store.Store) error {
	people, err := tx.Users(ctx)
	if err != nil {
		return err
	}
	if !slices.ContainsFunc(people, func(u store.User) bool { return u.Role == admin && u.DisabledAt == nil }) {
		return fmt.Errorf("give rights: %w", ErrLastAdmin)
	}
	return nil
}
