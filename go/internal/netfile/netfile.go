//go:build wasip1

// Package netfile speaks to the network that a host mounts as files, in records: a length as a little-endian uint32, and so many
// bytes. A goroutine that waits for such a file stops no other one.
package netfile

import (
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
)

// MissingError says that the host has no network for this program.
type MissingError struct {
	// Path is where it was looked for.
	Path string
	// Err is why it is not there.
	Err error
}

func (e *MissingError) Error() string {
	return fmt.Sprintf("the host gives this program no network (%s: %v): mount network() of slipway-wasm at %s, or name its place in SLIPWAY_NET",
		e.Path, e.Err, path.Dir(e.Path))
}

func (e *MissingError) Unwrap() error { return e.Err }

// Open opens a device of the network, "fetch" or "websocket".
func Open(name string) (*os.File, error) {
	dir := os.Getenv("SLIPWAY_NET")
	if dir == "" {
		dir = "/net"
	}
	at := path.Join(dir, name)
	f, err := os.OpenFile(at, os.O_RDWR, 0)
	if err == nil {
		return f, nil
	}
	var p *fs.PathError
	if errors.As(err, &p) {
		err = p.Err
	}
	return nil, &MissingError{at, err}
}

// WriteRecord writes one record.
func WriteRecord(w io.Writer, body []byte) error {
	record := binary.LittleEndian.AppendUint32(make([]byte, 0, 4+len(body)), uint32(len(body)))
	_, err := w.Write(append(record, body...))
	return err
}

// WriteJSON writes a record that holds v.
func WriteJSON(w io.Writer, v any) error {
	body, err := json.Marshal(v)
	if err != nil {
		return err
	}
	return WriteRecord(w, body)
}

// ReadJSON reads a record into v, and leaves what comes after it.
func ReadJSON(r io.Reader, v any) error {
	var length [4]byte
	if _, err := io.ReadFull(r, length[:]); err != nil {
		return err
	}
	body := make([]byte, binary.LittleEndian.Uint32(length[:]))
	if _, err := io.ReadFull(r, body); err != nil {
		return err
	}
	return json.Unmarshal(body, v)
}
