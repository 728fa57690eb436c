// Command hello serves one page that it carries inside itself.
package main

import (
	"embed"
	"flag"
	"fmt"
	"io/fs"
	"log"
	"net/http"
	"os"
	"strings"
)

// Set by the linker: -X main.version=...
var (
	version = "dev"
	commit  = "none"
	date    = "unknown"
)

//go:embed static
var files embed.FS

// greeting answers politely even to nobody.
func greeting(name string) string {
	name = strings.TrimSpace(name)
	if name == "" {
		name = "stranger"
	}
	return "Hello, " + name + "!"
}

// handler is the whole site: /greet?name=NAME, /version and the embedded files.
func handler() (http.Handler, error) {
	static, err := fs.Sub(files, "static")
	if err != nil {
		return nil, err
	}
	mux := http.NewServeMux()
	mux.Handle("/", http.FileServer(http.FS(static)))
	mux.HandleFunc("/greet", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/plain; charset=utf-8")
		fmt.Fprintln(w, greeting(r.URL.Query().Get("name")))
	})
	mux.HandleFunc("/version", func(w http.ResponseWriter, _ *http.Request) {
		fmt.Fprintln(w, version)
	})
	return mux, nil
}

func main() {
	addr := flag.String("addr", "127.0.0.1:8080", "address to serve on")
	show := flag.Bool("version", false, "print the version and exit")
	flag.Parse()
	if *show {
		fmt.Printf("hello %s (%s, %s)\n", version, commit, date)
		return
	}
	site, err := handler()
	if err != nil {
		log.Fatal(err)
	}
	fmt.Fprintf(os.Stderr, "serving on http://%s\n", *addr)
	log.Fatal(http.ListenAndServe(*addr, site))
}
