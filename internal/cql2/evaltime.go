package cql2

import (
	"fmt"
	"time"
)

// span is what a temporal function compares: an instant begins and ends at once.
type span struct {
	from, to bound
	instant  bool
}

// bound is an end of a span.
type bound struct {
	time time.Time
	kind boundKind
}

type boundKind int

const (
	boundOpen boundKind = iota
	boundDate
	boundTimestamp
)

func (b bound) before(o bound) bool {
	return b.kind != boundOpen && o.kind != boundOpen && b.time.Before(o.time)
}

func (b bound) same(o bound) bool { return b.kind == o.kind && b.time.Equal(o.time) }

// boundOf returns the bound that a literal is; a property is none yet.
func boundOf(v any) (bound, bool) {
	switch v := v.(type) {
	case Open:
		return bound{}, true
	case Date:
		return bound{v.Time, boundDate}, true
	case Timestamp:
		return bound{v.Time, boundTimestamp}, true
	}
	return bound{}, false
}

func (ev evaluator) temporal(t Temporal) (Truth, error) {
	left, known, err := ev.span(t.Left)
	if err != nil || !known {
		return Unknown, err
	}
	right, known, err := ev.span(t.Right)
	if err != nil || !known {
		return Unknown, err
	}
	if err := sameKind(left.from, left.to, right.from, right.to); err != nil {
		return Unknown, err
	}
	switch t.Op {
	case TAfter:
		return truth(right.to.before(left.from)), nil
	case TBefore:
		return truth(left.to.before(right.from)), nil
	case TEquals:
		return truth(left.from.same(right.from) && left.to.same(right.to)), nil
	case TIntersects:
		return truth(!left.to.before(right.from) && !right.to.before(left.from)), nil
	case TDuring:
		if left.instant || right.instant {
			return Unknown, fmt.Errorf("T_DURING compares intervals; for an instant use T_INTERSECTS")
		}
		begins := right.from.before(left.from) || right.from.kind == boundOpen && left.from.kind != boundOpen
		ends := left.to.before(right.to) || right.to.kind == boundOpen && left.to.kind != boundOpen
		return truth(begins && ends), nil
	}
	return Unknown, fmt.Errorf("%q is not a temporal function", string(t.Op))
}

// span returns the time of an operand; it is not known where any part of it has
// no value.
func (ev evaluator) span(o Operand) (s span, known bool, err error) {
	i, ok := o.(Interval)
	if !ok {
		b, known, err := ev.bound(o)
		return span{b, b, true}, known, err
	}
	from, fromKnown, err := ev.bound(i.From)
	if err != nil {
		return span{}, false, err
	}
	to, toKnown, err := ev.bound(i.To)
	return span{from, to, false}, fromKnown && toKnown, err
}

func (ev evaluator) bound(o Operand) (b bound, known bool, err error) {
	v, err := ev.value(o)
	if err != nil || isNull(v) {
		return bound{}, false, err
	}
	if s, ok := v.(string); ok {
		instant, ok := parseInstant(s)
		if !ok {
			return bound{}, false, fmt.Errorf("%q is not %s or %s", s, wantedDate, wantedTimestamp)
		}
		v = instant
	}
	if b, known = boundOf(v); !known {
		return bound{}, false, fmt.Errorf("%s is not a time", kindOf(v))
	}
	return b, true, nil
}

// sameKind refuses to compare a day with an instant: a day has no time zone.
func sameKind(bounds ...bound) error {
	kind := boundOpen
	for _, b := range bounds {
		switch {
		case b.kind == boundOpen:
		case kind == boundOpen:
			kind = b.kind
		case kind != b.kind:
			return fmt.Errorf("a date cannot be compared with a timestamp")
		}
	}
	return nil
}
