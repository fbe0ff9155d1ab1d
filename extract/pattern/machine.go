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

// maxStates bounds what a machine remembers; with more it begins anew.
const maxStates = 4000

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
	mu       sync.Mutex // of whoever works out a transition
}

// table is what a machine knows by now.
type table struct {
	next   []atomic.Int32 // by state and class
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
		next:   make([]atomic.Int32, maxStates*m.classes),
		states: make([]state, first, 16),
		number: map[string]int32{},
		wide:   map[wideStep]int32{},
	}
	t.states = append(t.states, state{[]uint32{uint32(m.program.Start)}, -1})
	return t
}

// matches tells whether the pattern matches anywhere in the text.
func (m *machine) matches(s string) bool {
	t, at := m.known.Load(), int32(first)
	for i := 0; i < len(s); {
		if c := s[i]; c < utf8.RuneSelf {
			next := t.next[int(at)*m.classes+int(m.class[c])].Load()
			if next == unknown {
				t, next = m.step(t, at, rune(c))
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
		_, next = m.step(t, at, -1)
	}
	return next == found
}

// step works out where a letter, or the end of the text (-1), leads from a state, and remembers it.
func (m *machine) step(t *table, from int32, by rune) (*table, int32) {
	m.mu.Lock()
	defer m.mu.Unlock()
	into, to := m.follow(t, from, by)
	if into == t {
		class := m.class[128]
		if by >= 0 {
			class = m.class[by]
		}
		t.next[int(from)*m.classes+int(class)].Store(to)
	}
	return into, to
}

// wideStep is step for a letter beyond ASCII.
func (m *machine) wideStep(t *table, from int32, by rune) (*table, int32) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if to, ok := t.wide[wideStep{from, by}]; ok {
		return t, to
	}
	into, to := m.follow(t, from, by)
	if into == t {
		t.wide[wideStep{from, by}] = to
	}
	return into, to
}

// follow steps from a state to the number of the next one, which is in another table where this one is full.
func (m *machine) follow(t *table, from int32, by rune) (*table, int32) {
	places, matched := m.advance(t.states[from], by)
	if matched {
		return t, found
	}
	if !m.anchored {
		places = append(places, uint32(m.program.Start))
	}
	if by < 0 || len(places) == 0 {
		return t, dead
	}
	slices.Sort(places)
	return m.numbered(t, state{slices.Compact(places), kindOf(by)})
}

// advance looks at the assertions that hold between the last letter and this one, tells whether they complete a match,
// and lists the places that this letter leads to.
func (m *machine) advance(s state, by rune) (next []uint32, matched bool) {
	holds := syntax.EmptyOpContext(s.last, by)
	seen := make(map[uint32]bool, 4*len(s.places))
	open := slices.Clone(s.places)
	for len(open) > 0 {
		at := open[len(open)-1]
		open = open[:len(open)-1]
		if seen[at] {
			continue
		}
		seen[at] = true
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
func (m *machine) numbered(t *table, s state) (*table, int32) {
	key := make([]byte, 0, 4*len(s.places)+1)
	for _, p := range s.places {
		key = binary.LittleEndian.AppendUint32(key, p)
	}
	key = append(key, byte(s.last))
	if n, ok := t.number[string(key)]; ok {
		return t, n
	}
	if len(t.states) >= maxStates || len(t.wide) >= 4*maxStates {
		t = m.newTable()
		m.known.Store(t)
	}
	n := int32(len(t.states))
	t.states = append(t.states, s)
	t.number[string(key)] = n
	return t, n
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
