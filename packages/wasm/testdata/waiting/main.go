// Command waiting counts timer ticks while another goroutine is blocked on stdin.
package main

import (
	"bufio"
	"fmt"
	"os"
	"time"
)

func main() {
	line := make(chan string)
	go func() {
		s, _ := bufio.NewReader(os.Stdin).ReadString('\n')
		line <- s
	}()
	ticker := time.NewTicker(5 * time.Millisecond)
	fmt.Println("ready")
	for ticks := 0; ; {
		select {
		case <-ticker.C:
			if ticks++; ticks == 5 {
				fmt.Println("ticked")
			}
		case s := <-line:
			fmt.Printf("got %q after ticks: %v\n", s, ticks >= 5)
			return
		}
	}
}
