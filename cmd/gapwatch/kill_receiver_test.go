package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// receipt is one message that came.
type receipt struct {
	key   string // its idempotency key
	moves []move // what it tells
	at    time.Time
	from  int // process that sent it; 0: not known
}

// move is a change by what makes it one of its kind here.
type move struct{ url, before, after string }

func moveOf(c changeLine) move { return move{c.SourceURL, c.Before, c.After} }

// receiver is where the webhooks of a subscription come in.
type receiver struct {
	mu       sync.Mutex
	receipts []receipt
	pids     []int // of the processes that live
}

// lives adds a process to those that may send.
func (h *receiver) lives(pid int) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.pids = append(h.pids, pid)
}

// died takes it away.
func (h *receiver) died(pid int) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.pids = slices.DeleteFunc(h.pids, func(p int) bool { return p == pid })
}

// ServeHTTP takes a webhook in, of one change or of several.
func (h *receiver) ServeHTTP(_ http.ResponseWriter, r *http.Request) {
	var m struct {
		changeLine
		Changes []changeLine `json:"changes"`
	}
	body, err := io.ReadAll(r.Body)
	if err != nil || json.Unmarshal(body, &m) != nil {
		return // the sender died in the middle of it
	}
	if m.SourceURL != "" {
		m.Changes = append(m.Changes, m.changeLine)
	}
	got := receipt{key: r.Header.Get("Webhook-Id"), at: time.Now()}
	for _, c := range m.Changes {
		got.moves = append(got.moves, moveOf(c))
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	got.from = ownerOf(r.RemoteAddr, h.pids)
	h.receipts = append(h.receipts, got)
}

func (h *receiver) all() []receipt {
	h.mu.Lock()
	defer h.mu.Unlock()
	return slices.Clone(h.receipts)
}

// heard tells whether a message said that a page shows a price.
func (h *receiver) heard(path, price string) bool {
	return slices.ContainsFunc(h.all(), func(r receipt) bool {
		return slices.ContainsFunc(r.moves, func(m move) bool {
			return strings.HasSuffix(m.url, path) && strings.HasPrefix(m.after, price)
		})
	})
}

// keysOfChanges is under which key each change was told. None may be told under two: a receiver that drops what it has
// seen then hears everything once.
func keysOfChanges(t *testing.T, receipts []receipt) map[move]string {
	t.Helper()
	keys := map[move]string{}
	for _, r := range receipts {
		require.NotEmpty(t, r.key)
		require.NotEmpty(t, r.moves)
		for _, m := range r.moves {
			if key, ok := keys[m]; ok {
				require.Equal(t, key, r.key, "one change under two keys: %v", m)
			}
			keys[m] = r.key
		}
	}
	return keys
}

// ownerOf finds which of some processes holds the other end of a connection from this machine, as Linux tells; 0 where
// it cannot be told.
func ownerOf(remote string, pids []int) int {
	_, port, err := net.SplitHostPort(remote)
	if err != nil {
		return 0
	}
	n, _ := strconv.Atoi(port)
	inode := socketAt(n)
	if inode == "" {
		return 0
	}
	for _, pid := range pids {
		dir := fmt.Sprintf("/proc/%d/fd", pid)
		fds, _ := os.ReadDir(dir)
		for _, fd := range fds {
			if target, err := os.Readlink(dir + "/" + fd.Name()); err == nil && target == "socket:["+inode+"]" {
				return pid
			}
		}
	}
	return 0
}

// socketAt is the inode of the socket at a local port.
func socketAt(port int) string {
	for _, table := range []string{"/proc/net/tcp", "/proc/net/tcp6"} {
		if inode := inodeIn(table, fmt.Sprintf(":%04X", port)); inode != "" {
			return inode
		}
	}
	return ""
}

func inodeIn(table, port string) string {
	f, err := os.Open(table)
	if err != nil {
		return ""
	}
	defer f.Close()
	for scan := bufio.NewScanner(f); scan.Scan(); {
		fields := strings.Fields(scan.Text())
		if len(fields) > 9 && strings.HasSuffix(fields[1], port) {
			return fields[9]
		}
	}
	return ""
}
