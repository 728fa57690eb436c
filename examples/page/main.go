//go:build js && wasm

// Command page is a small web page written in Go.
package main

import (
	"fmt"
	"os"
	"syscall/js"
)

// Set by the linker: -X main.version=...
var (
	version = "dev"
	commit  = "none"
	date    = "unknown"
)

func main() {
	if len(os.Args) > 1 && os.Args[1] == "--version" {
		fmt.Printf("page %s (%s, %s)\n", version, commit, date)
		return
	}
	document := js.Global().Get("document")
	app := document.Call("getElementById", "app")
	app.Set("textContent", "")

	title := document.Call("createElement", "h1")
	title.Set("textContent", "Hello from Go "+version)
	app.Call("append", title)

	clicks := 0
	button := document.Call("createElement", "button")
	button.Set("textContent", label(clicks))
	button.Call("addEventListener", "click", js.FuncOf(func(js.Value, []js.Value) any {
		clicks++
		button.Set("textContent", label(clicks))
		return nil
	}))
	app.Call("append", button)

	// The page lives as long as its listeners do.
	select {}
}
