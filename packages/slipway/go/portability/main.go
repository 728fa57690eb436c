// Command portability looks at the source of a Go project as every one of its targets sees it.
//
// It is built by the user's own toolchain, so that the parser and the type checker know exactly the language and the
// standard library that a release is built from. It needs nothing but the standard library.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
)

func main() {
	var request Request
	if err := json.NewDecoder(bufio.NewReader(os.Stdin)).Decode(&request); err != nil {
		fmt.Fprintln(os.Stderr, "portability: cannot read the request:", err)
		os.Exit(2)
	}
	out := bufio.NewWriter(os.Stdout)
	if err := json.NewEncoder(out).Encode(examine(&request)); err != nil {
		fmt.Fprintln(os.Stderr, "portability: cannot write the answer:", err)
		os.Exit(2)
	}
	if err := out.Flush(); err != nil {
		os.Exit(2)
	}
}
