package fetch

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"os"
	"strings"
	"testing"
	"time"
)

// server is the address of the server that the runner of these tests starts: /echo answers with the method, the header X-Test and the body,
// /slow never, /big with 3,000,000 bytes in pieces, /missing with 404.
func server(t *testing.T) string {
	address := os.Getenv("SLIPWAY_TEST_HTTP")
	if address == "" {
		t.Skip("no server: SLIPWAY_TEST_HTTP is not set")
	}
	return address
}

var client = &http.Client{Transport: &Transport{}}

func TestGet(t *testing.T) {
	response, err := client.Get(server(t) + "/echo")
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil || string(body) != "GET  " || response.StatusCode != 200 || response.Header.Get("X-Answer") != "yes" {
		t.Fatalf("got %q, %v, %v", body, err, response)
	}
}

func TestPost(t *testing.T) {
	large := strings.Repeat("0123456789", 50_000)
	request, err := http.NewRequest("POST", server(t)+"/echo", strings.NewReader(large))
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("X-Test", "header")
	response, err := client.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil || string(body) != "POST header "+large {
		t.Fatalf("got %d bytes, %v", len(body), err)
	}
}

func TestStreamsWhileOthersRun(t *testing.T) {
	response, err := client.Get(server(t) + "/big")
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	ticks := 0
	stop := make(chan struct{})
	stopped := make(chan struct{})
	go func() {
		defer close(stopped)
		for {
			select {
			case <-stop:
				return
			case <-time.After(time.Millisecond):
				ticks++
			}
		}
	}()
	n, err := io.Copy(io.Discard, response.Body)
	close(stop)
	<-stopped
	if err != nil || n != 3_000_000 {
		t.Fatalf("got %d bytes, %v", n, err)
	}
	if ticks == 0 {
		t.Fatal("other goroutines stood still")
	}
}

func TestNotFound(t *testing.T) {
	response, err := client.Get(server(t) + "/missing")
	if err != nil {
		t.Fatal(err)
	}
	response.Body.Close()
	if response.StatusCode != 404 || !strings.HasPrefix(response.Status, "404 ") {
		t.Fatalf("got %v", response)
	}
}

func TestContextEndsRequest(t *testing.T) {
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Millisecond)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, "GET", server(t)+"/slow", nil)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := client.Do(request); !errors.Is(err, context.DeadlineExceeded) {
		t.Fatalf("got %v", err)
	}
}

func TestManyAtOnce(t *testing.T) {
	address := server(t)
	results := make(chan error)
	for i := 0; i < 20; i++ {
		go func(i int) {
			sent := bytes.Repeat([]byte{byte('a' + i)}, 1000)
			response, err := client.Post(address+"/echo", "text/plain", bytes.NewReader(sent))
			if err == nil {
				defer response.Body.Close()
				var body []byte
				body, err = io.ReadAll(response.Body)
				if err == nil && !bytes.HasSuffix(body, sent) {
					err = errors.New("another request's answer")
				}
			}
			results <- err
		}(i)
	}
	for i := 0; i < 20; i++ {
		if err := <-results; err != nil {
			t.Error(err)
		}
	}
}

func TestNobodyThere(t *testing.T) {
	server(t)
	if _, err := client.Get("http://127.0.0.1:9/"); err == nil {
		t.Fatal("no error")
	}
}
