package main

import (
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/gapwatch/gapwatch/store/storetest"
	"github.com/gapwatch/gapwatch/watch"
)

// times is how often the tests of this file and TestKilledCrawl kill (GAPWATCH_KILLS), and how often PostgreSQL is
// restarted (GAPWATCH_RESTARTS). For longer than the suite has time for:
//
//	GAPWATCH_KILLS=2000 GAPWATCH_RESTARTS=30 go test ./cmd/gapwatch -run Killed -v -timeout 5h
func times(variable string, otherwise int) int {
	if n, err := strconv.Atoi(os.Getenv(variable)); err == nil {
		return n
	}
	return otherwise
}

// TestKilledWorkersOnSQLite kills a server and a worker that share one file.
func TestKilledWorkersOnSQLite(t *testing.T) {
	o := newOrdeal(t, storetest.SQLiteAddress(t), []string{"serve", "--listen", "127.0.0.1:0"}, []string{"worker"})
	for len(o.deaths) < times("GAPWATCH_KILLS", 8) {
		o.raise()
		rest()
		o.revive()
		o.kill()
	}
	o.finish()
}

// TestKilledWorkersOnPostgreSQL kills workers, and restarts the server at once, as after a crash.
func TestKilledWorkersOnPostgreSQL(t *testing.T) {
	server := storetest.NewServer(t)
	work := []string{"worker"}
	o := newOrdeal(t, server.Database(t), work, work, work)
	kills, restarts := times("GAPWATCH_KILLS", 8), times("GAPWATCH_RESTARTS", 1)
	for restarted := 0; len(o.deaths)-restarted < kills || restarted < restarts; {
		o.raise()
		rest()
		o.revive()
		o.kill()
		if (len(o.deaths)-restarted)*restarts >= kills*(restarted+1) && restarted < restarts {
			o.restartServer(server)
			restarted++
		}
	}
	o.finish()
}

// rest waits for a moment of chance: who dies at a moment of chance dies anywhere.
func rest() { time.Sleep(rand.N(time.Second)) }

func (o *ordeal) restartServer(server *storetest.Server) {
	began := time.Now()
	o.restart = began
	server.Restart(o.t)
	o.restart = time.Now()
	o.deaths = append(o.deaths, death{0, began, o.restart})
	o.at["server"]++
}

// TestKilledAtEveryPoint kills one worker after the other at each point of the work.
func TestKilledAtEveryPoint(t *testing.T) {
	storetest.EachAddress(t, func(t *testing.T, address string) {
		points := watch.Points()
		o := newOrdeal(t, address)
		for i, point := range points {
			for source := range killedSources {
				o.site.raiseTold(source, o.hooks)
			}
			p := o.start([]string{"worker"}, string(point))
			select {
			case <-p.done:
			case <-time.After(time.Minute):
				require.Fail(t, "it did not come to the point", "%s: %s", point, p.err)
			}
			require.True(t, p.wasKilled(), "%s: %v: %s", point, p.cmd.ProcessState, p.err)
			o.bury(p)
			require.Equal(t, 1, o.at[string(point)])
			require.Len(t, o.deaths, i+1)
		}
		o.processes = append(o.processes, o.start([]string{"worker"}, ""))
		o.finish()
	})
}

// judgeMessages counts the messages that came a second time. All changes must have come, each under one key; what came
// twice must have been sent by a process that died, or lost its server, before it could write that down.
func (o *ordeal) judgeMessages(published int) (again int) {
	receipts := o.hooks.all()
	require.Len(o.t, keysOfChanges(o.t, receipts), published, "every change that was published was told, and no other")
	last := map[string]receipt{}
	for _, r := range receipts {
		if before, ok := last[r.key]; ok {
			again++
			require.True(o.t, o.endedBetween(before, r.at) || o.overtaken(r), "told twice without need: by %d at %v and by %d at %v: %v; deaths %v",
				before.from, before.at, r.from, r.at, r.moves, o.deathsBetween(before.at.Add(-sendWindow), r.at.Add(takenIn)))
		}
		last[r.key] = r
	}
	return again
}

// deathsBetween are the ends of processes and servers within a time.
func (o *ordeal) deathsBetween(from, to time.Time) []death {
	return slices.DeleteFunc(slices.Clone(o.deaths), func(d death) bool { return d.at.Before(from) || d.began.After(to) })
}

// sendWindow is how long before the end of its sender a message may have been sent that was not written down.
const sendWindow = 10 * time.Second

// takenIn is how long the receiver may take to see a message that has reached this machine.
const takenIn = time.Second

// endedBetween tells whether the sender of a message, or the server, ended soon after it was sent, and before a time. A
// sender that is not known was dead before its message was taken in.
func (o *ordeal) endedBetween(sent receipt, till time.Time) bool {
	return slices.ContainsFunc(o.deaths, func(d death) bool {
		after := d.at.Sub(sent.at)
		if sent.from == 0 {
			after += takenIn
		}
		by := d.pid == 0 || sent.from == 0 || d.pid == sent.from
		return by && after > 0 && after < sendWindow && d.began.Before(till)
	})
}

// overtaken tells whether a message is taken in only after its sender has died: what another process sent in its place may
// have been quicker.
func (o *ordeal) overtaken(late receipt) bool {
	return late.from == 0 && slices.ContainsFunc(o.deaths, func(d death) bool {
		return d.pid != 0 && late.at.Sub(d.at).Abs() < takenIn
	})
}
