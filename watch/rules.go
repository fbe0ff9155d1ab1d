package watch

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/gapwatch/gapwatch/extract"
	"github.com/gapwatch/gapwatch/store"
)

// CheckRule says what is wrong with a rule for a source of a kind.
func CheckRule(r extract.Rule, kind extract.Kind) error {
	if _, err := extract.CompileRules([]extract.Rule{r}); err != nil {
		return err
	}
	return r.Suits(kind)
}

// AddRule keeps one rule more for a source, as a new version of its rules. One that it has already stays as it is.
func AddRule(ctx context.Context, st *store.Store, src store.Source, r extract.Rule, by string, at time.Time) error {
	if err := CheckRule(r, src.Kind); err != nil {
		return err
	}
	return st.Alone(ctx, TheSource(src.ID), func(tx *store.Store) error {
		rules, err := rulesNow(ctx, tx, src.ID)
		if err != nil {
			return err
		}
		if slices.Contains(rules, r) {
			return nil
		}
		_, err = tx.SaveRules(ctx, src.ID, append(rules, r), by, at)
		return err
	})
}

// DropRule takes a rule back, by its number from 1, as a new version of the source's rules. There is none of a number that
// the list does not have: store.ErrNotFound.
func DropRule(ctx context.Context, st *store.Store, src store.Source, number int, by string, at time.Time) error {
	return st.Alone(ctx, TheSource(src.ID), func(tx *store.Store) error {
		rules, err := rulesNow(ctx, tx, src.ID)
		if err != nil {
			return err
		}
		if number < 1 || number > len(rules) {
			return fmt.Errorf("rule %d of source %d: %w", number, src.ID, store.ErrNotFound)
		}
		_, err = tx.SaveRules(ctx, src.ID, append(rules[:number-1:number-1], rules[number:]...), by, at)
		return err
	})
}

// rulesNow are the rules of a source as they stand, whatever a source that was read before says.
func rulesNow(ctx context.Context, tx *store.Store, id int64) ([]extract.Rule, error) {
	src, err := tx.Source(ctx, id)
	if err != nil {
		return nil, err
	}
	return tx.Rules(ctx, src)
}
