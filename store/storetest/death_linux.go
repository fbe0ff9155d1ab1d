package storetest

import "syscall"

// diesWithUs makes the kernel stop the server if the tests are killed.
func diesWithUs() *syscall.SysProcAttr { return &syscall.SysProcAttr{Pdeathsig: syscall.SIGQUIT} }
