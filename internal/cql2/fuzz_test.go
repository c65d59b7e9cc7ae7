package cql2_test

import (
	"errors"
	"reflect"
	"testing"
	"unicode/utf8"

	"growthmap/internal/cql2"
)

var seeds = []string{
	"city='Toronto'", "NOT (a = 1 OR b <> -2.5E3) AND c IS NOT NULL", `"date" NOT LIKE 'a\%b\\_''c' OR TRUE`,
	"CASEI(시도) IN (CASEI('광주'), '전남', x, FALSE, DATE('2026-05-28'))", "x NOT BETWEEN 1 AND y",
	"S_INTERSECTS(geometry, GEOMETRYCOLLECTION(POINT(1 2), MULTIPOINT((1 2)), LINESTRING(1 2, 3 4)))",
	"S_WITHIN(POLYGON((0 0,2 0,2 2,0 0)), BBOX(160.6, -55.95, -170, -25.89))",
	"S_DISJOINT(MULTIPOLYGON(((0 0,2 0,2 2,0 0))), MULTILINESTRING((1 2, 3e-9 4)))",
	"T_DURING(INTERVAL(a, '..'), INTERVAL('2026-01-01', '2026-12-31'))",
	"T_AFTER(t, TIMESTAMP('2026-05-28T09:00:00.123Z'))", "balance-150.0 > 0", "a = 'x", "((((", "a = avg(b)",
}

func FuzzParse(f *testing.F) {
	for _, s := range seeds {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		e, err := cql2.Parse(text)
		if err != nil {
			checkSyntaxError(t, err, text)
			return
		}
		checkRoundTrip(t, e)
	})
}

func FuzzParseJSON(f *testing.F) {
	for _, s := range seeds {
		if e, err := cql2.Parse(s); err == nil {
			data, err := cql2.JSON(e)
			if err != nil {
				f.Fatal(err)
			}
			f.Add(data)
		}
	}
	f.Add([]byte(`{"op":"=","args":[{"property":"\"a b\""},"\\\u0007'"]}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		e, err := cql2.ParseJSON(data)
		if err != nil {
			checkSyntaxError(t, err, string(data))
			return
		}
		checkRoundTrip(t, e)
	})
}

func checkSyntaxError(t *testing.T, err error, input string) {
	t.Helper()
	var e *cql2.SyntaxError
	if !errors.As(err, &e) {
		t.Fatalf("the error is %T (%v)", err, err)
	}
	if e.Wanted == "" || e.Offset < 0 || e.Offset > utf8.RuneCountInString(input) {
		t.Fatalf("the error is %#v", e)
	}
}

// checkRoundTrip writes a tree in both ways and reads it back. The written form
// may be too long to be read where escapes are longer than what they stand for.
func checkRoundTrip(t *testing.T, e cql2.Expr) {
	t.Helper()
	if text := cql2.Text(e); len(text) <= cql2.MaxBytes {
		again, err := cql2.Parse(text)
		if err != nil || !reflect.DeepEqual(again, e) {
			t.Fatalf("%s\ngives %#v, %v\nwant  %#v", text, again, err, e)
		}
	}
	data, err := cql2.JSON(e)
	if err != nil {
		t.Fatal(err)
	}
	if len(data) <= cql2.MaxBytes {
		again, err := cql2.ParseJSON(data)
		if err != nil || !reflect.DeepEqual(again, e) {
			t.Fatalf("%s\ngives %#v, %v\nwant  %#v", data, again, err, e)
		}
	}
	values := []any{nil, "", "x", "2026-05-28", int64(5), true}
	for _, v := range values {
		// An error is right where the value does not fit; a panic never is.
		truth, err := cql2.Eval(e, func(string) any { return v })
		if err != nil && truth != cql2.Unknown {
			t.Fatalf("Eval gives %v with the error %v", truth, err)
		}
	}
}
