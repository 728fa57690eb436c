// Package websocket gives programs in browsers a net.Conn over a WebSocket, the one kind of connection that a page can make. On js it is
// the page's WebSocket, on wasip1 the host's.
//
//	conn, err := websocket.Dial(ctx, "wss://example.com/tunnel")
//
// What the other side sends, in messages of any size, is one stream of bytes here; each Write is one binary message.
package websocket

import (
	"context"
	"net"
)

// Addr is the address of a connection's other side: its URL.
type Addr string

// Network is "websocket".
func (Addr) Network() string { return "websocket" }

// String is the URL.
func (a Addr) String() string { return string(a) }

// Dial connects to a ws or wss URL. Other goroutines run on while it waits. The context is that of the attempt, not of the connection.
func Dial(ctx context.Context, url string, protocols ...string) (net.Conn, error) {
	if protocols == nil {
		protocols = []string{}
	}
	conn, err := dial(ctx, url, protocols)
	if err != nil {
		if ctx.Err() != nil {
			err = ctx.Err()
		}
		return nil, &net.OpError{Op: "dial", Net: "websocket", Addr: Addr(url), Err: err}
	}
	return conn, nil
}
