// Command counting waits a little, then counts the bytes of its input and adds them up.
package main

import (
	"fmt"
	"io"
	"os"
	"time"
)

type sum struct{ bytes, total int }

func (s *sum) Write(p []byte) (int, error) {
	s.bytes += len(p)
	for _, b := range p {
		s.total += int(b)
	}
	return len(p), nil
}

func main() {
	time.Sleep(200 * time.Millisecond)
	var s sum
	_, err := io.Copy(&s, os.Stdin)
	fmt.Println(s.bytes, s.total, err)
}
