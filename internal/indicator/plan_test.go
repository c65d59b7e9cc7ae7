package indicator

import (
	"fmt"
	"math/big"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"growthmap/internal/atlas"
)

const ventures = `{
	"id": "projects", "title": {"ko": "사업", "en": "Projects"}, "description": {"ko": "시험", "en": "For tests"},
	"schema": {
		"name": {"type": "string", "title": {"ko": "이름", "en": "Name"}, "localized": true},
		"kind": {"type": "string", "title": {"ko": "종류", "en": "Kind"}},
		"class": {"type": "string", "title": {"ko": "구분", "en": "Class"}},
		"part": {"type": "string", "title": {"ko": "상위", "en": "Part of"}},
		"amount": {"type": "integer", "unit": "KRW", "title": {"ko": "금액", "en": "Amount"}},
		"state": {"type": "integer", "unit": "KRW", "title": {"ko": "기금", "en": "State"}}
	},
	"stages": [{"id": "proposed", "title": {"ko": "제안", "en": "Proposed"}}, {"id": "approved", "title": {"ko": "승인", "en": "Approved"}}],
	"intake": {"id": ["id"], "place": {"sido": "sido"}, "citations": [{"url": "url"}]}
}`

const planned = `{
	"id": "planned", "title": {"ko": "비중", "en": "Share"}, "description": {"ko": "시험", "en": "Test"}, "unit": {"ko": "%", "en": "%"}, "direction": "up",
	"places": 1, "layer": "projects",
	"measure": {"kind": "share", "amount": "amount", "stage": "approved", "where": "kind = 'done'", "among": "class = 'regional'", "unknown": "class IS NULL"},
	"within": [{"where": "class = 'capital'", "regions": ["CAP"]}, {"where": "class = 'regional'", "regions": ["HNM", "JBK"]}],
	"variants": [
		{"id": "all", "title": {"ko": "전체", "en": "All"}, "description": {"ko": "전체", "en": "All"}},
		{"id": "state", "title": {"ko": "기금", "en": "State"}, "description": {"ko": "기금", "en": "State"}, "amount": "state", "at_most": "amount"},
		{"id": "cases", "title": {"ko": "건수", "en": "Cases"}, "description": {"ko": "건수", "en": "Cases"}, "cases": true},
		{"id": "of-whole", "title": {"ko": "전체 가운데", "en": "Of the whole"}, "description": {"ko": "전체", "en": "All"}, "of": {"layer": "whole", "feature": "W", "value": "amount"}},
		{"id": "proposed", "title": {"ko": "제안", "en": "Proposed"}, "description": {"ko": "제안", "en": "Proposed"}, "where": "kind = 'open'", "stage": "proposed"},
		{"id": "never", "title": {"ko": "불가", "en": "Never"}, "description": {"ko": "불가", "en": "Never"}, "not_computable": {"ko": "알 수 없음", "en": "unknown"}}
	],
	"target": {"at_least": "40", "by": "2030-12-31", "layer": "targets", "feature": "T1"},
	"pipeline": {"where": "kind = 'open'", "parent": "part", "assumptions": [{"text": {"ko": "발표액이 승인된다고 봅니다.", "en": "What is announced is approved."}}]},
	"supposition": {"counts": {"kind": "done"}, "in": {"class": "regional"}, "out": {"class": "capital"}}
}`

// work is a project; amounts below zero are unknown.
func work(id, kind, class string, amount int64, place atlas.Place, part string) *atlas.Feature {
	f := &atlas.Feature{Layer: "projects", ID: id, Place: place, Life: atlas.Always, Properties: map[string]any{"kind": kind, "name_ko": id},
		Stages: map[string]atlas.Interval{"proposed": must(atlas.ParsePartial("2025-12-01"))}}
	if kind == "done" {
		f.Stages["approved"] = must(atlas.ParsePartial("2026-05-28"))
	}
	if class != "" {
		f.Properties["class"] = class
	}
	if amount >= 0 {
		f.Properties["amount"] = amount
	}
	if part != "" {
		f.Properties["part"] = part
	}
	return f
}

// works stand at 30 of 100 known, and 10 of unknown place: between 30 ÷ 110 = 27.3 % and 40 ÷ 110 = 36.4 %.
func works() []*atlas.Feature {
	return []*atlas.Feature{
		work("A1", "done", "regional", 30, honam, "M1"), work("A2", "done", "capital", 70, capital, ""), work("A3", "done", "", 10, nowhere, ""),
		work("M1", "open", "regional", 50, honam, ""), work("M2", "open", "regional", 14, jeonbuk, ""), work("P1", "open", "regional", 9, jeonbuk, "M2"),
		work("P2", "open", "regional", -1, jeonbuk, ""), work("P3", "open", "capital", 40, capital, ""), work("P4", "open", "", 5, nowhere, ""),
	}
}

func planning(features []*atlas.Feature, variant, day string) (*Definition, Evidence, Question) {
	d := must(Parse([]byte(planned)))
	v, ok := d.Variant(variant)
	if !ok {
		panic(variant)
	}
	ev := Evidence{Layer: must(atlas.ParseLayer([]byte(ventures))), Features: features, Provenance: Provenance{Edition: 7, State: "s", Definition: "d"},
		Wholes: map[Whole]*big.Int{{"whole", "W", "amount"}: big.NewInt(200)}}
	return d, ev, Question{Variant: v, Day: must(atlas.ParseDay(day)), Areas: areas}
}

func TestPlansByHand(t *testing.T) {
	for name, test := range map[string]struct {
		variant string
		wish    Wish
		want    string
	}{
		// Low: 30 of 110 and 40 % of 110 is 44: (44 − 30) ÷ 0.6 = 23.3, so 24 are missing. M1 has 50 − 30 = 20 left, M2 14, P1
		// (a part of M2) 9: 20 + 9 = 29 is the least that is enough, (30 + 29) ÷ (110 + 29) = 42.4 %.
		"the least of the fewest": {"", Wish{Objective: Fewest, Bound: AtLow}, "reachable 27.3 missing 24: M1 P1 29 42.4 missing - proven"},
		"the least amount":        {"", Wish{Objective: LeastAmount, Bound: AtLow}, "reachable 27.3 missing 24: M1 P1 29 42.4 missing - proven"},
		// P2 assumed at 25 does it alone: 55 ÷ 135 = 40.7 %.
		"an assumed amount": {"", Wish{Objective: Fewest, Bound: AtLow, Assume: map[string]int64{"P2": 25}}, "reachable 27.3 missing 24: P2 25 40.7 missing - proven"},
		// Among the known, 30 of 100: 10 ÷ 0.6 = 16.7, so 17. M1 alone: 50 ÷ 120 = 41.7 %.
		"at the value": {"", Wish{Objective: Fewest, Bound: AtValue}, "reachable 30.0 missing 17: M1 20 41.7 missing - proven"},
		// High: 40 of 110 and 4 ÷ 0.6 = 6.7. P1 gives 9: 49 ÷ 119 = 41.2 %; P4, whose place is unknown, may be inside, but 5 are too few.
		"at the high bound": {"", Wish{Objective: Fewest, Bound: AtHigh}, "reachable 36.4 missing 7: P1 9 41.2 missing - proven"},
		// Nobody states the state's part of anything: low is 0 of 70 + 10 at most, and 32 ÷ 0.6 = 53.3.
		"no amounts": {"state", Wish{Objective: Fewest, Bound: AtLow}, "unreachable 0.0 missing 54:  0 0.0 missing 54 proven"},
		// Cases, low: 1 of 3; (1.2 − 1) ÷ 0.6 rounded up is 1, and any regional one makes 2 of 4.
		"cases": {"cases", Wish{Objective: Fewest, Bound: AtLow}, "reachable 33.3 missing 1: M1 1 50.0 missing - proven"},
		// Of a fixed whole of 200, 40 % is 80, and 50 more are needed: M1 20, M2 14 and no more, or 64 of 200.
		"of a whole": {"of-whole", Wish{Objective: Fewest, Bound: AtLow}, "unreachable 15.0 missing 50: M1 M2 34 32.0 missing 16 proven"},
	} {
		d, ev, q := planning(works(), test.variant, "2026-08-27")
		p, err := d.Plan(ev, q, test.wish)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		show := func(s *string) string {
			if s == nil {
				return "-"
			}
			return *s
		}
		proven := "open"
		if p.Proven {
			proven = "proven"
		}
		got := fmt.Sprintf("%s %s missing %s: %s %s %s missing %s %s", p.Status, p.Value, show(p.Missing), strings.Join(p.Chosen, " "), p.Amount, p.After, show(p.MissingAfter), proven)
		if got != test.want {
			t.Errorf("%s:\n got %s\nwant %s", name, got, test.want)
		}
	}
}

func TestAPlanSaysWhatEachProjectDoes(t *testing.T) {
	d, ev, q := planning(works(), "", "2026-08-27")
	p := must(d.Plan(ev, q, Wish{Objective: Fewest, Bound: AtLow}))
	var lines []string
	for _, o := range p.Projects {
		lines = append(lines, strings.TrimSpace(fmt.Sprint(o.Feature, " ", o.Role, " ", o.Amount, " ", o.Basis, " ", o.With, " ", o.Effect, " ", strings.Join(append(o.Overlaps, o.Counted...), ","))))
	}
	want := []string{
		"M1 in 20 rest 38.5 11.189 A1", // 50 ÷ 130 = 38.46, less 27.27
		"M2 in 14 stated 35.5 8.211 P1",
		"P1 in 9 stated 32.8 5.500 M2",
		"P3 out 40 stated 20.0 -7.273", // 30 ÷ 150
		"P4 unknown 5 stated 26.1 -1.186",
	}
	if !slices.Equal(lines, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(lines, "\n"), strings.Join(want, "\n"))
	}
	if len(p.Needs) != 1 || p.Needs[0].Feature != "P2" || p.Needs[0].Wanted != "amount" {
		t.Errorf("needs %+v", p.Needs)
	}
	// Among the known, what may be on either side changes nothing; elsewhere it does.
	known := must(d.Plan(ev, q, Wish{Objective: Fewest, Bound: AtValue}))
	if len(known.Needs) != 2 || known.Needs[1].Feature != "P4" || known.Needs[1].Wanted != "bound" {
		t.Errorf("among the known, needs %+v", known.Needs)
	}
	for _, n := range known.Needs { // read by people
		if reason := n.Reason.Ko + n.Reason.En; !n.Reason.Complete() || strings.ContainsAny(reason, "=:") || strings.Contains(reason, n.Feature) {
			t.Errorf("%s is needed because %q", n.Feature, reason)
		}
	}
	// Without A1 nothing is regional; without A2, 30 ÷ 40; without A3, 30 ÷ 100.
	var counted []string
	for _, c := range p.Counted {
		counted = append(counted, c.Feature+" "+*c.Without+" "+*c.Effect)
	}
	if want := []string{"A2 75.0 -47.727", "A1 0.0 27.273", "A3 30.0 -2.727"}; !slices.Equal(counted, want) {
		t.Errorf("got %q, want %q", counted, want)
	}
	if len(p.Assumptions) != 3 {
		t.Errorf("assumptions %+v", p.Assumptions)
	}
}

// What a plan chooses, supposed in a scenario, gives the figure that the plan says.
func TestPlansHoldInTheirScenario(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 7))
	reached := 0
	for n := range 60 {
		var features []*atlas.Feature
		for i := range 6 + r.IntN(8) {
			kind := []string{"done", "open"}[r.IntN(2)]
			class := []string{"regional", "regional", "capital", ""}[r.IntN(4)]
			place := map[string]atlas.Place{"regional": honam, "capital": capital}[class]
			part := ""
			if i > 0 && r.IntN(4) == 0 {
				part = fmt.Sprint("W", r.IntN(i))
			}
			features = append(features, work(fmt.Sprint("W", i), kind, class, 1+r.Int64N(60), place, part))
		}
		for _, variant := range []string{"all", "cases", "of-whole"} {
			for _, bound := range PlanBounds() {
				d, ev, q := planning(features, variant, "2026-08-27")
				p := must(d.Plan(ev, q, Wish{Objective: LeastAmount, Bound: bound}))
				if p.Scenario == nil {
					continue
				}
				played, err := d.play(ev, areas, q.Variant, *p.Scenario)
				if err != nil {
					t.Fatalf("case %d: %v", n, err)
				}
				after := played.Figures[0].After.Value
				got := map[Bound]*string{AtLow: after.Low, AtValue: after.Value, AtHigh: after.High}[bound]
				if got == nil || *got != p.After {
					t.Errorf("case %d, %s, %s: the plan says %s, its scenario %s", n, variant, bound, p.After, text(after))
				}
				if p.Status == "reachable" {
					reached++
				}
			}
		}
	}
	if reached < 30 {
		t.Errorf("only %d plans reach their target", reached)
	}
}

func TestPlansThatCannotBeMade(t *testing.T) {
	d, ev, q := planning(works(), "never", "2026-08-27")
	if p := must(d.Plan(ev, q, Wish{Objective: Fewest, Bound: AtLow})); p.NotComputable == nil || p.Status != "" {
		t.Errorf("a plan for what cannot be computed: %+v", p)
	}
	d, ev, q = planning(works(), "", "2026-01-01")
	if p := must(d.Plan(ev, q, Wish{Objective: Fewest, Bound: AtLow})); p.NotComputable == nil {
		t.Errorf("a plan on a day on which nothing counts: %+v", p)
	}
	d, ev, q = planning(works(), "proposed", "2026-08-27")
	if p := must(d.Plan(ev, q, Wish{Objective: Fewest, Bound: AtValue})); len(p.Projects) != 0 {
		t.Errorf("approving changes what is proposed: %+v", p.Projects)
	}
	if _, err := d.Plan(ev, q, Wish{Objective: Fewest, Bound: AtLow, Assume: map[string]int64{"A1": 1}}); !atlas.IsKind(err, atlas.Invalid) {
		t.Errorf("an amount assumed of what counts already: %v", err)
	}
	d.Pipeline = nil
	if _, err := d.Plan(ev, q, Wish{Objective: Fewest, Bound: AtLow}); !atlas.IsKind(err, atlas.Invalid) {
		t.Errorf("a plan without a pipeline: %v", err)
	}
}
