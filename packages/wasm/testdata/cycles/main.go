//go:build js

// Command cycles calls JavaScript and is called back, and waits for promises, as often as its argument says, and prints how many objects
// the heap holds before and after.
package main

import (
	"fmt"
	"os"
	"runtime"
	"strconv"
	"syscall/js"
	"time"
)

// objects lets finalizers run first, which give references to JavaScript's values back: a goroutine of its own does that.
func objects() uint64 {
	for range 3 {
		runtime.GC()
		time.Sleep(10 * time.Millisecond)
	}
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapObjects
}

func callbacks(n int) (sum int) {
	for i := 0; i < n; i++ {
		f := js.FuncOf(func(_ js.Value, args []js.Value) any { return args[0].Int() + 1 })
		sum += f.Invoke(i).Int() - i
		f.Release()
	}
	return sum
}

func awaits(n int) (sum int) {
	promise := js.Global().Get("Promise")
	for i := 0; i < n; i++ {
		done := make(chan int, 1)
		f := js.FuncOf(func(_ js.Value, args []js.Value) any {
			done <- args[0].Int()
			return nil
		})
		promise.Call("resolve", i).Call("then", f)
		sum += <-done - i + 1
		f.Release()
	}
	return sum
}

func main() {
	n, _ := strconv.Atoi(os.Args[1])
	// What engines keep for the next time is there after a fifth.
	callbacks(n / 5)
	awaits(n / 5)
	before := objects()
	mark := js.Global().Get("cyclesMark")
	mark.Invoke("before")
	fmt.Println(callbacks(n), awaits(n))
	after := objects()
	mark.Invoke("after")
	fmt.Println(after < before+500)
}
