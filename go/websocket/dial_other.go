//go:build !wasip1 && !js

package websocket

import (
	"context"
	"errors"
	"net"
	"runtime"
)

func dial(context.Context, string, []string) (net.Conn, error) {
	return nil, errors.New("WebSockets of a page exist on js and wasip1 only; use net.Dial on " + runtime.GOOS)
}
