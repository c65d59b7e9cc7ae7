package cql2

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/paulmach/orb/encoding/wkt"
)

// Text writes e as CQL2 text. It is canonical: equal trees give equal texts, and
// Parse gives the tree back. The nil Expr is the empty text.
func Text(e Expr) string {
	var w textWriter
	w.expr(e)
	return w.String()
}

// OperandText writes an operand as CQL2 text.
func OperandText(o Operand) string {
	var w textWriter
	w.operand(o)
	return w.String()
}

type textWriter struct{ strings.Builder }

// write appends texts and operands in turn.
func (w *textWriter) write(parts ...any) {
	for _, part := range parts {
		switch part := part.(type) {
		case string:
			w.WriteString(part)
		case Operand:
			w.operand(part)
		}
	}
}

func (w *textWriter) expr(e Expr) {
	switch e := e.(type) {
	case And:
		w.chain(e, " AND ")
	case Or:
		w.chain(e, " OR ")
	case Not:
		w.not(e)
	case Compare:
		w.write(e.Left, " ", string(e.Op), " ", e.Right)
	case Like:
		w.like(e, " LIKE ")
	case Between:
		w.write(e.Value, " BETWEEN ", e.Low, " AND ", e.High)
	case In:
		w.in(e, " IN (")
	case IsNull:
		w.write(e.Operand, " IS NULL")
	case Spatial:
		w.write(string(e.Op), "(", e.Left, ", ", e.Right, ")")
	case Temporal:
		w.write(string(e.Op), "(", e.Left, ", ", e.Right, ")")
	case Bool:
		w.operand(e)
	}
}

// chain writes the members of an And or an Or. Those that are chains themselves
// are in parentheses, except an And within an Or, which binds more closely.
func (w *textWriter) chain(members []Expr, joint string) {
	for i, e := range members {
		if i > 0 {
			w.WriteString(joint)
		}
		_, and := e.(And)
		_, or := e.(Or)
		if or || and && joint == " AND " {
			w.group(e)
		} else {
			w.expr(e)
		}
	}
}

func (w *textWriter) group(e Expr) {
	w.WriteByte('(')
	w.expr(e)
	w.WriteByte(')')
}

func (w *textWriter) not(n Not) {
	switch e := n.Expr.(type) {
	case Like:
		w.like(e, " NOT LIKE ")
	case Between:
		w.write(e.Value, " NOT BETWEEN ", e.Low, " AND ", e.High)
	case In:
		w.in(e, " NOT IN (")
	case IsNull:
		w.write(e.Operand, " IS NOT NULL")
	case Spatial, Temporal, Bool:
		w.WriteString("NOT ")
		w.expr(e)
	default:
		w.WriteString("NOT ")
		w.group(e)
	}
}

func (w *textWriter) like(e Like, operator string) {
	w.write(e.Value, operator, e.patternOperand())
}

// patternOperand is the pattern as the operand it is written as.
func (e Like) patternOperand() Operand {
	if e.FoldPattern {
		return Casei{String(e.Pattern)}
	}
	return String(e.Pattern)
}

func (w *textWriter) in(e In, operator string) {
	w.write(e.Value, operator)
	for i, o := range e.List {
		if i > 0 {
			w.WriteString(", ")
		}
		w.operand(o)
	}
	w.WriteByte(')')
}

func (w *textWriter) operand(o Operand) {
	switch o := o.(type) {
	case Property:
		w.property(string(o))
	case String:
		w.quote(string(o))
	case Number:
		w.WriteString(o.String())
	case Bool:
		w.WriteString(strings.ToUpper(strconv.FormatBool(bool(o))))
	case Date:
		w.write("DATE('", o.String(), "')")
	case Timestamp:
		w.write("TIMESTAMP('", o.String(), "')")
	case Interval:
		w.WriteString("INTERVAL(")
		w.intervalEnd(o.From)
		w.WriteString(", ")
		w.intervalEnd(o.To)
		w.WriteByte(')')
	case Geometry:
		w.WriteString(wkt.MarshalString(o.Geometry))
	case BBox:
		w.write("BBOX(", float(o.West), ", ", float(o.South), ", ", float(o.East), ", ", float(o.North), ")")
	case Casei:
		w.write("CASEI(", o.Of, ")")
	}
}

func (w *textWriter) intervalEnd(o Operand) {
	if p, ok := o.(Property); ok {
		w.property(string(p))
		return
	}
	w.write("'", instantText(o), "'")
}

// instantText is an end of an interval that is not a property, without quotes.
func instantText(o Operand) string {
	switch o := o.(type) {
	case Date:
		return o.String()
	case Timestamp:
		return o.String()
	}
	return ".."
}

func float(f float64) string { return strconv.FormatFloat(f, 'g', -1, 64) }

func (w *textWriter) property(name string) {
	if isPlainName(name) {
		w.WriteString(name)
		return
	}
	w.write(`"`, strings.ReplaceAll(name, `"`, `""`), `"`)
}

// isPlainName reports whether a property name can be written without quotes.
func isPlainName(name string) bool {
	start, width := utf8.DecodeRuneInString(name)
	if !isNameStart(start) || keyword(name) != "" {
		return false
	}
	for _, r := range name[width:] {
		if !isNamePart(r) {
			return false
		}
	}
	return true
}

var stringEscapes = strings.NewReplacer(`'`, `''`, `\`, `\\`,
	"\a", `\a`, "\b", `\b`, "\t", `\t`, "\n", `\n`, "\v", `\v`, "\f", `\f`, "\r", `\r`)

func (w *textWriter) quote(s string) {
	w.write("'", stringEscapes.Replace(s), "'")
}
