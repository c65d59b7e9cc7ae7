package cql2

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/paulmach/orb/geojson"
)

// JSON writes e as CQL2 JSON, which ParseJSON reads back. The nil Expr is null.
// It fails only for a coordinate that is not a finite number, which no parsed
// filter has.
func JSON(e Expr) ([]byte, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(exprJSON(e)); err != nil {
		return nil, fmt.Errorf("write a filter as JSON: %w", err)
	}
	return bytes.TrimSuffix(b.Bytes(), []byte("\n")), nil
}

// operation is how JSON writes an operator or a function.
type operation struct {
	Op   string `json:"op"`
	Args []any  `json:"args"`
}

func exprJSON(e Expr) any {
	switch e := e.(type) {
	case And:
		return operation{"and", exprsJSON(e)}
	case Or:
		return operation{"or", exprsJSON(e)}
	case Not:
		return operation{"not", []any{exprJSON(e.Expr)}}
	case Compare:
		return operation{string(e.Op), operandsJSON(e.Left, e.Right)}
	case Like:
		return operation{"like", operandsJSON(e.Value, e.patternOperand())}
	case Between:
		return operation{"between", operandsJSON(e.Value, e.Low, e.High)}
	case In:
		return operation{"in", []any{operandJSON(e.Value), operandsJSON(e.List...)}}
	case IsNull:
		return operation{"isNull", operandsJSON(e.Operand)}
	case Spatial:
		return operation{strings.ToLower(string(e.Op)), operandsJSON(e.Left, e.Right)}
	case Temporal:
		return operation{strings.ToLower(string(e.Op)), operandsJSON(e.Left, e.Right)}
	case Bool:
		return bool(e)
	}
	return nil
}

func exprsJSON(exprs []Expr) []any {
	list := make([]any, len(exprs))
	for i, e := range exprs {
		list[i] = exprJSON(e)
	}
	return list
}

func operandJSON(o Operand) any {
	switch o := o.(type) {
	case Property:
		return map[string]any{"property": string(o)}
	case String:
		return string(o)
	case Number:
		return json.Number(o.String())
	case Bool:
		return bool(o)
	case Date:
		return map[string]any{"date": o.String()}
	case Timestamp:
		return map[string]any{"timestamp": o.String()}
	case Interval:
		return map[string]any{"interval": []any{intervalEndJSON(o.From), intervalEndJSON(o.To)}}
	case Geometry:
		return geojson.NewGeometry(o.Geometry)
	case BBox:
		return map[string]any{"bbox": []float64{o.West, o.South, o.East, o.North}}
	case Casei:
		return operation{"casei", operandsJSON(o.Of)}
	}
	return nil
}

func operandsJSON(operands ...Operand) []any {
	list := make([]any, len(operands))
	for i, o := range operands {
		list[i] = operandJSON(o)
	}
	return list
}

func intervalEndJSON(o Operand) any {
	if p, ok := o.(Property); ok {
		return operandJSON(p)
	}
	return instantText(o)
}
