package main

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/gapwatch/gapwatch/config"
	"github.com/gapwatch/gapwatch/crawler"
	"github.com/gapwatch/gapwatch/store"
)

func newPruneCommand(a *app) *cobra.Command {
	var dryRun, compact bool
	cmd := &cobra.Command{
		Use:   "prune",
		Short: "Take stored pages and messages that are kept long enough",
		Long: `Take what the settings under retention say is kept long enough: stored versions of pages, by age and by their number,
and the text of messages that went out. gapwatch serve and worker do so by themselves once a day.

Never taken is what is evidence, shows a change, an entry or a price, waits in a queue, is named in an annotation or a
note, is compared with, or may be needed to remember what a source has shown; nor a message that is still owed.

What is taken makes room in the database for what comes next. The file itself does not shrink, unless --compact writes
it anew, which needs as much free disk as it holds and lets others wait meanwhile.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return a.prune(cmd.Context(), dryRun, compact)
		},
	}
	cmd.Flags().BoolVar(&dryRun, "dry-run", false, "only say what would be taken, and why")
	cmd.Flags().BoolVar(&compact, "compact", false, "then give the room back to the disk")
	return cmd
}

func (a *app) prune(ctx context.Context, dryRun, compact bool) error {
	if dryRun && compact {
		return misusef("--dry-run changes nothing: leave out --compact")
	}
	st, settings, err := a.openStore(ctx)
	if err != nil {
		return err
	}
	defer st.Close()
	rules := retention(settings.Retention).At(a.now().UTC())
	if dryRun {
		plan, err := st.PlanPrune(ctx, rules)
		if err != nil {
			return err
		}
		if a.json {
			return a.printJSON(newPruneLine(plan))
		}
		a.printPrunePlan(plan, settings.Retention)
		return nil
	}
	took, err := st.Prune(ctx, rules)
	if err != nil {
		return err
	}
	if compact {
		if err := st.Compact(ctx); err != nil {
			return err
		}
	}
	size, err := st.Size(ctx)
	if err != nil {
		return err
	}
	if a.json {
		return a.printJSON(newPruneLine(store.PrunePlan{Pruned: took, Database: size}))
	}
	fmt.Fprintf(a.out, "Took %s (%s) and the text of %s.\n", plural(took.Pages, "stored page"), bytesText(took.Bytes),
		plural(took.Messages, "message"))
	a.printSize(size)
	return nil
}

// pruneLine is what is taken, or would be, as data.
type pruneLine struct {
	Pages    int               `json:"pages"`
	Bodies   int               `json:"bodies"`
	Bytes    int64             `json:"bytes"`
	Packed   int               `json:"bodies_kept_for_others"`
	Messages int               `json:"messages"`
	Sources  []pruneSourceLine `json:"sources"`
	Size     int64             `json:"database_bytes"`
	Free     int64             `json:"database_free_bytes"`
}

type pruneSourceLine struct {
	URL      string         `json:"url"`
	Versions int            `json:"versions"`
	ByAge    int            `json:"too_old"`
	ByNumber int            `json:"too_many"`
	Kept     map[string]int `json:"kept"`
}

func newPruneLine(p store.PrunePlan) pruneLine {
	line := pruneLine{
		Pages: p.Pruned.Pages, Bodies: p.Bodies, Bytes: p.Bytes, Packed: p.Packed, Messages: p.Messages,
		Sources: []pruneSourceLine{}, Size: p.Database.Total, Free: p.Database.Free,
	}
	for _, s := range p.Pages {
		line.Sources = append(line.Sources, pruneSourceLine{crawler.Mask(s.URL), s.Versions, s.ByAge, s.ByNumber, s.Kept})
	}
	return line
}

func (a *app) printPrunePlan(p store.PrunePlan, s config.Retention) {
	if len(p.Pages) > 0 {
		t := a.table("Source", "Versions", "Too old", "Too many", "Stay although old")
		for _, row := range p.Pages {
			t.AppendRow([]any{crawler.Mask(row.URL), row.Versions, row.ByAge, row.ByNumber, keptText(row.Kept)})
		}
		t.Render()
		fmt.Fprintln(a.out)
	}
	fmt.Fprintf(a.out, "Would take %s (%s) and the text of %s.\n", plural(p.Pruned.Pages, "stored page"), bytesText(p.Bytes),
		plural(p.Messages, "message"))
	if p.Packed > 0 {
		fmt.Fprintf(a.out, "The bytes of %s stay: others are stored as the difference from them.\n", plural(p.Packed, "page"))
	}
	fmt.Fprintf(a.out, "Kept are pages for %s and at most %s of a source, messages for %s.\n",
		spanText(s.Pages), mostText(s.PagesMost), spanText(s.Messages))
	a.printSize(p.Database)
}

func (a *app) printSize(size store.DatabaseSize) {
	free := ""
	if size.Free > 0 {
		free = fmt.Sprintf(", of which %s are free for what comes next", bytesText(size.Free))
	}
	fmt.Fprintf(a.out, "The database takes %s%s.\n", bytesText(size.Total), free)
}

// keptText says what refers to versions, the most frequent first.
func keptText(kept map[string]int) string {
	if len(kept) == 0 {
		return "none"
	}
	var names []string
	for name := range kept {
		names = append(names, name)
	}
	slices.SortFunc(names, func(a, b string) int {
		if kept[a] != kept[b] {
			return kept[b] - kept[a]
		}
		return strings.Compare(a, b)
	})
	for i, name := range names {
		names[i] = fmt.Sprintf("%d %s", kept[name], name)
	}
	return strings.Join(names, ", ")
}

func spanText(d config.Duration) string {
	if d == 0 {
		return "ever"
	}
	return d.String()
}

func mostText(n int) string {
	if n == 0 {
		return "any number"
	}
	return fmt.Sprint(n)
}

// bytesText writes a number of bytes in a unit that people can read.
func bytesText(n int64) string {
	const kib = 1 << 10
	switch {
	case n < kib:
		return fmt.Sprintf("%d B", n)
	case n < kib*kib:
		return fmt.Sprintf("%.1f KiB", float64(n)/kib)
	case n < kib*kib*kib:
		return fmt.Sprintf("%.1f MiB", float64(n)/(kib*kib))
	}
	return fmt.Sprintf("%.1f GiB", float64(n)/(kib*kib*kib))
}
