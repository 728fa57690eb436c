// Command exits ends in the way that its argument names.
package main

import (
	"fmt"
	"os"
	"strconv"
)

func main() {
	defer fmt.Println("deferred")
	switch os.Args[1] {
	case "panic":
		panic("on purpose")
	case "deadlock":
		select {}
	case "nil":
		var p *int
		fmt.Println(*p)
	case "return":
	default:
		code, _ := strconv.Atoi(os.Args[1])
		os.Exit(code)
	}
}
