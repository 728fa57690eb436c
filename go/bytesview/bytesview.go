//go:build js

// Package bytesview lets JavaScript look at Go's bytes where they are, with no copy. js.CopyBytesToJS and js.CopyBytesToGo copy; a
// Uint8Array over Go's memory does not, but it is empty as soon as the memory grows. A View makes a new one when that has happened.
//
//	v := bytesview.New(1 << 20)
//	js.Global().Get("crypto").Call("getRandomValues", v.JS())
//	fmt.Println(v.Bytes()[0])
//
// The memory is shared by the runtime of slipway-wasm. Under another one, such as Go's own wasm_exec.js, With copies in and out, and
// JS gives a copy: Shared tells which.
package bytesview

import (
	"syscall/js"
	"unsafe"
)

// host makes arrays over this program's memory, where the runtime offers that.
var host = js.Global().Get("slipwayMemory")

// Shared tells whether JavaScript can look at Go's memory here.
func Shared() bool { return host.Type() == js.TypeObject }

// View is a fixed piece of Go's memory that JavaScript may see too.
type View struct {
	bytes []byte
	array js.Value
}

// New makes a view of n new bytes.
func New(n int) *View { return Of(make([]byte, n)) }

// Of makes a view of b. The two share their bytes; b must not be grown by append.
func Of(b []byte) *View { return &View{bytes: b} }

// Bytes is Go's side of the view.
func (v *View) Bytes() []byte { return v.bytes }

// JS is JavaScript's side: a Uint8Array of the same bytes. Ask for it again after other Go code has run: when the memory has grown
// since, the old array is empty and this is a new one.
func (v *View) JS() js.Value {
	if len(v.bytes) == 0 || !Shared() {
		array := js.Global().Get("Uint8Array").New(len(v.bytes))
		js.CopyBytesToJS(array, v.bytes)
		return array
	}
	if v.array.IsUndefined() || v.array.Length() != len(v.bytes) {
		v.array = host.Call("view", int(uintptr(unsafe.Pointer(&v.bytes[0]))), len(v.bytes))
	}
	return v.array
}

// With calls f with a Uint8Array of the bytes of b. What f writes into it is in b afterwards, whatever the runtime. The array must not
// be used after f has returned.
func With(b []byte, f func(array js.Value)) {
	v := Of(b)
	array := v.JS()
	f(array)
	if !Shared() {
		js.CopyBytesToGo(b, array)
	}
	// The bytes stay where they are and alive until here: the view holds on to them, and escapes to f's array.
	keep = v
}

// keep makes what With is given escape to the heap, whose objects never move.
var keep *View
