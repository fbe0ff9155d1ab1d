package extract

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestPhrases(t *testing.T) {
	for _, tt := range []struct{ phrase, yes, found, no string }{
		{"how to", "Learn how to write", "how to", "however, too"},
		{"improv*", "We improved search", "improved", "unimproved"},
		{"raises #", "Acme raises $12M", "raises $12m", "Acme raises hopes"},
		{"in 20##", "Trends in 2026", "in 2026", "in 26"},
		{"saves ... with", "Acme saves twenty hours with us", "saves twenty hours with", "with Acme one saves"},
		{"(open|public) (beta|preview)", "Now in public beta", "public beta", "beta in public"},
		{"(a |the )?new (website|site)", "Our new site", "new site", "a newer website"},
		{"^introducing", "Mail 2: Introducing rules", "introducing", "we are introducing rules"},
		{"^^from ... to", "From chaos to order", "from chaos to", "Mail: from chaos to order"},
		{"again$", "Exports work again", "again", "again and again, exports"},
		{"_ ?", "Is it fast?", "fast ?", "It is fast"},
		{"*対応しました*", "請求書の一括ダウンロードに対応しました。", "請求書の一括ダウンロードに対応しました", "請求書"},
		{"#x faster", "3x faster", "3x faster", "x faster"},
	} {
		p := newPhrases(tt.phrase)
		require.Equal(t, tt.found, p.find(plainWords(tt.yes)), tt.phrase)
		require.Empty(t, p.find(plainWords(tt.no)), tt.phrase)
	}
}
