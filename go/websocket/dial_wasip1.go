//go:build wasip1

package websocket

import (
	"context"
	"errors"
	"net"
	"os"

	"example.test/slipway/internal/netfile"
)

func dial(ctx context.Context, url string, protocols []string) (net.Conn, error) {
	f, err := netfile.Open("websocket")
	if err != nil {
		return nil, err
	}
	stop := context.AfterFunc(ctx, func() { f.Close() })
	var answer struct {
		Error string `json:"error"`
	}
	err = netfile.WriteJSON(f, map[string]any{"url": url, "protocols": protocols})
	if err == nil {
		err = netfile.ReadJSON(f, &answer)
	}
	if err == nil && answer.Error != "" {
		err = errors.New(answer.Error)
	}
	if !stop() && err == nil {
		err = ctx.Err()
	}
	if err != nil {
		f.Close()
		return nil, err
	}
	return &conn{f, Addr(url)}, nil
}

// conn is an open device, which has reads, writes and deadlines of its own.
type conn struct {
	*os.File
	url Addr
}

func (c *conn) LocalAddr() net.Addr  { return Addr("") }
func (c *conn) RemoteAddr() net.Addr { return c.url }
