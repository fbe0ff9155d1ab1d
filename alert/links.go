package alert

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"net/url"
	"strconv"
	"strings"
)

// What a link in a message may do without a sign-in. A token is good for one action on one subscription.
const (
	ActionMute  = "mute"  // rest for a while; the page asks for how long
	ActionLeave = "leave" // end the subscription: what a mailbox's unsubscribe button does (RFC 8058)
	ActionFeed  = "feed"  // read the feed of the subscription
)

// Links make addresses of this Gapwatch. Where Base is empty there are none.
type Links struct {
	Base   string // https://gapwatch.example, without a slash at its end
	Secret []byte // of this installation: signs what works without a sign-in
}

// Token signs one action on one subscription. It does not expire: a mail of last year can still end what sends it. Whoever
// has it can do this one thing and nothing else.
func Token(secret []byte, action, subscription string) string {
	mac := hmac.New(sha256.New, secret)
	mac.Write([]byte(action + "\x00" + subscription))
	return base64.RawURLEncoding.EncodeToString(mac.Sum(nil)[:18])
}

// CheckToken tells whether a token was made by Token for this action and subscription, in constant time.
func CheckToken(secret []byte, action, subscription, token string) bool {
	return len(secret) > 0 && hmac.Equal([]byte(token), []byte(Token(secret, action, subscription)))
}

func (l Links) to(path ...string) string {
	base := strings.TrimRight(l.Base, "/")
	if base == "" {
		return ""
	}
	for i := range path {
		path[i] = url.PathEscape(path[i])
	}
	return base + "/" + strings.Join(path, "/")
}

// Change is where a change is proved.
func (l Links) Change(id int64) string {
	if id == 0 {
		return ""
	}
	return l.to("changes", strconv.FormatInt(id, 10))
}

// Changes is where all changes are listed.
func (l Links) Changes() string { return l.to("changes") }

// Sources is where the health of all sources is shown.
func (l Links) Sources() string { return l.to("sources") }

// Report is where the report of a week stands: "2026-W47".
func (l Links) Report(slug string) string {
	return l.to(append([]string{"reports"}, strings.Split(slug, "/")...)...)
}

// Mute is the page that lets a subscription rest.
func (l Links) Mute(key string) string { return l.signed(ActionMute, key) }

// Leave is the address that ends a subscription by one POST.
func (l Links) Leave(key string) string { return l.signed(ActionLeave, key) }

func (l Links) signed(action, key string) string {
	if l.Base == "" || len(l.Secret) == 0 || key == "" {
		return ""
	}
	return l.to("subscriptions", key, action) + "?token=" + Token(l.Secret, action, key)
}

// Feed is the secret address of a subscription's feed, format atom or json. salt is the subscription's own secret:
// another one makes another address.
func (l Links) Feed(key, salt, format string) string {
	if l.Base == "" || len(l.Secret) == 0 {
		return ""
	}
	return l.to("feeds", key, FeedToken(l.Secret, key, salt)+"."+format)
}

// FeedToken is the secret part of a feed's address; see CheckFeedToken.
func FeedToken(secret []byte, key, salt string) string {
	return Token(secret, ActionFeed, key+"\x00"+salt)
}

// CheckFeedToken tells whether a token opens the feed of a subscription.
func CheckFeedToken(secret []byte, key, salt, token string) bool {
	return CheckToken(secret, ActionFeed, key+"\x00"+salt, token)
}
