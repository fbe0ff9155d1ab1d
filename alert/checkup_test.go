package alert

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/gapwatch/gapwatch/alert/alerttest"
	"github.com/gapwatch/gapwatch/store"
)

func TestTheMailServerIsTriedOutWithoutAMail(t *testing.T) {
	server, client := alerttest.Certificate(t)
	for _, tt := range []struct {
		name     string
		office   *alerttest.PostOffice
		security string
		want     string // of the answer
		wrong    string // of the error
	}{
		{"by STARTTLS", &alerttest.PostOffice{TLS: server}, StartTLS, "secured by STARTTLS, signed in", ""},
		{"from the first byte", &alerttest.PostOffice{TLS: server, First: true}, TLS, "secured by TLS, signed in", ""},
		{"a server without STARTTLS", &alerttest.PostOffice{}, StartTLS, "", "STARTTLS"},
		{"a wrong password", &alerttest.PostOffice{TLS: server, Answers: map[string]string{"AUTH": "535 no planted-password"}}, StartTLS, "", "535"},
		{"one that hangs up", &alerttest.PostOffice{Answers: map[string]string{"EHLO": "", "HELO": ""}}, NoTLS, "", "EOF"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			office := alerttest.Open(t, tt.office)
			out := mailOutlet(office, tt.security)
			out.TLS, out.Mail.User, out.Mail.Password = client, "gapwatch", "planted-password"
			how, err := CheckMail(t.Context(), out)
			if tt.wrong != "" {
				require.ErrorContains(t, err, tt.wrong)
				require.NotContains(t, err.Error(), "planted")
			} else {
				require.NoError(t, err)
				require.Equal(t, tt.want, how)
			}
			for _, command := range office.Commands() {
				require.NotRegexp(t, `(?i)^(mail|rcpt|data)`, command, "nothing is sent")
			}
		})
	}
	_, err := CheckMail(t.Context(), Outlet{})
	require.ErrorIs(t, err, errNoMail)
}

func TestWhatKeepsASubscriptionFromBeingTold(t *testing.T) {
	for _, tt := range []struct {
		name string
		sub  store.Subscription
		out  Outlet
		want string
	}{
		{"nothing", store.Subscription{Channel: "webhook", Target: "https://hooks.example/1", Secret: "whsec_x"}, Outlet{}, ""},
		{"its secret is missing", store.Subscription{Channel: "webhook", Target: "https://hooks.example/1"}, Outlet{}, "no secret"},
		{"no mail server", store.Subscription{Channel: "email", Target: "dana@acme.example"}, Outlet{}, "no mail server"},
		{"a channel there is not", store.Subscription{Channel: "pigeon"}, Outlet{}, "no channel"},
		{"a library nobody allowed", store.Subscription{Channel: "shoutrrr", Target: "gotify://hooks.example/AbCdEfGhIjKlMnO"}, Outlet{}, "alerts.shoutrrr"},
		{"an address that is none", store.Subscription{Channel: "slack", Target: "planted-secret-address"}, Outlet{}, "address"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			err := CheckSubscription(tt.out, tt.sub)
			if tt.want == "" {
				require.NoError(t, err)
				return
			}
			require.ErrorContains(t, err, tt.want)
			require.NotContains(t, err.Error(), "planted")
		})
	}
}
