package atlas

import (
	"encoding/json"
	"testing"
	"time"
)

func TestDayOfIsKorean(t *testing.T) {
	for instant, want := range map[string]string{
		"2026-06-30T14:59:59Z":      "2026-06-30",
		"2026-06-30T15:00:00Z":      "2026-07-01", // midnight in Korea
		"2026-07-01T00:00:00+09:00": "2026-07-01",
		"1969-12-31T14:00:00Z":      "1969-12-31",
	} {
		at, err := time.Parse(time.RFC3339, instant)
		if err != nil {
			t.Fatal(err)
		}
		if got := DayOf(at).String(); got != want {
			t.Errorf("DayOf(%s) = %s, want %s", instant, got, want)
		}
	}
}

func TestParseDay(t *testing.T) {
	for _, s := range []string{"", "2026", "2026-02-30", "2026-2-3", "28.05.2026", "2026-05-28T00:00", "0000-01-01"} {
		if d, err := ParseDay(s); err == nil {
			t.Errorf("ParseDay(%q) = %s, want an error", s, d)
		}
	}
}

func TestPartialDays(t *testing.T) {
	for s, want := range map[string][2]string{
		"2026-05-28": {"2026-05-28", "2026-05-28"},
		"2026-06":    {"2026-06-01", "2026-06-30"},
		"2024-02":    {"2024-02-01", "2024-02-29"},
		"2022":       {"2022-01-01", "2022-12-31"},
	} {
		i, err := ParsePartial(s)
		if err != nil || i.From.String() != want[0] || i.To.String() != want[1] {
			t.Errorf("ParsePartial(%q) = %s, %v; want %v", s, i.Partial(), err, want)
		}
		if got := i.Partial(); got != s {
			t.Errorf("%q is written %q", s, got)
		}
		var again Interval
		b, err := json.Marshal(i)
		if err != nil || json.Unmarshal(b, &again) != nil || again != i {
			t.Errorf("%q as JSON: %s → %v", s, b, again)
		}
	}
	if got := (Interval{0, MaxDay}).Partial(); got != "1970-01-01/.." {
		t.Errorf("an open interval is written %q", got)
	}
	if b, err := json.Marshal(Always); err != nil || string(b) != "[null,null]" {
		t.Errorf("Always as JSON: %s, %v", b, err)
	}
	for _, s := range []string{"2026-13", "26", "2026-1", "soon"} {
		if _, err := ParsePartial(s); err == nil {
			t.Errorf("ParsePartial(%q) was accepted", s)
		}
	}
}

func FuzzParsePartial(f *testing.F) {
	f.Add("2026-05")
	f.Add("2026-05-28")
	f.Fuzz(func(t *testing.T, s string) {
		i, err := ParsePartial(s)
		if err != nil {
			return
		}
		if i.From > i.To || i.Partial() != s {
			t.Errorf("%q became %v, written %q", s, i, i.Partial())
		}
	})
}
