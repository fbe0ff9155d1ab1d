package crawler

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestAddressesThatMayBeSaved(t *testing.T) {
	for _, raw := range []string{
		"https://acme.example/pricing",
		"http://acme.example:8080/changelog?page=2#latest",
		"HTTPS://ACME.example./",
		"https://bücher.example/preise",
		"https://xn--bcher-kva.example/",
		"http://93.184.215.14/",
		"http://[2606:2800:21f:cb07:6820:80da:af6b:8b2c]/",
		"https://under_score.example/",
	} {
		_, err := parseURL(raw, Defaults().MaxURL)
		require.NoError(t, err, raw)
	}
}

func TestAddressesThatAreRefusedBeforeAnythingIsSent(t *testing.T) {
	for name, raw := range map[string]string{
		"a file":                          "file:///etc/passwd",
		"a file with one slash":           "file:/etc/passwd",
		"a file in capitals":              "FiLe:///etc/passwd",
		"gopher":                          "gopher://acme.example/",
		"data":                            "data:text/html,hello",
		"script":                          "javascript:alert(1)",
		"a prefix before a file":          "view-source:file:///etc/passwd",
		"no scheme":                       "//acme.example/",
		"nothing":                         "",
		"no host":                         "http:///pricing",
		"a leading blank":                 " https://acme.example/",
		"a leading control character":     "\x01https://acme.example/",
		"a line feed":                     "https://acme.example/\r\nX: y",
		"a tab in the host":               "https://acme\t.example/",
		"an unusual blank":                "https://acme.example/\u00a0",
		"a backslash":                     `https://acme.example\@evil.example/`,
		"credentials":                     "https://user:secret@acme.example/",
		"a user that looks like the host": "https://acme.example@evil.example/",
		"decimal IPv4":                    "http://2130706433/",
		"octal IPv4":                      "http://0177.0.0.1/",
		"hex IPv4":                        "http://0x7f000001/",
		"hex in the last part":            "http://127.0.0.0x1/",
		"short IPv4":                      "http://127.1/",
		"zero":                            "http://0/",
		"IPv4 with a dot behind":          "http://127.0.0.1./",
		"IPv4 in circled digits":          "http://①②⑦.⓪.⓪.①/",
		"IPv4 with other full stops":      "http://127。0。0。1/",
		"a zone":                          "http://[fe80::1%25lo]/",
		"localhost":                       "http://localhost/",
		"localhost with a dot":            "http://localhost./",
		"below localhost":                 "http://a.LOCALHOST/",
		"a name of the local network":     "http://printer.local/",
		"a cloud's metadata by name":      "http://metadata.google.internal/",
		"an escaped slash in the host":    "http://acme.example%2f@evil.example/",
		"the port of mail":                "http://acme.example:25/",
		"the port of a database":          "http://acme.example:6379/",
		"a port beyond all":               "http://acme.example:65536/",
		"far too long":                    "https://acme.example/" + strings.Repeat("a", 5000),
	} {
		t.Run(name, func(t *testing.T) {
			_, err := parseURL(raw, Defaults().MaxURL)
			f := failure(t, err)
			require.Equal(t, ClassBlocked, f.Class)
			require.Contains(t, f.Reason, "address or scheme not allowed")
			require.NotContains(t, f.Reason, "secret")
		})
	}
}

func TestHostKey(t *testing.T) {
	for raw, key := range map[string]string{
		"https://Acme.example/pricing":  "acme.example:443",
		"http://acme.example./":         "acme.example:80",
		"http://acme.example:8080/a?b":  "acme.example:8080",
		"https://[2606:2800::1]/":       "[2606:2800::1]:443",
		"https://user:pw@acme.example/": "acme.example:443",
		"::":                            "invalid",
		"":                              "invalid",
	} {
		require.Equal(t, key, HostKey(raw), raw)
	}
}

func TestMaskedAddressesHoldNoPassword(t *testing.T) {
	require.Equal(t, "https://***@acme.example/a@b", Mask("https://user:secret@acme.example/a@b"))
	require.Equal(t, "https://acme.example/a@b", Mask("https://acme.example/a@b"))
	require.Equal(t, "no address", Mask("no address"))
}
