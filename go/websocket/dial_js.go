//go:build js

package websocket

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"sync"
	"syscall/js"
	"time"
)

// conn is one WebSocket of the page. What came is kept until it is read.
type conn struct {
	socket js.Value
	url    Addr
	// release lets go of the functions that the socket calls.
	release func()

	mu       sync.Mutex
	received [][]byte
	// err ends the reading once everything that came before it was read.
	err           error
	closed        bool
	changed       chan struct{}
	readDeadline  time.Time
	writeDeadline time.Time
}

func dial(ctx context.Context, url string, protocols []string) (c net.Conn, err error) {
	constructor := js.Global().Get("WebSocket")
	if constructor.Type() != js.TypeFunction {
		return nil, errors.New("this JavaScript host has no WebSocket; browsers and Node 22 do")
	}
	list := make([]any, len(protocols))
	for i, protocol := range protocols {
		list[i] = protocol
	}
	defer func() {
		// The constructor throws for a URL that is none.
		if r := recover(); r != nil {
			err = fmt.Errorf("%v", r)
		}
	}()
	made := &conn{socket: constructor.New(url, list), url: Addr(url), changed: make(chan struct{})}
	opened := made.listen()
	select {
	case err := <-opened:
		if err != nil {
			made.release()
			return nil, err
		}
		return made, nil
	case <-ctx.Done():
		made.Close()
		return nil, ctx.Err()
	}
}

// listen takes what the socket tells, and returns where the outcome of the attempt comes.
func (c *conn) listen() <-chan error {
	c.socket.Set("binaryType", "arraybuffer")
	opened := make(chan error, 1)
	isOpen := false
	handlers := map[string]func(event js.Value){
		"open": func(js.Value) {
			isOpen = true
			opened <- nil
		},
		"message": func(event js.Value) { c.receive(bytesOf(event.Get("data"))) },
		"close": func(event js.Value) {
			if !isOpen {
				opened <- fmt.Errorf("cannot connect to %q (code %d)", string(c.url), event.Get("code").Int())
			}
			c.end(event.Get("wasClean").Bool())
		},
	}
	var functions []js.Func
	for name, handle := range handlers {
		handle := handle
		f := js.FuncOf(func(_ js.Value, args []js.Value) any {
			handle(args[0])
			return nil
		})
		functions = append(functions, f)
		c.socket.Set("on"+name, f)
	}
	c.release = func() {
		for name := range handlers {
			c.socket.Set("on"+name, js.Null())
		}
		for _, f := range functions {
			f.Release()
		}
	}
	return opened
}

func bytesOf(data js.Value) []byte {
	if data.Type() == js.TypeString {
		return []byte(data.String())
	}
	array := js.Global().Get("Uint8Array").New(data)
	b := make([]byte, array.Length())
	js.CopyBytesToGo(b, array)
	return b
}

func (c *conn) receive(b []byte) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(b) > 0 {
		c.received = append(c.received, b)
		c.wake()
	}
}

func (c *conn) end(clean bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.err = io.EOF
	if !clean {
		c.err = io.ErrUnexpectedEOF
	}
	c.wake()
}

// wake makes whoever waits look again. It is called with the lock held.
func (c *conn) wake() {
	close(c.changed)
	c.changed = make(chan struct{})
}

// Read waits for bytes. @errors io.EOF after a clean close, os.ErrDeadlineExceeded, net.ErrClosed
func (c *conn) Read(p []byte) (int, error) {
	for {
		c.mu.Lock()
		if c.closed {
			c.mu.Unlock()
			return 0, net.ErrClosed
		}
		wait := time.Until(c.readDeadline)
		if !c.readDeadline.IsZero() && wait <= 0 {
			c.mu.Unlock()
			return 0, os.ErrDeadlineExceeded
		}
		if len(c.received) > 0 {
			n := copy(p, c.received[0])
			if c.received[0] = c.received[0][n:]; len(c.received[0]) == 0 {
				c.received = c.received[1:]
			}
			c.mu.Unlock()
			return n, nil
		}
		if c.err != nil || len(p) == 0 {
			defer c.mu.Unlock()
			return 0, c.err
		}
		changed, deadline := c.changed, c.readDeadline
		c.mu.Unlock()
		if deadline.IsZero() {
			<-changed
			continue
		}
		timer := time.NewTimer(wait)
		select {
		case <-changed:
		case <-timer.C:
		}
		timer.Stop()
	}
}

// Write sends p as one binary message. It never waits: the page queues what the network cannot take yet.
func (c *conn) Write(p []byte) (int, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	switch {
	case c.closed:
		return 0, net.ErrClosed
	case c.err != nil:
		return 0, io.ErrClosedPipe
	case !c.writeDeadline.IsZero() && !time.Now().Before(c.writeDeadline):
		return 0, os.ErrDeadlineExceeded
	}
	array := js.Global().Get("Uint8Array").New(len(p))
	js.CopyBytesToJS(array, p)
	c.socket.Call("send", array)
	return len(p), nil
}

// Close closes the socket; reads that wait fail.
func (c *conn) Close() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.closed {
		return net.ErrClosed
	}
	c.closed = true
	c.release()
	c.socket.Call("close")
	c.wake()
	return nil
}

func (c *conn) LocalAddr() net.Addr  { return Addr("") }
func (c *conn) RemoteAddr() net.Addr { return c.url }

func (c *conn) SetDeadline(t time.Time) error {
	c.SetReadDeadline(t)
	return c.SetWriteDeadline(t)
}

func (c *conn) SetReadDeadline(t time.Time) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.readDeadline = t
	c.wake()
	return nil
}

func (c *conn) SetWriteDeadline(t time.Time) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.writeDeadline = t
	return nil
}
