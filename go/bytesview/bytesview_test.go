//go:build js

package bytesview

import (
	"syscall/js"
	"testing"
)

// grown keeps what makes the memory grow.
var grown [][]byte

func TestBothSidesSeeTheSame(t *testing.T) {
	v := New(16)
	v.Bytes()[3] = 7
	if got := v.JS().Index(3).Int(); got != 7 {
		t.Fatalf("JavaScript sees %d", got)
	}
	if !Shared() {
		t.Skip("this runtime does not share memory")
	}
	v.JS().SetIndex(4, 9)
	if v.Bytes()[4] != 9 {
		t.Fatalf("Go sees %d", v.Bytes()[4])
	}
	v.Bytes()[5] = 11
	if got := v.JS().Index(5).Int(); got != 11 {
		t.Fatalf("JavaScript sees %d later", got)
	}
}

func TestSurvivesGrowth(t *testing.T) {
	v := New(1000)
	old := v.JS()
	for i := 0; i < 40 && (!Shared() || old.Length() != 0); i++ {
		grown = append(grown, make([]byte, 4<<20))
	}
	if Shared() && old.Length() != 0 {
		t.Fatal("the memory did not grow")
	}
	v.Bytes()[999] = 5
	if array := v.JS(); array.Length() != 1000 || array.Index(999).Int() != 5 {
		t.Fatalf("length %d", array.Length())
	}
	grown = nil
}

func TestWith(t *testing.T) {
	b := make([]byte, 4)
	With(b, func(array js.Value) { array.Call("fill", 6) })
	if string(b) != "\x06\x06\x06\x06" {
		t.Fatalf("got %v", b)
	}
	called := false
	With(nil, func(array js.Value) { called = array.Length() == 0 })
	if !called {
		t.Fatal("no array for no bytes")
	}
}

func BenchmarkWith(b *testing.B) {
	bytes := make([]byte, 1<<20)
	for i := 0; i < b.N; i++ {
		With(bytes, func(js.Value) {})
	}
}
