package alert

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"errors"
	"net/http"
	"strconv"
	"strings"

	webhooks "github.com/standard-webhooks/standard-webhooks/libraries/go"
)

// webhook tells a program, by the Standard Webhooks specification
// (https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md): webhook-id is the
// delivery's key and stays the same for every attempt, so that a receiver can drop repeats, and webhook-signature proves
// who sent it, with the subscription's secret.
func webhook() channel {
	return channel{
		name:   "webhook",
		target: "an address such as https://hooks.example/gapwatch",
		check:  checkWeb("https://hooks.example/gapwatch"),
		mask:   maskAddress,
		send:   sendWebhook,
		secret: true,
	}
}

func sendWebhook(ctx context.Context, o Outlet, p parcel) (string, error) {
	now := o.now()
	header := http.Header{
		"Webhook-Id":        {p.key},
		"Webhook-Timestamp": {strconv.FormatInt(now.Unix(), 10)},
	}
	if p.sub.Secret != "" {
		signer, err := webhooks.NewWebhook(p.sub.Secret)
		if err != nil {
			return "", errors.Join(errors.New("its secret cannot be used"), ErrPermanent)
		}
		signature, err := signer.Sign(p.key, now, p.body)
		if err != nil {
			return "", err
		}
		header.Set("Webhook-Signature", signature)
	}
	return post(ctx, o, p.sub.Target, p.body, header)
}

// secretBytes is how long a new secret is; the specification wants 24 to 64 bytes.
const secretBytes = 32

// NewSecret makes a secret for one subscription, in the form of the specification: whsec_ and base64.
func NewSecret() string {
	b := make([]byte, secretBytes)
	_, _ = rand.Read(b) // never fails
	return "whsec_" + base64.StdEncoding.EncodeToString(b)
}

// CheckSecret says what is wrong with a secret that a person chose.
func CheckSecret(secret string) error {
	b, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(secret, "whsec_"))
	if err != nil || len(b) < 24 || len(b) > 64 {
		return errors.New("a secret is whsec_ and the base64 of 24 to 64 bytes; leave it out and one is made")
	}
	return nil
}
