package alert

import (
	"bytes"
	"testing"

	"github.com/stretchr/testify/require"
	"github.com/wneessen/go-mail/smtp"
)

func TestAMailServerDoesNotHaveUsHashForHours(t *testing.T) {
	asks := func(times string) error {
		s := &mailSignIn{mail: Mail{Host: "mail.test", User: "gapwatch", Password: "S3cret-password"}}
		way, _, err := s.Start(&smtp.ServerInfo{Name: "mail.test", TLS: true, Auth: []string{"PLAIN", "SCRAM-SHA-256"}})
		require.NoError(t, err)
		require.Equal(t, "SCRAM-SHA-256", way)
		first, err := s.Next(nil, true)
		require.NoError(t, err)
		_, nonce, _ := bytes.Cut(first, []byte("r="))
		_, err = s.Next([]byte("r="+string(nonce)+"x,s=c2FsdHNhbHQ=,i="+times), true)
		return err
	}
	require.NoError(t, asks("4096"))
	require.ErrorIs(t, asks("2147483647"), errMuchToHash)
	require.ErrorIs(t, asks("99999999999999999999"), errMuchToHash)
}

func TestAPasswordIsToldOnALineThatIsSecuredOrEndsHere(t *testing.T) {
	for _, tt := range []struct {
		host, way string
		secured   bool
		ways      []string
	}{
		{"mail.test", "PLAIN", true, []string{"LOGIN", "PLAIN"}},
		{"mail.test", "LOGIN", true, []string{"LOGIN"}},
		{"127.0.0.1", "PLAIN", false, []string{"PLAIN"}},
		{"mail.test", "", false, []string{"PLAIN"}},
		{"mail.test", "", false, []string{"LOGIN"}},
		{"mail.test", "", true, []string{"CRAM-MD5", "NTLM"}},
	} {
		s := &mailSignIn{mail: Mail{Host: tt.host, User: "gapwatch", Password: "S3cret-password"}}
		way, _, err := s.Start(&smtp.ServerInfo{Name: tt.host, TLS: tt.secured, Auth: tt.ways})
		require.Equal(t, tt.way, way, tt.ways)
		require.Equal(t, tt.way == "", err != nil, tt.ways)
	}
}
