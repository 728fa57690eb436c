//go:build js

// Command callbacks calls JavaScript and is called by it.
package main

import (
	"errors"
	"fmt"
	"syscall/js"
	"time"
)

func main() {
	fmt.Println("number:", js.Global().Get("Math").Call("max", 1, 2.5).Float())
	fmt.Println("string:", js.Global().Get("Object").Invoke("grüße").Call("toUpperCase").String())
	fmt.Println("type:", js.Null().Type(), js.Undefined().Type(), js.Global().Get("Object").Type(), js.ValueOf(0).Type())
	fmt.Println("NaN:", js.Global().Get("NaN").Float() != js.Global().Get("NaN").Float())
	fmt.Println("own fs:", js.Global().Get("fs").Truthy(), js.Global().Call("eval", "typeof globalThis.fs").String())
	fmt.Println("length:", js.ValueOf([]any{1, 2, 3}).Length(), js.ValueOf([]any{1, 2, 3}).Index(1).Int())
	fmt.Println("date:", js.Global().Get("Date").New(0).InstanceOf(js.Global().Get("Date")))

	bytes := js.Global().Get("Uint8Array").New(3)
	fmt.Println("copied:", js.CopyBytesToJS(bytes, []byte{1, 2, 3, 4}))
	back := make([]byte, 2)
	fmt.Println("copied:", js.CopyBytesToGo(back, bytes), back)

	func() {
		defer func() {
			var err js.Error
			fmt.Println("thrown:", errors.As(recover().(error), &err), err.Error())
		}()
		js.Global().Get("JSON").Call("parse", "{")
	}()

	sum := 0
	for range 10_000 {
		f := js.FuncOf(func(_ js.Value, args []js.Value) any { return args[0].Int() * 2 })
		sum += f.Invoke(21).Int()
		f.Release()
	}
	fmt.Println("callbacks:", sum)

	done := make(chan int)
	resolve := js.FuncOf(func(_ js.Value, args []js.Value) any { go func() { done <- args[0].Int() }(); return nil })
	defer resolve.Release()
	js.Global().Get("Promise").Call("resolve", 7).Call("then", resolve)
	fmt.Println("promise:", <-done)
	time.Sleep(5 * time.Millisecond)
	fmt.Println("slept")
}
