package store

import (
	"context"
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"

	"gorm.io/gorm"

	"github.com/gapwatch/gapwatch/extract"
)

// Source is one watched address of a competitor, with what the straight line knows of it.
type Source struct {
	ID           int64
	CompetitorID int64
	Kind         extract.Kind
	URL          string
	Host         string // host:port that politeness is kept for
	Render       string // "" plain, or "browser"
	EverySeconds int64  // 0: the kind's default
	Window       string `gorm:"column:look_window"` // hours of the day, 06:00-20:00; empty: the kind's
	Zone         string // IANA, of the window; empty: the kind's
	Jitter       int    `gorm:"column:jitter_percent"` // 0: the kind's
	Paused       bool
	RemovedAt    *time.Time

	// Schedule.
	NextCheckAt      time.Time
	NotBefore        *time.Time // Retry-After and back-off: asked for by the site, obeyed by every worker
	LookAgain        bool       // a second look is wanted at once, with a full fetch
	Failures         int        // in a row
	AskedAt          *time.Time // when a person asked to look now
	QuietLooks       int        // good looks since something moved
	QuietSince       *time.Time // when something moved last, or the first good look
	NewsEverySeconds int64      // the usual time between news; 0: not known
	QuietAfter       *time.Time // when it is quiet against that, if nothing comes
	WishSeconds      int64      // after how long the site wants to be asked again: Cache-Control, Expires

	// The latest capture, so that a 304 costs no more than one row.
	LastCaptureID *int64
	LastCheckedAt *time.Time
	LastOutcome   Outcome
	LastClass     string
	LastReason    string
	LastBytes     int64
	Trouble       string     // what was wrong with it, in a word of package watch; empty: nothing
	EpisodeID     *int64     // of the trouble it is in
	LastGoodAt    *time.Time // latest capture that became the base or equalled it
	LastNewAt     *time.Time // latest published change or entry

	MovedTo string // where a permanent redirect points: proposed to a person, not followed for ever

	// What the next request can say, and what equals the last good answer.
	ETag           string `gorm:"column:etag"`
	LastModified   string
	WireHash       []byte // sha256 of the bytes on the wire, before content coding is undone
	FullFetchAt    *time.Time
	LastSnapshotID *int64 // newest snapshot that passed the gate
	BaseSnapshotID *int64 // what the next snapshot is compared with
	Looks          int    // consecutive looks that wanted another one

	BaseEssence []byte // what the base says, as diff.Essence of the document that ReadBy read
	BaseKnown   []byte // how pages may differ from the base and say the same, as diff.Known keeps it

	RulesVersion int               // of the rules that stand; 0: there never were any
	ReadBy       `gorm:"embedded"` // what read the base, and what was learned from it
}

// Asked tells whether a person wants the source to be looked at now, whatever its schedule says.
func (s Source) Asked() bool {
	return s.AskedAt != nil && (s.LastCheckedAt == nil || s.AskedAt.After(*s.LastCheckedAt))
}

// Reader is what reads a source's pages now.
func (s Source) Reader(version int) ReadBy {
	return ReadBy{ReadVersion: version, ReadRules: s.RulesVersion}
}

// SourceView is a source with the competitor it belongs to.
type SourceView struct {
	Source         `gorm:"embedded"`
	CompetitorKey  string
	CompetitorName string
}

// SourceFilter chooses sources; its zero value chooses all that are not removed.
type SourceFilter struct {
	Competitor string // key
	Kind       extract.Kind
	Host       string
	URL        string
	Text       string // the address, or the name of the competitor, holds it in any case
	Care       Care
	Removed    bool  // removed ones too
	After      int64 // only those with a larger id
	Limit      int   // 0: all
}

// Care tells which sources a list is of, by whether a person should look at them at a time; its zero value takes all.
type Care struct {
	Wanted, Unwanted bool // those that need a look, those that do not
	At               time.Time
}

// needsCare is the condition of a source that a person should look at: it failed, it is in trouble, it has moved, or it is
// silent for longer than its rhythm explains (at the time that is its value). One that somebody has paused while it fared well
// needs none.
const needsCare = `(sources.failures > 0 OR sources.last_checked_at IS NOT NULL AND (sources.trouble <> ''
	OR NOT sources.paused AND (sources.moved_to <> '' OR sources.news_every_seconds > 0 AND sources.quiet_since IS NOT NULL
	AND sources.quiet_after IS NOT NULL AND sources.quiet_after < ?)))`

// SaveSources inserts or updates what people say of sources by id, else by competitor, kind and address, and fills in
// their ids. Of a source that is there already it leaves alone what the straight line knows of it. Saving a removed
// one with no RemovedAt brings it back.
func (s *Store) SaveSources(ctx context.Context, rows []Source) error {
	return upsert[Source]{
		what: "sources",
		id:   func(r *Source) *int64 { return &r.ID },
		key: func(r *Source) string {
			return joined(strconv.FormatInt(r.CompetitorID, 10), string(r.Kind), r.URL)
		},
		unique: []string{"competitor_id", "kind", "url"},
		update: []string{"host", "render", "every_seconds", "look_window", "zone", "jitter_percent", "paused", "removed_at"},

		landscape: true,
	}.save(ctx, s, rows)
}

// RemoveSources marks sources removed: they are not looked at again, and what they showed stays.
func (s *Store) RemoveSources(ctx context.Context, ids []int64, at time.Time) error {
	return s.remove(ctx, &Source{}, ids, at)
}

// PauseSource stops looking at a source, or starts again.
func (s *Store) PauseSource(ctx context.Context, id int64, paused bool) error {
	if err := s.q(ctx).Model(&Source{}).Where("id = ?", id).Update("paused", paused).Error; err != nil {
		return fmt.Errorf("pause source %d: %w", id, err)
	}
	return nil
}

// due is the condition of a source that wants to be looked at; its three values are all the same time.
const due = `removed_at IS NULL AND NOT paused AND (next_check_at <= ? OR look_again)
	AND (not_before IS NULL OR not_before <= ?)`

// DueHost is a host that has sources due.
type DueHost struct {
	Host string
	Late bool // its first has been due since before the time that was asked for
}

// DueHosts returns the hosts that have a source due at or before a time, in order, and whether one was due before late.
func (s *Store) DueHosts(ctx context.Context, through, late time.Time) ([]DueHost, error) {
	q := s.q(ctx).Model(&Source{}).Where(due, through, through).
		Select("host, min(next_check_at) < ? AS late", late).Group("host").Order("host")
	return all[DueHost](q, "due hosts")
}

// DueSources returns a host's sources that are due at or before a time: first those that want a second look, then the
// longest overdue; limit 0 means all.
func (s *Store) DueSources(ctx context.Context, host string, through time.Time, limit int) ([]Source, error) {
	if limit <= 0 {
		limit = math.MaxInt32
	}
	what := "due sources of " + host
	open := s.q(ctx).Where("host = ? AND removed_at IS NULL AND NOT paused", host).
		Where("not_before IS NULL OR not_before <= ?", through).Limit(limit).Session(&gorm.Session{})
	// Two questions rather than one, so that each has its index and the second ends at its limit.
	again, err := all[Source](open.Where("look_again AND look_again = ?", true).Order("id"), what)
	if err != nil || len(again) == limit {
		return again, err
	}
	due, err := all[Source](open.Where("NOT look_again AND next_check_at <= ?", through).
		Order("next_check_at, id").Limit(limit-len(again)), what)
	return append(again, due...), err
}

// NextDue is when the next source becomes due; false when there is none to look at.
func (s *Store) NextDue(ctx context.Context) (time.Time, bool, error) {
	row, err := all[Source](s.q(ctx).Select("next_check_at").
		Where("removed_at IS NULL AND NOT paused").Order("next_check_at").Limit(1), "next due source")
	if err != nil || len(row) == 0 {
		return time.Time{}, false, err
	}
	return row[0].NextCheckAt, true, nil
}

// DueAfter returns the watched sources whose next look is later than a time.
func (s *Store) DueAfter(ctx context.Context, at time.Time) ([]Source, error) {
	return all[Source](s.q(ctx).Where("removed_at IS NULL AND NOT paused AND next_check_at > ?", at).Order("id"),
		"sources due later")
}

// EndRest ends the rest that hosts asked for where it would last beyond a time.
func (s *Store) EndRest(ctx context.Context, after time.Time) error {
	if err := s.q(ctx).Model(&Source{}).Where("not_before > ?", after).Update("not_before", nil).Error; err != nil {
		return fmt.Errorf("end rest of hosts: %w", err)
	}
	return nil
}

// MakeAllDue asks for a look at every source that is not removed or paused. What a site asked for (NotBefore) stays.
func (s *Store) MakeAllDue(ctx context.Context, at time.Time) error {
	err := s.q(ctx).Model(&Source{}).Where("removed_at IS NULL AND NOT paused").
		Updates(map[string]any{"next_check_at": at, "asked_at": at}).Error
	if err != nil {
		return fmt.Errorf("make all sources due: %w", err)
	}
	return nil
}

// Ask asks for a look at one source now.
func (s *Store) Ask(ctx context.Context, id int64, at time.Time) error {
	err := s.q(ctx).Model(&Source{}).Where("id = ?", id).
		Updates(map[string]any{"next_check_at": at, "asked_at": at}).Error
	if err != nil {
		return fmt.Errorf("ask for source %d: %w", id, err)
	}
	return nil
}

// Reschedule gives sources, by id, another time for their next look.
func (s *Store) Reschedule(ctx context.Context, until map[int64]time.Time) error {
	if len(until) == 0 {
		return nil
	}
	err := s.InTx(ctx, func(tx *Store) error {
		sets := make([][]any, 0, len(until))
		for id, at := range until {
			sets = append(sets, []any{at, id})
		}
		_, err := tx.execMany(ctx, "UPDATE sources SET next_check_at = ? WHERE id = ?", sets)
		return err
	})
	if err != nil {
		return fmt.Errorf("reschedule sources: %w", err)
	}
	return nil
}

// Source finds a source by id, removed or not.
func (s *Store) Source(ctx context.Context, id int64) (Source, error) {
	return one[Source](s.q(ctx).Where("id = ?", id), fmt.Sprintf("source %d", id))
}

// Sources returns the sources a filter chooses, with their competitors, in the order they were added.
func (s *Store) Sources(ctx context.Context, f SourceFilter) ([]SourceView, error) {
	q := s.chosen(ctx, f).Order("sources.id").
		Select("sources.*, competitors.key AS competitor_key, competitors.name AS competitor_name")
	if f.Limit > 0 {
		q = q.Limit(f.Limit)
	}
	return all[SourceView](q, "sources")
}

// CountSources counts the sources that a filter chooses; its limit does not count.
func (s *Store) CountSources(ctx context.Context, f SourceFilter) (int, error) {
	var n int64
	if err := s.chosen(ctx, f).Count(&n).Error; err != nil {
		return 0, fmt.Errorf("count sources: %w", err)
	}
	return int(n), nil
}

func (s *Store) chosen(ctx context.Context, f SourceFilter) *gorm.DB {
	q := s.q(ctx).Table("sources").Joins("JOIN competitors ON competitors.id = sources.competitor_id")
	if !f.Removed {
		q = q.Where("sources.removed_at IS NULL AND competitors.removed_at IS NULL")
	}
	if f.After > 0 {
		q = q.Where("sources.id > ?", f.After)
	}
	switch {
	case f.Care.Wanted:
		q = q.Where(needsCare, f.Care.At)
	case f.Care.Unwanted:
		q = q.Where("NOT "+needsCare, f.Care.At)
	}
	if text := strings.ToLower(strings.TrimSpace(f.Text)); text != "" {
		like := "%" + likeText(text) + "%"
		q = q.Where("lower(sources.url) LIKE ? ESCAPE '!' OR lower(competitors.name) LIKE ? ESCAPE '!'", like, like)
	}
	for column, value := range map[string]string{
		"competitors.key": f.Competitor, "sources.kind": string(f.Kind), "sources.host": f.Host, "sources.url": f.URL,
	} {
		if value != "" {
			q = q.Where(column+" = ?", value)
		}
	}
	return q
}

// SourceSum sums up the watched sources of a competitor.
type SourceSum struct {
	CompetitorID int64
	Sources      int
	Failing      int        // those whose last look failed
	LastGoodAt   *time.Time // latest of them
	LastNewAt    *time.Time
}

// SumSources sums up the watched sources of a kind (empty: of all kinds) by competitor.
func (s *Store) SumSources(ctx context.Context, kind extract.Kind) ([]SourceSum, error) {
	watched := func(table string) *gorm.DB {
		q := s.q(ctx).Table("sources AS " + table).Where(table + ".removed_at IS NULL")
		if kind != "" {
			q = q.Where(table+".kind = ?", kind)
		}
		return q
	}
	latest := func(column string) *gorm.DB { // and not max(), of which SQLite forgets that it is a time
		return watched("l").Select("l." + column).Where("l.competitor_id = s.competitor_id AND l." + column + " IS NOT NULL").
			Order("l." + column + " DESC").Limit(1)
	}
	q := watched("s").Select("s.competitor_id, count(*) AS sources, count(CASE WHEN s.failures > 0 THEN 1 END) AS failing,"+
		" (?) AS last_good_at, (?) AS last_new_at", latest("last_good_at"), latest("last_new_at")).
		Group("s.competitor_id").Order("s.competitor_id")
	return all[SourceSum](q, "sources of competitors")
}

// Base is what reading decides about a source: what to compare with next, and whether to look again.
type Base struct {
	SnapshotID *int64     // the next base; nil leaves it
	Looks      int        // consecutive looks that wanted another one
	LookAgain  bool       // wanted at once; false leaves a wish that stands
	NewAt      *time.Time // when something new was last published; nil leaves it
	NextBy     *time.Time // the next look may not be later; nil leaves it
	First      bool       // this is the first base: quiet begins
	Rhythm     *Rhythm    // what is known of how often news comes; nil leaves it
	GoodAt     *time.Time // when the capture that became the base was made; nil leaves it
	ReadBy     *ReadBy    // what read the base; nil leaves it
	Essence    []byte     // of the base; nil leaves it, and what is known of it
	Known      []byte     // of the base; nil leaves it, unless there is an essence
}

// Rhythm is how often a source brings news.
type Rhythm struct {
	Every      time.Duration // the usual time between news; 0: not known
	QuietAfter *time.Time    // when it is quiet against that, if nothing comes
}

// SetBase records what reading decided of a page that can be trusted. It touches other columns than RecordCaptures, so that a visit under way and
// a read job never undo each other.
func (s *Store) SetBase(ctx context.Context, sourceID int64, b Base) error {
	set := map[string]any{"looks": b.Looks, "failures": 0, "trouble": ""}
	if b.SnapshotID != nil {
		set["base_snapshot_id"] = *b.SnapshotID
	}
	if b.LookAgain {
		set["look_again"] = true
	}
	if b.GoodAt != nil {
		set["last_good_at"] = *b.GoodAt
	}
	if b.ReadBy != nil {
		set["read_version"], set["read_rules"] = b.ReadBy.ReadVersion, b.ReadBy.ReadRules
	}
	if b.Essence != nil {
		set["base_essence"] = b.Essence
	}
	if b.Essence != nil || b.Known != nil {
		set["base_known"] = b.Known
	}
	if b.NewAt != nil {
		set["last_new_at"], set["quiet_since"], set["quiet_looks"] = *b.NewAt, *b.NewAt, 0
	}
	if b.First && b.GoodAt != nil {
		set["quiet_since"], set["quiet_looks"] = *b.GoodAt, 0
	}
	if b.Rhythm != nil {
		set["news_every_seconds"], set["quiet_after"] = int64(b.Rhythm.Every/time.Second), b.Rhythm.QuietAfter
	}
	if b.NextBy != nil {
		set["next_check_at"] = gorm.Expr("CASE WHEN next_check_at > ? THEN ? ELSE next_check_at END", *b.NextBy, *b.NextBy)
	}
	if err := s.q(ctx).Model(&Source{}).Where("id = ?", sourceID).Updates(set).Error; err != nil {
		return fmt.Errorf("set base of source %d: %w", sourceID, err)
	}
	return nil
}
