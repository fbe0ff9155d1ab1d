package main

import (
	"bytes"
	"context"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/gapwatch/gapwatch/watch"
)

// dieAt makes the program that this test binary is kill itself when it reaches a point: "sent:2" for the second time.
const dieAt = "GAPWATCH_TEST_DIE_AT"

// runDying is main, except that it dies where it is told to.
func runDying(at string) int {
	name, count, _ := strings.Cut(at, ":")
	times, _ := strconv.Atoi(count)
	var reached atomic.Int64
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	a := &app{env: os.Environ(), in: os.Stdin, out: os.Stdout, err: os.Stderr, now: time.Now}
	a.point = func(p watch.Point) {
		if string(p) == name && reached.Add(1) >= int64(times) {
			_ = syscall.Kill(os.Getpid(), syscall.SIGKILL)
			select {}
		}
	}
	return a.run(ctx, os.Args[1:])
}

// process is the program at work, in a process of its own.
type process struct {
	args  []string
	began time.Time
	dies  string // the point at which it is to kill itself, if any

	cmd  *exec.Cmd
	err  *words
	done chan struct{} // closed when it has ended
	died time.Time     // set then
}

// startProcess starts the program; ended is called when it has ended. It ends with the test at the latest.
func startProcess(t *testing.T, args []string, dies string, ended func(pid int)) *process {
	t.Helper()
	p := &process{args: args, dies: dies, began: time.Now(), err: &words{}, done: make(chan struct{})}
	p.cmd = exec.Command(os.Args[0], args...)
	p.cmd.Env = append(os.Environ(), runAsProgram+"=1", dieAt+"="+dies)
	p.cmd.Stdout, p.cmd.Stderr = io.Discard, p.err
	require.NoError(t, p.cmd.Start())
	go func() {
		defer close(p.done)
		_ = p.cmd.Wait()
		p.died = time.Now()
		ended(p.pid())
	}()
	t.Cleanup(func() { _ = p.cmd.Process.Kill(); <-p.done })
	return p
}

func (p *process) pid() int { return p.cmd.Process.Pid }

func (p *process) ended() bool {
	select {
	case <-p.done:
		return true
	default:
		return false
	}
}

// kill ends the process as nothing it could prepare for.
func (p *process) kill() {
	_ = p.cmd.Process.Kill() // it may have been quicker
	<-p.done
}

// wasKilled tells whether it ended, and by SIGKILL.
func (p *process) wasKilled() bool {
	if !p.ended() {
		return false
	}
	status, ok := p.cmd.ProcessState.Sys().(syscall.WaitStatus)
	return ok && status.Signaled() && status.Signal() == syscall.SIGKILL
}

// works tells whether it has begun to work.
func (p *process) works() bool { return strings.Contains(p.err.String(), "Gapwatch w") }

// waitReady waits until it works, and hears what it is told.
func (p *process) waitReady(t *testing.T) {
	t.Helper()
	require.Eventually(t, func() bool { return p.works() || p.ended() }, time.Minute, 5*time.Millisecond, "%v does not begin", p.args)
	require.False(t, p.ended(), "%v: %v: %s", p.args, p.cmd.ProcessState, p.err)
}

// stop tells it to end as a service manager does, and holds it to the time that one gives.
func (p *process) stop(t *testing.T) {
	t.Helper()
	began := time.Now()
	require.NoError(t, p.cmd.Process.Signal(syscall.SIGTERM))
	<-p.done
	require.True(t, p.cmd.ProcessState.Success(), "%v: %v: %s", p.args, p.cmd.ProcessState, p.err)
	require.Less(t, time.Since(began), 20*time.Second)
}

// words are what a process says, read while it speaks.
type words struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (w *words) Write(p []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.text.Write(p)
}

func (w *words) String() string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.text.String()
}
