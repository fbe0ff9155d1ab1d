package alert

import (
	"context"
	"errors"
	"fmt"

	"github.com/gapwatch/gapwatch/store"
)

// CheckMail connects to the mail server as a message would, secures the connection and signs in, and sends nothing. It
// returns how the connection was secured, in words. No error holds the password.
func CheckMail(ctx context.Context, o Outlet) (string, error) {
	if o.Mail.Host == "" || o.Mail.From == "" {
		return "", errNoMail
	}
	ctx, cancel := context.WithTimeout(ctx, sendTime)
	defer cancel()
	client, err := mailClient(ctx, o)
	if err != nil {
		return "", err
	}
	if err := client.DialWithContext(ctx); err != nil {
		return "", fmt.Errorf("%s", masked(mailFailure(ctx, err).Error(), store.Subscription{Secret: o.Mail.Password}))
	}
	_ = client.Close() // what was to be found out is known
	how := map[string]string{StartTLS: "secured by STARTTLS", TLS: "secured by TLS", NoTLS: "not secured"}[o.Mail.Security]
	if o.Mail.User != "" {
		how += ", signed in"
	}
	return how, nil
}

// CheckSubscription says what keeps a subscription from being told, as far as that can be seen without sending.
func CheckSubscription(o Outlet, sub store.Subscription) error {
	if err := CheckTarget(sub.Channel, sub.Target); err != nil {
		return fmt.Errorf("%s", masked(err.Error(), sub))
	}
	if HasSecret(sub.Channel) && sub.Secret == "" {
		return errors.New("it has no secret; add it again")
	}
	return CheckChannel(o, sub.Channel)
}

// CheckChannel says what the settings lack for a channel, or forbid.
func CheckChannel(o Outlet, name string) error {
	switch {
	case name == email().name && o.Mail.Host == "":
		return errNoMail
	case name == extra().name && !o.Extra:
		return errors.New("the settings do not allow its channel: alerts.shoutrrr")
	}
	return nil
}
