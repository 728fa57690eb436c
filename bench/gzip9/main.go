// Command gzip9 compresses the files that it is given, one after another, as GoReleaser packs a tar.gz: compress/gzip of
// the standard library at its best level. It prints the sum of the compressed sizes and the CPU seconds that it took.
package main

import (
	"compress/gzip"
	"fmt"
	"io"
	"os"
	"syscall"
)

type counter int64

func (c *counter) Write(p []byte) (int, error) {
	*c += counter(len(p))
	return len(p), nil
}

func main() {
	var total counter
	for _, name := range os.Args[1:] {
		file, err := os.Open(name)
		if err != nil {
			panic(err)
		}
		writer, _ := gzip.NewWriterLevel(&total, gzip.BestCompression)
		if _, err := io.Copy(writer, file); err != nil {
			panic(err)
		}
		if err := writer.Close(); err != nil {
			panic(err)
		}
		file.Close()
	}
	var usage syscall.Rusage
	_ = syscall.Getrusage(syscall.RUSAGE_SELF, &usage)
	seconds := float64(usage.Utime.Nano()+usage.Stime.Nano()) / 1e9
	fmt.Println(total, seconds)
}
