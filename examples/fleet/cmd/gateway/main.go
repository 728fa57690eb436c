// Command gateway takes reports from agents and gives them to ctl.
package main

import (
	"flag"
	"fmt"
	"log"
	"net/http"

	"example.test/fleet/internal/build"
	"example.test/fleet/internal/store"
)

// Set by the linker: -X main.version=...
var (
	version = "dev"
	commit  = "none"
	date    = "unknown"
)

func main() {
	addr := flag.String("addr", "127.0.0.1:7070", "address to serve on")
	show := flag.Bool("version", false, "print the version and exit")
	flag.Parse()
	if *show {
		fmt.Println(build.Line("gateway", version, commit, date))
		return
	}
	log.Printf("serving on http://%s", *addr)
	log.Fatal(http.ListenAndServe(*addr, &store.Store{}))
}
