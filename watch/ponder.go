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

// ponder works out all of a reading that needs no transaction: what is kept of it, and what it proves.
func (l *Line) ponder(ctx context.Context, r *reading) error {
	extract.ClassifyAs(r.base.doc.Entries, r.doc.Entries)
	var p pondered
	var zipping sync.WaitGroup
	var zipped error
	zipping.Go(func() {
		var err error
		p.document, zipped = l.Store.Zip(r.doc)
		p.memory, err = l.Store.Zip(r.base.memory.Remember(r.doc))
		zipped = errors.Join(zipped, err)
	})
	proofs, err := l.proofs(ctx, r)
	zipping.Wait()
	p.proofs, r.pondered = proofs, p
	return errors.Join(zipped, err)
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
