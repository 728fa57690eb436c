//go:build wasip1

package fetch

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"strconv"

	"example.test/slipway/internal/netfile"
)

// request is what the host is asked for.
type request struct {
	Method      string      `json:"method"`
	URL         string      `json:"url"`
	Headers     [][2]string `json:"headers"`
	Credentials string      `json:"credentials,omitempty"`
	Mode        string      `json:"mode,omitempty"`
	Cache       string      `json:"cache,omitempty"`
	Redirect    string      `json:"redirect,omitempty"`
}

// response is how the host answers.
type response struct {
	Error      string      `json:"error"`
	Status     int         `json:"status"`
	StatusText string      `json:"statusText"`
	Headers    [][2]string `json:"headers"`
}

// chunk is how much of a body goes in one record.
const chunk = 64 << 10

// RoundTrip makes one request. Other goroutines run on while it waits, and the end of the request's context ends it.
func (t *Transport) RoundTrip(req *http.Request) (*http.Response, error) {
	defer closeBody(req)
	ctx := req.Context()
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	f, err := netfile.Open("fetch")
	if err != nil {
		return nil, err
	}
	stop := context.AfterFunc(ctx, func() { f.Close() })
	answer, err := t.exchange(f, req)
	if err != nil {
		stop()
		f.Close()
		if ctx.Err() != nil {
			err = ctx.Err()
		}
		return nil, err
	}
	return result(req, answer, &body{f, ctx, stop}), nil
}

func closeBody(req *http.Request) {
	if req.Body != nil {
		req.Body.Close()
	}
}

// exchange sends a request and waits for the head of its answer.
func (t *Transport) exchange(f *os.File, req *http.Request) (*response, error) {
	asked := request{
		Method: req.Method, URL: req.URL.String(), Headers: [][2]string{},
		Credentials: t.Credentials, Mode: t.Mode, Cache: t.Cache, Redirect: t.Redirect,
	}
	if asked.Method == "" {
		asked.Method = http.MethodGet
	}
	for name, values := range req.Header {
		for _, value := range values {
			asked.Headers = append(asked.Headers, [2]string{name, value})
		}
	}
	if err := netfile.WriteJSON(f, asked); err != nil {
		return nil, err
	}
	if err := sendBody(f, req.Body); err != nil {
		return nil, err
	}
	var answer response
	if err := netfile.ReadJSON(f, &answer); err != nil {
		return nil, err
	}
	if answer.Error != "" {
		return nil, fmt.Errorf("fetch: %s", answer.Error)
	}
	return &answer, nil
}

func sendBody(f *os.File, from io.Reader) error {
	if from != nil && from != http.NoBody {
		buffer := make([]byte, chunk)
		for {
			n, err := from.Read(buffer)
			if n > 0 {
				if err := netfile.WriteRecord(f, buffer[:n]); err != nil {
					return err
				}
			}
			if err == io.EOF {
				break
			}
			if err != nil {
				return err
			}
		}
	}
	return netfile.WriteRecord(f, nil)
}

func result(req *http.Request, answer *response, from io.ReadCloser) *http.Response {
	header := http.Header{}
	for _, pair := range answer.Headers {
		header.Add(pair[0], pair[1])
	}
	res := &http.Response{
		Status:        strconv.Itoa(answer.Status) + " " + statusText(answer),
		StatusCode:    answer.Status,
		Proto:         "HTTP/1.1",
		ProtoMajor:    1,
		ProtoMinor:    1,
		Header:        header,
		Body:          from,
		ContentLength: -1,
		Request:       req,
	}
	if header.Get("Content-Encoding") != "" {
		// The browser has undone it; the length was that of the encoded body.
		res.Uncompressed = true
		header.Del("Content-Encoding")
		header.Del("Content-Length")
	} else if n, err := strconv.ParseInt(header.Get("Content-Length"), 10, 64); err == nil {
		res.ContentLength = n
	}
	return res
}

// statusText is the reason phrase, which newer versions of HTTP do not have.
func statusText(answer *response) string {
	if answer.StatusText != "" {
		return answer.StatusText
	}
	return http.StatusText(answer.Status)
}

// body is a response's body; the end of the request's context ends it.
type body struct {
	file *os.File
	ctx  context.Context
	stop func() bool
}

func (b *body) Read(p []byte) (int, error) {
	n, err := b.file.Read(p)
	if err != nil && !errors.Is(err, io.EOF) && b.ctx.Err() != nil {
		err = b.ctx.Err()
	}
	return n, err
}

func (b *body) Close() error {
	b.stop()
	if err := b.file.Close(); err != nil && !errors.Is(err, os.ErrClosed) {
		return err
	}
	return nil
}
