package extract

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestPicturesAroundANameAreNotTheName(t *testing.T) {
	for text, name := range map[string]string{
		"🚀 Starter":                "Starter",
		"Pro ⭐️":                   "Pro",
		"👩🏽‍💻 Team — most popular": "Team",
		"Pilot™":                   "Pilot™",
		"🔥":                        "🔥",
	} {
		require.Equal(t, name, withoutPraise(text))
	}
}
