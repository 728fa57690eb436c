//go:build js

// Package promise joins goroutines and JavaScript promises: Await waits for a promise as a function waits for its result, and
// AsyncFunc makes a JavaScript function that returns a promise, so that Go code which blocks can be called from a page without
// deadlocking its event loop.
package promise

import (
	"errors"
	"fmt"
	"syscall/js"
)

// Error is a JavaScript value that a promise was rejected with, or that an async function threw.
type Error struct {
	// Value is what was thrown: usually an Error object, but JavaScript can throw anything.
	Value js.Value
}

// Error tells the name and the message of an Error object, and the text of anything else.
func (e *Error) Error() string {
	if e.Value.Type() == js.TypeObject && e.Value.InstanceOf(js.Global().Get("Error")) {
		return e.Value.Get("name").String() + ": " + e.Value.Get("message").String()
	}
	return js.Global().Get("String").Invoke(e.Value).String()
}

// Await waits until the promise v settles; other goroutines and the page's event loop go on meanwhile. A value that is no
// promise (has no then method) is returned as it is, as JavaScript's await does. A rejection is an *Error.
//
// Await must not be called in a js.Func's own goroutine, since the event loop waits for that one: start a goroutine, or use
// AsyncFunc.
func Await(v js.Value) (js.Value, error) {
	if t := v.Type(); t != js.TypeObject && t != js.TypeFunction {
		return v, nil
	}
	if v.Get("then").Type() != js.TypeFunction {
		return v, nil
	}
	type outcome struct {
		value js.Value
		err   error
	}
	settled := make(chan outcome, 1)
	first := func(args []js.Value) js.Value {
		if len(args) == 0 {
			return js.Undefined()
		}
		return args[0]
	}
	resolved := js.FuncOf(func(_ js.Value, args []js.Value) any {
		settled <- outcome{value: first(args)}
		return nil
	})
	defer resolved.Release()
	rejected := js.FuncOf(func(_ js.Value, args []js.Value) any {
		settled <- outcome{err: &Error{first(args)}}
		return nil
	})
	defer rejected.Release()
	v.Call("then", resolved, rejected)
	o := <-settled
	return o.value, o.err
}

// AsyncFunc makes a JavaScript function that runs f in a goroutine of its own and returns a promise of its result. f may block.
// An error rejects the promise with a JavaScript Error of the same message, an *Error with the value that it carries, and a
// panic with its message, so that a fault in one call does not end the program.
//
// Go runs what is runnable while JavaScript calls it, so calls that are begun from many goroutines at once nest on the engine's
// stack: begin hundreds of calls from one goroutine, and wait for them in as many as you like.
//
// The result must be released when JavaScript will not call it any more.
func AsyncFunc(f func(this js.Value, args []js.Value) (any, error)) js.Func {
	return js.FuncOf(func(this js.Value, args []js.Value) any {
		var executor js.Func
		executor = js.FuncOf(func(_ js.Value, settle []js.Value) any {
			resolve, reject := settle[0], settle[1]
			go func() {
				defer executor.Release()
				value, err := call(f, this, args)
				if err != nil {
					reject.Invoke(reason(err))
					return
				}
				resolve.Invoke(value)
			}()
			return nil
		})
		return js.Global().Get("Promise").New(executor)
	})
}

// call runs f, turning a panic, and a result that JavaScript cannot hold, into an error.
func call(f func(js.Value, []js.Value) (any, error), this js.Value, args []js.Value) (value js.Value, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("panic: %v", r)
		}
	}()
	result, err := f(this, args)
	if err != nil {
		return js.Undefined(), err
	}
	return js.ValueOf(result), nil
}

// reason is what a promise is rejected with.
func reason(err error) js.Value {
	var thrown *Error
	if errors.As(err, &thrown) {
		return thrown.Value
	}
	return js.Global().Get("Error").New(err.Error())
}
