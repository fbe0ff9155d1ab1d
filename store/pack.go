package store

import (
	"bytes"
	"fmt"
	"sync"

	"github.com/klauspost/compress/zstd"
)

// Sizes that packing goes by.
const (
	smallBody   = 512     // below this a body is kept as it is
	smallWindow = 1 << 20 // what the two lasting encoders can look back on
	maxUnpacked = 64 << 20
	deltaDict   = 1 // the number of the one dictionary a delta is made with
)

// packer compresses and restores bodies. It keeps two encoders and a decoder for all the store's users, because each
// weighs megabytes; a body of unusual size gets an encoder of its own for the moment.
type packer struct {
	encode sync.Mutex
	plain  *zstd.Encoder
	delta  *zstd.Encoder

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

// difference compresses data with base as its dictionary: what stands in base already costs next to nothing.
func (p *packer) difference(base, data []byte) ([]byte, error) {
	p.encode.Lock()
	defer p.encode.Unlock()
	encoder, err := p.deltaEncoder(len(base) + len(data))
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	// Written as a stream: encoding all at once would digest the dictionary twice.
	if err := encoder.ResetWithOptions(&out, zstd.WithEncoderDictRaw(deltaDict, base)); err != nil {
		return nil, err
	}
	if _, err := encoder.Write(data); err != nil {
		return nil, err
	}
	if err := encoder.Close(); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

// deltaEncoder can look back over a dictionary and a body of this many bytes together.
func (p *packer) deltaEncoder(reach int) (encoder *zstd.Encoder, err error) {
	if reach > smallWindow {
		window := smallWindow
		for window < reach {
			window *= 2
		}
		return newEncoder(window, zstd.SpeedBetterCompression)
	}
	if p.delta == nil {
		p.delta, err = newEncoder(smallWindow, zstd.SpeedDefault)
	}
	return p.delta, err
}

// unzip undoes zip.
func (p *packer) unzip(data []byte) ([]byte, error) { return p.restore(data) }

// rebuild undoes difference.
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
