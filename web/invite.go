package web

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/gapwatch/gapwatch/alert"
	"github.com/gapwatch/gapwatch/store"
)

// A person and an account of another sign-in service are brought together by issuer and subject, never by a mail address:
// whoever can claim an address there would become that person here. So a person begins the link: signed in already, or by
// an invitation that an admin hands over. An invitation works until somebody has come in by it, for a week at most.

const (
	actionInvite = "invite"
	inviteLife   = 7 * 24 * time.Hour
)

// invitation is the address by which a person without a password comes in the first time.
func (s *Server) invitation(ctx context.Context, st *store.Store, userID int64) (string, error) {
	secret, err := st.SigningKey(ctx, LinksKey)
	if err != nil {
		return "", err
	}
	key := fmt.Sprintf("%d.%d", userID, s.now().Add(inviteLife).Unix())
	return s.settings.URL + "/oidc/start?invite=" + key + "." + alert.Token(secret, actionInvite, key), nil
}

// invited is the person whom an invitation is for, if it still stands.
func (s *Server) invited(ctx context.Context, invitation string) (int64, error) {
	secret, err := s.store.SigningKey(ctx, LinksKey)
	if err != nil {
		return 0, err
	}
	key, token, ok := cutLast(invitation, ".")
	if !ok || !alert.CheckToken(secret, actionInvite, key, token) {
		return 0, store.ErrNotFound
	}
	idText, until, _ := strings.Cut(key, ".")
	id, err := strconv.ParseInt(idText, 10, 64)
	seconds, errUntil := strconv.ParseInt(until, 10, 64)
	if err != nil || errUntil != nil || !s.now().Before(time.Unix(seconds, 0)) {
		return 0, store.ErrNotFound
	}
	return id, s.mayBeLinked(ctx, s.store, id)
}

// mayBeLinked fails for a person who can come in already, or no more.
func (s *Server) mayBeLinked(ctx context.Context, tx *store.Store, id int64) error {
	user, err := tx.User(ctx, id)
	if err != nil {
		return err
	}
	known, err := tx.HasIdentity(ctx, id)
	if err == nil && (known || user.PasswordHash != "" || user.DisabledAt != nil) {
		err = store.ErrNotFound
	}
	return err
}

// linkFor is the person to whom a sign-in at the service is to be linked: whoever is signed in and asks for it, or was
// invited; 0 for an ordinary sign-in.
func (s *Server) linkFor(r *http.Request) (int64, error) {
	q := r.URL.Query()
	switch {
	case q.Has("invite"):
		id, err := s.invited(r.Context(), q.Get("invite"))
		if errors.Is(err, store.ErrNotFound) {
			err = badRequest("this invitation was used or has run out: ask an admin for another")
		}
		return id, err
	case q.Has("link"):
		return s.linkOfOwn(r)
	}
	return 0, nil
}

// linkOfOwn is whoever is signed in and asks for it on our own page: another site's could have the browser bring somebody
// else's account, and a token, even one that reads only, must not become a way to sign in.
func (s *Server) linkOfOwn(r *http.Request) (int64, error) {
	site := r.Header.Get("Sec-Fetch-Site")
	switch v := who(r); {
	case v.Token != nil:
		return 0, fmt.Errorf("%w: a token connects no account", errForbidden)
	case site == "cross-site" || site == "same-site":
		return 0, errElsewhere
	case v.ID == 0:
		return 0, badRequest("sign in first, then connect")
	default:
		return v.ID, nil
	}
}

// link brings a person and an account of the service together.
func (s *Server) link(ctx context.Context, userID int64, byInvitation bool, issuer, subject string) error {
	return s.store.InTx(ctx, func(tx *store.Store) error {
		if byInvitation {
			if err := s.mayBeLinked(ctx, tx, userID); err != nil {
				return err
			}
		}
		return tx.LinkIdentity(ctx, store.Identity{Issuer: issuer, Subject: subject, UserID: userID})
	})
}

// cutLast parts a text at the last place where a separator stands.
func cutLast(text, sep string) (before, after string, found bool) {
	i := strings.LastIndex(text, sep)
	if i < 0 {
		return text, "", false
	}
	return text[:i], text[i+len(sep):], true
}
