// Command gapwatch watches what competitors ship and what they charge. One binary: server, worker and command line.
package main

import (
	"context"
	"io"
	"log"
	"os"
	"os/signal"
	"syscall"
	"time"
)

func main() {
	frugal()
	log.SetOutput(io.Discard) // where net/http tells what misbehaving servers send; captures tell it better
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := run(ctx, os.Args[1:], os.Environ(), os.Stdin, os.Stdout, os.Stderr)
	stop()
	os.Exit(code)
}

// run is the whole program: tests call it as main does. It returns the exit code.
func run(ctx context.Context, args, env []string, in io.Reader, out, errOut io.Writer) int {
	return (&app{env: env, in: in, out: out, err: errOut, now: time.Now}).run(ctx, args)
}

func (a *app) run(ctx context.Context, args []string) int {
	root := newRootCommand(a)
	root.SetArgs(args)
	root.SetIn(a.in)
	root.SetOut(a.out)
	root.SetErr(a.err)
	return a.exitCode(root.ExecuteContext(ctx))
}
