package cql2

import (
	"fmt"
	"strings"
)

// Parse reads a filter written as CQL2 text. Coordinates are taken as given.
func Parse(text string) (Expr, error) {
	if err := checkLength(text); err != nil {
		return nil, err
	}
	p := &parser{input: text, tokens: lex(text)}
	e, err := p.or()
	if err != nil {
		return nil, err
	}
	if p.peek().kind != tokenEnd {
		return nil, p.expected("AND, OR or the end of the filter")
	}
	if err := checkTree(text, e); err != nil {
		return nil, err
	}
	return e, nil
}

// parser reads one filter by recursive descent: a method for each rule.
type parser struct {
	input  string
	tokens []token
	next   int
	open   int // parentheses around the condition being read
}

func (p *parser) peek() token { return p.tokens[p.next] }

// take returns the next token and goes past it; the last one stays.
func (p *parser) take() token {
	t := p.peek()
	if p.next < len(p.tokens)-1 {
		p.next++
	}
	return t
}

// accept goes past the given symbol or keyword if it is next.
func (p *parser) accept(s string) bool {
	if !p.peek().is(s) {
		return false
	}
	p.take()
	return true
}

func (p *parser) require(symbol string) error {
	if !p.accept(symbol) {
		return p.expected(symbol)
	}
	return nil
}

// expected is the error that the next token is not what it should be.
func (p *parser) expected(wanted string) error {
	t := p.peek()
	switch {
	case t.kind == tokenBad:
		return t.err
	case p.isArithmetic(t):
		return p.errorAt(t, "arithmetic is not supported", wanted)
	}
	return p.errorAt(t, "", wanted)
}

// isArithmetic reports whether the next token t goes on with a sum. A signed
// number after a value is one: a-1 reads as the name a and the number -1.
func (p *parser) isArithmetic(t token) bool {
	switch {
	case t.kind == tokenSymbol:
		return strings.Contains("+-*/%^", t.text)
	case t.kind == tokenNumber && p.next > 0:
		before := p.tokens[p.next-1]
		return (t.text[0] == '+' || t.text[0] == '-') && (before.kind == tokenNumber || before.kind == tokenName ||
			before.kind == tokenWord && before.keyword == "")
	}
	return t.is("DIV")
}

func (p *parser) errorAt(t token, problem, wanted string) error {
	return syntaxError(p.input, t.at, problem, wanted)
}

func (p *parser) or() (Expr, error) {
	members, err := p.chain("OR", p.and)
	if err != nil || len(members) == 1 {
		return first(members), err
	}
	return Or(members), nil
}

func (p *parser) and() (Expr, error) {
	members, err := p.chain("AND", p.not)
	if err != nil || len(members) == 1 {
		return first(members), err
	}
	return And(members), nil
}

// chain reads one or more members joined by a keyword.
func (p *parser) chain(joint string, member func() (Expr, error)) ([]Expr, error) {
	var members []Expr
	for {
		e, err := member()
		if err != nil {
			return nil, err
		}
		members = append(members, e)
		if !p.accept(joint) {
			return members, nil
		}
	}
}

func first(members []Expr) Expr {
	if len(members) == 0 {
		return nil
	}
	return members[0]
}

func (p *parser) not() (Expr, error) {
	if !p.accept("NOT") {
		return p.primary()
	}
	e, err := p.primary()
	if err != nil {
		return nil, err
	}
	return Not{e}, nil
}

func (p *parser) primary() (Expr, error) {
	t := p.peek()
	if p.accept("(") {
		if p.open++; p.open > MaxDepth {
			return nil, tooDeep(p.input, t.at)
		}
		e, err := p.or()
		if err != nil {
			return nil, err
		}
		p.open--
		if !p.accept(")") {
			return nil, p.expected("AND, OR or )")
		}
		return e, nil
	}
	switch op := t.keyword; op {
	case "S_CONTAINS", "S_CROSSES", "S_DISJOINT", "S_EQUALS", "S_INTERSECTS", "S_OVERLAPS", "S_TOUCHES", "S_WITHIN":
		left, right, err := p.pair(geometric)
		return Spatial{SpatialOp(op), left, right}, err
	case "T_AFTER", "T_BEFORE", "T_DURING", "T_EQUALS", "T_INTERSECTS":
		left, right, err := p.pair(TemporalOp(op).role())
		return Temporal{TemporalOp(op), left, right}, err
	}
	left, err := p.operand(anyOperand)
	if err != nil {
		return nil, err
	}
	return p.predicate(left, t)
}

// pair reads the two arguments of a function whose name is next.
func (p *parser) pair(r role) (left, right Operand, err error) {
	p.take()
	if err = p.require("("); err != nil {
		return nil, nil, err
	}
	if left, err = p.operand(r); err != nil {
		return nil, nil, err
	}
	if err = p.require(","); err != nil {
		return nil, nil, err
	}
	if right, err = p.operand(r); err != nil {
		return nil, nil, err
	}
	return left, right, p.require(")")
}

// operand reads a property or a value and checks that it fits.
func (p *parser) operand(r role) (Operand, error) {
	t := p.peek()
	o, err := p.value(r)
	if err == nil {
		err = p.check(o, t, r)
	}
	return o, err
}

func (p *parser) check(o Operand, t token, r role) error {
	if !r.accepts(o) {
		return p.errorAt(t, "", r.wanted)
	}
	return nil
}

// predicate reads what follows a left operand; leftToken is where that began.
func (p *parser) predicate(left Operand, leftToken token) (Expr, error) {
	negated := p.accept("NOT")
	var e Expr
	var err error
	t := p.peek()
	switch {
	case t.is("LIKE"):
		e, err = p.like(left, leftToken)
	case t.is("BETWEEN"):
		e, err = p.between(left, leftToken)
	case t.is("IN"):
		e, err = p.in(left, leftToken)
	case negated:
		return nil, p.expected("LIKE, BETWEEN or IN")
	case t.is("IS"):
		return p.isNull(left)
	case t.kind == tokenSymbol && isCompareOp(t.text):
		return p.compare(left, leftToken)
	default:
		if b, ok := left.(Bool); ok {
			return b, nil
		}
		return nil, p.expected("=, <>, <, <=, >, >=, LIKE, BETWEEN, IN or IS after the property or value")
	}
	if err == nil && negated {
		e = Not{e}
	}
	return e, err
}

func isCompareOp(s string) bool {
	switch CompareOp(s) {
	case Equal, NotEqual, Less, LessOrEqual, Greater, GreaterOrEqual:
		return true
	}
	return false
}

func (p *parser) compare(left Operand, leftToken token) (Expr, error) {
	op := CompareOp(p.take().text)
	if err := p.check(left, leftToken, scalar); err != nil {
		return nil, err
	}
	right, err := p.operand(scalar)
	if err != nil {
		return nil, err
	}
	return Compare{op, left, right}, nil
}

func (p *parser) like(left Operand, leftToken token) (Expr, error) {
	p.take()
	if err := p.check(left, leftToken, character); err != nil {
		return nil, err
	}
	t := p.peek()
	o, err := p.operand(pattern)
	if err != nil {
		return nil, err
	}
	like, ok := newLike(left, o)
	if !ok {
		return nil, p.errorAt(t, "", pattern.wanted)
	}
	return like, nil
}

func (p *parser) between(value Operand, valueToken token) (Expr, error) {
	p.take()
	if err := p.check(value, valueToken, numeric); err != nil {
		return nil, err
	}
	low, err := p.operand(numeric)
	if err != nil {
		return nil, err
	}
	if err := p.require("AND"); err != nil {
		return nil, err
	}
	high, err := p.operand(numeric)
	if err != nil {
		return nil, err
	}
	return Between{value, low, high}, nil
}

func (p *parser) in(value Operand, valueToken token) (Expr, error) {
	p.take()
	if err := p.check(value, valueToken, scalar); err != nil {
		return nil, err
	}
	if err := p.require("("); err != nil {
		return nil, err
	}
	in := In{Value: value}
	for {
		o, err := p.operand(scalar)
		if err != nil {
			return nil, err
		}
		in.List = append(in.List, o)
		if p.accept(")") {
			return in, nil
		}
		if !p.accept(",") {
			return nil, p.expected(", or )")
		}
	}
}

func (p *parser) isNull(o Operand) (Expr, error) {
	p.take()
	negated := p.accept("NOT")
	if !p.accept("NULL") {
		return nil, p.expected("NULL or NOT NULL")
	}
	if negated {
		return Not{IsNull{o}}, nil
	}
	return IsNull{o}, nil
}

// value reads a property or a value of any kind; r is what is wanted.
func (p *parser) value(r role) (Operand, error) {
	t := p.peek()
	switch t.kind {
	case tokenName:
		p.take()
		return Property(t.text), nil
	case tokenString:
		p.take()
		return String(t.text), nil
	case tokenNumber:
		n, err := ParseNumber(t.text)
		if err != nil {
			return nil, p.errorAt(t, "", wantedNumber)
		}
		p.take()
		return n, nil
	case tokenWord:
		return p.word(t, r)
	}
	if t.is("(") {
		return nil, p.errorAt(t, "arithmetic and arrays are not supported", r.wanted)
	}
	return nil, p.expected(r.wanted)
}

// word reads an operand that begins with the unquoted word t.
func (p *parser) word(t token, r role) (Operand, error) {
	p.take()
	switch t.keyword {
	case "":
		if p.peek().is("(") {
			return nil, p.errorAt(t, fmt.Sprintf("the function %s is not supported", t.text),
				"a property, a value, CASEI, or a spatial or temporal function")
		}
		return Property(t.text), nil
	case "TRUE", "FALSE":
		return Bool(t.keyword == "TRUE"), nil
	case "DATE":
		return literal(p, parseDate, wantedDate)
	case "TIMESTAMP":
		return literal(p, parseTimestamp, wantedTimestamp)
	case "INTERVAL":
		return p.interval(t)
	case "CASEI":
		return p.casei()
	case "BBOX":
		return p.bbox(t)
	case "POINT", "LINESTRING", "POLYGON", "MULTIPOINT", "MULTILINESTRING", "MULTIPOLYGON", "GEOMETRYCOLLECTION":
		g, err := p.geometry(t)
		return Geometry{g}, err
	}
	if unsupported[t.keyword] {
		return nil, p.errorAt(t, t.keyword+" is not supported",
			"CASEI, a spatial function, or T_AFTER, T_BEFORE, T_DURING, T_EQUALS or T_INTERSECTS")
	}
	return nil, p.errorAt(t, t.keyword+" is a word of the language",
		fmt.Sprintf("%s; a property of that name is written \"%s\"", r.wanted, t.text))
}

// literal reads a text in parentheses and makes a value of it.
func literal[T Operand](p *parser, parse func(string) (T, bool), wanted string) (Operand, error) {
	if err := p.require("("); err != nil {
		return nil, err
	}
	t := p.peek()
	if t.kind != tokenString {
		return nil, p.expected(wanted)
	}
	value, ok := parse(t.text)
	if !ok {
		return nil, p.errorAt(t, "", wanted)
	}
	p.take()
	return value, p.require(")")
}

func (p *parser) casei() (Operand, error) {
	t := p.peek()
	if err := p.require("("); err != nil {
		return nil, err
	}
	if p.open++; p.open > MaxDepth {
		return nil, tooDeep(p.input, t.at)
	}
	of, err := p.operand(character)
	if err != nil {
		return nil, err
	}
	p.open--
	return casei(of), p.require(")")
}

func (p *parser) interval(t token) (Operand, error) {
	if err := p.require("("); err != nil {
		return nil, err
	}
	from, err := p.intervalEnd()
	if err != nil {
		return nil, err
	}
	if err := p.require(","); err != nil {
		return nil, err
	}
	to, err := p.intervalEnd()
	if err != nil {
		return nil, err
	}
	i := Interval{from, to}
	if problem, wanted := intervalProblem(i); problem != "" {
		return nil, p.errorAt(t, problem, wanted)
	}
	return i, p.require(")")
}

// intervalEnd reads one end of an interval.
func (p *parser) intervalEnd() (Operand, error) {
	t := p.peek()
	switch {
	case t.kind == tokenName, t.kind == tokenWord && t.keyword == "":
		p.take()
		return Property(t.text), nil
	case t.kind != tokenString:
		return nil, p.expected(wantedEnd)
	case t.text == "..":
		p.take()
		return Open{}, nil
	}
	instant, ok := parseInstant(t.text)
	if !ok {
		return nil, p.errorAt(t, "", wantedEnd)
	}
	p.take()
	return instant, nil
}
