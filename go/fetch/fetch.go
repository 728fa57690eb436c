// Package fetch is an http.RoundTripper for programs in browsers, over the page's own fetch. On wasip1, which has no network of its own,
// it speaks to the host's; elsewhere it is http.DefaultTransport, which on js is the page's fetch already.
//
//	client := &http.Client{Transport: &fetch.Transport{}}
//	response, err := client.Get("https://example.com/")
//
// What a page may ask for, a program may: other origins need CORS headers, redirects are followed and bodies decompressed by the
// browser, and some headers, such as Host and Cookie, are its own.
package fetch

// Transport makes requests with fetch. The zero value is ready to use, by many goroutines at once.
type Transport struct {
	// Credentials, Mode, Cache and Redirect are the options of fetch of the same names; empty ones are the browser's defaults.
	// They matter on wasip1 only.
	Credentials, Mode, Cache, Redirect string
}
