package watch

import (
	"errors"
	"strings"

	"github.com/gapwatch/gapwatch/alert"
	"github.com/gapwatch/gapwatch/matrix"
	"github.com/gapwatch/gapwatch/store"
)

// Person is who decides or writes something, on a page, by a program or at a terminal.
type Person struct {
	ID    int64  // of the account; 0: nobody signs in there
	Name  string // signs annotations and verified cells
	Actor string // in histories and trails: the mail address
	Edits bool   // may change what others wrote
	Money bool   // may see accounts and ARR
}

// wrote tells whether an annotation is the person's own, by account: two people may have one name.
func (p Person) wrote(a store.Annotation) bool {
	return p.ID != 0 && a.AuthorID != nil && *a.AuthorID == p.ID
}

// Subscribed tells whether a subscription is that of a user, by account or by mail address.
func Subscribed(sub store.Subscription, u store.User) bool {
	return sub.UserID != nil && *sub.UserID == u.ID || sub.Person != "" && strings.EqualFold(sub.Person, u.Email)
}

// OwnChannels are those by which people who are no editors may be told.
func OwnChannels() []string { return []string{alert.Email, alert.Feed} }

// MayReach fails with ErrNotTheirs where somebody may not have messages sent where a subscription says: people who are no
// editors have them in their own mailbox or a feed, because Gapwatch writes to strangers in nobody's name.
func MayReach(sub store.Subscription, email string, edits bool) error {
	own := sub.Channel == alert.Feed || sub.Channel == alert.Email && strings.EqualFold(sub.Target, email)
	if edits || own {
		return nil
	}
	return ErrNotTheirs
}

// Errors of what people do.
var (
	// ErrChanged: what was changed is not what the person has seen.
	ErrChanged = errors.New("somebody else has changed this in the meantime")
	// ErrNotYours: somebody else wrote it.
	ErrNotYours = errors.New("only its author and editors may change this")
	// ErrNotTheirs: messages would go to somebody else.
	ErrNotTheirs = errors.New("your own messages go to your own mail address or into a feed; others are an editor's to add")
)

// Flaws is what is wrong with what a person filled in, all of it at once.
type Flaws []matrix.Flaw

// Error implements error: every flaw in a sentence.
func (f Flaws) Error() string {
	texts := make([]string, len(f))
	for i, flaw := range f {
		texts[i] = flaw.Text
	}
	return strings.Join(texts, " ")
}

// flaw is one thing that is wrong.
func flaw(field, text string) Flaws { return Flaws{{Field: field, Text: text}} }
