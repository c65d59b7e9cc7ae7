package main

import (
	"context"
	"encoding/csv"
	"encoding/json"
	"net/http"
	"reflect"
	"slices"
	"strings"
	"testing"
)

// One figure has one id and one value in the API, as JSON and as CSV, on the
// page, on the command line, in its citation and in a frozen reply.
func TestOneFigureHasOneID(t *testing.T) {
	s := running(t)
	cli := func(args ...string) []byte {
		t.Helper()
		out, err := command(context.Background(), append(args, "--data", s.data)...).Output()
		if err != nil {
			t.Fatalf("growthmap %s: %v", strings.Join(args, " "), err)
		}
		return out
	}
	read := func(body []byte, into any) {
		t.Helper()
		if err := json.Unmarshal(body, into); err != nil {
			t.Fatalf("%v: %s", err, body)
		}
	}
	const question = "/api/indicators/regional-share/figures?variant=fsc&region=HNM&at=2026-08-27"
	ask := []string{"regional-share", "--variant", "fsc", "--region", "HNM", "--at", "2026-08-27", "--json"}

	var api struct{ Figures []map[string]any }
	body, _ := s.get(question, http.StatusOK)
	read(body, &api)
	figure := api.Figures[0]
	delete(figure, "links")
	delete(figure, "area")
	id := figure["id"].(string)

	var figures []map[string]any
	read(cli(append([]string{"figure"}, ask...)...), &figures)
	var asked, resolved struct {
		Figure   map[string]any
		Standing struct{ Status string }
	}
	read(cli(append([]string{"cite"}, ask...)...), &asked)
	read(cli("cite", id, "--json"), &resolved)
	cli("cite", "freeze", "one-id", id, "--ko", "답변", "--en", "Reply", "--author", "H. Kim")
	var reply struct {
		Figures []struct {
			Frozen struct{ Figure map[string]any }
		}
	}
	body, _ = s.get("/api/replies/one-id", http.StatusOK)
	read(body, &reply)
	var cited struct{ Figure map[string]any }
	body, _ = s.get("/f/"+id+"?f=json", http.StatusOK)
	read(body, &cited)
	for where, f := range map[string]map[string]any{
		"growthmap figure": figures[0], "growthmap cite INDICATOR": asked.Figure, "growthmap cite ID": resolved.Figure,
		"the frozen reply": reply.Figures[0].Frozen.Figure, "the citation": cited.Figure,
	} {
		if !reflect.DeepEqual(f, figure) {
			t.Errorf("%s says\n%v\nand the API\n%v", where, f, figure)
		}
	}
	if resolved.Standing.Status != "current" {
		t.Errorf("it is %s", resolved.Standing.Status)
	}

	body, _ = s.get(question+"&f=csv", http.StatusOK)
	table, err := csv.NewReader(strings.NewReader(string(body))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	for column, member := range map[string]string{"id": "id", "value": "value", "low": "low", "high": "high"} {
		if got := table[1][slices.Index(table[0], column)]; got != figure[member] {
			t.Errorf("the CSV has the %s %s, the API %v", column, got, figure[member])
		}
	}
	for _, path := range []string{"/f/" + id, question + "&f=html"} {
		page, _ := s.get(path, http.StatusOK, "Accept", "text/html")
		for _, want := range []string{id, figure["value"].(string), figure["low"].(string), figure["high"].(string)} {
			if !strings.Contains(string(page), want) {
				t.Errorf("the page %s does not say %s", path, want)
			}
		}
	}
	if out := string(cli("cite", id)); !strings.Contains(out, id) || !strings.Contains(out, "https://") || !strings.Contains(out, "인용 번호") {
		t.Errorf("the citation in words is\n%s", out)
	}
	for _, wrong := range [][]string{
		{"cite", id[:18] + "x"}, {"cite", id, "--at", "2026-01-01"}, {"cite", "growth"},
		{"cite", "freeze", "one-id", id, "--ko", "답변", "--en", "Reply", "--author", "H. Kim"}, // taken
		{"cite", "freeze", "Two IDs", id, "--ko", "답변", "--en", "Reply", "--author", "H. Kim"},
		{"cite", "freeze", "other", "gm-wrong", "--ko", "답변", "--en", "Reply", "--author", "H. Kim"},
	} {
		if out, err := command(context.Background(), append(wrong, "--data", s.data)...).CombinedOutput(); err == nil {
			t.Errorf("growthmap %s: %s", strings.Join(wrong, " "), out)
		}
	}
}
