package watch

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"strings"
	"time"

	"github.com/gapwatch/gapwatch/store"
)

// tokenLife is how long a new token works.
const tokenLife = 365 * 24 * time.Hour

// hintLength is how much of a token is kept, so that its owner knows it again.
const hintLength = 7

// MakeToken makes a token that acts for a person: to read, or to write too. What it says is returned this once; only its hash is
// kept.
func MakeToken(ctx context.Context, st *store.Store, userID int64, name string, writes bool, at time.Time) (secret string, t store.APIToken, err error) {
	secret = "gw_" + rand.Text()
	hash, expires := sha256.Sum256([]byte(secret)), at.Add(tokenLife)
	t = store.APIToken{
		UserID: userID, Name: strings.TrimSpace(name), Hash: hash[:], Hint: secret[:hintLength], Scope: "read", CreatedAt: at,
		ExpiresAt: &expires,
	}
	if writes {
		t.Scope = "write"
	}
	return secret, t, st.AddToken(ctx, &t)
}

// Works tells whether a token can be used at a time.
func Works(t store.APIToken, at time.Time) bool {
	return t.RevokedAt == nil && (t.ExpiresAt == nil || t.ExpiresAt.After(at))
}
