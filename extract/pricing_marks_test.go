package extract

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// A word that answers a row does so in any language, and so does its denial.
func TestWordsThatAnswer(t *testing.T) {
	for _, s := range []string{"Included", "Inkl.", "Enthalten", "Inclus", "Disponible", "Inclusief", "W cenie", "V ceně", "Dahil", "◎", "예", "是", "✓ Yes"} {
		state, ok := markState(s)
		require.True(t, ok, s)
		require.Equal(t, RowYes, state, s)
	}
	for _, s := range []string{"Not included", "Nicht enthalten", "Pas inclus", "Non disponible", "No incluido", "Não disponível", "Niet inbegrepen",
		"Není zahrnuto", "Не включено", "Dahil değil", "Ingår ej", "Ei sisälly", "Keine", "Hayır", "아니요", "否", "利用不可", "— Not available"} {
		state, ok := markState(s)
		require.True(t, ok, s)
		require.Equal(t, RowNo, state, s)
	}
	for _, s := range []string{"Unlimited", "No limit", "Not sold alone", "5 GB", "On request"} {
		_, ok := markState(s)
		require.False(t, ok, s)
	}
}
