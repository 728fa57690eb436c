// Command jitter ticks every 10 ms while a goroutine waits for lines on stdin. It prints how many lines came, and the gaps between its ticks in
// microseconds.
package main

import (
	"bufio"
	"encoding/json"
	"os"
	"strconv"
	"time"
)

func main() {
	count, err := strconv.Atoi(os.Args[1])
	if err != nil {
		panic(err)
	}
	arrived := make(chan struct{})
	go func() {
		for lines := bufio.NewScanner(os.Stdin); lines.Scan(); {
			arrived <- struct{}{}
		}
	}()
	report := struct {
		Lines int
		Gaps  []int64
	}{}
	ticker := time.NewTicker(10 * time.Millisecond)
	<-ticker.C
	last := time.Now()
	for len(report.Gaps) < count {
		select {
		case <-ticker.C:
			now := time.Now()
			report.Gaps = append(report.Gaps, now.Sub(last).Microseconds())
			last = now
		case <-arrived:
			report.Lines++
		}
	}
	if err := json.NewEncoder(os.Stdout).Encode(report); err != nil {
		panic(err)
	}
}
