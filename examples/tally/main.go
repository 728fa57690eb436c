// Command tally counts the words that it reads from files, or from standard input, and keeps the counts in a file.
package main

import (
	"bufio"
	"cmp"
	"flag"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"time"
)

func main() {
	top := flag.Int("top", 5, "how many words to print")
	out := flag.String("o", "/tmp/tally.txt", "where to keep all counts")
	flag.Parse()
	if err := run(*top, *out, flag.Args()); err != nil {
		fmt.Fprintln(os.Stderr, "tally:", err)
		os.Exit(1)
	}
}

func run(top int, out string, names []string) error {
	counts := map[string]int{}
	start := time.Now()
	if len(names) == 0 {
		fmt.Println("reading standard input, a line at a time; Ctrl-D ends it")
		if err := count(counts, os.Stdin, true); err != nil {
			return err
		}
	}
	for _, name := range names {
		file, err := os.Open(name)
		if err != nil {
			return err
		}
		err = count(counts, file, false)
		file.Close()
		if err != nil {
			return err
		}
	}
	words := sorted(counts)
	var all strings.Builder
	for i, word := range words {
		line := fmt.Sprintf("%6d %s\n", counts[word], word)
		all.WriteString(line)
		if i < top {
			fmt.Print(line)
		}
	}
	fmt.Printf("%d words, all of them in %s\n", len(words), out)
	fmt.Fprintf(os.Stderr, "took %v\n", time.Since(start).Round(time.Millisecond))
	return os.WriteFile(out, []byte(all.String()), 0o644)
}

// count adds the words of a reader; with echo it answers each line, as one who types expects.
func count(counts map[string]int, from io.Reader, echo bool) error {
	lines := bufio.NewScanner(from)
	for lines.Scan() {
		words := strings.Fields(strings.ToLower(lines.Text()))
		for _, word := range words {
			counts[strings.Trim(word, ".,;:!?()\"'")]++
		}
		if echo {
			fmt.Println(len(words), "words")
		}
	}
	return lines.Err()
}

func sorted(counts map[string]int) []string {
	words := make([]string, 0, len(counts))
	for word := range counts {
		words = append(words, word)
	}
	slices.SortFunc(words, func(a, b string) int {
		return cmp.Or(cmp.Compare(counts[b], counts[a]), cmp.Compare(a, b))
	})
	return words
}
