package store

import (
	"fmt"
	"sync"

	"github.com/klauspost/compress/zstd"
)

// Sizes that packing goes by.
const (
	smallBody   = 512     // below this a body is kept as it is
	smallWindow = 1 << 20 // what the encoder can look back on
	maxUnpacked = 64 << 20
	deltaDict   = 1 // the number of the one dictionary a delta is made with
)

// packer compresses and restores bodies. It keeps an encoder and a decoder for all the store's users, because each weighs
// megabytes.
type packer struct {
	encode sync.Mutex
	plain  *zstd.Encoder

	decode  sync.Mutex
	decoder *zstd.Decoder
}

func newEncoder(window int, level zstd.EncoderLevel) (*zstd.Encoder, error) {
	return zstd.NewWriter(nil, zstd.WithEncoderConcurrency(1), zstd.WithLowerEncoderMem(true),
		zstd.WithEncoderLevel(level), zstd.WithWindowSize(window), zstd.WithEncoderCRC(false))
}

// zip compresses data by itself.
func (p *packer) zip(data []byte) ([]byte, error) {
	p.encode.Lock()
	defer p.encode.Unlock()
	if p.plain == nil {
		var err error
		if p.plain, err = newEncoder(smallWindow, zstd.SpeedDefault); err != nil {
			return nil, err
		}
	}
	return p.plain.EncodeAll(data, nil), nil
}

// unzip undoes zip.
func (p *packer) unzip(data []byte) ([]byte, error) { return p.restore(data) }

// rebuild restores a body that an earlier version kept as a delta: compressed with its base as dictionary.
func (p *packer) rebuild(base, data []byte) ([]byte, error) {
	return p.restore(data, zstd.WithDecoderDictRaw(deltaDict, base))
}

func (p *packer) restore(data []byte, opts ...zstd.DOption) (body []byte, err error) {
	p.decode.Lock()
	defer p.decode.Unlock()
	if p.decoder == nil {
		p.decoder, err = zstd.NewReader(nil, zstd.WithDecoderConcurrency(1), zstd.WithDecoderLowmem(true),
			zstd.WithDecoderMaxMemory(maxUnpacked))
		if err != nil {
			return nil, err
		}
	}
	if len(opts) > 0 {
		if err := p.decoder.ResetWithOptions(nil, opts...); err != nil {
			return nil, err
		}
	}
	if body, err = p.decoder.DecodeAll(data, nil); err != nil {
		return nil, fmt.Errorf("decompress: %w", err)
	}
	return body, nil
}
