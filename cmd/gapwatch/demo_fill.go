package main

import (
	"context"
	"os"

	"github.com/gapwatch/gapwatch/store"
)

// fillWithDemo does the demo's whole job in a folder of its own, as if its last date were today, and brings what it knows
// into an empty database. Its sources rest from then on, for their sites are gone with the folder.
func (a *app) fillWithDemo(ctx context.Context, into *store.Store, show func(look, looks, done, all int)) error {
	d := &demo{fills: true, show: show}
	if err := d.room(); err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(d.dir) }() // what is left in the folder for temporary files harms nobody
	if err := d.open(ctx, a); err != nil {
		return err
	}
	defer d.close()
	if _, err := d.run(ctx); err != nil {
		return err
	}
	sources, err := d.store.Sources(ctx, store.SourceFilter{})
	if err != nil {
		return err
	}
	for _, src := range sources {
		if err := d.store.PauseSource(ctx, src.ID, true); err != nil {
			return err
		}
	}
	return into.Fill(ctx, d.store)
}
