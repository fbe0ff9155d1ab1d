package pattern

import (
	"encoding/binary"
	"regexp/syntax"
	"slices"
	"sync"
	"sync/atomic"
	"unicode"
	"unicode/utf8"
)

// A table begins with room for few states, doubles, and is forgotten where it would be larger than maxStates: most
// patterns need a dozen, and there are hundreds of patterns.
const (
	fewStates = 16
	maxStates = 4000
)

// States that every machine has. States are numbers, so that a table of them needs no attention of the collector.
const (
	unknown = iota // not worked out yet
	dead           // nothing that follows can match
	found          // there is a match
	first          // at the beginning of the text
)

// machine answers whether a pattern matches anywhere in a text. It is the pattern's automaton with states that are
// sets of places in its program, made deterministic one transition at a time, when a text first needs it (Thompson's
// construction; Cox, "Regular Expression Matching in the Wild", 2010, has the idea for the assertions). Once the words
// of a page are known to it, a letter costs one look into a table.
type machine struct {
	program  *syntax.Prog
	anchored bool       // a match can only begin where the text does
	class    [129]uint8 // of each ASCII letter, by what the program tells apart; of the end of the text
	classes  int
	known    atomic.Pointer[table]

	mu   sync.Mutex // of whoever works out a transition, and of what follows
	seen []uint32   // by place: the step that came there last
	step uint32
	open []uint32 // places to go on from
	key  []byte
}

// table is what a machine knows by now. Only next is read without the lock.
type table struct {
	next   []atomic.Int32 // by state and class
	larger *table         // with the same numbers, where this one had no room left
	states []state
	number map[string]int32
	wide   map[wideStep]int32 // transitions by letters beyond ASCII
}

// state is a set of places in the program before the assertions there are looked at, and the kind of the last letter.
type state struct {
	places []uint32
	last   rune // -1 at the beginning, else a letter that stands for its kind: 'a', '\n' or ' '
}

type wideStep struct {
	from int32
	by   rune
}

func newMachine(text string) *machine {
	parsed, err := syntax.Parse(text, syntax.Perl)
	if err != nil {
		panic(err) // regexp.MustCompile has said it better
	}
	m := &machine{}
	if m.program, err = syntax.Compile(parsed.Simplify()); err != nil {
		panic(err)
	}
	m.anchored = m.program.StartCond()&syntax.EmptyBeginText != 0
	m.seen = make([]uint32, len(m.program.Inst))
	m.sort()
	m.known.Store(m.newTable())
	return m
}

// sort puts ASCII letters that the program cannot tell apart into one class.
func (m *machine) sort() {
	var border [129]bool
	mark := func(lo, hi rune) {
		if lo < 128 {
			border[lo] = true
			border[min(hi, 127)+1] = true
		}
	}
	for _, r := range []rune{'\n', '_'} {
		mark(r, r)
	}
	mark('0', '9')
	mark('A', 'Z')
	mark('a', 'z')
	for i := range m.program.Inst {
		in := &m.program.Inst[i]
		if len(in.Rune) == 1 {
			mark(in.Rune[0], in.Rune[0])
			for r := unicode.SimpleFold(in.Rune[0]); r != in.Rune[0]; r = unicode.SimpleFold(r) {
				mark(r, r)
			}
			continue
		}
		for j := 0; j+1 < len(in.Rune); j += 2 {
			mark(in.Rune[j], in.Rune[j+1])
		}
	}
	for c := range 128 {
		if c > 0 && border[c] {
			m.classes++
		}
		m.class[c] = uint8(m.classes)
	}
	m.classes++
	m.class[128] = uint8(m.classes) // the end
	m.classes++
}

func (m *machine) newTable() *table {
	t := &table{
		next:   make([]atomic.Int32, fewStates*m.classes),
		states: make([]state, first, fewStates),
		number: map[string]int32{},
		wide:   map[wideStep]int32{},
	}
	t.states = append(t.states, state{[]uint32{uint32(m.program.Start)}, -1})
	return t
}

// grown is a table with the same states and twice the room.
func (m *machine) grown(t *table) *table {
	larger := *t
	larger.next = make([]atomic.Int32, 2*len(t.next))
	for i := range t.next {
		larger.next[i].Store(t.next[i].Load())
	}
	t.larger = &larger
	m.known.Store(t.larger)
	return t.larger
}

// newest is the table that took the place of one that was outgrown.
func (t *table) newest() *table {
	for t.larger != nil {
		t = t.larger
	}
	return t
}

// matches tells whether the pattern matches anywhere in the text.
func (m *machine) matches(s string) bool {
	t, at := m.known.Load(), int32(first)
	for i := 0; i < len(s); {
		if c := s[i]; c < utf8.RuneSelf {
			next := t.next[int(at)*m.classes+int(m.class[c])].Load()
			if next == unknown {
				t, next = m.workOut(t, at, rune(c))
			}
			at = next
			i++
		} else {
			r, size := utf8.DecodeRuneInString(s[i:])
			t, at = m.wideStep(t, at, r)
			i += size
		}
		if at <= found {
			return at == found
		}
	}
	next := t.next[int(at)*m.classes+int(m.class[128])].Load()
	if next == unknown {
		_, next = m.workOut(t, at, -1)
	}
	return next == found
}

// workOut finds where a letter, or the end of the text (-1), leads from a state, and remembers it.
func (m *machine) workOut(t *table, from int32, by rune) (*table, int32) {
	m.mu.Lock()
	defer m.mu.Unlock()
	into, to, same := m.follow(t.newest(), from, by)
	if same {
		class := m.class[128]
		if by >= 0 {
			class = m.class[by]
		}
		into.next[int(from)*m.classes+int(class)].Store(to)
	}
	return into, to
}

// wideStep is workOut for a letter beyond ASCII.
func (m *machine) wideStep(t *table, from int32, by rune) (*table, int32) {
	m.mu.Lock()
	defer m.mu.Unlock()
	t = t.newest()
	if to, ok := t.wide[wideStep{from, by}]; ok {
		return t, to
	}
	into, to, same := m.follow(t, from, by)
	if same {
		into.wide[wideStep{from, by}] = to
	}
	return into, to
}

// follow steps from a state to the number of the next one, in the table that has it. It is not the same where the
// machine has begun anew, and from is no state of it.
func (m *machine) follow(t *table, from int32, by rune) (into *table, to int32, same bool) {
	places, matched := m.advance(t.states[from], by)
	if matched {
		return t, found, true
	}
	if !m.anchored {
		places = append(places, uint32(m.program.Start))
	}
	if by < 0 || len(places) == 0 {
		return t, dead, true
	}
	slices.Sort(places)
	return m.numbered(t, state{slices.Compact(places), kindOf(by)})
}

// advance looks at the assertions that hold between the last letter and this one, tells whether they complete a match,
// and lists the places that this letter leads to.
func (m *machine) advance(s state, by rune) (next []uint32, matched bool) {
	holds := syntax.EmptyOpContext(s.last, by)
	m.step++
	open := append(m.open[:0], s.places...)
	defer func() { m.open = open }()
	for len(open) > 0 {
		at := open[len(open)-1]
		open = open[:len(open)-1]
		if m.seen[at] == m.step {
			continue
		}
		m.seen[at] = m.step
		switch in := &m.program.Inst[at]; in.Op {
		case syntax.InstMatch:
			return nil, true
		case syntax.InstAlt, syntax.InstAltMatch:
			open = append(open, in.Out, in.Arg)
		case syntax.InstCapture, syntax.InstNop:
			open = append(open, in.Out)
		case syntax.InstEmptyWidth:
			if syntax.EmptyOp(in.Arg)&^holds == 0 {
				open = append(open, in.Out)
			}
		case syntax.InstFail:
		default:
			if by >= 0 && in.MatchRune(by) {
				next = append(next, in.Out)
			}
		}
	}
	return next, false
}

// numbered finds the number of a state, giving it one where it is new.
func (m *machine) numbered(t *table, s state) (into *table, number int32, same bool) {
	m.key = m.key[:0]
	for _, p := range s.places {
		m.key = binary.LittleEndian.AppendUint32(m.key, p)
	}
	m.key = append(m.key, byte(s.last))
	if n, ok := t.number[string(m.key)]; ok {
		return t, n, true
	}
	same = len(t.states) < maxStates && len(t.wide) < 4*maxStates
	switch {
	case !same:
		t = m.newTable()
		m.known.Store(t)
	case len(t.states)*m.classes == len(t.next):
		t = m.grown(t)
	}
	number = int32(len(t.states))
	t.states = append(t.states, s)
	t.number[string(m.key)] = number
	return t, number, same
}

// kindOf is a letter that stands for all that assertions take for the same.
func kindOf(r rune) rune {
	switch {
	case syntax.IsWordChar(r):
		return 'a'
	case r == '\n':
		return '\n'
	}
	return ' '
}
