//go:build !linux && !darwin && !freebsd

package main

// freeDisk cannot say on this system how many bytes are left.
func freeDisk(string) (int64, bool) { return 0, false }
