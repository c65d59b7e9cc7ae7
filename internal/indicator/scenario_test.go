package indicator

import (
	"encoding/json"
	"errors"
	"math/big"
	"reflect"
	"slices"
	"strings"
	"testing"

	"growthmap/internal/atlas"
)

// played answers a scenario, given as JSON, on the works.
func played(t *testing.T, body string) *Played {
	t.Helper()
	p, err := playing(body)
	if err != nil {
		t.Fatalf("%s: %v", body, err)
	}
	return p
}

func playing(body string) (*Played, error) {
	sc, err := ReadScenario([]byte(body))
	if err != nil {
		return nil, err
	}
	d, ev, q := planning(works(), sc.Variant, "2026-08-27")
	if sc.Day == atlas.MinDay {
		sc.Day = max(q.Day, sc.lastDay())
	}
	sc.Edition = ev.Edition
	return d.play(ev, areas, q.Variant, sc)
}

// after is what the scenario makes of each area, by code.
func (p *Played) after() map[string]string {
	all := map[string]string{}
	for _, c := range p.Figures {
		all[c.Region] = text(c.After.Value)
	}
	return all
}

func TestAScenarioOfNothingChangesNothing(t *testing.T) {
	for _, variant := range []string{"all", "state", "cases", "of-whole", "proposed", "never"} {
		p := played(t, `{"indicator": "planned", "variant": "`+variant+`"}`)
		if len(p.Figures) != 4 || !p.Hypothetical || !strings.HasPrefix(p.ID, "sc-") || len(p.Effects) != 0 {
			t.Fatalf("%s: %+v", variant, p)
		}
		for _, c := range p.Figures {
			if c.After.ID != p.ID || !c.After.Scenario || !strings.HasPrefix(c.Before.ID, "gm-") {
				t.Errorf("%s: a supposed figure with the id %s", variant, c.After.ID)
			}
			c.Before.Reported, c.After.ID = nil, c.Before.ID
			if !reflect.DeepEqual(c.Before, c.After.Figure) {
				t.Errorf("%s, %q: %+v became %+v", variant, c.Region, c.Before, c.After.Figure)
			}
		}
		if p.Target != nil && !reflect.DeepEqual(p.Target.Before, p.Target.After) {
			t.Errorf("%s: %+v", variant, p.Target)
		}
	}
}

// The works stand at 30 of 110 to 40 of 110, among the known 30 of 100.
func TestScenariosByHand(t *testing.T) {
	for name, test := range map[string]struct {
		body, region, want string
	}{
		"approved":                  {`"approve": [{"feature": "M2", "day": "2026-08-01"}]`, "", "38.6 [35.5, 43.5]"}, // 44 ÷ 114, 44 ÷ 124, 54 ÷ 124
		"in its region":             {`"approve": [{"feature": "M2", "day": "2026-08-01"}]`, "JBK", "12.3 [11.3, 19.4]"},
		"less what counts already":  {`"approve": [{"feature": "M1", "day": "2026-08-01"}]`, "", "41.7 [38.5, 46.2]"},
		"an amount of its own":      {`"approve": [{"feature": "P2", "day": "2026-08-01", "amount": 25}]`, "", "44.0 [40.7, 48.1]"},
		"not yet":                   {`"day": "2026-07-31", "approve": [{"feature": "M2", "day": "2026-08-01"}]`, "", "30.0 [27.3, 36.4]"},
		"its place unknown":         {`"approve": [{"feature": "P4", "day": "2026-08-01"}]`, "", "30.0 [26.1, 39.1]"}, // 30 ÷ 115, 45 ÷ 115
		"its place supposed":        {`"approve": [{"feature": "P4", "day": "2026-08-01", "region": "52"}]`, "", "33.3 [30.4, 39.1]"},
		"its side supposed":         {`"approve": [{"feature": "P4", "day": "2026-08-01", "in": false}]`, "", "28.6 [26.1, 34.8]"},
		"made up in a region":       {`"add": [{"name": "새 공장", "day": "2026-08-01", "amount": 20, "region": "HNM"}]`, "", "41.7 [38.5, 46.2]"},
		"made up in the capital":    {`"add": [{"name": "새 공장", "day": "2026-08-01", "amount": 50, "region": "CAP"}]`, "", "20.0 [18.8, 25.0]"},
		"each month, three times":   {`"day": "2026-12-31", "per_month": [{"from": "2026-10-01", "until": "2026-12-31", "amount": 10, "region": "12"}]`, "", "46.2 [42.9, 50.0]"},
		"each month, twice so far":  {`"day": "2026-12-30", "per_month": [{"from": "2026-10-01", "until": "2026-12-31", "amount": 10, "region": "12"}]`, "", "41.7 [38.5, 46.2]"},
		"shifted to a region":       {`"shift": [{"from": "CAP", "to": "JBK", "day": "2026-08-01", "amount": 14}]`, "", "44.0 [40.0, 49.1]"}, // 44 ÷ 100; 56 left outside
		"shifted by percent":        {`"shift": [{"from": "CAP", "to": "JBK", "day": "2026-08-01", "percent": "20"}]`, "JBK", "14.0 [12.7, 21.8]"},
		"a shift between regions":   {`"shift": [{"from": "HNM", "to": "JBK", "day": "2026-08-01", "amount": 5}]`, "", "30.0 [27.3, 36.4]"},
		"cases":                     {`"variant": "cases", "add": [{"name": "x", "day": "2026-08-01", "count": 3, "region": "JBK"}]`, "", "80.0 [66.7, 83.3]"},
		"fractions are carried":     {`"variant": "cases", "per_month": [{"from": "2026-05-01", "until": "2026-08-27", "count": "0.5", "region": "JBK"}]`, "", "66.7 [50.0, 75.0]"},
		"of a whole that is fixed":  {`"variant": "of-whole", "approve": [{"feature": "M2", "day": "2026-08-01"}]`, "", "22.0 [22.0, 27.0]"},
		"of its parts one is taken": {`"approve": [{"feature": "P1", "day": "2026-08-01"}]`, "", "35.8 [32.8, 41.2]"},
	} {
		p := played(t, `{"indicator": "planned", `+test.body+`}`)
		if got := p.after()[test.region]; got != test.want {
			t.Errorf("%s: got %s, want %s", name, got, test.want)
		}
	}
}

func TestAScenarioSaysWhatItDoes(t *testing.T) {
	p := played(t, `{"indicator": "planned", "approve": [{"feature": "M1", "day": "2026-09-01"}, {"feature": "P2", "day": "2026-10-01", "amount": 30}],
		"add": [{"name": "새 공장", "day": "2026-08-01", "amount": 20, "region": "HNM"}], "shift": [{"from": "CAP", "to": "JBK", "day": "2026-08-01", "amount": 4}]}`)
	var got []string
	for _, e := range p.Effects {
		got = append(got, strings.Join([]string{e.Pointer, e.Feature, e.Day.String(), string(e.Role), *e.Amount}, " "))
	}
	want := []string{"/approve/0 M1 2026-09-01 in 20", "/approve/1 P2 2026-10-01 in 30", "/add/0  2026-08-01 in 20", "/shift/0  2026-08-01 in 4"}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	var assumed []string
	for _, a := range p.Assumptions {
		if !a.Complete() {
			t.Errorf("assumption %+v", a)
		}
		assumed = append(assumed, strings.Join(a.Features, ","))
	}
	// the rest of M1, what the definition says of a stated amount, the amount given for P2, that the two do not overlap, the
	// made-up one, the shift
	if want := []string{"M1", "M1", "P2", "", "", ""}; !slices.Equal(assumed, want) {
		t.Errorf("assumptions of %q, want %q", assumed, want)
	}
}

// On 1 August 2026 the share rises to 44 of 114; of the 124 with the unknown it is 35.5 % at worst. From 2027 on 74 of 154 are
// 48.1 % for certain.
func TestTheDayATargetIsReached(t *testing.T) {
	p := played(t, `{"indicator": "planned", "approve": [{"feature": "M2", "day": "2026-08-01"}, {"feature": "P2", "day": "2027-01-15", "amount": 30}]}`)
	if r := p.Target; r.Before != (Since{}) || r.After.Possibly.String() != "2026-08-01" || r.After.ForCertain.String() != "2027-01-15" || r.Until.String() != "2030-12-31" {
		t.Errorf("before %v, after %v %v until %s", r.Before, r.After.Possibly, r.After.ForCertain, r.Until)
	}
	// What the capital gets later takes it away again.
	p = played(t, `{"indicator": "planned", "approve": [{"feature": "P2", "day": "2026-08-01", "amount": 30}, {"feature": "P3", "day": "2027-01-15"}]}`)
	if p.Target.After.ForCertain != nil {
		t.Errorf("for certain since %v", p.Target.After.ForCertain)
	}
}

// A target that is measured by the official total moves with what is added to it.
func TestARateOverAnOfficialTotal(t *testing.T) {
	d := must(Parse([]byte(strings.Replace(count, `"target":`, `"supposition": {"counts": {"class": "supposed"}}, "target":`, 1))))
	v, _ := d.Variant("")
	reports := []Report{{Day: must(atlas.ParsePartial("2026-02-01")), Value: big.NewRat(40, 1), Text: "40", Feature: &atlas.Feature{Layer: "counts", ID: "r1"}}}
	ev := Evidence{Layer: must(atlas.ParseLayer([]byte(deals))), Features: []*atlas.Feature{deal("a", "2026-01-05", -1, -1, honam)},
		Reports: map[string][]Report{d.Reported.Key(): reports}}
	sc := must(ReadScenario([]byte(`{"indicator": "count", "day": "2026-12-31", "per_month": [{"from": "2026-07-01", "until": "2026-12-31", "count": "12.5"}]}`)))
	p := must(d.play(ev, areas, v, sc))
	// 6 months of 12.5 are 75: 1 + 75 rows, and 40 + 75 ≥ 100 when 60 are there, with the fifth month's 62.
	if f := p.Figures[0]; text(f.After.Value) != "76 [76, 76]" || f.After.Target.Met != "yes" || f.After.Reported != nil || f.Before.Reported.Value != "40" {
		t.Errorf("after %s, met %s", text(f.After.Value), f.After.Target.Met)
	}
	if day := p.Target.After.ForCertain; day == nil || day.String() != "2026-11-30" || p.Target.Before.Possibly != nil {
		t.Errorf("reached %v, before %v", day, p.Target.Before.Possibly)
	}
	if p.Effects[0].Count != 75 || p.Effects[0].Day.String() != "2026-07-31" || reports[0].Text != "40" {
		t.Errorf("effect %+v", p.Effects[0])
	}
}

func TestScenariosNameEveryProblem(t *testing.T) {
	for body, want := range map[string][]string{
		`[]`: {""},
		`{}`: {"/indicator"},
		`{"indicator": 3, "variant": "", "edition": 0, "day": "soon", "colour": "red", "approve": {}}`:                            {"/approve", "/colour", "/day", "/edition", "/indicator", "/variant"},
		`{"indicator": "planned", "approve": [{"feature": "M1"}, 7, {"day": "2026-01-01", "amount": -1, "in": "yes", "a/b": 1}]}`: {"/approve/0/day", "/approve/1", "/approve/2/a~1b", "/approve/2/amount", "/approve/2/in", "/approve/2/feature"},
		`{"indicator": "planned", "add": [{"name": "x", "day": "2026-01-01", "amount": 1.5, "count": 0}]}`:                        {"/add/0/amount", "/add/0/count"},
		`{"indicator": "planned", "shift": [{"from": "CAP", "to": "HNM", "day": "2026-01-01"}, {"from": "CAP", "to": "HNM", "day": "2026-01-01", "percent": "120"}]}`: {
			"/shift/0", "/shift/1/percent", "/shift/1"},
		`{"indicator": "planned", "per_month": [{"from": "2026-01-01", "until": "2025-01-01", "count": 3}]}`: {"/per_month/0/count", "/per_month/0/until"},
		// What only the data tell.
		`{"indicator": "planned", "approve": [{"feature": "A1", "day": "2026-08-01"}, {"feature": "X", "day": "2026-08-01"}, {"feature": "P2", "day": "2026-08-01"},
			{"feature": "M2", "day": "2026-08-01"}, {"feature": "P1", "day": "2026-08-01"}, {"feature": "P3", "day": "2026-08-01", "in": true},
			{"feature": "P4", "day": "2026-08-01", "region": "ZZZ"}, {"feature": "M1", "day": "2026-08-01", "region": "JBK"}]}`: {
			"/approve/0/feature", "/approve/1/feature", "/approve/2/amount", "/approve/4/feature", "/approve/5/in", "/approve/6/region", "/approve/7/region"},
		`{"indicator": "planned", "add": [{"name": "x", "day": "2026-08-01"}, {"name": "x", "day": "2026-08-01", "amount": 1, "count": 2}]}`:                                       {"/add/0/amount", "/add/1/amount"},
		`{"indicator": "planned", "variant": "cases", "add": [{"name": "x", "day": "2026-08-01", "amount": 1}], "approve": [{"feature": "M1", "day": "2026-08-01", "amount": 1}]}`: {"/approve/0/amount", "/add/0/amount"},
		`{"indicator": "planned", "variant": "cases", "per_month": [{"from": "2026-01-01", "until": "2026-08-01"}], "shift": [{"from": "CAP", "to": "JBK", "day": "2026-08-01", "amount": 1}]}`: {
			"/per_month/0/count", "/shift/0"},
		`{"indicator": "planned", "shift": [{"from": "CAP", "to": "JBK", "day": "2026-08-01", "amount": 71}, {"from": "XX", "to": "JBK", "day": "2026-08-01", "amount": 1}, {"from": "HNM", "to": "JBK", "day": "2020-01-01", "percent": "50"}]}`: {
			"/shift/0/amount", "/shift/1/from", "/shift/2/percent"},
		`{"indicator": "planned", "variant": "never", "approve": [{"feature": "M1", "day": "2026-08-01"}]}`:                                                        {"/variant"},
		`{"indicator": "planned", "variant": "proposed", "approve": [{"feature": "M1", "day": "2026-08-01"}]}`:                                                     {"/approve/0"},
		`{"indicator": "planned", "variant": "cases", "add": [{"name": "x", "day": "2026-08-01", "count": 9999}, {"name": "x", "day": "2026-08-01", "count": 2}]}`: {"/add/1"},
		`{"indicator": "planned", "variant": "proposed", "per_month": [{"from": "2026-01-01", "until": "2026-08-01", "amount": 1}]}`:                               {"/per_month/0"},
	} {
		_, err := playing(body)
		var e *atlas.Error
		if !errors.As(err, &e) || e.Kind != atlas.Rejected {
			t.Errorf("%s: %v", body, err)
			continue
		}
		var got []string
		for _, i := range e.Issues {
			got = append(got, i.Pointer)
			if !i.Wanted.Complete() || !i.Fix.Complete() {
				t.Errorf("%s: issue %+v", body, i)
			}
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s:\n got %q\nwant %q", body, got, want)
		}
	}
	for body, kind := range map[string]atlas.Kind{`{"indicator"`: atlas.Invalid, `{} {}`: atlas.Invalid, ``: atlas.Invalid, `"` + strings.Repeat("x", MaxScenarioBytes) + `"`: atlas.TooLarge} {
		if _, err := ReadScenario([]byte(body)); !atlas.IsKind(err, kind) {
			t.Errorf("%.20s: %v", body, err)
		}
	}
}

// A page shows the issue beside the field it is about, so it speaks of areas by name.
func TestAShiftOfTooMuchSaysHowMuchThereIs(t *testing.T) {
	_, err := playing(`{"indicator": "planned", "shift": [{"from": "CAP", "to": "JBK", "day": "2026-08-01", "amount": 7100}]}`)
	var e *atlas.Error
	if !errors.As(err, &e) || len(e.Issues) != 1 {
		t.Fatal(err)
	}
	cap, _ := areas.Area("CAP")
	if i := e.Issues[0]; i.Found != "7,100" || i.Wanted.En != "an amount up to the 70 won known to have gone to "+cap.Name.En+" by 2026-08-01" || !strings.Contains(i.Wanted.Ko, cap.Name.Ko) {
		t.Errorf("issue %+v", i)
	}
}

func TestWhatAVariantTakes(t *testing.T) {
	for variant, want := range map[string]string{
		"all":      "approve add per_month shift of amount",
		"state":    "approve add per_month shift of state",
		"cases":    "approve add per_month of -",
		"proposed": "approve of amount", // what is approved is no proposal
		"never":    " of amount",
	} {
		show := func(t Takes) string {
			amount := "-"
			if t.Amount != nil {
				amount = *t.Amount
			}
			return strings.Join(t.Steps, " ") + " of " + amount
		}
		if got := show(played(t, `{"indicator": "planned", "variant": "`+variant+`"}`).Takes); got != want {
			t.Errorf("%s takes %s, want %s", variant, got, want)
		}
		d, ev, q := planning(works(), variant, "2026-08-27")
		if got := show(must(d.Plan(ev, q, Wish{Objective: Fewest, Bound: AtLow})).Takes); got != want {
			t.Errorf("%s: the plan takes %s, want %s", variant, got, want)
		}
	}
}

// The original features are the same after a scenario as before.
func TestScenariosLeaveTheEvidenceAlone(t *testing.T) {
	d, ev, q := planning(works(), "", "2026-08-27")
	before := must(json.Marshal(ev.Features))
	sc := must(ReadScenario([]byte(`{"indicator": "planned", "day": "2026-12-31", "approve": [{"feature": "M1", "day": "2026-08-01"}, {"feature": "P4", "day": "2026-08-01", "in": true}]}`)))
	must(d.play(ev, areas, q.Variant, sc))
	if after := must(json.Marshal(ev.Features)); string(after) != string(before) || len(ev.Features) != len(works()) {
		t.Error("the evidence has changed")
	}
}

func TestTokensAreTheScenarioAgain(t *testing.T) {
	sc := must(ReadScenario([]byte(`{"indicator": "planned", "variant": "all", "edition": 3, "day": "2026-12-31", "approve": [{"feature": "M1", "day": "2026-08-01", "amount": 3, "in": false}],
		"add": [{"name": "새 공장", "day": "2026-08-01", "count": 2, "region": "HNM"}], "per_month": [{"from": "2026-01-01", "until": "2026-08-01", "count": "7.2"}],
		"shift": [{"from": "CAP", "to": "JBK", "day": "2026-08-01", "percent": "2.5"}]}`)))
	token := must(sc.Token())
	if again := must(ReadToken(token)); !reflect.DeepEqual(again, sc) {
		t.Errorf("%+v became %+v", sc, again)
	}
	for _, wrong := range []string{"", "x", token[:len(token)-3], token + "A", strings.Repeat("A", maxTokenLetters+1), "é" + token} {
		if _, err := ReadToken(wrong); err == nil {
			t.Errorf("%.20q is read as a token", wrong)
		}
	}
	open := sc
	open.Edition = 0
	if _, err := ReadToken(must(open.Token())); !atlas.IsKind(err, atlas.Rejected) {
		t.Errorf("a token without an edition: %v", err)
	}
	long := sc
	for i := range maxSteps {
		name := big.NewInt(int64(i) + 1)
		name.Exp(name, big.NewInt(60), nil) // hardly anything to compress
		long.Add = append(long.Add, Addition{Name: name.Text(36), Day: sc.Day})
	}
	if _, err := long.Token(); !atlas.IsKind(err, atlas.TooLarge) {
		t.Errorf("a scenario too long for an address: %v", err)
	}
	if bomb := must((Scenario{Indicator: strings.Repeat("a", 1<<20)}).Token()); len(bomb) > maxTokenLetters {
		t.Fatal("the bomb is too large itself")
	} else if _, err := ReadToken(bomb); !atlas.IsKind(err, atlas.TooLarge) {
		t.Errorf("a megabyte in a short token: %v", err)
	}
}

func FuzzReadScenario(f *testing.F) {
	f.Add([]byte(`{"indicator": "planned", "approve": [{"feature": "M1", "day": "2026-08-01"}]}`))
	f.Add([]byte(`{"indicator": "planned", "per_month": [{"from": "0001-01-01", "until": "9999-12-31", "count": "1"}]}`))
	f.Fuzz(func(t *testing.T, body []byte) {
		sc, err := ReadScenario(body)
		if err != nil {
			var e *atlas.Error
			if !errors.As(err, &e) {
				t.Errorf("%v is no error for strangers", err)
			}
			return
		}
		sc.Variant, sc.Edition, sc.Day = "all", 1, max(sc.Day, 0)
		token, err := sc.Token()
		if err != nil {
			return
		}
		if again, err := ReadToken(token); err != nil || !reflect.DeepEqual(again, sc) {
			t.Errorf("%+v became %+v, %v", sc, again, err)
		}
	})
}
