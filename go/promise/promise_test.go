//go:build js

package promise

import (
	"errors"
	"runtime"
	"strings"
	"sync"
	"syscall/js"
	"testing"
	"time"
)

func eval(code string) js.Value { return js.Global().Call("eval", code) }

func TestAwaitResolved(t *testing.T) {
	v, err := Await(eval(`Promise.resolve(42)`))
	if err != nil || v.Int() != 42 {
		t.Fatalf("got %v, %v", v, err)
	}
}

func TestAwaitLater(t *testing.T) {
	ticks := 0
	stop := make(chan struct{})
	stopped := make(chan struct{})
	go func() {
		defer close(stopped)
		for {
			select {
			case <-stop:
				return
			case <-time.After(time.Millisecond):
				ticks++
			}
		}
	}()
	v, err := Await(eval(`new Promise(resolve => setTimeout(resolve, 30, "late"))`))
	close(stop)
	<-stopped
	if err != nil || v.String() != "late" {
		t.Fatalf("got %v, %v", v, err)
	}
	if ticks == 0 {
		t.Fatal("other goroutines stood still")
	}
}

func TestAwaitRejected(t *testing.T) {
	for code, want := range map[string]string{
		`Promise.reject(new TypeError("no"))`: "TypeError: no",
		`Promise.reject("text")`:              "text",
		`Promise.reject(null)`:                "null",
		`Promise.reject(Symbol("s"))`:         "Symbol(s)",
	} {
		_, err := Await(eval(code))
		var thrown *Error
		if !errors.As(err, &thrown) || err.Error() != want {
			t.Errorf("%s: got %v, want %s", code, err, want)
		}
	}
}

func TestAwaitValue(t *testing.T) {
	for _, v := range []js.Value{js.ValueOf(1), js.ValueOf("s"), js.Null(), js.Undefined(), eval(`({a: 1})`)} {
		got, err := Await(v)
		if err != nil || !got.Equal(v) {
			t.Errorf("%v: got %v, %v", v, got, err)
		}
	}
}

func TestAsyncFunc(t *testing.T) {
	f := AsyncFunc(func(this js.Value, args []js.Value) (any, error) {
		time.Sleep(time.Millisecond)
		return args[0].Int() * 2, nil
	})
	defer f.Release()
	v, err := Await(f.Invoke(21))
	if err != nil || v.Int() != 42 {
		t.Fatalf("got %v, %v", v, err)
	}
}

func TestAsyncFuncFails(t *testing.T) {
	for want, result := range map[string]func() (any, error){
		"Error: on purpose": func() (any, error) { return nil, errors.New("on purpose") },
		"RangeError: mine":  func() (any, error) { return nil, &Error{eval(`new RangeError("mine")`)} },
		"Error: panic: bad": func() (any, error) { panic("bad") },
	} {
		f := AsyncFunc(func(js.Value, []js.Value) (any, error) { return result() })
		if _, err := Await(f.Invoke()); err == nil || err.Error() != want {
			t.Errorf("got %v, want %s", err, want)
		}
		f.Release()
	}
	f := AsyncFunc(func(js.Value, []js.Value) (any, error) { return struct{}{}, nil })
	defer f.Release()
	if _, err := Await(f.Invoke()); err == nil || !strings.Contains(err.Error(), "invalid value") {
		t.Errorf("a result that JavaScript cannot hold: got %v", err)
	}
}

func TestOverlapping(t *testing.T) {
	f := AsyncFunc(func(_ js.Value, args []js.Value) (any, error) {
		runtime.Gosched()
		return args[0], nil
	})
	defer f.Release()
	promises := make([]js.Value, 500)
	for i := range promises {
		promises[i] = f.Invoke(i)
	}
	var wg sync.WaitGroup
	for i, p := range promises {
		wg.Add(1)
		go func(i int, p js.Value) {
			defer wg.Done()
			if v, err := Await(p); err != nil || v.Int() != i {
				t.Errorf("call %d: got %v, %v", i, v, err)
			}
		}(i, p)
	}
	wg.Wait()
}

func TestMemoryStaysFlat(t *testing.T) {
	n := 20000
	if testing.Short() {
		n = 2000
	}
	use := func(n int) uint64 {
		for i := 0; i < n; i++ {
			if _, err := Await(js.Global().Get("Promise").Call("resolve", i)); err != nil {
				t.Fatal(err)
			}
		}
		runtime.GC()
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		return m.HeapObjects
	}
	before := use(1000)
	if after := use(n); after > before+500 {
		t.Fatalf("%d heap objects after %d awaits, %d before", after, n, before)
	}
}
