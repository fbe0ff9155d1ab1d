package main

import (
	"runtime"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestWhatFollowsACollectionFollowsEach(t *testing.T) {
	ran := make(chan struct{}, 1)
	afterEachCollection(func() {
		select {
		case ran <- struct{}{}:
		default:
		}
	})
	for range 3 {
		require.Eventually(t, func() bool {
			runtime.GC()
			select {
			case <-ran:
				return true
			case <-time.After(10 * time.Millisecond):
				return false
			}
		}, 10*time.Second, time.Millisecond)
	}
}

func TestTheHeapGrowsToItsFloorAndAboveItByLess(t *testing.T) {
	for used, want := range map[uint64]int{0: 1500, 4 << 20: 1500, 16 << 20: 300, 32 << 20: 100, 40 << 20: 60, 1 << 30: 60} {
		require.Equal(t, want, heapPercent(used), "%d bytes in use", used)
	}
}
