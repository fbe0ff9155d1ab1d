package watch

// Point is a moment at which the work of a process may be cut off. Whoever makes a Line may be told when one is reached;
// tests let the process die there, and nobody else listens.
type Point string

// Points, in the order in which a change passes them.
const (
	Fetched      Point = "fetched"      // a page has come, nothing of it is written
	Keeping      Point = "keeping"      // all of a visit's batch is written and not committed
	Kept         Point = "kept"         // it is committed
	Concluding   Point = "concluding"   // what a page means is written and not committed
	Concluded    Point = "concluded"    // it is committed
	Sending      Point = "sending"      // a message is about to be sent
	Sent         Point = "sent"         // it was sent, and nobody knows
	Acknowledge  Point = "acknowledge"  // that it was sent is written and not committed
	Acknowledged Point = "acknowledged" // it is committed
)

// Points lists all of them.
func Points() []Point {
	return []Point{Fetched, Keeping, Kept, Concluding, Concluded, Sending, Sent, Acknowledge, Acknowledged}
}

func (l *Line) at(p Point) {
	if l.Point != nil {
		l.Point(p)
	}
}
