// Package store keeps the last report of every machine and serves them over HTTP.
package store

import (
	"encoding/json"
	"net/http"
	"sort"
	"sync"

	"example.test/fleet/internal/wire"
)

// Store is safe for use by several goroutines.
type Store struct {
	mu   sync.RWMutex
	last map[string]wire.Report
}

// Put keeps a report when it is newer than what is there.
func (s *Store) Put(report wire.Report) error {
	if err := report.Check(); err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.last == nil {
		s.last = map[string]wire.Report{}
	}
	if old, ok := s.last[report.Machine]; !ok || report.Time.After(old.Time) {
		s.last[report.Machine] = report
	}
	return nil
}

// All returns the reports sorted by machine.
func (s *Store) All() []wire.Report {
	s.mu.RLock()
	defer s.mu.RUnlock()
	reports := make([]wire.Report, 0, len(s.last))
	for _, report := range s.last {
		reports = append(reports, report)
	}
	sort.Slice(reports, func(a, b int) bool { return reports[a].Machine < reports[b].Machine })
	return reports
}

// ServeHTTP answers GET and POST on /reports.
func (s *Store) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	switch {
	case r.URL.Path != "/reports":
		http.NotFound(w, r)
	case r.Method == http.MethodGet:
		w.Header().Set("Content-Type", "application/json")
		_ = json.NewEncoder(w).Encode(s.All())
	case r.Method == http.MethodPost:
		var report wire.Report
		if err := json.NewDecoder(http.MaxBytesReader(w, r.Body, wire.Limit)).Decode(&report); err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
			return
		}
		if err := s.Put(report); err != nil {
			http.Error(w, err.Error(), http.StatusUnprocessableEntity)
			return
		}
		w.WriteHeader(http.StatusNoContent)
	default:
		http.Error(w, "method not allowed", http.StatusMethodNotAllowed)
	}
}
