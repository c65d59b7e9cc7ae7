package intake

import (
	"encoding/json"
	"math"
	"slices"
	"testing"
)

func TestParseInteger(t *testing.T) {
	for _, c := range []struct {
		cell, unit string
		want       int64
		residue    bool
		wrong      *wrong
	}{
		{"3900000000", won, 3900000000, false, nil},
		{"8369999999999.999", won, 8370000000000, true, nil},
		{"4139999999999.9995", won, 4140000000000, true, nil},
		{"6600000000000.0", won, 6600000000000, false, nil},
		{"0.5", won, 1, true, nil},
		{"-0.5", won, -1, true, nil},
		{"1,234,567", won, 1234567, false, nil},
		{"2.7e11", won, 270000000000, false, nil},
		{"2026.0", "", 2026, false, nil},
		{"41.5", "", 0, false, wantWhole},
		{"9223372036854775807", "", math.MaxInt64, false, nil},
		{"9223372036854775808", "", 0, false, wantNumber},
		{"1,23", won, 0, false, wantNumber},
		{"약 10", won, 0, false, wantNumber},
		{"NaN", won, 0, false, wantNumber},
		{"1e999999999", won, 0, false, wantNumber},
	} {
		got, residue, w := parseInteger(c.cell, c.unit)
		if got != c.want || residue != c.residue || w != c.wrong {
			t.Errorf("%q %s: %d %v %v, want %d %v %v", c.cell, c.unit, got, residue, w, c.want, c.residue, c.wrong)
		}
	}
}

func TestNumberKeepsTheDigitsGiven(t *testing.T) {
	for cell, want := range map[string]json.Number{
		"1.190": "1.190", "41.0": "41.0", "-3": "-3", "+7": "7", ".5": "0.5", "1e3": "1000", "007": "7", "1,234.50": "1234.50",
		"+41.0": "41.0", "0e1": "0",
	} {
		d, w := parseDecimal(cell)
		if w != nil {
			t.Errorf("%q is refused", cell)
			continue
		}
		if got := number(cell, d); got != want {
			t.Errorf("%q is %s, want %s", cell, got, want)
		}
	}
}

func TestParseRange(t *testing.T) {
	for cell, want := range map[string][2]json.Number{
		"8-15": {"8", "15"}, "2~3": {"2", "3"}, "2 – 3.5": {"2", "3.5"}, "102": {"102", "102"}, "-3": {"-3", "-3"},
		"-5--2": {"-5", "-2"}, "1,000-2,000": {"1000", "2000"},
		"15-8": {}, "8-": {}, "-": {}, "a-b": {}, "": {}, "1-2-3": {},
	} {
		low, high, w := parseRange(cell)
		if [2]json.Number{low, high} != want || (w != nil) != (want[0] == "") {
			t.Errorf("%q: %s to %s, %v; want %v", cell, low, high, w, want)
		}
	}
}

func TestParseBoolean(t *testing.T) {
	for _, cell := range []string{"yes", "Y", "TRUE", "1", "예"} {
		if v, w := parseBoolean(cell); !v || w != nil {
			t.Errorf("%q is not true", cell)
		}
	}
	for _, cell := range []string{"no", "n", "False", "0", "아니요"} {
		if v, w := parseBoolean(cell); v || w != nil {
			t.Errorf("%q is not false", cell)
		}
	}
	if _, w := parseBoolean("uncertain"); w != wantBoolean {
		t.Error("uncertain is taken for yes or no")
	}
}

func TestParseListAndAddress(t *testing.T) {
	if got := parseList("동남권; 부울경 ;;"); !slices.Equal(got, []string{"동남권", "부울경"}) {
		t.Errorf("list %q", got)
	}
	for address, ok := range map[string]bool{
		"https://www.motir.go.kr/a?b=c#d": true, "http://m.mt.co.kr/x": true,
		"javascript:alert(1)": false, "ftp://a/b": false, "www.motir.go.kr": false, "https://": false, "http://[": false,
	} {
		if w := parseAddress(address); (w == nil) != ok {
			t.Errorf("%s: %v", address, w)
		}
	}
}

func FuzzValues(f *testing.F) {
	for _, cell := range []string{"8-15", "8369999999999.999", "1,234", "2026-05", "1e9", "-", "예", "Infinity", "0x1F"} {
		f.Add(cell)
	}
	f.Fuzz(func(t *testing.T, cell string) {
		if low, high, w := parseRange(cell); w == nil {
			for _, n := range []json.Number{low, high} {
				if !json.Valid([]byte(n)) {
					t.Fatalf("%q gives %q, which is not JSON", cell, n)
				}
			}
			l, _ := parseDecimal(low.String())
			h, _ := parseDecimal(high.String())
			if l == nil || h == nil || l.Cmp(h) > 0 {
				t.Fatalf("%q gives %s to %s", cell, low, high)
			}
		}
		if whole, _, w := parseInteger(cell, won); w == nil {
			d, _ := parseDecimal(cell)
			if given, err := d.Float64(); err != nil || math.Abs(given-float64(whole)) > 0.5+math.Abs(given)*1e-15 {
				t.Fatalf("%q is read as %d", cell, whole)
			}
		}
		if day, w := parseDay(cell); w == nil && day.From > day.To {
			t.Fatalf("%q ends before it begins", cell)
		}
		_, _ = parseBoolean(cell)
		if slices.Contains(parseList(cell), "") {
			t.Fatalf("%q gives an empty value", cell)
		}
		_ = parseAddress(cell)
	})
}
