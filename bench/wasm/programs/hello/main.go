// Command hello is the smallest program worth starting.
package main

import "fmt"

func main() { fmt.Println("hello") }
