package extracttest

import (
	"runtime"
	"syscall"
	"time"
)

// rusageThread is RUSAGE_THREAD of getrusage(2): what the calling thread used.
const rusageThread = 1

// Spent is the processor time that f took, so that a busy machine makes nothing look slow.
func Spent(f func()) time.Duration {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	began := threadTime()
	f()
	return threadTime() - began
}

func threadTime() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(rusageThread, &u); err != nil {
		panic(err) // the two arguments are right
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
