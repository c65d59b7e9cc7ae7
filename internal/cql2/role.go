package cql2

import (
	"slices"
	"strings"
)

// role says which operands fit in a place: those of one of the kinds.
type role struct {
	wanted string
	kinds  []func(Operand) bool
}

func is[T Operand](o Operand) bool {
	_, ok := o.(T)
	return ok
}

var (
	anyOperand = role{"a property or a value", []func(Operand) bool{is[Operand]}}
	scalar     = role{"a property, a text, a number, true or false, a date, a timestamp or a CASEI text",
		[]func(Operand) bool{is[Property], is[String], is[Number], is[Bool], is[Date], is[Timestamp], is[Casei]}}
	character = role{"a property, a text or a CASEI text",
		[]func(Operand) bool{is[Property], is[String], is[Casei]}}
	numeric = role{"a property or a number (for days and times use >= and <=)",
		[]func(Operand) bool{is[Property], is[Number]}}
	geometric = role{"a property, a geometry or a bounding box",
		[]func(Operand) bool{is[Property], is[Geometry], is[BBox]}}
	temporal = role{"a property, a date, a timestamp or an interval",
		[]func(Operand) bool{is[Property], is[Date], is[Timestamp], is[Interval]}}
	pattern = role{"a pattern: a text, or CASEI of one, that does not end in a single backslash",
		[]func(Operand) bool{is[String], is[Casei]}}
	lasting = role{"a property or an interval (T_DURING does not take an instant; use T_INTERSECTS)",
		[]func(Operand) bool{is[Property], is[Interval]}}
)

func (r role) accepts(o Operand) bool {
	return slices.ContainsFunc(r.kinds, func(is func(Operand) bool) bool { return is(o) })
}

// role returns what a temporal function takes.
func (op TemporalOp) role() role {
	if op == TDuring {
		return lasting
	}
	return temporal
}

// newLike makes a Like of the operand its pattern was read as, if that is one.
func newLike(value, pattern Operand) (Like, bool) {
	like := Like{Value: value}
	if c, ok := pattern.(Casei); ok {
		pattern, like.FoldPattern = c.Of, true
	}
	s, ok := pattern.(String)
	like.Pattern = string(s)
	trailing := len(s) - len(strings.TrimRight(string(s), `\`))
	return like, ok && trailing%2 == 0
}

// casei wraps an operand; CASEI of CASEI is the same text.
func casei(o Operand) Casei {
	if c, ok := o.(Casei); ok {
		return c
	}
	return Casei{o}
}
