package atlas

import (
	"encoding/json"
	"fmt"
	"time"
)

// Korea is the time zone in which a day begins and ends.
var Korea = mustLocation("Asia/Seoul")

func mustLocation(name string) *time.Location {
	loc, err := time.LoadLocation(name)
	if err != nil {
		return time.FixedZone("KST", 9*60*60)
	}
	return loc
}

// Day is a calendar day in Korea, counted from 1970-01-01 (day 0).
type Day int32

// The days a Day may take; both are outside every date the service accepts.
const (
	MinDay Day = -1 << 31
	MaxDay Day = 1<<31 - 1
)

// DayOf returns the Korean day that contains the instant t.
func DayOf(t time.Time) Day {
	y, m, d := t.In(Korea).Date()
	return dayFromDate(y, m, d)
}

func dayFromDate(y int, m time.Month, d int) Day {
	return Day(time.Date(y, m, d, 0, 0, 0, 0, time.UTC).Unix() / 86400)
}

// Date returns midnight UTC of the calendar day, for formatting and for date columns.
func (d Day) Date() time.Time { return time.Unix(int64(d)*86400, 0).UTC() }

// String writes the day as YYYY-MM-DD.
func (d Day) String() string { return d.Date().Format(time.DateOnly) }

// MarshalJSON writes the day as a JSON string YYYY-MM-DD.
func (d Day) MarshalJSON() ([]byte, error) { return json.Marshal(d.String()) }

// UnmarshalJSON reads a JSON string YYYY-MM-DD.
func (d *Day) UnmarshalJSON(b []byte) error {
	var s string
	if err := json.Unmarshal(b, &s); err != nil {
		return err
	}
	day, err := ParseDay(s)
	if err != nil {
		return err
	}
	*d = day
	return nil
}

// ParseDay reads a complete day, YYYY-MM-DD, between the years 1 and 9999.
func ParseDay(s string) (Day, error) {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil || t.Year() < 1 {
		return 0, fmt.Errorf("%q is not a day; a day is written YYYY-MM-DD, such as 2026-05-28", s)
	}
	return dayFromDate(t.Date()), nil
}

// Interval is a range of days with both ends included. An event whose day is
// known only to the month is the interval of that month: it happened on one
// day of it. MinDay and MaxDay stand for an open end.
type Interval struct {
	From, To Day
}

// Always is the interval open at both ends.
var Always = Interval{MinDay, MaxDay}

// Intersects reports whether the two intervals share a day.
func (i Interval) Intersects(o Interval) bool { return i.From <= o.To && o.From <= i.To }

// Contains reports whether the day lies in the interval.
func (i Interval) Contains(d Day) bool { return i.From <= d && d <= i.To }

// MarshalJSON writes [earliest, latest]; an open end is null.
func (i Interval) MarshalJSON() ([]byte, error) {
	ends := [2]*Day{&i.From, &i.To}
	if i.From == MinDay {
		ends[0] = nil
	}
	if i.To == MaxDay {
		ends[1] = nil
	}
	return json.Marshal(ends)
}

// UnmarshalJSON reads [earliest, latest]; null is an open end.
func (i *Interval) UnmarshalJSON(b []byte) error {
	var ends [2]*Day
	if err := json.Unmarshal(b, &ends); err != nil {
		return err
	}
	*i = Always
	if ends[0] != nil {
		i.From = *ends[0]
	}
	if ends[1] != nil {
		i.To = *ends[1]
	}
	return nil
}

// ParsePartial reads a day as sources give it: YYYY, YYYY-MM or YYYY-MM-DD, and
// returns the days it may mean.
func ParsePartial(s string) (Interval, error) {
	switch len(s) {
	case len("2006"):
		if t, err := time.Parse("2006", s); err == nil && t.Year() > 0 {
			return Interval{dayFromDate(t.Date()), dayFromDate(t.Year(), 12, 31)}, nil
		}
	case len("2006-01"):
		if t, err := time.Parse("2006-01", s); err == nil && t.Year() > 0 {
			return Interval{dayFromDate(t.Date()), dayFromDate(t.AddDate(0, 1, -1).Date())}, nil
		}
	default:
		if d, err := ParseDay(s); err == nil {
			return Interval{d, d}, nil
		}
	}
	return Interval{}, fmt.Errorf("%q is not a date; write YYYY-MM-DD, or YYYY-MM or YYYY when only that is known", s)
}

// Partial writes an interval the way a source would: a day, a month (YYYY-MM),
// a year (YYYY), or FROM/TO when it is none of these, with ".." for an open end.
func (i Interval) Partial() string {
	if i.From == i.To {
		return i.From.String()
	}
	if i.From != MinDay && i.To != MaxDay {
		from := i.From.Date()
		if month, err := ParsePartial(from.Format("2006-01")); err == nil && month == i {
			return from.Format("2006-01")
		}
		if year, err := ParsePartial(from.Format("2006")); err == nil && year == i {
			return from.Format("2006")
		}
	}
	text := func(d, open Day) string {
		if d == open {
			return ".."
		}
		return d.String()
	}
	return text(i.From, MinDay) + "/" + text(i.To, MaxDay)
}
