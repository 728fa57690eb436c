// Command behaviours does what ordinary programs do with files, time and processes and prints what it saw, one line each.
// A native run is the oracle: every runtime must print the same lines.
package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net"
	"os"
	"path/filepath"
	"sort"
	"strings"
	"sync"
	"time"
)

func main() {
	dir := os.Args[1]
	if err := os.Chdir(dir); err != nil {
		fmt.Println("chdir", err)
		os.Exit(1)
	}
	for _, b := range behaviours {
		fmt.Printf("%s: %s\n", b.name, b.run())
	}
}

func kind(err error) string {
	for _, k := range []struct {
		err  error
		name string
	}{{fs.ErrNotExist, "not exist"}, {fs.ErrExist, "exist"}, {fs.ErrPermission, "permission"}, {fs.ErrClosed, "closed"}, {io.EOF, "EOF"}} {
		if errors.Is(err, k.err) {
			return k.name
		}
	}
	if err == nil {
		return "ok"
	}
	return "error"
}

func must(err error) {
	if err != nil {
		panic(err)
	}
}

func try(f func() string) (s string) {
	defer func() {
		if r := recover(); r != nil {
			s = fmt.Sprint("failed: ", r)
		}
	}()
	return f()
}

type behaviour struct {
	name string
	f    func() string
}

func (b behaviour) run() string { return try(b.f) }

var behaviours = []behaviour{
	{"args and env", func() string { return fmt.Sprint(len(os.Args), os.Getenv("GREETING"), os.Getenv("NONE")) }},
	{"lookup env", func() string { _, ok := os.LookupEnv("NONE"); return fmt.Sprint(ok) }},
	{"getwd ends in dir", func() string {
		wd, err := os.Getwd()
		return fmt.Sprint(filepath.Base(wd) == filepath.Base(os.Args[1]), err)
	}},
	{"mkdir", func() string { return fmt.Sprint(kind(os.Mkdir("d", 0o755)), kind(os.Mkdir("d", 0o755))) }},
	{"mkdirall", func() string { return kind(os.MkdirAll("d/e/f", 0o755)) }},
	{"write and read", func() string {
		must(os.WriteFile("d/file", []byte("hello"), 0o644))
		b, err := os.ReadFile("d/file")
		return fmt.Sprint(string(b), err)
	}},
	{"missing file", func() string { _, err := os.Open("none"); return kind(err) }},
	{"file as directory", func() string { _, err := os.Open("d/file/x"); return fmt.Sprint(err != nil) }},
	{"exclusive create", func() string {
		_, err := os.OpenFile("d/file", os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o644)
		return kind(err)
	}},
	{"append", func() string {
		f, err := os.OpenFile("d/file", os.O_APPEND|os.O_WRONLY, 0)
		must(err)
		_, err = f.WriteString(", world")
		must(err)
		must(f.Close())
		b, _ := os.ReadFile("d/file")
		return string(b)
	}},
	{"seek and read at", func() string {
		f, err := os.Open("d/file")
		must(err)
		defer f.Close()
		end, err := f.Seek(-5, io.SeekEnd)
		must(err)
		tail, err := io.ReadAll(f)
		must(err)
		b := make([]byte, 3)
		n, err := f.ReadAt(b, 1)
		return fmt.Sprint(end, string(tail), n, string(b), err)
	}},
	{"read at beyond the end", func() string {
		f, err := os.Open("d/file")
		must(err)
		defer f.Close()
		n, err := f.ReadAt(make([]byte, 4), 100)
		return fmt.Sprint(n, err)
	}},
	{"write at makes a gap", func() string {
		f, err := os.Create("gap")
		must(err)
		_, err = f.WriteAt([]byte("x"), 3)
		must(err)
		must(f.Close())
		b, _ := os.ReadFile("gap")
		return fmt.Sprint(b)
	}},
	{"truncate", func() string {
		must(os.Truncate("gap", 1))
		must(os.Truncate("gap", 2))
		b, _ := os.ReadFile("gap")
		return fmt.Sprint(b)
	}},
	{"stat", func() string {
		i, err := os.Stat("d/file")
		must(err)
		return fmt.Sprint(i.Name(), i.Size(), i.Mode().IsRegular(), i.IsDir(), time.Since(i.ModTime()) < time.Minute)
	}},
	{"same file", func() string {
		a, _ := os.Stat("d/file")
		b, _ := os.Stat("d/../d/file")
		c, _ := os.Stat("gap")
		return fmt.Sprint(os.SameFile(a, b), os.SameFile(a, c))
	}},
	{"chtimes", func() string {
		t := time.Unix(1700000000, 0)
		must(os.Chtimes("gap", t, t.Add(time.Second)))
		i, _ := os.Stat("gap")
		return i.ModTime().UTC().Format(time.RFC3339Nano)
	}},
	{"rename", func() string {
		must(os.Rename("gap", "d/moved"))
		_, err := os.Stat("gap")
		_, err2 := os.Stat("d/moved")
		return fmt.Sprint(kind(err), kind(err2))
	}},
	{"rename over a file", func() string {
		must(os.WriteFile("over", []byte("new"), 0o644))
		must(os.Rename("over", "d/moved"))
		b, _ := os.ReadFile("d/moved")
		return string(b)
	}},
	{"rename a directory", func() string {
		must(os.Rename("d/e", "d/g"))
		_, err := os.Stat("d/g/f")
		return kind(err)
	}},
	{"symlink", func() string {
		must(os.Symlink("moved", "d/link"))
		target, err := os.Readlink("d/link")
		must(err)
		b, err := os.ReadFile("d/link")
		i, _ := os.Lstat("d/link")
		return fmt.Sprint(target, string(b), err, i.Mode()&fs.ModeSymlink != 0)
	}},
	{"symlink loop", func() string {
		must(os.Symlink("loop", "loop"))
		_, err := os.Stat("loop")
		return fmt.Sprint(err != nil, kind(os.Remove("loop")))
	}},
	{"absolute symlink", func() string {
		wd, _ := os.Getwd()
		must(os.Symlink(filepath.Join(wd, "d/moved"), "abs"))
		b, err := os.ReadFile("abs")
		return fmt.Sprint(string(b), kind(err))
	}},
	{"hard link", func() string {
		must(os.Link("d/moved", "hard"))
		must(os.WriteFile("hard", []byte("both"), 0o644))
		a, _ := os.Stat("hard")
		b, _ := os.Stat("d/moved")
		c, _ := os.ReadFile("d/moved")
		return fmt.Sprint(os.SameFile(a, b), string(c))
	}},
	{"readdir sorted", func() string {
		entries, err := os.ReadDir("d")
		var names []string
		for _, e := range entries {
			names = append(names, fmt.Sprint(e.Name(), e.IsDir(), e.Type()&fs.ModeSymlink != 0))
		}
		return fmt.Sprint(names, err)
	}},
	{"readdir of 500", func() string {
		must(os.Mkdir("many", 0o755))
		for i := range make([]struct{}, 500) {
			must(os.WriteFile(fmt.Sprintf("many/%03d", i), nil, 0o644))
		}
		f, err := os.Open("many")
		must(err)
		defer f.Close()
		var all []string
		for {
			names, err := f.Readdirnames(7)
			all = append(all, names...)
			if err == io.EOF {
				break
			}
			must(err)
		}
		sort.Strings(all)
		return fmt.Sprint(len(all), all[0], all[499])
	}},
	{"walk", func() string {
		count := 0
		err := filepath.WalkDir(".", func(string, fs.DirEntry, error) error { count++; return nil })
		return fmt.Sprint(count, err)
	}},
	{"remove while open", func() string {
		f, err := os.Create("open")
		must(err)
		must(os.Remove("open"))
		_, err = f.WriteString("alive")
		must(err)
		_, err = f.Seek(0, io.SeekStart)
		must(err)
		b, err := io.ReadAll(f)
		return fmt.Sprint(string(b), err, kind(f.Close()))
	}},
	{"remove a full directory", func() string { return fmt.Sprint(os.Remove("many") != nil) }},
	{"remove all", func() string {
		must(os.RemoveAll("many"))
		_, err := os.Stat("many")
		return kind(err)
	}},
	{"use after close", func() string {
		f, err := os.Open("d/file")
		must(err)
		must(f.Close())
		_, err = f.Read(make([]byte, 1))
		return kind(err)
	}},
	{"create temp", func() string {
		f, err := os.CreateTemp(".", "tmp-*")
		must(err)
		defer os.Remove(f.Name())
		return fmt.Sprint(strings.HasPrefix(filepath.Base(f.Name()), "tmp-"), kind(f.Close()))
	}},
	{"fs.FS", func() string {
		b, err := fs.ReadFile(os.DirFS("d"), "file")
		_, err2 := fs.ReadFile(os.DirFS("d"), "../gap")
		return fmt.Sprint(string(b), err, err2 != nil)
	}},
	{"dev null", func() string {
		f, err := os.OpenFile(os.DevNull, os.O_RDWR, 0)
		must(err)
		defer f.Close()
		n, err := f.Write([]byte("gone"))
		must(err)
		_, err = f.Read(make([]byte, 1))
		return fmt.Sprint(n, err)
	}},
	{"a megabyte", func() string {
		data := []byte(strings.Repeat("0123456789abcdef", 1<<16))
		must(os.WriteFile("big", data, 0o644))
		b, err := os.ReadFile("big")
		return fmt.Sprint(len(b), string(b) == string(data), err)
	}},
	{"scanner", func() string {
		must(os.WriteFile("lines", []byte("a\nb\n\nc"), 0o644))
		f, err := os.Open("lines")
		must(err)
		defer f.Close()
		var lines []string
		for s := bufio.NewScanner(f); s.Scan(); {
			lines = append(lines, s.Text())
		}
		return fmt.Sprintf("%q", lines)
	}},
	{"sleep takes its time", func() string {
		begin := time.Now()
		time.Sleep(30 * time.Millisecond)
		d := time.Since(begin)
		return fmt.Sprint(d >= 30*time.Millisecond)
	}},
	{"timers fire in order", func() string {
		var mu sync.Mutex
		var order []int
		var wg sync.WaitGroup
		for _, n := range []int{30, 10, 20} {
			wg.Add(1)
			go func(n int) {
				defer wg.Done()
				// Far apart: on a busy machine the goroutines may start late.
				time.Sleep(time.Duration(n) * 10 * time.Millisecond)
				mu.Lock()
				order = append(order, n)
				mu.Unlock()
			}(n)
		}
		wg.Wait()
		return fmt.Sprint(order)
	}},
	{"year", func() string { return fmt.Sprint(time.Now().Year() >= 2024) }},
	{"loopback", func() string {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		must(err)
		go func() {
			c, err := l.Accept()
			if err == nil {
				fmt.Fprint(c, "over the wire")
				c.Close()
			}
		}()
		c, err := net.Dial("tcp", l.Addr().String())
		must(err)
		b, err := io.ReadAll(c)
		return fmt.Sprint(string(b), err)
	}},
	{"stderr and stdout", func() string { fmt.Fprintln(os.Stderr, "to stderr"); return "written" }},
}
