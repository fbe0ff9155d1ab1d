package watch

import (
	"context"
	"errors"
	"sync"

	"github.com/gapwatch/gapwatch/extract"
	"github.com/gapwatch/gapwatch/matrix"
	"github.com/gapwatch/gapwatch/store"
)

// pondered is what a reading leaves behind, worked out while no transaction waits for it.
type pondered struct {
	document store.Zipped
	memory   store.Zipped
	proofs   map[*matrix.Catalogue]proof
}

// proof is what a document says of the features of a catalogue.
type proof struct {
	findings  []matrix.Finding
	unmatched []matrix.Unmatched
}

func proofOf(c *matrix.Catalogue, doc extract.Document) proof {
	findings, unmatched := c.Read(doc)
	return proof{findings, unmatched}
}

// proof is what the document says to a catalogue. It is read now where the catalogue has changed since.
func (r *reading) proof(c *matrix.Catalogue) proof {
	if p, ok := r.pondered.proofs[c]; ok {
		return p
	}
	return proofOf(c, r.doc)
}

// says tells whether the document holds anything that could prove a feature.
func (r *reading) says() bool { return len(r.doc.Plans)+len(r.doc.Entries) > 0 }

// waits tells whether the reading is sure to wait for a second look.
func (r *reading) waits() bool {
	return !r.first && r.source.Looks == 0 && !confirm(r.changes, looked{}, r.look()).accept
}

// ponder works out all of a reading that needs no transaction: what is kept of it and, where it may become the base, what
// it proves.
func (l *Line) ponder(ctx context.Context, r *reading) (err error) {
	extract.ClassifyAs(r.base.doc.Entries, r.doc.Entries)
	var p pondered
	if r.waits() {
		p.document, err = l.Store.Zip(r.doc)
		r.pondered = p
		return err
	}
	var zipping sync.WaitGroup
	var zipped [2]error
	zipping.Go(func() {
		p.document, zipped[0] = l.Store.Zip(r.doc)
		p.memory, zipped[1] = l.Store.Zip(r.base.memory.Remember(r.doc))
	})
	p.proofs, err = l.proofs(ctx, r)
	zipping.Wait()
	r.pondered = p
	return errors.Join(err, zipped[0], zipped[1])
}

func (l *Line) proofs(ctx context.Context, r *reading) (map[*matrix.Catalogue]proof, error) {
	if !r.says() {
		return nil, nil
	}
	known, err := l.known(ctx, l.Store)
	if err != nil {
		return nil, err
	}
	proofs := map[*matrix.Catalogue]proof{}
	for _, areaID := range known.areasOf[r.source.CompetitorID] {
		catalogue := known.catalogues[areaID]
		proofs[catalogue] = proofOf(catalogue, r.doc)
	}
	return proofs, nil
}
