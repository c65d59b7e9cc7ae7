package cql2

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// ParseJSON reads a filter written as CQL2 JSON.
func ParseJSON(data []byte) (Expr, error) {
	input := string(data)
	if err := checkLength(input); err != nil {
		return nil, err
	}
	root, err := readJSON(input)
	if err != nil {
		return nil, err
	}
	r := reader{input}
	e, err := r.expr(root, 1)
	if err != nil {
		return nil, err
	}
	if err := checkTree(input, e); err != nil {
		return nil, err
	}
	return e, nil
}

// reader makes a tree of the nodes of one input.
type reader struct{ input string }

func (r reader) errorAt(n node, problem, wanted string) error {
	return syntaxError(r.input, n.at, problem, wanted)
}

const wantedJSON = "a condition: true, false or an object with the members op and args"

// expr reads a condition; depth is 1 for the outermost.
func (r reader) expr(n node, depth int) (Expr, error) {
	if depth > MaxDepth {
		return nil, tooDeep(r.input, n.at)
	}
	if b, ok := n.value.(bool); ok {
		return Bool(b), nil
	}
	if _, ok := n.members["op"]; !ok {
		return nil, r.errorAt(n, "", wantedJSON)
	}
	op, args, err := r.operation(n)
	if err != nil {
		return nil, err
	}
	switch op {
	case "and", "or":
		if len(args) < 2 {
			return nil, r.errorAt(n, "", fmt.Sprintf("two or more args for %q", op))
		}
		members := make([]Expr, len(args))
		for i, arg := range args {
			if members[i], err = r.expr(arg, depth+1); err != nil {
				return nil, err
			}
		}
		if op == "and" {
			return And(members), nil
		}
		return Or(members), nil
	case "not":
		if err := r.count(n, op, args, 1); err != nil {
			return nil, err
		}
		e, err := r.expr(args[0], depth+1)
		return Not{e}, err
	}
	return r.predicate(n, op, args)
}

// operation takes an object with op and args apart.
func (r reader) operation(n node) (op string, args []node, err error) {
	op, ok := n.members["op"].value.(string)
	if !ok {
		return "", nil, r.errorAt(n.members["op"], "", "the name of an operator as a string")
	}
	list, ok := n.members["args"]
	if !ok || !list.isArray {
		return "", nil, r.errorAt(n, "", fmt.Sprintf("the member args, an array, beside op %q", op))
	}
	return op, list.items, r.only(n, "op", "args")
}

// only checks that an object has no members but the given ones: a misspelt one
// must not be lost in silence.
func (r reader) only(n node, names ...string) error {
	for _, name := range slices.Sorted(maps.Keys(n.members)) {
		if !slices.Contains(names, name) {
			return r.errorAt(n.members[name], fmt.Sprintf("the member %q has no meaning here", name),
				"only "+strings.Join(names, " and "))
		}
	}
	return nil
}

func (r reader) count(n node, op string, args []node, want int) error {
	if len(args) != want {
		return r.errorAt(n, fmt.Sprintf("it has %d args", len(args)), fmt.Sprintf("%d for %q", want, op))
	}
	return nil
}

// operands reads the args of an operator that takes a fixed number of them.
func (r reader) operands(n node, op string, args []node, want int, fits role) ([]Operand, error) {
	if err := r.count(n, op, args, want); err != nil {
		return nil, err
	}
	return r.all(args, fits)
}

func (r reader) all(nodes []node, fits role) ([]Operand, error) {
	list := make([]Operand, len(nodes))
	for i, n := range nodes {
		var err error
		if list[i], err = r.operand(n, fits); err != nil {
			return nil, err
		}
	}
	return list, nil
}

// predicate reads a condition that holds no other conditions.
func (r reader) predicate(n node, op string, args []node) (Expr, error) {
	switch op {
	case "like":
		return r.like(n, args)
	case "between":
		o, err := r.operands(n, op, args, 3, numeric)
		if err != nil {
			return nil, err
		}
		return Between{o[0], o[1], o[2]}, nil
	case "in":
		return r.in(n, args)
	case "isNull":
		o, err := r.operands(n, op, args, 1, anyOperand)
		if err != nil {
			return nil, err
		}
		return IsNull{o[0]}, nil
	case "s_contains", "s_crosses", "s_disjoint", "s_equals", "s_intersects", "s_overlaps", "s_touches", "s_within":
		o, err := r.operands(n, op, args, 2, geometric)
		if err != nil {
			return nil, err
		}
		return Spatial{SpatialOp(strings.ToUpper(op)), o[0], o[1]}, nil
	case "t_after", "t_before", "t_during", "t_equals", "t_intersects":
		name := TemporalOp(strings.ToUpper(op))
		o, err := r.operands(n, op, args, 2, name.role())
		if err != nil {
			return nil, err
		}
		return Temporal{name, o[0], o[1]}, nil
	}
	if !isCompareOp(op) {
		return nil, r.errorAt(n.members["op"], fmt.Sprintf("the operator %q is not supported here", op),
			"and, or, not, =, <>, <, <=, >, >=, like, between, in, isNull, a spatial function such as s_intersects, "+
				"or t_after, t_before, t_during, t_equals or t_intersects")
	}
	o, err := r.operands(n, op, args, 2, scalar)
	if err != nil {
		return nil, err
	}
	return Compare{CompareOp(op), o[0], o[1]}, nil
}

func (r reader) like(n node, args []node) (Expr, error) {
	if err := r.count(n, "like", args, 2); err != nil {
		return nil, err
	}
	value, err := r.operand(args[0], character)
	if err != nil {
		return nil, err
	}
	o, err := r.operand(args[1], pattern)
	if err != nil {
		return nil, err
	}
	like, ok := newLike(value, o)
	if !ok {
		return nil, r.errorAt(args[1], "", pattern.wanted)
	}
	return like, nil
}

func (r reader) in(n node, args []node) (Expr, error) {
	if err := r.count(n, "in", args, 2); err != nil {
		return nil, err
	}
	value, err := r.operand(args[0], scalar)
	if err != nil {
		return nil, err
	}
	if len(args[1].items) == 0 {
		return nil, r.errorAt(args[1], "", "an array of one or more values")
	}
	list, err := r.all(args[1].items, scalar)
	if err != nil {
		return nil, err
	}
	return In{value, list}, nil
}

// operand reads a property or a value and checks that it fits.
func (r reader) operand(n node, fits role) (Operand, error) {
	o, err := r.value(n, 1)
	if err == nil && !fits.accepts(o) {
		err = r.errorAt(n, "", fits.wanted)
	}
	return o, err
}

// value reads a property or a value of any kind.
func (r reader) value(n node, depth int) (Operand, error) {
	switch v := n.value.(type) {
	case string:
		return String(v), nil
	case json.Number:
		number, err := ParseNumber(v.String())
		if err != nil {
			return nil, r.errorAt(n, "", wantedNumber)
		}
		return number, nil
	case bool:
		return Bool(v), nil
	}
	if _, ok := n.members["type"]; ok {
		g, err := r.geometry(n, true)
		return Geometry{g}, err
	}
	if _, ok := n.members["op"]; ok {
		return r.casei(n, depth)
	}
	for _, kind := range []string{"property", "date", "timestamp", "interval", "bbox"} {
		if member, ok := n.members[kind]; ok {
			if err := r.only(n, kind); err != nil {
				return nil, err
			}
			return r.tagged(kind, member)
		}
	}
	return nil, r.errorAt(n, "", anyOperand.wanted+`, such as {"property": "name"}, "text" or 12`)
}

// tagged reads a value that is written as an object with one member.
func (r reader) tagged(kind string, n node) (Operand, error) {
	s, _ := n.value.(string)
	switch kind {
	case "property":
		return r.property(n)
	case "date":
		if d, ok := parseDate(s); ok {
			return d, nil
		}
		return nil, r.errorAt(n, "", wantedDate)
	case "timestamp":
		if t, ok := parseTimestamp(s); ok {
			return t, nil
		}
		return nil, r.errorAt(n, "", wantedTimestamp)
	case "interval":
		return r.interval(n)
	}
	return r.bbox(n)
}

func (r reader) property(n node) (Operand, error) {
	name, ok := n.value.(string)
	if !ok || name == "" {
		return nil, r.errorAt(n, "", "the name of a property as a string")
	}
	return Property(name), nil
}

func (r reader) interval(n node) (Operand, error) {
	if len(n.items) != 2 {
		return nil, r.errorAt(n, "", "an array of two ends")
	}
	from, err := r.intervalEnd(n.items[0])
	if err != nil {
		return nil, err
	}
	to, err := r.intervalEnd(n.items[1])
	if err != nil {
		return nil, err
	}
	i := Interval{from, to}
	if problem, wanted := intervalProblem(i); problem != "" {
		return nil, r.errorAt(n, problem, wanted)
	}
	return i, nil
}

func (r reader) intervalEnd(n node) (Operand, error) {
	if s, ok := n.value.(string); ok {
		if s == ".." {
			return Open{}, nil
		}
		if o, ok := parseInstant(s); ok {
			return o, nil
		}
	} else if member, ok := n.members["property"]; ok {
		return r.property(member)
	}
	return nil, r.errorAt(n, "", wantedEnd)
}

func (r reader) casei(n node, depth int) (Operand, error) {
	op, args, err := r.operation(n)
	if err != nil {
		return nil, err
	}
	switch {
	case depth > MaxDepth:
		return nil, tooDeep(r.input, n.at)
	case op != "casei":
		return nil, r.errorAt(n.members["op"], fmt.Sprintf("the operator %q is not supported here", op), "casei")
	}
	if err := r.count(n, op, args, 1); err != nil {
		return nil, err
	}
	of, err := r.value(args[0], depth+1)
	if err != nil {
		return nil, err
	}
	if !character.accepts(of) {
		return nil, r.errorAt(args[0], "", character.wanted)
	}
	return casei(of), nil
}
