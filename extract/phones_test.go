package extract_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/gapwatch/gapwatch/extract"
)

func TestOnlyNumbersToDialAreTelephones(t *testing.T) {
	for _, s := range []string{
		"+44 20 7946 0958", "+49 (30) 5550 1290", "(555) 010-2231", "+1 (555) 010-2231", "030 5550 1290", "1-800-555-0100", "555-010-2231", "01 23 45 67 89",
	} {
		require.Equal(t, "Call   now", extract.WithoutPhones("Call "+s+" now"), s)
	}
	for _, s := range []string{
		"10 000 000 000 events", "1,000,000,000 rows", "2024-2025-2026", "from 01-02-2025 to 05-10-2026", "2025-02-11 09:00", "ISO 27001-2022",
		"$1 200 000 000", "99.95", "192.168.100.200", "0.000000001", "0 of 100 000 000", "1-2-3-4-5-6-7-8-9", "v10.0.19045.3803",
	} {
		require.Equal(t, s, extract.WithoutPhones(s))
	}
}
