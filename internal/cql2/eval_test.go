package cql2_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"growthmap/internal/cql2"
)

const (
	yes     = cql2.True
	no      = cql2.False
	unknown = cql2.Unknown
)

// factory is a feature with a value of every type.
var factory = map[string]any{
	"name": "평택 AI 팩토리", "latin": "Straße", "percent": `50%_\`,
	"record_type": "approved", "region_class": "", "note": nil, "tags": []string{"a"}, "no_tags": []string{},
	"amount": int64(9007199254740993), "share": json.Number("0.10"), "operating": true, "idle": false,
	"stage_date": "2026-05-28", "month": "2026-05", "updated": "2026-05-28T09:00:00Z",
	"begins": "2026-01-10", "ends": "2026-03-20",
	"float": 1.5, "broken": json.Number("12abc"), "huge": json.Number("1e999999999"),
}

func eval(t *testing.T, text string) (cql2.Truth, error) {
	t.Helper()
	e, err := cql2.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	return cql2.Eval(e, func(name string) any { return factory[name] })
}

func TestEval(t *testing.T) {
	tests := []struct {
		text string
		want cql2.Truth
	}{
		{"record_type = 'approved'", yes},
		{"record_type = 'Approved'", no},
		{"record_type <> 'approved'", no},
		{"'approved' = record_type", yes},
		{"name < '평택 AI 팩토링'", yes},
		{"'a' > 'B'", yes}, // by code points, not by language
		{"operating = TRUE", yes},
		{"idle < operating", yes},
		{"TRUE", yes},
		{"NOT TRUE", no},

		// An empty value is none: only IS NULL finds it.
		{"region_class = ''", unknown},
		{"region_class <> ''", unknown},
		{"region_class <> 'none'", unknown},
		{"region_class IS NULL", yes},
		{"region_class IS NOT NULL", no},
		{"region_class IS NULL OR region_class <> 'none'", yes},
		{"record_type = ''", no},
		{"record_type <> ''", yes},
		{"note IS NULL", yes},
		{"absent IS NULL", yes},
		{"absent = absent", unknown},
		{"tags IS NULL", no},
		{"no_tags IS NULL", yes},
		{"name IS NULL", no},
		{"'' IS NULL", no},
		{"geometry IS NULL", yes},
		{"POINT(1 2) IS NULL", no},
		{"INTERVAL(begins, ends) IS NULL", no},
		{"INTERVAL(begins, note) IS NULL", yes},

		// Numbers are exact.
		{"amount = 9007199254740993", yes},
		{"amount = 9007199254740992", no},
		{"amount > 9.007199254740992E15", yes},
		{"share = 0.1", yes},
		{"share = 1E-1", yes},
		{"share < 0.1000000000000000000001", yes},
		{"-0 = 0", yes},
		{"share BETWEEN 0.1 AND 0.2", yes},
		{"share NOT BETWEEN 0.1 AND 0.2", no},
		{"share BETWEEN 0.2 AND 0.1", no},
		{"share BETWEEN note AND 0.2", unknown},
		{"share BETWEEN note AND 0.05", no},
		{"note BETWEEN 1 AND 2", unknown},

		{"record_type IN ('proposed', 'approved')", yes},
		{"record_type NOT IN ('proposed', 'approved')", no},
		{"record_type IN ('proposed', note)", unknown},
		{"record_type NOT IN ('proposed', note)", unknown},
		{"record_type IN (note, 'approved')", yes},
		{"note IN ('x')", unknown},

		{"name LIKE '평택%'", yes},
		{"name LIKE '%팩토리'", yes},
		{"name LIKE '%AI%'", yes},
		{"name LIKE '%ai%'", no},
		{"name LIKE '__ AI ___'", yes},
		{"name LIKE '__ AI __'", no},
		{"name LIKE '%'", yes},
		{"name LIKE ''", no},
		{"name NOT LIKE '평택%'", no},
		{"note LIKE '%'", unknown},
		{`percent LIKE '50\%\_\\\\'`, yes},
		{`name LIKE '50\%%'`, no},
		{"'aaaaaaaaaaaaaaaaaaab' LIKE '%a%a%a%a%a%a%c'", no},
		{"CASEI(name) LIKE CASEI('%Ai%')", yes},
		{"name LIKE CASEI('%AI%')", no}, // only the pattern is folded
		{"CASEI(latin) = CASEI('STRASSE')", yes},
		{"CASEI('ΟΔΟΣ') = CASEI('οδος')", yes},
		{"CASEI(note) = CASEI('x')", unknown},

		{"stage_date = DATE('2026-05-28')", yes},
		{"stage_date >= DATE('2026-05-29')", no},
		{"DATE('2026-05-29') > stage_date", yes},
		{"note < DATE('2026-05-29')", unknown},
		{"updated < TIMESTAMP('2026-05-28T09:00:00.000000001Z')", yes},
		{"begins < ends", yes},
		{"stage_date IN (DATE('2026-01-01'), DATE('2026-05-28'))", yes},
		{"stage_date IN ('2026-01-01', '2026-05-28')", yes},
	}
	for _, test := range tests {
		got, err := eval(t, test.text)
		if err != nil || got != test.want {
			t.Errorf("%s is %v, %v; want %v", test.text, got, err, test.want)
		}
	}
}

func TestEvalTime(t *testing.T) {
	tests := []struct {
		text string
		want cql2.Truth
	}{
		{"T_AFTER(stage_date, DATE('2026-05-27'))", yes},
		{"T_AFTER(stage_date, DATE('2026-05-28'))", no},
		{"T_AFTER(stage_date, INTERVAL('2026-01-01', '2026-05-27'))", yes},
		{"T_AFTER(stage_date, INTERVAL('2026-01-01', '2026-05-28'))", no},
		{"T_AFTER(stage_date, INTERVAL('2026-01-01', '..'))", no},
		{"T_BEFORE(stage_date, DATE('2026-05-29'))", yes},
		{"T_BEFORE(INTERVAL(begins, ends), stage_date)", yes},
		{"T_BEFORE(INTERVAL(begins, '..'), stage_date)", no},
		{"T_BEFORE(INTERVAL('..', ends), stage_date)", yes},
		{"T_EQUALS(stage_date, DATE('2026-05-28'))", yes},
		{"T_EQUALS(stage_date, INTERVAL('2026-05-28', '2026-05-28'))", yes},
		{"T_EQUALS(stage_date, INTERVAL('2026-05-28', '..'))", no},
		{"T_EQUALS(INTERVAL('..', ends), INTERVAL('..', '2026-03-20'))", yes},
		{"T_INTERSECTS(stage_date, INTERVAL('2026-05-28', '2026-12-31'))", yes},
		{"T_INTERSECTS(stage_date, INTERVAL('2026-05-29', '2026-12-31'))", no},
		{"T_INTERSECTS(stage_date, INTERVAL('..', '..'))", yes},
		{"T_INTERSECTS(INTERVAL(begins, ends), INTERVAL('2026-03-20', '2026-04-01'))", yes},
		{"T_DURING(INTERVAL(begins, ends), INTERVAL('2026-01-09', '2026-03-21'))", yes},
		{"T_DURING(INTERVAL(begins, ends), INTERVAL('2026-01-10', '2026-03-21'))", no},
		{"T_DURING(INTERVAL(begins, ends), INTERVAL('2026-01-09', '2026-03-20'))", no},
		{"T_DURING(INTERVAL(begins, ends), INTERVAL('..', '..'))", yes},
		{"T_DURING(INTERVAL('..', ends), INTERVAL('..', '2026-12-31'))", no},
		{"T_AFTER(updated, TIMESTAMP('2026-05-28T08:59:59Z'))", yes},
		{"T_AFTER(note, DATE('2026-05-27'))", unknown},
		{"T_INTERSECTS(INTERVAL(begins, note), DATE('2026-05-27'))", unknown},
		{"NOT T_AFTER(note, DATE('2026-05-27'))", unknown},
	}
	for _, test := range tests {
		got, err := eval(t, test.text)
		if err != nil || got != test.want {
			t.Errorf("%s is %v, %v; want %v", test.text, got, err, test.want)
		}
	}
}

// The truth tables of the standard, for every pair of values.
func TestThreeValuedLogic(t *testing.T) {
	word := map[cql2.Truth]string{yes: "TRUE", no: "FALSE", unknown: "note = 'x'"}
	tests := []struct{ a, b, and, or cql2.Truth }{
		{yes, yes, yes, yes}, {yes, no, no, yes}, {yes, unknown, unknown, yes},
		{no, yes, no, yes}, {no, no, no, no}, {no, unknown, no, unknown},
		{unknown, yes, unknown, yes}, {unknown, no, no, unknown}, {unknown, unknown, unknown, unknown},
	}
	for _, test := range tests {
		if got, err := eval(t, word[test.a]+" AND "+word[test.b]); err != nil || got != test.and {
			t.Errorf("%v AND %v is %v, %v", test.a, test.b, got, err)
		}
		if got, err := eval(t, word[test.a]+" OR "+word[test.b]); err != nil || got != test.or {
			t.Errorf("%v OR %v is %v, %v", test.a, test.b, got, err)
		}
	}
	for given, want := range map[cql2.Truth]cql2.Truth{yes: no, no: yes, unknown: unknown} {
		if got, err := eval(t, "NOT ("+word[given]+")"); err != nil || got != want {
			t.Errorf("NOT %v is %v, %v", given, got, err)
		}
	}
	if got, err := cql2.Eval(nil, nil); err != nil || got != yes {
		t.Errorf("the absent filter is %v, %v", got, err)
	}
	if s := fmt.Sprint(yes, no, unknown); s != "true false unknown" {
		t.Errorf("the truth values are written %s", s)
	}
}

func TestEvalErrors(t *testing.T) {
	tests := []struct{ text, want string }{
		{"name = 5", "the condition name = 5: a text cannot be compared with a number"},
		{"operating = 'true'", "true or false cannot be compared with a text"},
		{"tags = 'a'", "a list cannot be compared with a text"},
		{"float = 1.5", "property float has a value of type float64"},
		{"broken = 1", `property broken: "12abc" is not a number`},
		{"huge = 1", "property huge: the exponent"},
		{"month < DATE('2026-06-01')", `"2026-05" is not a day such as`},
		{"stage_date < TIMESTAMP('2026-06-01T00:00:00Z')", `"2026-05-28" is not a time in UTC`},
		{"T_AFTER(stage_date, TIMESTAMP('2026-06-01T00:00:00Z'))", "a date cannot be compared with a timestamp"},
		{"T_AFTER(amount, DATE('2026-06-01'))", "a number is not a time"},
		{"T_AFTER(month, DATE('2026-06-01'))", `"2026-05" is not`},
		{"T_DURING(stage_date, INTERVAL('2026-01-01', '2026-12-31'))", "for an instant use T_INTERSECTS"},
		{"amount LIKE '9%'", "LIKE needs a text and not a number"},
		{"CASEI(amount) = 'x'", "CASEI needs a text and not a number"},
		{"S_INTERSECTS(geometry, POINT(1 2))", "evaluated by the database only"},
		{"NOT (name = 5)", "the condition name = 5"},
		{"record_type = 'approved' AND name = 5", "the condition name = 5"},
	}
	for _, test := range tests {
		_, err := eval(t, test.text)
		if err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: %v; want %s", test.text, err, test.want)
		}
	}
	// What settles a chain is enough: the rest is not looked at.
	if got, err := eval(t, "record_type = 'x' AND name = 5"); err != nil || got != no {
		t.Errorf("the chain is %v, %v", got, err)
	}
}
