package atlas

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
)

const factories = `{
	"id": "test-factories", "title": {"ko": "공장", "en": "Factories"}, "description": {"ko": "시험", "en": "For tests"},
	"geometry": "Point",
	"schema": {
		"name": {"type": "string", "title": {"ko": "이름", "en": "Name"}, "localized": true, "required": true},
		"rate": {"type": "range", "title": {"ko": "율", "en": "Rate"}},
		"amount": {"type": "integer", "unit": "KRW", "title": {"ko": "금액", "en": "Amount"}}
	},
	"stages": [{"id": "selected", "title": {"ko": "선정", "en": "Selected"}}, {"id": "in-use", "title": {"ko": "가동", "en": "In use"}}],
	"publish": {"zoom": [4, 14], "tile": ["name_ko"], "index": ["amount"]},
	"style": {"order": 1, "on": true, "label": "name", "rules": [{"id": "all", "title": {"ko": "공장", "en": "Factories"}, "draw": "dot", "color": {"light": "#d9500a", "dark": "#ff8a4c"}}]},
	"intake": {"id": ["id"], "place": {"sido": "sido", "lon": "lon"}, "stages": {"selected": "selected_on"}, "citations": [{"url": "source_url"}]}
}`

func TestColumns(t *testing.T) {
	l, err := ParseLayer([]byte(factories))
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, c := range l.Columns() {
		got = append(got, c.ID)
		if !c.Title.Complete() {
			t.Errorf("column %s has no title in both languages", c.ID)
		}
	}
	want := "name_ko name_en rate_low rate_high amount selected_on in_use_on stage region sido sigungu among precision place_basis place_disagrees stated_sido stated_lon sources"
	if strings.Join(got, " ") != want {
		t.Errorf("columns\n%s, want\n%s", strings.Join(got, " "), want)
	}
}

func TestSchemaKeepsItsOrder(t *testing.T) {
	l, err := ParseLayer([]byte(factories))
	if err != nil {
		t.Fatal(err)
	}
	b, err := json.Marshal(l.Schema)
	if err != nil {
		t.Fatal(err)
	}
	var again Schema
	if err := json.Unmarshal(b, &again); err != nil {
		t.Fatal(err)
	}
	name := func(p Property) string { return p.ID }
	order := func(s Schema) (ids []string) {
		for _, p := range s {
			ids = append(ids, name(p))
		}
		return ids
	}
	if !slices.Equal(order(again), []string{"name", "rate", "amount"}) {
		t.Errorf("order after a round trip: %q", order(again))
	}
}

func TestStageOn(t *testing.T) {
	l, err := ParseLayer([]byte(factories))
	if err != nil {
		t.Fatal(err)
	}
	interval := func(s string) Interval {
		i, err := ParsePartial(s)
		if err != nil {
			t.Fatal(err)
		}
		return i
	}
	f := &Feature{Stages: map[string]Interval{"selected": interval("2024-10-28"), "in-use": interval("2026-06")}}
	for day, want := range map[string]string{"2024-10-27": "", "2024-10-28": "selected", "2026-06-29": "selected", "2026-06-30": "in-use"} {
		if got := l.StageOn(f, interval(day).From); got != want {
			t.Errorf("stage on %s: %q, want %q", day, got, want)
		}
	}
	c, _ := l.Column("in_use_on")
	if got := l.Value(f, c, 0); got != "2026-06" {
		t.Errorf("the day of a stage known to a month is %v", got)
	}
}

func TestDefinitionsAreChecked(t *testing.T) {
	for name, change := range map[string][2]string{
		"unknown member":      {`"geometry": "Point"`, `"geometry": "Point", "colour": "red"`},
		"upper-case id":       {`"id": "test-factories"`, `"id": "Factories"`},
		"no English title":    {`{"ko": "공장", "en": "Factories"}, "description"`, `{"ko": "공장"}, "description"`},
		"unknown geometry":    {`"Point"`, `"Circle"`},
		"unknown gazetteer":   {`"schema": {`, `"gazetteer": "guess", "schema": {`},
		"unknown type":        {`"type": "range"`, `"type": "money"`},
		"localized number":    {`"type": "integer"`, `"type": "integer", "localized": true`},
		"unknown tile column": {`["name_ko"]`, `["nam_ko"]`},
		"zoom backwards":      {`[4, 14]`, `[14, 4]`},
		"unknown draw":        {`"dot"`, `"blob"`},
		"unknown stage":       {`{"selected": "selected_on"}`, `{"chosen": "selected_on"}`},
		"no source":           {`"citations": [{"url": "source_url"}]`, `"citations": []`},
		"unknown place key":   {`"lon": "lon"`, `"longitude": "lon"`},
		"licence of nothing":  {`"geometry": "Point"`, `"licences": [{"id": "MIT"}], "geometry": "Point"`},
		"licence in words":    {`"geometry": "Point"`, `"licences": [{"id": "free to use", "of": {"ko": "전부", "en": "All"}}], "geometry": "Point"`},
		"column named id":     {`"rate": {"type": "range"`, `"id": {"type": "string"`},
		"column twice":        {`"rate": {"type": "range"`, `"name_ko": {"type": "string"`},
	} {
		t.Run(name, func(t *testing.T) {
			body := strings.Replace(factories, change[0], change[1], 1)
			if body == factories {
				t.Fatal("the test changes nothing")
			}
			if _, err := ParseLayer([]byte(body)); err == nil {
				t.Error("the definition was accepted")
			}
		})
	}
}

func TestMoneyOfMilestones(t *testing.T) {
	with := func(money string) error {
		_, err := ParseLayer([]byte(strings.NewReplacer(
			`"rate": {`, `"unit": {"type": "string", "title": {"ko": "단위", "en": "Unit"}, "codes": {"bn": {"ko": "십억 원", "en": "Billion won"}}}, "rate": {`,
			`"intake": {`, `"milestones": {"title": "name", "value": "rate", "unit": "unit", "due": "name", "announced": "name", "theme": "name", "kind": "name", "money": {`+money+`}}, "intake": {`,
		).Replace(factories)))
		return err
	}
	if err := with(`"bn": {"currency": "KRW", "scale": 1000000000}`); err != nil {
		t.Error(err)
	}
	for _, money := range []string{`"tn": {"currency": "KRW", "scale": 1}`, `"bn": {"currency": "won", "scale": 1}`, `"bn": {"currency": "KRW"}`} {
		if err := with(money); err == nil || !strings.Contains(err.Error(), "milestones.money") {
			t.Errorf("%s: %v", money, err)
		}
	}
}

func TestSourceID(t *testing.T) {
	if a, b := SourceID("https://a.kr/1"), SourceID("https://a.kr/2"); a == b || a != SourceID("https://a.kr/1") {
		t.Errorf("ids %s and %s", a, b)
	}
}
