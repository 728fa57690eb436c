// Command agent sends one report about this machine to the gateway.
package main

import (
	"context"
	"flag"
	"fmt"
	"log"
	"os"
	"runtime"
	"strconv"
	"time"

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
		fmt.Println(build.Line("agent", version, commit, date))
		return
	}
	name, err := os.Hostname()
	if err != nil {
		log.Fatal(err)
	}
	report := wire.Report{Machine: name, Time: time.Now().UTC(), Values: map[string]string{
		"system": runtime.GOOS + "/" + runtime.GOARCH,
		"cores":  strconv.Itoa(runtime.NumCPU()),
	}}
	if err := (wire.Client{Base: *gateway}).Send(context.Background(), report); err != nil {
		log.Fatal(err)
	}
}
