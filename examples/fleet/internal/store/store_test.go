package store

import (
	"context"
	"net/http/httptest"
	"testing"
	"time"

	"example.test/fleet/internal/wire"
)

func TestNewestReportWins(t *testing.T) {
	server := httptest.NewServer(&Store{})
	defer server.Close()
	client := wire.Client{Base: server.URL}
	noon := time.Date(2026, 1, 2, 12, 0, 0, 0, time.UTC)
	for _, report := range []wire.Report{
		{Machine: "b", Time: noon},
		{Machine: "a", Time: noon, Values: map[string]string{"load": "1"}},
		{Machine: "a", Time: noon.Add(-time.Hour), Values: map[string]string{"load": "9"}},
	} {
		if err := client.Send(context.Background(), report); err != nil {
			t.Fatal(err)
		}
	}
	reports, err := client.Reports(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	if len(reports) != 2 || reports[0].Machine != "a" || reports[0].Values["load"] != "1" {
		t.Fatalf("got %+v", reports)
	}
}

func TestReportWithoutMachineIsRefused(t *testing.T) {
	server := httptest.NewServer(&Store{})
	defer server.Close()
	if err := (wire.Client{Base: server.URL}).Send(context.Background(), wire.Report{}); err == nil {
		t.Fatal("an empty report was taken")
	}
}
