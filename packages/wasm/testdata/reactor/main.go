//go:build wasip1

// Package main is a reactor: it is initialized once and then called.
package main

import (
	"runtime"
	"time"
)

var total int64

//go:wasmexport add
func add(n int64) int64 {
	for range 10 {
		runtime.Gosched()
	}
	total += n
	return total
}

//go:wasmexport pause
func pause(milliseconds int32) int32 {
	time.Sleep(time.Duration(milliseconds) * time.Millisecond)
	return milliseconds
}

func main() {}
