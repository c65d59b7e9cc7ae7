package atlas

import "math/big"

// Grouping says by what to count features, and what to sum over them.
type Grouping struct {
	By  []Column // with one value each; none makes a single group
	Sum *Column  // a whole or decimal number; nil to count only
	// Kind is the column that says what kind of amount Sum is; nil for none.
	Kind *Column
	Most int // groups; more are an error of kind TooLarge
}

// Group is the features that share their values of the columns of a Grouping.
type Group struct {
	Values []any // one for each column, as Layer.Value returns it; nil for unknown
	Count  int64
	Known  int64    // of them, those whose amount is known
	Sum    *big.Rat // of the known amounts, exact; nil where there is none
	// Negative says that one of the known amounts is below zero.
	Negative bool
	// FirstKind and LastKind are the least and the greatest kind of the known
	// amounts in the order of their bytes, "" for an unknown one: equal when
	// there is one kind only.
	FirstKind, LastKind string
}

// And is the features of both groups together, without values.
func (g Group) And(o Group) Group {
	both := Group{Count: g.Count + o.Count, Known: g.Known + o.Known, Negative: g.Negative || o.Negative, Sum: g.Sum}
	switch {
	case g.Sum == nil:
		both.Sum = o.Sum
	case o.Sum != nil:
		both.Sum = new(big.Rat).Add(g.Sum, o.Sum)
	}
	return both
}
