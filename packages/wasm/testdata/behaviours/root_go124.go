//go:build go1.24

package main

import (
	"fmt"
	"os"
)

func init() {
	behaviours = append(behaviours,
		behaviour{"os.Root", func() string {
			must(os.MkdirAll("jail/in", 0o755))
			must(os.WriteFile("jail/in/file", []byte("inside"), 0o644))
			must(os.Symlink("../d/file", "jail/out"))
			must(os.Symlink("in/file", "jail/inner"))
			root, err := os.OpenRoot("jail")
			must(err)
			defer root.Close()
			f, err := root.Open("inner")
			must(err)
			b := make([]byte, 10)
			n, _ := f.Read(b)
			f.Close()
			_, err2 := root.Open("../d/file")
			_, err3 := root.Open("out")
			return fmt.Sprint(string(b[:n]), err2 != nil, err3 != nil)
		}},
		behaviour{"os.Root makes and removes", func() string {
			root, err := os.OpenRoot("jail")
			must(err)
			defer root.Close()
			f, err := root.Create("made")
			must(err)
			must(f.Close())
			return fmt.Sprint(kind(root.Mkdir("dir", 0o755)), kind(root.Remove("made")), kind(root.Remove("dir")), kind(root.Remove("none")))
		}},
		behaviour{"os.CopyFS", func() string {
			must(os.RemoveAll("jail/out"))
			must(os.RemoveAll("jail/inner"))
			must(os.CopyFS("copied", os.DirFS("jail")))
			b, err := os.ReadFile("copied/in/file")
			return fmt.Sprint(string(b), err)
		}},
	)
}
