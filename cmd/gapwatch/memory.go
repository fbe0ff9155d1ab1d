package main

import (
	"os"
	"runtime"
	"runtime/debug"
	"runtime/metrics"
)

// How far the heap grows before it is collected. Go's own rule, twice what is in use, collects a small heap all the time and
// lets a large one double.
const (
	heapFloor  = 64 << 20 // bytes that are never worth a collection
	heapGrowth = 60       // percent over what is in use, above the floor
	leastHeap  = 4 << 20  // bytes that Go lets the heap grow to at 100 percent, whatever is in use
)

// frugal sets when the heap is collected, after every collection anew. An operator's GOGC goes before it.
func frugal() {
	if os.Getenv("GOGC") != "" {
		return
	}
	debug.SetGCPercent(heapPercent(0))
	afterEachCollection(func() {
		live := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
		metrics.Read(live)
		debug.SetGCPercent(heapPercent(live[0].Value.Uint64()))
	})
}

// heapPercent is how much the heap may grow over the bytes that are in use until it is collected.
func heapPercent(used uint64) int {
	return max(heapGrowth, int(heapFloor*100/max(used, leastHeap))-100)
}

// afterEachCollection runs f each time garbage was collected: nothing holds the sentinel, so each collection finds it.
func afterEachCollection(f func()) {
	sentinel := new([16]byte)
	runtime.AddCleanup(sentinel, func(struct{}) {
		f()
		afterEachCollection(f)
	}, struct{}{})
}
