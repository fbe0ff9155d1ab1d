package main

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/gapwatch/gapwatch/store"
	"github.com/gapwatch/gapwatch/watch"
)

// ordeal is a number of processes at work on one database, which are killed and started again.
type ordeal struct {
	t         *testing.T
	dir       string
	address   string
	site      *prices
	hooks     *receiver
	processes []*process
	deaths    []death
	at        map[string]int // deaths by where they came
	restart   time.Time      // of the server, the latest
}

// death is that of a process, or of the database server.
type death struct {
	pid   int // 0: the server's
	began time.Time
	at    time.Time // when it was over: a server that restarts lets go of everybody before it is back
}

// killedSources is how many sources the landscape has: one page each.
const killedSources = 6

// newOrdeal sets up a site, a receiver and a landscape, takes the silent baseline, and starts the processes.
func newOrdeal(t *testing.T, address string, commands ...[]string) *ordeal {
	t.Helper()
	o := &ordeal{
		t: t, dir: t.TempDir(), address: address, site: newPrices(killedSources), hooks: &receiver{}, at: map[string]int{},
	}
	srv := killSite(t, o.site, o.hooks)
	writeKillFiles(t, o.dir, srv.URL, killedSources, everySecond, databaseAt(address))
	killableCrawl(t, o.dir, 0)
	for _, args := range commands {
		o.processes = append(o.processes, o.start(args, ""))
	}
	return o
}

// everySecond are settings by which every source is looked at every second.
const everySecond = "schedule: {every: 1s}\n"

// databaseAt are settings for a database elsewhere.
func databaseAt(address string) string { return fmt.Sprintf("database: {address: %q}\n", address) }

func (o *ordeal) start(args []string, dies string) *process {
	args = append(args[:len(args):len(args)], "--config", filepath.Join(o.dir, "c.yaml"), "--data", filepath.Join(o.dir, "data"))
	p := startProcess(o.t, args, dies, o.hooks.died)
	o.hooks.lives(p.pid())
	return p
}

// startAgain starts what the process i was anew, to die at a point or not.
func (o *ordeal) startAgain(i int, dies string) {
	args := o.processes[i].args
	o.processes[i] = o.start(args[:len(args)-4], dies)
}

// bury notes the death of a process that has ended, and holds it against its orders: only one that was killed, or whose
// server was restarted, may end.
func (o *ordeal) bury(p *process) {
	if !p.wasKilled() {
		require.Less(o.t, time.Since(o.restart), 20*time.Second, "%v ended with %v: %s", p.args, p.cmd.ProcessState, p.err)
		return
	}
	where, _, _ := strings.Cut(p.dies, ":")
	if where == "" {
		where = "any moment"
	}
	o.deaths = append(o.deaths, death{p.pid(), p.died, p.died})
	if o.at[where]++; len(o.deaths)%100 == 0 {
		o.t.Logf("%d kills %v", len(o.deaths), o.at)
	}
}

// pointTime is how long a process has to come to the point at which it is to die.
const pointTime = 2 * time.Second

// kill lets one process die, and start again: half of them to die at a point of the work they come to.
func (o *ordeal) kill() {
	i := rand.IntN(len(o.processes))
	p := o.processes[i]
	if p.dies != "" && time.Since(p.began) < pointTime && !p.ended() {
		return // it may still come to its point
	}
	if !p.ended() {
		p.dies = ""
		p.kill()
	}
	o.bury(p)
	dies := ""
	if points := watch.Points(); rand.IntN(2) == 0 {
		dies = fmt.Sprintf("%s:%d", points[rand.IntN(len(points))], 1+rand.IntN(3))
	}
	o.startAgain(i, dies)
}

// revive starts again whoever has ended.
func (o *ordeal) revive() {
	for i, p := range o.processes {
		if p.ended() {
			o.bury(p)
			o.startAgain(i, "")
		}
	}
}

// raise moves the prices of some sources, where their last move has been told.
func (o *ordeal) raise() {
	for source := range killedSources {
		if rand.IntN(2) == 0 {
			o.site.raiseTold(source, o.hooks)
		}
	}
}

// spare takes back the orders of those that are still to die.
func (o *ordeal) spare() {
	for i, p := range o.processes {
		if p.dies == "" {
			continue
		}
		if !p.ended() {
			p.dies = ""
			p.kill()
		}
		o.bury(p)
		o.startAgain(i, "")
	}
}

// settleTime is how long those that live have for what those that died have left.
const settleTime = 2 * time.Minute

// settle lets prices rest and processes live until all of it is told and all of them work: who began while the server was
// restarted may have to begin again.
func (o *ordeal) settle(st *store.Store) {
	o.spare()
	idle := func(p *process) bool { return p.ended() || !p.works() }
	for until := time.Now().Add(settleTime); !o.allTold(st) || slices.ContainsFunc(o.processes, idle); time.Sleep(50 * time.Millisecond) {
		require.True(o.t, time.Now().Before(until), "not all is told: %s", o.state(st))
		o.revive()
	}
}

// allTold tells whether the last change of every source says today's price, and nothing is owed.
func (o *ordeal) allTold(st *store.Store) bool {
	owed, err := st.OwedDeliveries(o.t.Context(), 0, 1)
	if err != nil || len(owed) > 0 {
		return false
	}
	for i, chain := range o.chains(st) {
		n := len(chain)
		if n == 0 && o.site.of(i) != firstPrice || n > 0 && !strings.HasPrefix(chain[n-1].After, o.price(i)) {
			return false
		}
	}
	return true
}

// price is today's of a source, as changes say it.
func (o *ordeal) price(i int) string { return fmt.Sprintf("%d USD ", o.site.of(i)/100) }

// chains are the published changes of each source, in order.
func (o *ordeal) chains(st *store.Store) [killedSources][]store.ChangeView {
	changes, err := st.Changes(o.t.Context(), store.ChangeFilter{Status: store.Published})
	require.NoError(o.t, err)
	var chains [killedSources][]store.ChangeView
	for _, c := range changes {
		i, err := strconv.Atoi(c.SourceURL[strings.LastIndexByte(c.SourceURL, '/')+1:])
		require.NoError(o.t, err)
		chains[i] = append(chains[i], c)
	}
	return chains
}

// state says what stands in the way, for whoever has to find out.
func (o *ordeal) state(st *store.Store) string {
	var b strings.Builder
	sources, _ := st.Sources(o.t.Context(), store.SourceFilter{})
	chains := o.chains(st)
	for i, src := range sources {
		fmt.Fprintf(&b, "\n%s: today %s, looks %d, again %t, %s %s, next look %s",
			src.URL, o.price(i), src.Looks, src.LookAgain, src.LastOutcome, src.LastClass, src.NextCheckAt)
		for _, c := range chains[i] {
			fmt.Fprintf(&b, "\n  change %d: %s -> %s", c.ID, c.Before, c.After)
		}
	}
	owed, _ := st.OwedDeliveries(o.t.Context(), 0, 10)
	for _, d := range owed {
		fmt.Fprintf(&b, "\nowed %d: %s, attempts %d, next %v, %s", d.ID, d.Tells, d.Attempts, d.NextTryAt, d.Error)
	}
	jobs, _ := st.JobList(o.t.Context(), store.JobFilter{States: []store.JobState{store.JobWaiting, store.JobRunning, store.JobLater, store.JobFailed}})
	for _, j := range jobs {
		fmt.Fprintf(&b, "\n%+v", j)
	}
	for _, p := range o.processes {
		fmt.Fprintf(&b, "\n%v since %v: %s", p.args, p.began, p.err)
	}
	return b.String()
}

// finish lets all of it be told, stops every process as an operator does, and judges.
func (o *ordeal) finish() {
	st, err := store.Open(o.t.Context(), store.Options{Address: o.address})
	require.NoError(o.t, err)
	defer st.Close()
	o.settle(st)
	for _, p := range o.processes {
		p.waitReady(o.t)
		p.stop(o.t)
	}
	published := 0
	for i, chain := range o.chains(st) {
		requireChain(o.t, i, chain)
		published += len(chain)
	}
	again := o.judgeMessages(published)
	out := &bytes.Buffer{}
	code := run(o.t.Context(), []string{"db", "verify", "--config", filepath.Join(o.dir, "c.yaml"), "--data", o.dir + "/data"},
		os.Environ(), nil, out, out)
	require.Equal(o.t, exitDone, code, out.String())
	o.t.Logf("%d kills %v: %d changes published and told, none lost; %d told a second time, each under its first key and around "+
		"the end of its sender; database verified", len(o.deaths), o.at, published, again)
}

// requireChain holds that the moves of one source join up from its first price on.
func requireChain(t *testing.T, source int, chain []store.ChangeView) {
	t.Helper()
	for i, c := range chain {
		if i == 0 {
			require.Contains(t, c.Before, "20 USD", "the first move of source %d", source)
			continue
		}
		require.Equal(t, chain[i-1].After, c.Before, "a hole or a repetition in source %d", source)
	}
}
