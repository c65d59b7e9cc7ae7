package main

import (
	"context"
	"encoding/json"
	"net/http"
	"os"
	"reflect"
	"strings"
	"testing"
)

// The table in docs/methods.md is what the command writes for the shipped data.
// After a change of the data: go run ./cmd/growthmap backtest regional-share
// --at 2026-08-27 --markdown
func TestMethodsHoldTheBacktest(t *testing.T) {
	s := running(t)
	backtest := func(args ...string) string {
		t.Helper()
		args = append([]string{"backtest", "regional-share", "--at", "2026-08-27", "--data", s.data}, args...)
		out, err := command(context.Background(), args...).Output()
		if err != nil {
			t.Fatalf("growthmap %s: %v", strings.Join(args, " "), err)
		}
		return string(out)
	}
	methods, err := os.ReadFile("../../docs/methods.md")
	if err != nil {
		t.Fatal(err)
	}
	if table := backtest("--markdown"); strings.Count(table, "\n") < 20 || !strings.Contains(string(methods), table) {
		t.Errorf("docs/methods.md does not hold\n%s", table)
	}
	var own, api map[string]any
	body, _ := s.get("/api/indicators/regional-share/backtest?at=2026-08-27", http.StatusOK)
	if err := json.Unmarshal(body, &api); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal([]byte(backtest("--json")), &own); err != nil {
		t.Fatal(err)
	}
	if delete(api, "links"); !reflect.DeepEqual(own, api) {
		t.Errorf("the command says\n%v\nthe API\n%v", own, api)
	}
	if out := backtest(); !strings.Contains(out, "days ahead") || !strings.Contains(out, "24 forecasts") {
		t.Errorf("the table for people is\n%s", out)
	}
}
