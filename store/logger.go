package store

import (
	"context"
	"errors"
	"log/slog"
	"strings"
	"time"

	"gorm.io/gorm/logger"
)

// slowStatement is how long a statement may take before it is worth a line in the log.
const slowStatement = 5 * time.Second

// quietLogger sends gorm's words to slog: failing and slow statements only, never their values, never "not found", and
// never a statement that was called off, which is how everything that runs ends.
func quietLogger(log *slog.Logger) logger.Interface {
	return calledOff{logger.NewSlogLogger(log, logger.Config{
		SlowThreshold:             slowStatement,
		LogLevel:                  logger.Warn,
		IgnoreRecordNotFoundError: true,
		ParameterizedQueries:      true,
	})}
}

// calledOff leaves statements out whose context has ended.
type calledOff struct{ logger.Interface }

// LogMode implements gorm's logger.
func (l calledOff) LogMode(level logger.LogLevel) logger.Interface {
	return calledOff{l.Interface.LogMode(level)}
}

// Trace implements gorm's logger.
func (l calledOff) Trace(ctx context.Context, began time.Time, statement func() (string, int64), err error) {
	if errors.Is(err, context.Canceled) {
		return
	}
	l.Interface.Trace(ctx, began, statement, err)
}

// ParamsFilter implements gorm's logger: values never reach the log.
func (l calledOff) ParamsFilter(_ context.Context, statement string, _ ...any) (string, []any) {
	return statement, nil
}

// quiet passes warnings and errors on and drops the rest: what a library does in the ordinary course is not news, nor is
// that something was called off.
func quiet(log *slog.Logger) *slog.Logger { return slog.New(quietHandler{log.Handler()}) }

type quietHandler struct{ slog.Handler }

// Enabled implements slog.Handler.
func (h quietHandler) Enabled(ctx context.Context, level slog.Level) bool {
	return level >= slog.LevelWarn && h.Handler.Enabled(ctx, level)
}

// Handle implements slog.Handler.
func (h quietHandler) Handle(ctx context.Context, r slog.Record) error {
	calledOff := false
	r.Attrs(func(a slog.Attr) bool {
		calledOff = strings.Contains(a.Value.String(), context.Canceled.Error())
		return !calledOff
	})
	if calledOff {
		return nil
	}
	return h.Handler.Handle(ctx, r)
}

// WithAttrs implements slog.Handler.
func (h quietHandler) WithAttrs(attrs []slog.Attr) slog.Handler {
	return quietHandler{h.Handler.WithAttrs(attrs)}
}

// WithGroup implements slog.Handler.
func (h quietHandler) WithGroup(name string) slog.Handler {
	return quietHandler{h.Handler.WithGroup(name)}
}
