// Package cql2 reads and writes filters in the Common Query Language (OGC
// 21-065r2), as text and as JSON, into one tree, and evaluates a tree against
// the properties of a feature.
//
// It covers the classes Basic CQL2, Advanced Comparison Operators,
// Case-insensitive Comparison, all spatial functions over two-dimensional
// literals, the temporal functions T_AFTER, T_BEFORE, T_DURING, T_EQUALS and
// T_INTERSECTS, and properties and literals on either side. Arithmetic, arrays,
// ACCENTI, heights and other functions are refused by name.
//
// A filter is read only within MaxBytes, MaxDepth and MaxNodes. Every error of
// Parse and ParseJSON is a *SyntaxError.
package cql2

import (
	"maps"
	"slices"
	"time"

	"github.com/paulmach/orb"
)

// Expr is something that is true, false or unknown for a feature: And, Or, Not,
// Compare, Like, Between, In, IsNull, Spatial, Temporal or Bool. The nil Expr is
// the absent filter and holds for every feature.
type Expr interface{ isExpr() }

// And holds when all of its two or more members hold; All builds one.
type And []Expr

// Or holds when one of its two or more members holds.
type Or []Expr

// Not holds when Expr does not.
type Not struct{ Expr Expr }

// Compare compares two scalars.
type Compare struct {
	Op          CompareOp
	Left, Right Operand
}

// CompareOp is a comparison operator as it is written.
type CompareOp string

// The comparison operators.
const (
	Equal          CompareOp = "="
	NotEqual       CompareOp = "<>"
	Less           CompareOp = "<"
	LessOrEqual    CompareOp = "<="
	Greater        CompareOp = ">"
	GreaterOrEqual CompareOp = ">="
)

// Like matches a text with a pattern: % stands for any characters, _ for one,
// and a backslash takes the special meaning from the character after it.
type Like struct {
	Value   Operand // Property, String or Casei
	Pattern string
	// FoldPattern says that the pattern was given inside CASEI. The value is
	// folded only when it is a Casei itself.
	FoldPattern bool
}

// Between holds when a number lies between two others or equals one of them.
type Between struct{ Value, Low, High Operand } // each a Property or a Number

// In holds when a scalar equals one of a list.
type In struct {
	Value Operand
	List  []Operand // one or more
}

// IsNull holds when an operand has no value.
type IsNull struct{ Operand Operand }

// Spatial relates two geometries: each a Property, a Geometry or a BBox.
type Spatial struct {
	Op          SpatialOp
	Left, Right Operand
}

// SpatialOp is a spatial function as it is written in text.
type SpatialOp string

// The spatial functions, with the meanings of the Simple Features standard.
const (
	SContains   SpatialOp = "S_CONTAINS"
	SCrosses    SpatialOp = "S_CROSSES"
	SDisjoint   SpatialOp = "S_DISJOINT"
	SEquals     SpatialOp = "S_EQUALS"
	SIntersects SpatialOp = "S_INTERSECTS"
	SOverlaps   SpatialOp = "S_OVERLAPS"
	STouches    SpatialOp = "S_TOUCHES"
	SWithin     SpatialOp = "S_WITHIN"
)

// Temporal relates two times: each a Property, a Date, a Timestamp or an
// Interval; for TDuring each a Property or an Interval.
type Temporal struct {
	Op          TemporalOp
	Left, Right Operand
}

// TemporalOp is a temporal function as it is written in text.
type TemporalOp string

// The temporal functions. An interval contains both of its ends.
const (
	TAfter      TemporalOp = "T_AFTER"      // left begins after right ends
	TBefore     TemporalOp = "T_BEFORE"     // left ends before right begins
	TDuring     TemporalOp = "T_DURING"     // left begins after right begins and ends before right ends
	TEquals     TemporalOp = "T_EQUALS"     // both begin and end together
	TIntersects TemporalOp = "T_INTERSECTS" // they share an instant
)

// Operand is something with a value: Property, String, Number, Bool, Date,
// Timestamp, Interval, Geometry, BBox or Casei; and Open inside an Interval.
type Operand interface{ isOperand() }

// Property is the value of the named property of the feature.
type Property string

// String is a literal text.
type String string

// Bool is a literal truth value; it is an expression as well.
type Bool bool

// Date is a calendar day, held as midnight UTC.
type Date struct{ Time time.Time }

// Timestamp is an instant in UTC, to the nanosecond.
type Timestamp struct{ Time time.Time }

// Interval is the time from one instant to another with both included. Each end
// is a Date, a Timestamp, a Property or Open; two literal ends are of one kind
// and in order.
type Interval struct{ From, To Operand }

// Open is the end of an Interval that has none.
type Open struct{}

// Geometry is a literal geometry of two dimensions, never empty, in the
// reference system that the request declares: longitude before latitude unless
// it says otherwise.
type Geometry struct{ orb.Geometry }

// BBox is a literal rectangle in the reference system of Geometry. West is
// greater than East where it crosses the antimeridian.
type BBox struct{ West, South, East, North float64 }

// Casei is a text without regard to case.
type Casei struct{ Of Operand } // Property or String

func (And) isExpr()      {}
func (Or) isExpr()       {}
func (Not) isExpr()      {}
func (Compare) isExpr()  {}
func (Like) isExpr()     {}
func (Between) isExpr()  {}
func (In) isExpr()       {}
func (IsNull) isExpr()   {}
func (Spatial) isExpr()  {}
func (Temporal) isExpr() {}
func (Bool) isExpr()     {}

func (Property) isOperand()  {}
func (String) isOperand()    {}
func (Number) isOperand()    {}
func (Bool) isOperand()      {}
func (Date) isOperand()      {}
func (Timestamp) isOperand() {}
func (Interval) isOperand()  {}
func (Open) isOperand()      {}
func (Geometry) isOperand()  {}
func (BBox) isOperand()      {}
func (Casei) isOperand()     {}

// All returns the expression that holds when every given one does. It leaves
// out nil and is nil when nothing remains.
func All(exprs ...Expr) Expr {
	var all And
	for _, e := range exprs {
		switch e := e.(type) {
		case nil:
		case And:
			all = append(all, e...)
		default:
			all = append(all, e)
		}
	}
	switch len(all) {
	case 0:
		return nil
	case 1:
		return all[0]
	}
	return all
}

// Properties returns the names of the properties that e uses, sorted, each once.
func Properties(e Expr) []string {
	names := map[string]struct{}{}
	walk(e, 1, func(node any, _ int) {
		if p, ok := node.(Property); ok {
			names[string(p)] = struct{}{}
		}
	})
	return slices.Sorted(maps.Keys(names))
}

// walk visits e and everything below it. The depth given is that of the
// innermost expression; an operand has the depth of the expression it is in.
func walk(e Expr, depth int, visit func(node any, depth int)) {
	if e == nil {
		return
	}
	visit(e, depth)
	operands := func(list ...Operand) {
		for _, o := range list {
			walkOperand(o, depth, visit)
		}
	}
	switch e := e.(type) {
	case And:
		for _, member := range e {
			walk(member, depth+1, visit)
		}
	case Or:
		for _, member := range e {
			walk(member, depth+1, visit)
		}
	case Not:
		walk(e.Expr, depth+1, visit)
	case Compare:
		operands(e.Left, e.Right)
	case Like:
		operands(e.Value)
	case Between:
		operands(e.Value, e.Low, e.High)
	case In:
		operands(e.Value)
		operands(e.List...)
	case IsNull:
		operands(e.Operand)
	case Spatial:
		operands(e.Left, e.Right)
	case Temporal:
		operands(e.Left, e.Right)
	}
}

func walkOperand(o Operand, depth int, visit func(node any, depth int)) {
	if o == nil {
		return
	}
	visit(o, depth)
	switch o := o.(type) {
	case Casei:
		walkOperand(o.Of, depth, visit)
	case Interval:
		walkOperand(o.From, depth, visit)
		walkOperand(o.To, depth, visit)
	}
}
