//go:build !linux

package storetest

import "syscall"

// diesWithUs: only Linux can promise that a server ends with tests that are killed.
func diesWithUs() *syscall.SysProcAttr { return &syscall.SysProcAttr{} }
