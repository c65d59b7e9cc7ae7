package cql2

import (
	"fmt"
	"math/big"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/paulmach/orb"
)

// Number is a literal number, kept as exact decimal text. The zero value is 0.
type Number struct{ text string }

// The largest Number: it is meant to be exact and cheap to compare.
const (
	maxDigits   = 1000
	maxExponent = 999
)

var (
	numberPattern = regexp.MustCompile(`^([+-]?)(?:(\d+)(?:\.(\d*))?|\.(\d+))(?:[eE]([+-]?\d+))?`)
	wantedNumber  = fmt.Sprintf("a number such as 12, -3.5 or 1E6, of at most %d digits and an exponent of at most %d",
		maxDigits, maxExponent)
)

// Int returns the Number n.
func Int(n int64) Number { return Number{strconv.FormatInt(n, 10)} }

// ParseNumber reads a decimal number such as 12, -3.5, .5 or 1E6. The digits
// after the point are kept as given.
func ParseNumber(s string) (Number, error) {
	part := numberPattern.FindStringSubmatch(s)
	if part == nil || len(part[0]) != len(s) {
		return Number{}, fmt.Errorf("%q is not a number; expected %s", s, wantedNumber)
	}
	whole, fraction := strings.TrimLeft(part[2], "0"), part[3]+part[4]
	exponent := 0
	if part[5] != "" {
		n, err := strconv.Atoi(part[5])
		if err != nil || n < -maxExponent || n > maxExponent {
			return Number{}, fmt.Errorf("the exponent of %q is too large; expected %s", s, wantedNumber)
		}
		exponent = n
	}
	if len(whole)+len(fraction) > maxDigits {
		return Number{}, fmt.Errorf("a number of %d digits is too long; expected %s", len(whole)+len(fraction), wantedNumber)
	}
	if whole == "" {
		whole = "0"
	}
	text := strings.TrimPrefix(part[1], "+") + whole
	if fraction != "" {
		text += "." + fraction
	}
	if exponent != 0 {
		text += "E" + strconv.Itoa(exponent)
	}
	return Number{text}, nil
}

// String returns the number as decimal text that JSON and PostgreSQL's numeric
// type both read.
func (n Number) String() string {
	if n.text == "" {
		return "0"
	}
	return n.text
}

func (n Number) rat() *big.Rat {
	r, _ := new(big.Rat).SetString(n.String())
	return r
}

const (
	wantedDate      = "a day such as '2026-05-28', from the year 0001 on"
	wantedTimestamp = "a time in UTC such as '2026-05-28T09:00:00Z', with at most nine decimals"
	wantedEnd       = "a day such as '2026-05-28', a time in UTC such as '2026-05-28T09:00:00Z', '..' or a property"
)

var timestampPattern = regexp.MustCompile(`^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,9})?Z$`)

func parseDate(s string) (Date, bool) {
	t, err := time.Parse(time.DateOnly, s)
	return Date{t}, err == nil && t.Year() > 0
}

func parseTimestamp(s string) (Timestamp, bool) {
	if !timestampPattern.MatchString(s) {
		return Timestamp{}, false
	}
	t, err := time.Parse(time.RFC3339Nano, s)
	return Timestamp{t}, err == nil && t.Year() > 0
}

// parseInstant reads a day or a time, as an end of an interval gives it.
func parseInstant(s string) (Operand, bool) {
	if len(s) == len(time.DateOnly) {
		return parseDate(s)
	}
	return parseTimestamp(s)
}

func (d Date) String() string      { return d.Time.Format(time.DateOnly) }
func (t Timestamp) String() string { return t.Time.UTC().Format(time.RFC3339Nano) }

// intervalProblem says what is wrong with two literal ends together, if anything.
func intervalProblem(i Interval) (problem, wanted string) {
	from, _ := boundOf(i.From)
	to, _ := boundOf(i.To)
	switch {
	case from.kind == boundOpen, to.kind == boundOpen:
		return "", ""
	case from.kind != to.kind:
		return "one end is a day and the other a time", "two days or two times"
	case to.before(from):
		return "the interval ends before it begins", "the earlier end first"
	}
	return "", ""
}

const (
	wantedCoordinate = "a coordinate: a number within the range of double precision"
	wantedLine       = "a line of two or more points"
	wantedRing       = "a ring of four or more points that ends where it begins"
	wantedBBox       = "a box of four numbers: west, south, east, north"
	heights          = "heights are not supported"
)

func isLine(points []orb.Point) bool { return len(points) >= 2 }

func isRing(points []orb.Point) bool {
	return len(points) >= 4 && points[0] == points[len(points)-1]
}
