package main

import (
	"context"
	"fmt"
)

// annotate brings in what the people who talk with customers know.
func (d *demo) annotate(context.Context) error { return nil }

// tellKnowledge prints what the changes and the people's words come to.
func (d *demo) tellKnowledge(context.Context) error { return nil }

// serve keeps the sites and the web open.
func (d *demo) serve(ctx context.Context, listen string) error {
	return fmt.Errorf("serve on %s: not there yet", listen)
}
