package main

import (
	"slices"
	"strings"
	"testing"
)

func TestCountSplitsWords(t *testing.T) {
	counts := map[string]int{}
	if err := count(counts, strings.NewReader("The cat,\nthe \"dog\""), false); err != nil {
		t.Fatal(err)
	}
	if got, want := sorted(counts), []string{"the", "cat", "dog"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}
