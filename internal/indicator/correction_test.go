package indicator

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"growthmap/internal/atlas"
)

// answer is the figure of the share definition over the features, and its rows.
func answer(features ...*atlas.Feature) (Figure, []Row) {
	d := must(Parse([]byte(share)))
	layer := must(atlas.ParseLayer([]byte(deals)))
	v, _ := d.Variant("")
	q := Question{Variant: v, Day: must(atlas.ParseDay("2026-06-30"))}
	ev := Evidence{Provenance: Provenance{Edition: 1, State: "00", Definition: "00"}, Layer: layer, Features: features}
	return must(d.Figure(ev, q)), must(d.Rows(layer, features, q))
}

func named(id string, f *atlas.Feature) *atlas.Feature {
	f.ID = id
	return f
}

func show(s *string) string {
	if s == nil {
		return "-"
	}
	return *s
}

// By hand: 41 ÷ (41 + 59) = 41.0 %. Corrected: a falls to 31, b stays, c of 10 in the regions is new, d of 20 of unknown
// place is taken out. Before with d: low 41 ÷ 120 = 34.2, high 61 ÷ 120 = 50.8. After: 41 ÷ 100 = 41.0.
func TestACorrectionByHand(t *testing.T) {
	before, old := answer(
		named("a", deal("regional", "2026-05-28", 41, -1, honam)), named("b", deal("capital", "2026-05-28", 59, -1, capital)),
		named("d", deal("", "2026-05-28", 20, -1, nowhere)))
	after, now := answer(
		named("a", deal("regional", "2026-05-28", 31, 7, honam)), named("b", deal("capital", "2026-05-28", 59, -1, capital)),
		named("c", deal("regional", "2026-05-28", 10, -1, honam)))

	var differences []string
	for _, d := range Differences(before, after) {
		differences = append(differences, d.Member+" "+show(d.Old)+" "+show(d.New))
	}
	want := "low 34.2 41.0; high 50.8 41.0; numerator.high 61 41; denominator.low 120 100; denominator.high 120 100; target.met open yes"
	if got := strings.Join(differences, "; "); got != want {
		t.Errorf("differences\n%s, want\n%s", got, want)
	}

	var rows []string
	layer := must(atlas.ParseLayer([]byte(deals)))
	part := func(p *Part) string {
		if p == nil {
			return "none"
		}
		return fmt.Sprintf("%s %s..%s", p.Role, show(p.Low), show(p.High))
	}
	for _, c := range RowChanges(layer, must(atlas.ParseDay("2026-06-30")), old, now) {
		row := c.ID() + ": " + part(c.Before) + " → " + part(c.After)
		for _, column := range c.Columns {
			row += fmt.Sprintf(" [%s %s %s]", column.Column.ID, show(column.Old), show(column.New))
		}
		rows = append(rows, row)
	}
	want = "a: in 41..41 → in 31..31 [amount 41 31] [state - 7]\nc: none → in 10..10\nd: unknown 20..20 → none"
	if got := strings.Join(rows, "\n"); got != want {
		t.Errorf("rows\n%s, want\n%s", got, want)
	}
}

// A later edition that says the same corrects nothing, whatever else it knows of
// the features.
func TestTheSameIsNoCorrection(t *testing.T) {
	before, old := answer(named("a", deal("regional", "2026-05-28", 41, -1, honam)), named("b", deal("capital", "2026-05-28", 59, -1, capital)))
	after, now := answer(named("b", deal("capital", "2026-05-28", 59, 3, capital)), named("a", deal("regional", "2026-05-28", 41, 5, honam)))
	after.Edition, after.State, after.ID = 2, "11", "gm-other"
	if d := Differences(before, after); len(d) != 0 {
		t.Errorf("differences %v", d)
	}
	if c := RowChanges(must(atlas.ParseLayer([]byte(deals))), before.Day, old, now); len(c) != 0 {
		t.Errorf("rows %v", c)
	}
}

// A figure that was frozen as JSON and read again differs from itself in nothing.
func TestAFrozenFigureIsReadAsItWas(t *testing.T) {
	before, _ := answer(named("a", deal("regional", "2026-05", 41, -1, honam)), named("b", deal("", "2026-05-28", 59, -1, nowhere)))
	var read Figure
	if err := json.Unmarshal(must(json.Marshal(before)), &read); err != nil {
		t.Fatal(err)
	}
	if d := Differences(before, read); len(d) != 0 || read.ID != before.ID || read.Day != before.Day {
		t.Errorf("%+v was read as %+v: %v", before, read, d)
	}
}

func TestAFigureInWords(t *testing.T) {
	value := func(value, low, high string) Value {
		text := func(s string) *string {
			if s == "" {
				return nil
			}
			return &s
		}
		return Value{text(value), text(low), text(high)}
	}
	percent, won := atlas.Text{Ko: "%", En: "%"}, atlas.Text{Ko: "원", En: "won"}
	for _, test := range []struct {
		figure Figure
		ko, en string
	}{
		{Figure{Unit: percent, Value: value("41.1", "41.1", "41.1")}, "41.1%", "41.1%"},
		{Figure{Unit: percent, Value: value("41.2", "36.2", "48.3"), Reported: &ReportedValue{Value: "42.5"}},
			"41.2% (하한 36.2%, 상한 48.3%); 공식 발표 42.5%", "41.2% (between 36.2% and 48.3%); officially reported 42.5%"},
		{Figure{Unit: won, Value: value("-1234567.50", "-1234567.50", "-1234567.50")}, "-1,234,567.50원", "-1,234,567.50 won"},
		{Figure{Unit: won, Value: value("100", "100", "")}, "100원 (하한 100원, 상한 알 수 없음)", "100 won (between 100 won and unknown)"},
		{Figure{Unit: percent, Value: value("", "3.0", "9.0")}, "하한 3.0%, 상한 9.0%", "between 3.0% and 9.0%"},
		{Figure{NotComputable: &atlas.Text{Ko: "이름을 모릅니다.", En: "Names are unknown."}}, "셈할 수 없음 — 이름을 모릅니다", "not computable. Names are unknown"},
	} {
		if ko, en := test.figure.InWords("ko"), test.figure.InWords("en"); ko != test.ko || en != test.en {
			t.Errorf("%q, %q; want %q, %q", ko, en, test.ko, test.en)
		}
	}
}

func TestAMistypedCitationIsExplained(t *testing.T) {
	f, _ := answer(named("a", deal("regional", "2026-05-28", 41, -1, honam)))
	for given, want := range map[string]string{
		f.ID[:15]:                  "There are 12 letters",
		f.ID + "a":                 "There are 20 letters",
		"gm-0" + f.ID[4:]:          `Letter 1, "0"`,
		f.ID[:7] + "1" + f.ID[8:]:  "Perhaps it is l, i",
		"regional-share":           "not of that form",
		"":                         "not of that form",
		strings.Repeat("gm-", 200): "There are 597 letters",
	} {
		err := malformed(given)
		if _, _, ok := ParseCitation(given); ok || !atlas.IsKind(err, atlas.NotFound) || !strings.Contains(err.Error(), want) || len(err.Error()) > 400 {
			t.Errorf("%q: %v, want %q", given, err, want)
		}
	}
}
