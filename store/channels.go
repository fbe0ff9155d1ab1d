package store

import (
	"context"
	"fmt"
	"time"
)

// ChannelFigures say how much a channel is used.
type ChannelFigures struct {
	Channel       string
	Subscriptions int // that stand
	Sent          int // messages, as Owed and Failed are
	Owed          int
	Failed        int
}

// ChannelFigures counts the subscriptions of each channel in use, and the messages written for it since a time.
func (s *Store) ChannelFigures(ctx context.Context, since time.Time) ([]ChannelFigures, error) {
	var rows []ChannelFigures
	err := s.q(ctx).Raw(`SELECT s.channel, COUNT(DISTINCT CASE WHEN s.removed_at IS NULL THEN s.id END) AS subscriptions,
			COUNT(CASE WHEN d.status = ? THEN 1 END) AS sent, COUNT(CASE WHEN d.status = ? THEN 1 END) AS owed,
			COUNT(CASE WHEN d.status = ? THEN 1 END) AS failed
		FROM subscriptions s LEFT JOIN deliveries d ON d.subscription_id = s.id AND d.created_at >= ?
		GROUP BY s.channel ORDER BY s.channel`, Sent, Owed, Failed, since).Scan(&rows).Error
	if err != nil {
		return nil, fmt.Errorf("figures of channels: %w", err)
	}
	return rows, nil
}
