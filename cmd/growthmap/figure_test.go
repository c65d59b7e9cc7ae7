package main

import (
	"context"
	"encoding/json"
	"net/http"
	"reflect"
	"strings"
	"testing"
)

// The command line and the API say the same of the same question, under the
// same citation.
func TestCommandAndAPIAgree(t *testing.T) {
	s := running(t)
	cli := func(args ...string) string {
		t.Helper()
		out, err := command(context.Background(), append(args, "--data", s.data)...).Output()
		if err != nil {
			t.Fatalf("growthmap %s: %v", strings.Join(args, " "), err)
		}
		return string(out)
	}
	for _, question := range []struct {
		args []string
		path string
	}{
		{[]string{"figure", "regional-share", "--at", "2026-08-27"}, "/api/indicators/regional-share/figures?at=2026-08-27"},
		{[]string{"figure", "regional-share", "--at", "2026-08-27", "--variant", "state-fund-only", "--by", "region"}, "/api/indicators/regional-share/figures?at=2026-08-27&variant=state-fund-only&by=region"},
		{[]string{"figure", "ai-factories", "--at", "2026-08-27", "--region", "DNM", "--by", "sido"}, "/api/indicators/ai-factories/figures?at=2026-08-27&region=DNM&by=sido"},
	} {
		var api struct{ Figures []map[string]any }
		body, _ := s.get(question.path, http.StatusOK)
		if err := json.Unmarshal(body, &api); err != nil {
			t.Fatal(err)
		}
		var own []map[string]any
		if err := json.Unmarshal([]byte(cli(append(question.args, "--json")...)), &own); err != nil {
			t.Fatal(err)
		}
		for _, f := range api.Figures {
			delete(f, "links") // addresses of the server
			delete(f, "area")
		}
		if !reflect.DeepEqual(own, api.Figures) || len(own) == 0 {
			t.Errorf("growthmap %s says\n%v\nand %s\n%v", strings.Join(question.args, " "), own, question.path, api.Figures)
		}
	}
	if out := cli("figure", "regional-share", "--at", "2026-05-28"); !strings.Contains(out, "41.1") || !strings.Contains(out, "41.0") || !strings.Contains(out, "gm-") {
		t.Errorf("the table says\n%s", out)
	}
	if out := cli("series", "ai-factories", "--at", "2026-05-28"); !strings.Contains(out, "2024-10-28") || !strings.Contains(out, "102") {
		t.Errorf("the table says\n%s", out)
	}
	for _, wrong := range [][]string{
		{"figure", "growth"}, {"figure", "regional-share", "--variant", "x"}, {"figure", "regional-share", "--region", "XX"}, {"figure", "regional-share", "--at", "soon"},
	} {
		out, err := command(context.Background(), append(wrong, "--data", s.data)...).CombinedOutput()
		if err == nil || !strings.Contains(string(out), wrong[len(wrong)-1]) {
			t.Errorf("growthmap %s: %v, %s", strings.Join(wrong, " "), err, out)
		}
	}
}
