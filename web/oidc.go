package web

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"

	"github.com/gapwatch/gapwatch/store"
)

// Signing in by another service (OpenID Connect, authorization code flow with PKCE). A person is found by issuer and
// subject alone; invite.go says how the two come together. Nobody gets in who has no account.

// Where a session keeps what an answer of the service must repeat.
const (
	stateKey    = "oidc state"
	nonceKey    = "oidc nonce"
	verifierKey = "oidc verifier"
	nextKey     = "oidc next"
	linkKey     = "oidc link"   // person to link
	inviteKey   = "oidc invite" // the link is by an invitation
)

var errIdentity = errors.New("the sign-in service's answer was not accepted")

// identityService finds the service's addresses. It asks each time: sign-ins are rare, and keys rotate.
func (s *Server) identityService(ctx context.Context) (context.Context, *oidc.Provider, *oauth2.Config, error) {
	o := s.settings.OIDC
	if o.Issuer == "" {
		return ctx, nil, nil, fmt.Errorf("sign-in service: %w", store.ErrNotFound)
	}
	ctx = oidc.ClientContext(ctx, s.client)
	provider, err := oidc.NewProvider(ctx, o.Issuer)
	if err != nil {
		return ctx, nil, nil, fmt.Errorf("sign-in service: %w", err)
	}
	return ctx, provider, &oauth2.Config{
		ClientID:     o.ClientID,
		ClientSecret: o.ClientSecret,
		Endpoint:     provider.Endpoint(),
		RedirectURL:  s.settings.URL + "/oidc/callback",
		Scopes:       []string{oidc.ScopeOpenID, "email", "profile"},
	}, nil
}

// begunLife is how long the service may take to sign somebody in.
const begunLife = 15 * time.Minute

// oidcStart sends the browser to the service. Anybody may ask for it and each time a session is kept, so it is bounded like signing
// in, and the session of whoever is not signed in yet ends soon; a session that somebody signs in to begins anew.
func (s *Server) oidcStart(w http.ResponseWriter, r *http.Request) error {
	if !s.attempts.allow("oidc:"+s.caller(r), signInRate) {
		return errTooMany
	}
	ctx := r.Context()
	_, _, service, err := s.identityService(ctx)
	if err != nil {
		return err
	}
	link, err := s.linkFor(r)
	if err != nil {
		return err
	}
	if s.sessions.GetInt64(ctx, userKey) == 0 {
		s.sessions.SetDeadline(ctx, time.Now().Add(begunLife)) // sessions count by the wall clock: see CommitCtx
	}
	state, nonce, verifier := newRequestID()+newRequestID(), newRequestID()+newRequestID(), oauth2.GenerateVerifier()
	s.sessions.Put(ctx, stateKey, state)
	s.sessions.Put(ctx, nonceKey, nonce)
	s.sessions.Put(ctx, verifierKey, verifier)
	s.sessions.Put(ctx, linkKey, link)
	s.sessions.Put(ctx, inviteKey, r.URL.Query().Has("invite"))
	s.sessions.Put(ctx, nextKey, s.shown(r.URL.Query().Get("next")))
	http.Redirect(w, r, service.AuthCodeURL(state, oidc.Nonce(nonce), oauth2.S256ChallengeOption(verifier)), http.StatusSeeOther)
	return nil
}

// oidcCallback takes the service's answer.
func (s *Server) oidcCallback(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	state, nonce := s.sessions.PopString(ctx, stateKey), s.sessions.PopString(ctx, nonceKey)
	verifier, next := s.sessions.PopString(ctx, verifierKey), s.sessions.PopString(ctx, nextKey)
	link, _ := s.sessions.Pop(ctx, linkKey).(int64)
	byInvitation := s.sessions.PopBool(ctx, inviteKey)
	if state == "" || r.URL.Query().Get("state") != state {
		return badRequest("the sign-in was not begun here, or too long ago: start again")
	}
	idToken, err := s.exchange(ctx, r.URL.Query().Get("code"), verifier)
	if err != nil {
		s.log.WarnContext(ctx, "sign-in service", "error", err)
		return badRequest("the sign-in service did not confirm who you are: start again")
	}
	if idToken.Nonce != nonce {
		return badRequest("the sign-in service answered an older question: start again")
	}
	if link != 0 {
		if err := s.link(ctx, link, byInvitation, idToken.Issuer, idToken.Subject); err != nil {
			return err
		}
	}
	user, err := s.identified(ctx, idToken)
	if errors.Is(err, errIdentity) || errors.Is(err, store.ErrNotFound) || err == nil && link != 0 && user.ID != link {
		return fmt.Errorf("%w: that account is not linked to you; sign in and connect it under Your account, or ask an admin for an invitation", errForbidden)
	}
	if err != nil {
		return err
	}
	if err := s.signIn(ctx, user); err != nil {
		return err
	}
	http.Redirect(w, r, localPath(next), http.StatusSeeOther)
	return nil
}

// exchange trades the code for a checked ID token.
func (s *Server) exchange(ctx context.Context, code, verifier string) (*oidc.IDToken, error) {
	ctx, provider, service, err := s.identityService(ctx)
	if err != nil {
		return nil, err
	}
	token, err := service.Exchange(ctx, code, oauth2.VerifierOption(verifier))
	if err != nil {
		return nil, err
	}
	raw, ok := token.Extra("id_token").(string)
	if !ok {
		return nil, errIdentity
	}
	return provider.Verifier(&oidc.Config{ClientID: s.settings.OIDC.ClientID, Now: s.now}).Verify(ctx, raw)
}

// identified finds the person of an ID token.
func (s *Server) identified(ctx context.Context, t *oidc.IDToken) (store.User, error) {
	user, err := s.store.UserByIdentity(ctx, t.Issuer, t.Subject)
	if err == nil && user.DisabledAt != nil {
		return user, errIdentity
	}
	return user, err
}
