package main

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

func get(t *testing.T, path string) string {
	t.Helper()
	site, err := handler()
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(site)
	defer server.Close()
	response, err := http.Get(server.URL + path)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(body)
}

func TestGreetNames(t *testing.T) {
	for path, want := range map[string]string{
		"/greet":           "Hello, stranger!\n",
		"/greet?name=Ada":  "Hello, Ada!\n",
		"/greet?name=%20a": "Hello, a!\n",
		"/version":         "dev\n",
	} {
		if got := get(t, path); got != want {
			t.Errorf("%s: got %q, want %q", path, got, want)
		}
	}
}

func TestPageIsEmbedded(t *testing.T) {
	if page := get(t, "/"); !strings.Contains(page, "<title>hello</title>") {
		t.Errorf("got %q", page)
	}
}
