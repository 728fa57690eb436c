//go:build !wasip1

package fetch

import "net/http"

// RoundTrip makes a request with http.DefaultTransport.
func (t *Transport) RoundTrip(request *http.Request) (*http.Response, error) {
	return http.DefaultTransport.RoundTrip(request)
}
