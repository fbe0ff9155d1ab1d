package watch

import (
	"context"
	"errors"

	"github.com/gapwatch/gapwatch/diff"
	"github.com/gapwatch/gapwatch/extract"
	"github.com/gapwatch/gapwatch/store"
)

// memoryDepth is how many snapshots a memory is built from anew, when another reader or other rules read a source.
const memoryDepth = 20

// past is what a source showed up to its base, as the reader and the rules of today understand it.
type past struct {
	snapshot store.Snapshot
	doc      extract.Document
	memory   diff.Memory
	reread   bool // another reader, or other rules, read it until now
}

// reader is what reads a source's pages today.
func reader(src store.Source) store.ReadBy { return src.Reader(extract.ReaderVersion) }

// rules are those that stand on a source, ready for use.
func (l *Line) rules(ctx context.Context, src store.Source) (extract.Rules, error) {
	rows, err := l.Store.Rules(ctx, src)
	if err != nil || len(rows) == 0 {
		return extract.Rules{}, err
	}
	return extract.CompileRules(rows)
}

// past reads the base of a source and what it remembers, from the caches where they fit.
func (l *Line) past(ctx context.Context, src store.Source, rules extract.Rules) (past, error) {
	p := past{reread: src.ReadBy != reader(src)}
	var err error
	if p.snapshot, err = l.Store.Snapshot(ctx, *src.BaseSnapshotID); err != nil {
		return p, err
	}
	if p.doc, err = l.document(ctx, src, rules, p.snapshot); err != nil {
		return p, err
	}
	if p.reread {
		p.memory, err = l.recall(ctx, src, rules)
	} else {
		err = l.Store.Memory(ctx, src.ID, &p.memory)
	}
	return p, err
}

// recall builds the memory of a source anew from its latest snapshots up to the base.
func (l *Line) recall(ctx context.Context, src store.Source, rules extract.Rules) (diff.Memory, error) {
	var m diff.Memory
	snapshots, err := l.Store.SnapshotsThrough(ctx, src.ID, *src.BaseSnapshotID, memoryDepth)
	if err != nil {
		return m, err
	}
	for _, snap := range snapshots {
		doc, err := l.document(ctx, src, rules, snap)
		if errors.Is(err, extract.ErrParse) || errors.Is(err, extract.ErrDecode) {
			continue // it was never a base
		}
		if err != nil {
			return m, err
		}
		m = m.Remember(doc)
	}
	return m, nil
}

// document is a snapshot as the reader and the rules of today understand it, from the cache where it is there.
func (l *Line) document(
	ctx context.Context, src store.Source, rules extract.Rules, snap store.Snapshot,
) (extract.Document, error) {
	doc, err := l.Store.Document(ctx, snap.ID, reader(src))
	if !errors.Is(err, store.ErrNotFound) {
		return doc, err
	}
	return l.readBody(ctx, src, rules, snap)
}

// readBody reads a snapshot from its bytes.
func (l *Line) readBody(
	ctx context.Context, src store.Source, rules extract.Rules, snap store.Snapshot,
) (extract.Document, error) {
	page, err := l.Store.Page(ctx, snap.ID, src.Kind)
	if err != nil {
		return extract.Document{}, err
	}
	page.Limits, page.Rules = l.Limits.Read, rules
	return extract.Read(page)
}
