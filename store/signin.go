package store

import (
	"context"
	"errors"
	"fmt"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"
)

// Identity links a person to an account of another sign-in service: the pair of issuer and subject never changes there,
// while names and mail addresses do (OpenID Connect Core 1.0, section 5.7).
type Identity struct {
	Issuer  string
	Subject string
	UserID  int64
}

// APIToken lets a program act for a person. Only its hash is kept.
type APIToken struct {
	ID         int64
	UserID     int64
	Name       string
	Hash       []byte    // sha256 of the token
	Hint       string    // its first letters, so that people can tell tokens apart
	Scope      string    // read or write
	CreatedAt  time.Time `gorm:"autoCreateTime:false"`
	LastUsedAt *time.Time
	ExpiresAt  *time.Time
	RevokedAt  *time.Time
}

// TableName is the table of API tokens.
func (APIToken) TableName() string { return "api_tokens" }

// session is what a browser's cookie stands for.
type session struct {
	Token     string `gorm:"primaryKey"`
	Data      []byte
	ExpiresAt time.Time
}

// User finds a person by id.
func (s *Store) User(ctx context.Context, id int64) (User, error) {
	return one[User](s.q(ctx).Where("id = ?", id), fmt.Sprintf("user %d", id))
}

// CountUsers tells how many people there are.
func (s *Store) CountUsers(ctx context.Context) (int64, error) {
	var n int64
	if err := s.q(ctx).Model(&User{}).Count(&n).Error; err != nil {
		return 0, fmt.Errorf("count users: %w", err)
	}
	return n, nil
}

// SetPassword keeps the hash of a person's password.
func (s *Store) SetPassword(ctx context.Context, userID int64, hash string) error {
	res := s.q(ctx).Model(&User{}).Where("id = ?", userID).
		Updates(map[string]any{"password_hash": hash, "failed_sign_ins": 0, "locked_until": nil})
	return found(res, fmt.Sprintf("set password of user %d", userID))
}

// SetSignIns records how often in a row a person failed to sign in, and until when no further attempt counts.
func (s *Store) SetSignIns(ctx context.Context, userID int64, failed int, lockedUntil *time.Time) error {
	res := s.q(ctx).Model(&User{}).Where("id = ?", userID).
		Updates(map[string]any{"failed_sign_ins": failed, "locked_until": lockedUntil})
	return found(res, fmt.Sprintf("record sign-in of user %d", userID))
}

// FailSignIn counts a failed sign-in, and returns how many there are in a row. Of several at once each counts.
func (s *Store) FailSignIn(ctx context.Context, userID int64) (failed int, err error) {
	err = s.InTx(ctx, func(tx *Store) error {
		res := tx.q(ctx).Model(&User{}).Where("id = ?", userID).Update("failed_sign_ins", gorm.Expr("failed_sign_ins + 1"))
		if err := found(res, fmt.Sprintf("count sign-in of user %d", userID)); err != nil {
			return err
		}
		u, err := tx.User(ctx, userID)
		failed = u.FailedSignIns
		return err
	})
	return failed, err
}

// SetPreferences keeps what a person chose for themselves: zone, theme, keys.
func (s *Store) SetPreferences(ctx context.Context, u User) error {
	res := s.q(ctx).Model(&User{}).Where("id = ?", u.ID).
		Updates(map[string]any{"name": u.Name, "zone": u.Zone, "theme": u.Theme, "keys_off": u.KeysOff})
	return found(res, fmt.Sprintf("set preferences of user %d", u.ID))
}

// UserByIdentity finds the person whom another sign-in service knows by issuer and subject.
func (s *Store) UserByIdentity(ctx context.Context, issuer, subject string) (User, error) {
	id, err := one[Identity](s.q(ctx).Where("issuer = ? AND subject = ?", issuer, subject), "identity of "+issuer)
	if err != nil {
		return User{}, err
	}
	return s.User(ctx, id.UserID)
}

// LinkIdentity says which person an account of another sign-in service is. A link that is there stays.
func (s *Store) LinkIdentity(ctx context.Context, id Identity) error {
	err := s.q(ctx).Clauses(clause.OnConflict{DoNothing: true}).Create(&id).Error
	if err != nil {
		return fmt.Errorf("link identity of %s to user %d: %w", id.Issuer, id.UserID, err)
	}
	return nil
}

// HasIdentity tells whether another sign-in service signs a person in.
func (s *Store) HasIdentity(ctx context.Context, userID int64) (bool, error) {
	var n int64
	if err := s.q(ctx).Model(&Identity{}).Where("user_id = ?", userID).Count(&n).Error; err != nil {
		return false, fmt.Errorf("identities of user %d: %w", userID, err)
	}
	return n > 0, nil
}

// Session returns what a session holds, if it has not expired.
func (s *Store) Session(ctx context.Context, token string, now time.Time) ([]byte, bool, error) {
	row, err := one[session](s.q(ctx).Where("token = ? AND expires_at > ?", token, now), "session")
	if errors.Is(err, ErrNotFound) {
		return nil, false, nil
	}
	return row.Data, err == nil, err
}

// SaveSession keeps what a session holds until it expires.
func (s *Store) SaveSession(ctx context.Context, token string, data []byte, expires time.Time) error {
	err := s.q(ctx).Clauses(clause.OnConflict{
		Columns: []clause.Column{{Name: "token"}}, DoUpdates: clause.AssignmentColumns([]string{"data", "expires_at"}),
	}).Create(&session{Token: token, Data: data, ExpiresAt: expires}).Error
	if err != nil {
		return fmt.Errorf("save session: %w", err)
	}
	return nil
}

// DeleteSession ends a session.
func (s *Store) DeleteSession(ctx context.Context, token string) error {
	if err := s.q(ctx).Where("token = ?", token).Delete(&session{}).Error; err != nil {
		return fmt.Errorf("delete session: %w", err)
	}
	return nil
}

// ForgetSessions removes the sessions that have expired.
func (s *Store) ForgetSessions(ctx context.Context, now time.Time) error {
	if err := s.q(ctx).Where("expires_at <= ?", now).Delete(&session{}).Error; err != nil {
		return fmt.Errorf("forget sessions: %w", err)
	}
	return nil
}

// AddToken keeps a new API token and fills in its id.
func (s *Store) AddToken(ctx context.Context, t *APIToken) error {
	if err := s.q(ctx).Create(t).Error; err != nil {
		return fmt.Errorf("add API token %q: %w", t.Name, err)
	}
	return nil
}

// TokenByHash finds an API token that is neither revoked nor expired.
func (s *Store) TokenByHash(ctx context.Context, hash []byte, now time.Time) (APIToken, error) {
	return one[APIToken](s.q(ctx).
		Where("hash = ? AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > ?)", hash, now), "API token")
}

// Tokens returns a person's API tokens (0: everybody's), newest first, revoked ones too.
func (s *Store) Tokens(ctx context.Context, userID int64) ([]APIToken, error) {
	q := s.q(ctx).Order("id DESC")
	if userID != 0 {
		q = q.Where("user_id = ?", userID)
	}
	return all[APIToken](q, "API tokens")
}

// TokenUsed records when a token was last used.
func (s *Store) TokenUsed(ctx context.Context, id int64, at time.Time) error {
	return found(s.q(ctx).Model(&APIToken{}).Where("id = ?", id).Update("last_used_at", at), "API token")
}

// RevokeToken ends a person's token (0: whoever it belongs to).
func (s *Store) RevokeToken(ctx context.Context, userID, id int64, at time.Time) error {
	q := s.q(ctx).Model(&APIToken{}).Where("id = ? AND revoked_at IS NULL", id)
	if userID != 0 {
		q = q.Where("user_id = ?", userID)
	}
	res := q.Update("revoked_at", at)
	return found(res, fmt.Sprintf("API token %d", id))
}
