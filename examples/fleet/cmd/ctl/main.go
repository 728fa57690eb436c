// Command ctl prints what the gateway knows.
package main

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"log"
	"os"

	"example.test/fleet/internal/build"
	"example.test/fleet/internal/wire"
)

// Set by the linker: -X main.version=...
var (
	version = "dev"
	commit  = "none"
	date    = "unknown"
)

func main() {
	gateway := flag.String("gateway", "http://127.0.0.1:7070", "where the gateway is")
	show := flag.Bool("version", false, "print the version and exit")
	flag.Parse()
	if *show {
		fmt.Println(build.Line("ctl", version, commit, date))
		return
	}
	reports, err := (wire.Client{Base: *gateway}).Reports(context.Background())
	if err != nil {
		log.Fatal(err)
	}
	out := json.NewEncoder(os.Stdout)
	out.SetIndent("", "  ")
	if err := out.Encode(reports); err != nil {
		log.Fatal(err)
	}
}
