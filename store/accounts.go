package store

import (
	"context"
	"fmt"
	"strings"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"
)

// Account is a customer or prospect.
type Account struct {
	ID          int64
	Key         string // stable id from the customer list, or the folded name
	Name        string
	ARRMinor    int64 `gorm:"column:arr_minor"` // annual recurring revenue in the currency's smallest unit
	ARRKnown    bool  `gorm:"column:arr_known"`
	Currency    string
	Owner       string
	RenewalDate *time.Time
	RemovedAt   *time.Time
}

// SaveAccounts inserts or updates accounts by id, else by key, and fills in their ids. Saving a removed one with no
// RemovedAt brings it back.
func (s *Store) SaveAccounts(ctx context.Context, rows []Account) error {
	return upsert[Account]{
		what:   "accounts",
		id:     func(a *Account) *int64 { return &a.ID },
		key:    func(a *Account) string { return a.Key },
		unique: []string{"key"},
		update: []string{"name", "arr_minor", "arr_known", "currency", "owner", "renewal_date", "removed_at"},
	}.save(ctx, s, rows)
}

// RemoveAccounts marks accounts removed; what was annotated about them stays.
func (s *Store) RemoveAccounts(ctx context.Context, ids []int64, at time.Time) error {
	return s.remove(ctx, &Account{}, ids, at)
}

// Accounts returns the accounts that are not removed, by name.
func (s *Store) Accounts(ctx context.Context) ([]Account, error) {
	return all[Account](s.q(ctx).Where("removed_at IS NULL").Order("name, id"), "accounts")
}

// Account finds an account by id, removed or not.
func (s *Store) Account(ctx context.Context, id int64) (Account, error) {
	return one[Account](s.q(ctx).Where("id = ?", id), fmt.Sprintf("account %d", id))
}

// AccountByKeyOrName finds an account that is not removed by its key, else by its name in any case.
func (s *Store) AccountByKeyOrName(ctx context.Context, text string) (Account, error) {
	text = strings.TrimSpace(text)
	q := s.q(ctx).Where("removed_at IS NULL AND (key = ? OR lower(name) = lower(?))", text, text).
		Order(clause.OrderBy{Expression: gorm.Expr("CASE WHEN key = ? THEN 0 ELSE 1 END, id", text)})
	return one[Account](q.Limit(1), "account "+text)
}

// AccountsByID returns some accounts, removed or not.
func (s *Store) AccountsByID(ctx context.Context, ids []int64) ([]Account, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	return all[Account](s.q(ctx).Where("id IN ?", ids).Order("name, id"), "accounts")
}

// FindAccounts returns the accounts that are not removed whose name holds a text in any case, those first whose name
// begins with it.
func (s *Store) FindAccounts(ctx context.Context, text string, limit int) ([]Account, error) {
	text = strings.ToLower(strings.TrimSpace(text))
	within := "%" + likeText(text) + "%"
	q := s.q(ctx).Where("removed_at IS NULL AND lower(name) LIKE ? ESCAPE '!'", within).
		Order(clause.OrderBy{Expression: gorm.Expr("CASE WHEN lower(name) LIKE ? ESCAPE '!' THEN 0 ELSE 1 END, name, id",
			likeText(text)+"%")})
	return all[Account](q.Limit(limit), "accounts")
}

// AccountPage asks for a part of the accounts, by name.
type AccountPage struct {
	Text      string // the name holds it, in any case
	Name, Key string // of the last account of the part before; empty: from the beginning
	Limit     int
}

// AccountPage returns a part of the accounts that are not removed, by name and key.
func (s *Store) AccountPage(ctx context.Context, ask AccountPage) ([]Account, error) {
	q := s.q(ctx).Where("removed_at IS NULL").Order("name, key").Limit(ask.Limit)
	if text := strings.ToLower(strings.TrimSpace(ask.Text)); text != "" {
		q = q.Where("lower(name) LIKE ? ESCAPE '!'", "%"+likeText(text)+"%")
	}
	if ask.Key != "" {
		q = q.Where("name > ? OR name = ? AND key > ?", ask.Name, ask.Name, ask.Key)
	}
	return all[Account](q, "accounts")
}

// likeText makes a text stand for itself in a LIKE whose escape is "!".
func likeText(text string) string {
	return strings.NewReplacer("!", "!!", "%", "!%", "_", "!_").Replace(text)
}
