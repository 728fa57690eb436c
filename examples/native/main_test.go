package main

import (
	"hash/adler32"
	"strings"
	"testing"
)

func TestSumEqualsTheLibrary(t *testing.T) {
	for _, text := range []string{"", "a", "hello", strings.Repeat("\xff", 70000)} {
		if got, want := sum([]byte(text)), adler32.Checksum([]byte(text)); got != want {
			t.Errorf("%d bytes: got %08x, want %08x", len(text), got, want)
		}
	}
}
