package extract

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestTalk(t *testing.T) {
	for _, s := range []string{
		"Our boards never looked better", "We could not work without it, says Ann of Acme", "Try all of it today", "Used by 41 of our neighbours",
	} {
		require.True(t, Talk(Pricing, s), s)
	}
	for _, s := range []string{
		"", "Enterprise", "Contact sales", "Titan for teams", "You may contact sales about it", "All of this in AUD", "Now shown in Canadian dollars",
		"What you pay each month", "All of this is free", "Save up to 20% with us", "It costs you $9 now", "Diese Software ist kostenlos für alle",
		"The extras that you need", "你好 这是一个 新的 套餐 价格 年",
	} {
		require.False(t, Talk(Pricing, s), s)
	}
	require.True(t, Talk(Changelog, "The trial told us what each month costs"))
	for _, s := range []string{"Coming up next", "We met all of you yesterday", "This page was last updated by Ann", "Ann and Bo"} {
		require.False(t, Talk(Changelog, s), s)
	}
}
