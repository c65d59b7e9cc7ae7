package cql2

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// The largest filter that is read, whether text or JSON.
const (
	MaxBytes = 16 << 10
	MaxDepth = 64   // expressions inside one another; in text also parentheses
	MaxNodes = 1000 // expressions and operands
)

// nearCharacters is how much of the input an error shows.
const nearCharacters = 24

// SyntaxError says where a filter could not be read and what was expected there.
type SyntaxError struct {
	Offset  int    // characters (code points) before the place of the error
	Near    string // the input from there on, shortened; empty at its end
	Problem string // what is wrong, where the expectation alone does not say it
	Wanted  string // what was expected
}

// Error returns a complete sentence for the person who wrote the filter.
func (e *SyntaxError) Error() string {
	var b strings.Builder
	if e.Near == "" {
		fmt.Fprintf(&b, "the filter ends too early, at character %d: ", e.Offset+1)
	} else {
		fmt.Fprintf(&b, "the filter cannot be read at character %d, near %q: ", e.Offset+1, e.Near)
	}
	if e.Problem != "" {
		b.WriteString(e.Problem + "; ")
	}
	b.WriteString("expected " + e.Wanted)
	return b.String()
}

// syntaxError describes the place at the given byte of the input.
func syntaxError(input string, at int, problem, wanted string) *SyntaxError {
	near, count := input[at:], 0
	for i := range near {
		if count == nearCharacters {
			near = near[:i] + "…"
			break
		}
		count++
	}
	return &SyntaxError{Offset: utf8.RuneCountInString(input[:at]), Near: near, Problem: problem, Wanted: wanted}
}

// checkLength refuses an input before any work is done on it.
func checkLength(input string) error {
	if len(input) <= MaxBytes {
		return nil
	}
	return syntaxError(input, 0, fmt.Sprintf("it is %d bytes long", len(input)),
		fmt.Sprintf("a filter of at most %d bytes", MaxBytes))
}

// checkTree measures the tree and not the input, so that a filter read as text
// is within the limits as JSON too.
func checkTree(input string, e Expr) error {
	nodes, deepest := 0, 0
	walk(e, 1, func(_ any, depth int) {
		nodes++
		deepest = max(deepest, depth)
	})
	switch {
	case deepest > MaxDepth:
		return tooDeep(input, 0)
	case nodes > MaxNodes:
		return syntaxError(input, 0, fmt.Sprintf("it has %d parts", nodes),
			fmt.Sprintf("a filter of at most %d properties, values and conditions", MaxNodes))
	}
	return nil
}

func tooDeep(input string, at int) error {
	return syntaxError(input, at, "the conditions are nested too deeply",
		fmt.Sprintf("at most %d levels", MaxDepth))
}
