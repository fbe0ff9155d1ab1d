package store

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"github.com/klauspost/compress/zstd"
	"github.com/stretchr/testify/require"
)

// TestDeltasOfEarlierVersionsAreRestored makes one the way it was made once.
func TestDeltasOfEarlierVersionsAreRestored(t *testing.T) {
	base, body := madeUpPage(500, "0123"), madeUpPage(500, "4567")
	encoder, err := newEncoder(smallWindow, zstd.SpeedDefault)
	require.NoError(t, err)
	var delta bytes.Buffer
	require.NoError(t, encoder.ResetWithOptions(&delta, zstd.WithEncoderDictRaw(deltaDict, base)))
	_, err = encoder.Write(body)
	require.NoError(t, err)
	require.NoError(t, encoder.Close())
	p := &packer{}
	restored, err := p.rebuild(base, delta.Bytes())
	require.NoError(t, err)
	require.Equal(t, body, restored)
}

// A page may be made of signs that JSON for pages writes in six bytes.
func TestWhatIsZippedIsNotEscapedForPages(t *testing.T) {
	said := map[string]string{"text": strings.Repeat("a & b <c> ", 1_000)}
	data, err := unescaped(said)
	require.NoError(t, err)
	require.Less(t, len(data), 10_100)
	var back map[string]string
	require.NoError(t, json.Unmarshal(data, &back))
	require.Equal(t, said, back)
}
