// Command reader reads one file again and again into the same buffer and prints what one whole read took, as JSON:
//
//	reader PATH CHUNK SAMPLES MINIMUM_MS
//
// A sample is a batch of reads that lasts at least MINIMUM_MS, so that a clock with coarse steps still tells the truth.
package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"strconv"
	"time"
)

type result struct {
	Batch int       `json:"batch"`
	Us    []float64 `json:"us"`
}

func main() {
	path := os.Args[1]
	chunk, samples, minimum := number(2), number(3), time.Duration(number(4))*time.Millisecond
	file, err := os.Open(path)
	check(err)
	info, err := file.Stat()
	check(err)
	buffer := make([]byte, info.Size())

	read := func() {
		for at := 0; at < len(buffer); at += chunk {
			end := min(at+chunk, len(buffer))
			if n, err := file.ReadAt(buffer[at:end], int64(at)); n != end-at {
				check(fmt.Errorf("read %d of %d bytes: %w", n, end-at, err))
			}
		}
	}
	timed := func(batch int) time.Duration {
		start := time.Now()
		for range batch {
			read()
		}
		return time.Since(start)
	}

	read()
	if buffer[0] != 0x5a || buffer[len(buffer)-1] != 0xa5 {
		check(fmt.Errorf("wrong bytes: %x %x", buffer[0], buffer[len(buffer)-1]))
	}
	batch := 1
	for took := timed(batch); took < minimum; took = timed(batch) {
		if took <= 0 {
			took = minimum / 16
		}
		batch = min(batch*16, int(float64(batch)*1.3*float64(minimum)/float64(took))+1)
	}
	out := result{Batch: batch}
	for range samples {
		out.Us = append(out.Us, float64(timed(batch).Nanoseconds())/float64(batch)/1000)
	}
	check(json.NewEncoder(os.Stdout).Encode(out))
}

func number(index int) int {
	value, err := strconv.Atoi(os.Args[index])
	check(err)
	return value
}

func check(err error) {
	if err != nil && err != io.EOF {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
