package main

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
)

// A scenario and a plan come out the same on the command line and from the API.
func TestScenariosAndPlansAgreeWithTheAPI(t *testing.T) {
	s := running(t)
	run := func(args ...string) ([]byte, error) {
		return command(context.Background(), append(args, "--data", s.data)...).CombinedOutput()
	}
	same := func(args []string, api []byte) {
		t.Helper()
		out, err := command(context.Background(), append(args, "--json", "--data", s.data)...).Output()
		if err != nil {
			t.Fatalf("growthmap %s: %v", strings.Join(args, " "), err)
		}
		var own, other map[string]any
		if err := json.Unmarshal(out, &own); err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal(api, &other); err != nil {
			t.Fatal(err)
		}
		for _, of := range []string{"links", "token", "layer"} {
			delete(other, of)
		}
		if !reflect.DeepEqual(own, other) {
			t.Errorf("growthmap %s says\n%s\nthe API\n%s", strings.Join(args, " "), out, api)
		}
	}
	const body = `{"indicator": "regional-share", "day": "2026-12-31", "approve": [{"feature": "NGF-M05", "day": "2026-12-18"}]}`
	file := filepath.Join(t.TempDir(), "scenario.json")
	if err := os.WriteFile(file, []byte(body), 0o600); err != nil {
		t.Fatal(err)
	}
	response, err := http.Post(s.address+"/api/scenarios", "application/json", strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	var api bytes.Buffer
	if _, err := api.ReadFrom(response.Body); err != nil || response.StatusCode != http.StatusOK {
		t.Fatalf("status %d, %v: %s", response.StatusCode, err, api.Bytes())
	}
	same([]string{"scenario", file}, api.Bytes())
	plan, _ := s.get("/api/indicators/regional-share/plan?at=2026-08-27&objective=amount&assume=NGF-P03:100000000000", http.StatusOK)
	same([]string{"plan", "regional-share", "--at", "2026-08-27", "--objective", "amount", "--assume", "NGF-P03:100000000000"}, plan)

	if out, err := run("scenario", file); err != nil || !strings.Contains(string(out), "not what is") || !strings.Contains(string(out), "2026-12-18") {
		t.Errorf("%v: the table says\n%s", err, out)
	}
	if out, err := run("plan", "regional-share", "--at", "2026-08-27"); err != nil || !strings.Contains(string(out), "proven the smallest") || !strings.Contains(string(out), "NGF-M05") {
		t.Errorf("%v: the table says\n%s", err, out)
	}
	if err := os.WriteFile(file, []byte(`{"indicator": "regional-share", "approve": [{"feature": "X", "day": "soon"}], "colour": 1}`), 0o600); err != nil {
		t.Fatal(err)
	}
	if out, err := run("scenario", file); err == nil || !strings.Contains(string(out), "/approve/0/day") || !strings.Contains(string(out), "/colour") {
		t.Errorf("%v: %s", err, out)
	}
	if out, err := run("plan", "regional-share", "--assume", "NGF-P03"); err == nil || !strings.Contains(string(out), "FEATURE:AMOUNT") {
		t.Errorf("%v: %s", err, out)
	}
}
