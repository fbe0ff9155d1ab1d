package store

import "context"

// packed chooses how to keep a body.
func (s *Store) packed(ctx context.Context, sourceID int64, body []byte) (*Blob, error) {
	if len(body) < smallBody {
		return &Blob{Encoding: Raw, Data: nonNil(body)}, nil
	}
	if patch, err := s.difference(ctx, sourceID, body); err != nil || patch != nil {
		return patch, err
	}
	data, err := s.pack.zip(body)
	return &Blob{Encoding: Zstd, Data: data}, err
}

func nonNil(b []byte) []byte {
	if b == nil {
		return []byte{}
	}
	return b
}

// difference is a body as a difference from one of the source's, or nil where a full body is the better buy.
//
// Most versions differ from the full body before them by the noise of the page. What changes for good comes on top and
// would be kept again with every later version, so a version that has drifted is a *step*: those after it are kept as
// differences from it. A step is itself a difference from the full body; longer chains there are none.
func (s *Store) difference(ctx context.Context, sourceID int64, body []byte) (*Blob, error) {
	base, newest, err := s.lineage(ctx, sourceID)
	if err != nil || base == nil {
		return nil, err
	}
	step, full, err := s.stepOf(ctx, base, newest)
	if err != nil {
		return nil, err
	}
	if step != nil {
		patch, err := s.patch(ctx, step, body)
		if err != nil {
			return nil, err
		}
		if drifted, err := s.drifted(ctx, step, patch); err != nil || !drifted {
			return patch, err
		}
	}
	return s.fromFull(ctx, full, body)
}

// stepOf is the step that the next version may be made from, nil where there is none, and the full body below it.
func (s *Store) stepOf(ctx context.Context, base, newest *Blob) (step, full *Blob, err error) {
	if base.Encoding == Patch {
		below, err := s.baseOf(ctx, *base)
		return base, &below, err
	}
	if drifted, err := s.drifted(ctx, base, newest); err != nil || !drifted {
		return nil, base, err
	}
	return newest, base, nil
}

// drifted tells a difference that is much larger than its base's least one, or, where it is the first, than half of the
// step it is made from.
func (s *Store) drifted(ctx context.Context, base, patch *Blob) (bool, error) {
	if patch.Encoding != Patch || len(patch.Data) <= smallBody {
		return false, nil
	}
	spent, err := s.spentOn(ctx, base)
	if spent.Count == 0 {
		return 2*len(patch.Data) > len(base.Data), err
	}
	return len(patch.Data) > 2*spent.Least, err
}

// fromFull is a body as a difference from a full one where that is worth it.
func (s *Store) fromFull(ctx context.Context, full *Blob, body []byte) (*Blob, error) {
	patch, err := s.patch(ctx, full, body)
	if err != nil || len(patch.Data) <= smallBody {
		return patch, err
	}
	spent, err := s.spentOn(ctx, full)
	return spent.ifWorth(full, patch), err
}

// lineage is the body of the source's newest snapshot and what that is a difference from, which is itself where it is
// full. Both are nil where there is nothing to make differences from.
func (s *Store) lineage(ctx context.Context, sourceID int64) (base, newest *Blob, err error) {
	var blobs []Blob // a base is older than what is made from it
	err = s.q(ctx).Raw(`SELECT k.* FROM (SELECT b.id, b.base_id FROM snapshots s JOIN blobs b ON b.hash = s.blob_hash
			WHERE s.source_id = ? ORDER BY s.id DESC LIMIT 1) n
		JOIN blobs k ON k.id IN (n.id, n.base_id) ORDER BY k.id`, sourceID).Scan(&blobs).Error
	if err != nil || len(blobs) == 0 || blobs[0].Encoding == Raw {
		return nil, nil, err
	}
	return &blobs[0], &blobs[len(blobs)-1], nil
}

// patch is the body as a difference from base.
func (s *Store) patch(ctx context.Context, base *Blob, body []byte) (*Blob, error) {
	from, err := s.unpack(ctx, *base)
	if err != nil {
		return nil, err
	}
	data, err := s.pack.zip(makePatch(from, body))
	return &Blob{Encoding: Patch, BaseID: &base.ID, Data: data}, err
}

// spent is what the differences from one body cost so far, in bytes.
type spent struct{ Count, Total, Least int }

func (s *Store) spentOn(ctx context.Context, base *Blob) (out spent, err error) {
	err = s.q(ctx).Raw(`SELECT count(*) AS count, coalesce(sum(length(data)), 0) AS total,
		coalesce(min(length(data)), 0) AS least FROM blobs WHERE base_id = ?`, base.ID).Scan(&out).Error
	return out, err
}

// ifWorth is one more difference from a full body where that is a better buy than a new full one, else nil. Pages drift, so
// differences grow: the mean cost of a version is least when the full body is renewed as soon as a difference costs more
// than that mean has been so far.
func (s spent) ifWorth(base, patch *Blob) *Blob {
	size := len(patch.Data)
	if size > len(base.Data)/3 || size > smallBody && size*(s.Count+1) > len(base.Data)+s.Total+size {
		return nil
	}
	return patch
}
