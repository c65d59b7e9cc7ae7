package postgis

import (
	"fmt"
	"strings"

	"growthmap/internal/atlas"
	"growthmap/internal/cql2"
)

// builder writes one statement. Values go in as bound parameters; everything
// else is constant text or a name from a checked definition.
type builder struct {
	sql  strings.Builder
	args []any
}

// arg binds a value and returns its placeholder.
func (b *builder) arg(v any) string {
	b.args = append(b.args, v)
	return fmt.Sprintf("$%d", len(b.args))
}

func (b *builder) and(parts ...string) {
	b.sql.WriteString("\nand ")
	for _, p := range parts {
		b.sql.WriteString(p)
	}
}

// selectFeatures starts the statement that reads the columns of the query's
// features, all conditions of the query included except its page.
func selectFeatures(q atlas.Query, columns string) (*builder, error) {
	b := new(builder)
	if err := b.from(q, columns); err != nil {
		return nil, err
	}
	if len(q.Boxes) > 0 {
		boxes := make([]string, len(q.Boxes))
		for i, box := range q.Boxes {
			boxes[i] = "st_intersects(f.geom, st_makeenvelope(" + b.arg(box.Min[0]) + "," + b.arg(box.Min[1]) + "," +
				b.arg(box.Max[0]) + "," + b.arg(box.Max[1]) + ", 4326))"
		}
		b.and("(", strings.Join(boxes, " or "), ")")
	}
	return b, nil
}

// from writes select … from … where for the layer, the edition, the days and
// the filter. The edition is asked in two branches, each of which can use its
// partial index; one condition with "or" could use neither.
func (b *builder) from(q atlas.Query, columns string) error {
	layer, edition := b.arg(q.Layer.ID), b.arg(q.Edition)
	b.sql.WriteString("select " + columns + ` from (
		select * from feature_public where layer = ` + layer + ` and removed is null and added <= ` + edition + `
		union all
		select * from feature_public where layer = ` + layer + ` and removed is not null and removed > ` + edition + ` and added <= ` + edition + `
	) f where true`)
	if q.During != nil {
		b.and("f.life && ", b.arg(dateRange(*q.During)), "::daterange")
	} else {
		b.and("f.life @> ", b.arg(q.Day.Date()), "::date")
	}
	if q.After != "" {
		b.and("f.id > ", b.arg(q.After))
	}
	if q.Filter == nil {
		return nil
	}
	condition, err := b.condition(q, q.Filter)
	if err != nil {
		return err
	}
	b.and(condition)
	return nil
}

// page writes the order and the page of the query.
func (b *builder) page(q atlas.Query) {
	b.sql.WriteString("\norder by f.id")
	if q.Limit > 0 {
		b.sql.WriteString("\nlimit " + b.arg(q.Limit))
	}
	if q.Offset > 0 {
		b.sql.WriteString("\noffset " + b.arg(q.Offset))
	}
}

// condition translates a filter; what it names must be columns of the layer.
func (b *builder) condition(q atlas.Query, e cql2.Expr) (string, error) {
	switch e := e.(type) {
	case cql2.And:
		return b.join(q, e, " and ")
	case cql2.Or:
		return b.join(q, e, " or ")
	case cql2.Not:
		inner, err := b.condition(q, e.Expr)
		return "not (" + inner + ")", err
	case cql2.Bool:
		return b.arg(bool(e)) + "::boolean", nil
	case cql2.Compare:
		left, typ, err := b.operands(q, e.Left, e.Right)
		if err != nil {
			return "", err
		}
		if typ == atlas.Strings {
			return member(e, left)
		}
		if typ == atlas.String { // by code point, as cql2.Eval compares
			return "(" + left[0] + ` collate "C" ` + string(e.Op) + " " + left[1] + ")", nil
		}
		return "(" + left[0] + " " + string(e.Op) + " " + left[1] + ")", nil
	case cql2.In:
		operands, _, err := b.operands(q, append([]cql2.Operand{e.Value}, e.List...)...)
		if err != nil {
			return "", err
		}
		return "(" + operands[0] + " in (" + strings.Join(operands[1:], ", ") + "))", nil
	case cql2.Between:
		operands, _, err := b.operands(q, e.Value, e.Low, e.High)
		if err != nil {
			return "", err
		}
		return "(" + operands[0] + " between " + operands[1] + " and " + operands[2] + ")", nil
	case cql2.IsNull:
		operands, _, err := b.operands(q, e.Operand)
		if err != nil {
			return "", err
		}
		return "(" + operands[0] + " is null)", nil
	default:
		return "", &atlas.Error{Kind: atlas.Invalid, Parameter: "filter", Message: atlas.Text{
			Ko: "이 조건식은 비교, IN, BETWEEN, IS NULL만 쓸 수 있습니다.",
			En: "A condition here may use comparisons, IN, BETWEEN and IS NULL only.",
		}}
	}
}

func (b *builder) join(q atlas.Query, list []cql2.Expr, word string) (string, error) {
	parts := make([]string, len(list))
	for i, e := range list {
		part, err := b.condition(q, e)
		if err != nil {
			return "", err
		}
		parts[i] = part
	}
	return "(" + strings.Join(parts, word) + ")", nil
}

// member compares a list column with one text: equal means that the list holds it.
func member(e cql2.Compare, operands []string) (string, error) {
	list, value := operands[0], operands[1]
	if _, ok := e.Left.(cql2.Property); !ok {
		list, value = value, list
	}
	switch e.Op {
	case cql2.Equal:
		return "(" + value + " = any(" + list + "))", nil
	case cql2.NotEqual:
		return "(" + value + " <> all(" + list + "))", nil
	default:
		return "", &atlas.Error{Kind: atlas.Invalid, Parameter: "filter", Message: atlas.Text{
			Ko: "목록 열은 = 와 <> 로만 비교할 수 있습니다.",
			En: "A column that holds a list can be compared with = and <> only.",
		}}
	}
}

// operands translates operands that are compared with each other. The type of
// the first column among them decides how the literals are read.
func (b *builder) operands(q atlas.Query, list ...cql2.Operand) ([]string, atlas.PropertyType, error) {
	var typ atlas.PropertyType
	var day bool
	for _, o := range list {
		if name, ok := o.(cql2.Property); ok {
			c, found := q.Layer.Column(string(name))
			if !found {
				return nil, "", atlas.Missing(atlas.Text{Ko: "속성", En: "property"}, string(name))
			}
			if typ == "" {
				typ, day = c.Type, c.From == atlas.FromStage
			}
		}
	}
	out := make([]string, len(list))
	for i, o := range list {
		switch o := o.(type) {
		case cql2.Property:
			c, _ := q.Layer.Column(string(o))
			out[i] = b.column(q, c)
		case cql2.String:
			if day {
				interval, err := atlas.ParsePartial(string(o))
				if err != nil {
					return nil, "", atlas.InvalidParameter(firstProperty(list), string(o), atlas.Text{
						Ko: "YYYY-MM-DD, YYYY-MM 또는 YYYY", En: "YYYY-MM-DD, YYYY-MM or YYYY"})
				}
				out[i] = b.arg(interval) + "::jsonb"
				continue
			}
			out[i] = b.arg(string(o)) + "::text"
		case cql2.Number:
			out[i] = b.arg(o.String()) + "::numeric"
		case cql2.Bool:
			out[i] = b.arg(bool(o)) + "::boolean"
		default:
			return nil, "", atlas.InvalidParameter("filter", fmt.Sprint(o), atlas.Text{
				Ko: "열 이름, 글자, 숫자, 참·거짓", En: "a column, a text, a number or a truth value"})
		}
	}
	return out, typ, nil
}

func firstProperty(list []cql2.Operand) string {
	for _, o := range list {
		if name, ok := o.(cql2.Property); ok {
			return string(name)
		}
	}
	return ""
}

// column is the SQL of a column as of the query's day.
func (b *builder) column(q atlas.Query, c atlas.Column) string {
	switch c.From {
	case atlas.FromStage:
		return "(f.stages->" + literal(c.Key) + ")"
	case atlas.FromStageOn:
		var s strings.Builder
		s.WriteString("(case")
		day := b.arg(q.Day.Date())
		for i := len(q.Layer.Stages) - 1; i >= 0; i-- {
			id := literal(q.Layer.Stages[i].ID)
			s.WriteString(" when (f.stages->" + id + "->>1)::date <= " + day + "::date then " + id)
		}
		return s.String() + " end)"
	default:
		return columnExpression(c)
	}
}
