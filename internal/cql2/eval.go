package cql2

import (
	"encoding/json"
	"fmt"
	"math/big"
	"strings"

	"golang.org/x/text/cases"
)

// Truth is the value of an expression in three-valued logic.
type Truth int8

// The truth values. Only a feature for which a filter is True is selected.
const (
	Unknown Truth = iota
	False
	True
)

// String returns "true", "false" or "unknown".
func (t Truth) String() string {
	switch t {
	case True:
		return "true"
	case False:
		return "false"
	}
	return "unknown"
}

func truth(b bool) Truth {
	if b {
		return True
	}
	return False
}

func (t Truth) not() Truth {
	switch t {
	case True:
		return False
	case False:
		return True
	}
	return Unknown
}

// Eval says whether e holds for the feature whose properties the function
// returns: string, int64, json.Number, bool, []string, or nil where there is
// none. An empty string is no value either, so that name = ” is unknown and
// name IS NULL holds. A comparison with no value is unknown, as in SQL. Numbers
// compare exactly, texts by code points; a text compared with a date or a
// timestamp is read as one. The nil Expr is True.
//
// Spatial functions, and values that cannot be compared with each other, are
// errors that name the condition.
func Eval(e Expr, property func(name string) any) (Truth, error) {
	return evaluator{property}.expr(e)
}

type evaluator struct{ property func(string) any }

func (ev evaluator) expr(e Expr) (Truth, error) {
	switch e := e.(type) {
	case nil:
		return True, nil
	case And:
		return ev.chain(e, False)
	case Or:
		return ev.chain(e, True)
	case Not:
		t, err := ev.expr(e.Expr)
		return t.not(), err
	case Bool:
		return truth(bool(e)), nil
	}
	t, err := ev.predicate(e)
	if err != nil {
		return Unknown, fmt.Errorf("the condition %s: %w", Text(e), err)
	}
	return t, nil
}

// chain evaluates members up to the first that settles the whole.
func (ev evaluator) chain(members []Expr, settles Truth) (Truth, error) {
	result := settles.not()
	for _, e := range members {
		t, err := ev.expr(e)
		if err != nil || t == settles {
			return t, err
		}
		if t == Unknown {
			result = Unknown
		}
	}
	return result, nil
}

func (ev evaluator) predicate(e Expr) (Truth, error) {
	switch e := e.(type) {
	case Compare:
		return ev.compare(e)
	case Like:
		return ev.like(e)
	case Between:
		return ev.chain([]Expr{
			Compare{GreaterOrEqual, e.Value, e.Low}, Compare{LessOrEqual, e.Value, e.High},
		}, False)
	case In:
		equal := make([]Expr, len(e.List))
		for i, o := range e.List {
			equal[i] = Compare{Equal, e.Value, o}
		}
		return ev.chain(equal, True)
	case IsNull:
		v, err := ev.value(e.Operand)
		return truth(isNull(v)), err
	case Temporal:
		return ev.temporal(e)
	}
	return Unknown, fmt.Errorf("it is evaluated by the database only")
}

func (ev evaluator) compare(c Compare) (Truth, error) {
	left, err := ev.value(c.Left)
	if err != nil {
		return Unknown, err
	}
	right, err := ev.value(c.Right)
	if err != nil || isNull(left) || isNull(right) {
		return Unknown, err
	}
	order, err := compareValues(left, right)
	if err != nil {
		return Unknown, err
	}
	switch c.Op {
	case Equal:
		return truth(order == 0), nil
	case NotEqual:
		return truth(order != 0), nil
	case Less:
		return truth(order < 0), nil
	case LessOrEqual:
		return truth(order <= 0), nil
	case Greater:
		return truth(order > 0), nil
	case GreaterOrEqual:
		return truth(order >= 0), nil
	}
	return Unknown, fmt.Errorf("%q is not a comparison operator", string(c.Op))
}

func (ev evaluator) like(l Like) (Truth, error) {
	v, err := ev.value(l.Value)
	if err != nil || isNull(v) {
		return Unknown, err
	}
	s, ok := v.(string)
	if !ok {
		return Unknown, fmt.Errorf("LIKE needs a text and not %s", kindOf(v))
	}
	pattern := l.Pattern
	if l.FoldPattern {
		pattern = fold(pattern)
	}
	return truth(matches(s, pattern)), nil
}

// fold makes texts equal that differ in case only (full Unicode case folding).
func fold(s string) string { return cases.Fold().String(s) }

// null is what a property without a value has.
type null struct{}

func isNull(v any) bool {
	_, ok := v.(null)
	return ok
}

// value returns null, string, *big.Rat, bool, []string or, for every other
// literal, the operand itself.
func (ev evaluator) value(o Operand) (any, error) {
	switch o := o.(type) {
	case Property:
		return propertyValue(string(o), ev.property(string(o)))
	case String:
		return string(o), nil
	case Number:
		return o.rat(), nil
	case Bool:
		return bool(o), nil
	case Casei:
		v, err := ev.value(o.Of)
		if s, ok := v.(string); ok {
			return fold(s), nil
		}
		if err == nil && !isNull(v) {
			err = fmt.Errorf("CASEI needs a text and not %s", kindOf(v))
		}
		return v, err
	case Interval:
		for _, end := range []Operand{o.From, o.To} {
			if v, err := ev.value(end); err != nil || isNull(v) {
				return null{}, err
			}
		}
	}
	return o, nil
}

func propertyValue(name string, v any) (any, error) {
	switch v := v.(type) {
	case nil:
		return null{}, nil
	case string:
		if v == "" {
			return null{}, nil
		}
		return v, nil
	case int64:
		return new(big.Rat).SetInt64(v), nil
	case json.Number:
		n, err := ParseNumber(v.String())
		if err != nil {
			return null{}, fmt.Errorf("property %s: %w", name, err)
		}
		return n.rat(), nil
	case bool:
		return v, nil
	case []string:
		if len(v) == 0 {
			return null{}, nil
		}
		return v, nil
	}
	return null{}, fmt.Errorf("property %s has a value of type %T; expected string, int64, json.Number, bool or []string", name, v)
}

// compareValues returns a negative, zero or positive number, as a is less than,
// equal to or greater than b.
func compareValues(a, b any) (int, error) {
	var err error
	if a, err = likeOther(a, b); err != nil {
		return 0, err
	}
	if b, err = likeOther(b, a); err != nil {
		return 0, err
	}
	switch a := a.(type) {
	case string:
		if b, ok := b.(string); ok {
			return strings.Compare(a, b), nil
		}
	case *big.Rat:
		if b, ok := b.(*big.Rat); ok {
			return a.Cmp(b), nil
		}
	case bool:
		if b, ok := b.(bool); ok {
			return rank(a) - rank(b), nil
		}
	case Date:
		if b, ok := b.(Date); ok {
			return a.Time.Compare(b.Time), nil
		}
	case Timestamp:
		if b, ok := b.(Timestamp); ok {
			return a.Time.Compare(b.Time), nil
		}
	}
	return 0, fmt.Errorf("%s cannot be compared with %s", kindOf(a), kindOf(b))
}

// likeOther reads a text as a date or a timestamp when it meets one.
func likeOther(v, other any) (any, error) {
	s, ok := v.(string)
	if !ok {
		return v, nil
	}
	switch other.(type) {
	case Date:
		if d, ok := parseDate(s); ok {
			return d, nil
		}
		return nil, fmt.Errorf("%q is not %s", s, wantedDate)
	case Timestamp:
		if t, ok := parseTimestamp(s); ok {
			return t, nil
		}
		return nil, fmt.Errorf("%q is not %s", s, wantedTimestamp)
	}
	return v, nil
}

func rank(b bool) int {
	if b {
		return 1
	}
	return 0
}

// kindOf names the kind of a value for a person.
func kindOf(v any) string {
	switch v.(type) {
	case string:
		return "a text"
	case *big.Rat:
		return "a number"
	case bool:
		return "true or false"
	case Date:
		return "a date"
	case Timestamp:
		return "a timestamp"
	case []string:
		return "a list"
	case Interval:
		return "an interval"
	}
	return "a geometry"
}

// matches reports whether a text matches a LIKE pattern. It goes back only to the
// last %, so that the time is at worst the product of the two lengths.
func matches(text, pattern string) bool {
	s, p := []rune(text), likePattern(pattern)
	i, j := 0, 0
	star, from := -1, 0
	for i < len(s) {
		switch {
		case j < len(p) && p[j] == anyText:
			star, from = j, i
			j++
		case j < len(p) && (p[j] == anyOne || p[j] == s[i]):
			i++
			j++
		case star >= 0:
			from++
			i, j = from, star+1
		default:
			return false
		}
	}
	for j < len(p) && p[j] == anyText {
		j++
	}
	return j == len(p)
}

// The wildcards of a pattern; no character of a text is negative.
const (
	anyText rune = -1 - iota
	anyOne
)

// likePattern resolves the escapes and wildcards of a pattern.
func likePattern(pattern string) []rune {
	var p []rune
	escaped := false
	for _, r := range pattern {
		switch {
		case escaped:
			escaped = false
		case r == '\\':
			escaped = true
			continue
		case r == '%':
			r = anyText
		case r == '_':
			r = anyOne
		}
		p = append(p, r)
	}
	return p
}
