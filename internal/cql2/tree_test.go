package cql2_test

import (
	"reflect"
	"slices"
	"testing"

	"growthmap/internal/cql2"
)

func TestProperties(t *testing.T) {
	e, err := cql2.Parse(`b = 'x' AND (a > b OR NOT CASEI(c) LIKE 'x%') AND d IN (e, 1) AND f BETWEEN g AND 2
		AND h IS NULL AND S_WITHIN(geometry, i) AND T_AFTER(INTERVAL(j, '..'), k) AND TRUE`)
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"a", "b", "c", "d", "e", "f", "g", "geometry", "h", "i", "j", "k"}
	if got := cql2.Properties(e); !slices.Equal(got, want) {
		t.Errorf("got %v", got)
	}
}

func TestAll(t *testing.T) {
	a, b, c := equals("a", "1"), equals("b", "2"), equals("c", "3")
	both := cql2.And{a, b}
	tests := []struct {
		given []cql2.Expr
		want  cql2.Expr
	}{
		{nil, nil},
		{[]cql2.Expr{nil, nil}, nil},
		{[]cql2.Expr{nil, a}, a},
		{[]cql2.Expr{a, nil, b}, both},
		{[]cql2.Expr{both, c}, cql2.And{a, b, c}},
		{[]cql2.Expr{both, cql2.Or{a, c}}, cql2.And{a, b, cql2.Or{a, c}}},
	}
	for _, test := range tests {
		if got := cql2.All(test.given...); !reflect.DeepEqual(got, test.want) {
			t.Errorf("All(%v) is %#v", test.given, got)
		}
	}
	if len(both) != 2 {
		t.Errorf("All changed its argument to %#v", both)
	}
}

func TestParseNumber(t *testing.T) {
	good := map[string]string{
		"0": "0", "-0": "-0", "00012": "12", "+3.50": "3.50", ".5": "0.5", "5.": "5", "1e06": "1E6", "1E0": "1", "1e-0999": "1E-999",
	}
	for given, want := range good {
		if n, err := cql2.ParseNumber(given); err != nil || n.String() != want {
			t.Errorf("%q is %q, %v; want %q", given, n, err, want)
		}
	}
	for _, given := range []string{"", " 1", "1 ", "1,000", "0x10", "NaN", "Inf", "1e", "--1", ".", "1_000", "１", "1e1000", "1e99999999999999999999"} {
		if n, err := cql2.ParseNumber(given); err == nil {
			t.Errorf("%q is %q", given, n)
		}
	}
	if zero := (cql2.Number{}).String(); zero != "0" {
		t.Errorf("the zero Number is %q", zero)
	}
}
