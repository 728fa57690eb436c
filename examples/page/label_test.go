package main

import "testing"

func TestLabelCounts(t *testing.T) {
	for clicks, want := range map[int]string{0: "Click me", 1: "Clicked once", 2: "Clicked 2 times"} {
		if got := label(clicks); got != want {
			t.Errorf("%d: got %q, want %q", clicks, got, want)
		}
	}
}
