// Package wire is what the programs of the fleet say to each other.
package wire

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"time"
)

// Limit is the largest body that either side reads, in bytes.
const Limit = 1 << 20

// Report is one machine's state at one time.
type Report struct {
	Machine string            `json:"machine"`
	Time    time.Time         `json:"time"`
	Values  map[string]string `json:"values,omitempty"`
}

// Check refuses a report that cannot be stored.
func (r Report) Check() error {
	if r.Machine == "" {
		return errors.New("report names no machine")
	}
	if r.Time.IsZero() {
		return errors.New("report has no time")
	}
	return nil
}

// Client talks to one gateway.
type Client struct {
	Base string
	HTTP *http.Client
}

// Send delivers a report.
func (c Client) Send(ctx context.Context, report Report) error {
	body, err := json.Marshal(report)
	if err != nil {
		return err
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, c.Base+"/reports", bytes.NewReader(body))
	if err != nil {
		return err
	}
	request.Header.Set("Content-Type", "application/json")
	return c.do(request, nil)
}

// Reports returns the last report of every machine.
func (c Client) Reports(ctx context.Context) ([]Report, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, c.Base+"/reports", nil)
	if err != nil {
		return nil, err
	}
	var reports []Report
	return reports, c.do(request, &reports)
}

func (c Client) do(request *http.Request, into any) error {
	client := c.HTTP
	if client == nil {
		client = &http.Client{Timeout: 10 * time.Second}
	}
	response, err := client.Do(request)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	body, err := io.ReadAll(io.LimitReader(response.Body, Limit))
	if err != nil {
		return err
	}
	if response.StatusCode >= 300 {
		return fmt.Errorf("%s %s: %s: %s", request.Method, request.URL, response.Status, bytes.TrimSpace(body))
	}
	if into == nil {
		return nil
	}
	return json.Unmarshal(body, into)
}
