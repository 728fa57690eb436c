// Command native prints the Adler-32 sum of its input, computed by C.
package main

// #include "adler.h"
import "C"

import (
	"flag"
	"fmt"
	"io"
	"log"
	"os"
	"runtime"
	"unsafe"
)

// Set by the linker: -X main.version=...
var (
	version = "dev"
	commit  = "none"
	date    = "unknown"
)

// sum is hash/adler32 in C.
func sum(data []byte) uint32 {
	if len(data) == 0 {
		return 1
	}
	return uint32(C.native_adler32(1, (*C.uint8_t)(unsafe.Pointer(&data[0])), C.size_t(len(data))))
}

func main() {
	show := flag.Bool("version", false, "print the version and exit")
	flag.Parse()
	if *show {
		fmt.Printf("native %s (%s, %s) %s/%s with %s\n", version, commit, date, runtime.GOOS, runtime.GOARCH, C.GoString(C.native_libc()))
		return
	}
	data, err := io.ReadAll(os.Stdin)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("%08x\n", sum(data))
}
