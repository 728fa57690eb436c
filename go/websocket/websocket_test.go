//go:build js || wasip1

package websocket

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net"
	"os"
	"strings"
	"testing"
	"time"
)

// server is the address of the server that the runner of these tests starts. /echo sends every message back, /bye closes after the first one.
func server(t *testing.T) string {
	address := os.Getenv("SLIPWAY_TEST_WS")
	if address == "" {
		t.Skip("no server: SLIPWAY_TEST_WS is not set")
	}
	return address
}

func connect(t *testing.T, path string) net.Conn {
	c, err := Dial(context.Background(), server(t)+path)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestEcho(t *testing.T) {
	c := connect(t, "/echo")
	defer c.Close()
	if c.RemoteAddr().Network() != "websocket" || !strings.HasSuffix(c.RemoteAddr().String(), "/echo") {
		t.Fatalf("address %v", c.RemoteAddr())
	}
	for _, size := range []int{1, 125, 126, 70_000, 500_000} {
		sent := bytes.Repeat([]byte{byte(size)}, size)
		if n, err := c.Write(sent); n != size || err != nil {
			t.Fatalf("wrote %d, %v", n, err)
		}
		got := make([]byte, size)
		if _, err := io.ReadFull(c, got); err != nil || !bytes.Equal(got, sent) {
			t.Fatalf("%d bytes came back wrong, %v", size, err)
		}
	}
}

func TestOthersRunWhileOneReads(t *testing.T) {
	c := connect(t, "/echo")
	defer c.Close()
	read := make(chan error)
	go func() {
		_, err := io.ReadFull(c, make([]byte, 3))
		read <- err
	}()
	ticker := time.NewTicker(time.Millisecond)
	defer ticker.Stop()
	for i := 0; i < 5; i++ {
		<-ticker.C
	}
	if _, err := io.WriteString(c, "now"); err != nil {
		t.Fatal(err)
	}
	if err := <-read; err != nil {
		t.Fatal(err)
	}
}

func TestReadDeadline(t *testing.T) {
	c := connect(t, "/echo")
	defer c.Close()
	if err := c.SetReadDeadline(time.Now().Add(20 * time.Millisecond)); err != nil {
		t.Fatal(err)
	}
	if _, err := c.Read(make([]byte, 1)); !errors.Is(err, os.ErrDeadlineExceeded) {
		t.Fatalf("got %v", err)
	}
	c.SetReadDeadline(time.Time{})
	io.WriteString(c, "x")
	if _, err := c.Read(make([]byte, 1)); err != nil {
		t.Fatalf("after the deadline was lifted: %v", err)
	}
}

func TestOtherSideCloses(t *testing.T) {
	c := connect(t, "/bye")
	defer c.Close()
	io.WriteString(c, "bye")
	got, err := io.ReadAll(c)
	if err != nil || string(got) != "bye" {
		t.Fatalf("got %q, %v", got, err)
	}
}

func TestCloseEndsRead(t *testing.T) {
	c := connect(t, "/echo")
	read := make(chan error)
	go func() {
		_, err := c.Read(make([]byte, 1))
		read <- err
	}()
	time.Sleep(5 * time.Millisecond)
	if err := c.Close(); err != nil {
		t.Fatal(err)
	}
	if err := <-read; err == nil {
		t.Fatal("no error")
	}
}

func TestNobodyThere(t *testing.T) {
	server(t)
	for _, url := range []string{"ws://127.0.0.1:9/", "not a url"} {
		_, err := Dial(context.Background(), url)
		var op *net.OpError
		if !errors.As(err, &op) || op.Op != "dial" {
			t.Errorf("%s: got %v", url, err)
		}
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := Dial(ctx, server(t)+"/echo"); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}
