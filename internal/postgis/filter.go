package postgis

import (
	"fmt"
	"strings"

	"github.com/paulmach/orb"

	"growthmap/internal/atlas"
	"growthmap/internal/cql2"
)

// builder writes one statement. Values go in as bound parameters; everything
// else is constant text or a name from a checked definition.
type builder struct {
	sql  strings.Builder
	args []any
	// aliases are names of columns that a subquery has worked out already.
	aliases map[string]string
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
	b.boxes(q)
	return b, nil
}

func (b *builder) boxes(q atlas.Query) {
	if len(q.Boxes) == 0 {
		return
	}
	boxes := make([]string, len(q.Boxes))
	for i, box := range q.Boxes {
		boxes[i] = "st_intersects(f.geom, st_makeenvelope(" + b.arg(box.Min[0]) + "," + b.arg(box.Min[1]) + "," +
			b.arg(box.Max[0]) + "," + b.arg(box.Max[1]) + ", 4326))"
	}
	b.and("(", strings.Join(boxes, " or "), ")")
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
	if q.Possible {
		condition = "(" + condition + ") is not false"
	}
	b.and(condition)
	return nil
}

// groupFeatures starts the statement that counts the features of the query by
// the values of columns: the values as text, then how many features, how many of
// them with a known amount, its sum, whether any is negative, and the first and
// the last kind of amount among those known.
func groupFeatures(q atlas.Query, g atlas.Grouping) (*builder, error) {
	b := new(builder)
	var columns, ordinals []string
	for i, c := range g.By {
		columns = append(columns, "("+b.column(q, c)+")::text")
		ordinals = append(ordinals, fmt.Sprint(i+1))
	}
	columns = append(columns, "count(*)")
	if g.Sum == nil {
		columns = append(columns, "0", "null::text", "false")
	} else {
		amount := b.column(q, *g.Sum)
		columns = append(columns, "count("+amount+")", "sum("+amount+")::text", "coalesce(min("+amount+") < 0, false)")
	}
	if g.Sum == nil || g.Kind == nil {
		columns = append(columns, "null::text", "null::text")
	} else {
		known := ` filter (where ` + b.column(q, *g.Sum) + " is not null)"
		kind := "coalesce(" + b.column(q, *g.Kind) + `, '') collate "C"`
		columns = append(columns, "min("+kind+")"+known, "max("+kind+")"+known)
	}
	if err := b.from(q, strings.Join(columns, ", ")); err != nil {
		return nil, err
	}
	b.boxes(q)
	if len(ordinals) > 0 {
		b.sql.WriteString("\ngroup by " + strings.Join(ordinals, ", "))
	}
	b.sql.WriteString("\nlimit " + b.arg(g.Most+1))
	return b, nil
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

// condition translates a filter; what it names must be columns of the layer, or
// its geometry. It is true, false or null for the same features as cql2.Eval,
// which besides cannot compare months and places with days and places.
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
	case cql2.Spatial:
		return b.spatial(q, e)
	}
	if len(cql2.Properties(e)) == 0 {
		return b.constant(e)
	}
	switch e := e.(type) {
	case cql2.Compare:
		operands, err := b.operands(q, e.Left, e.Right)
		if err != nil {
			return "", err
		}
		return b.compare(e.Op, operands[0], operands[1])
	case cql2.Like:
		return b.like(q, e)
	case cql2.In:
		operands, err := b.operands(q, append([]cql2.Operand{e.Value}, e.List...)...)
		if err != nil {
			return "", err
		}
		equal := make([]string, len(e.List))
		for i, o := range operands[1:] {
			if equal[i], err = b.compare(cql2.Equal, operands[0], o); err != nil {
				return "", err
			}
		}
		return "(" + strings.Join(equal, " or ") + ")", nil
	case cql2.Between:
		operands, err := b.operands(q, e.Value, e.Low, e.High)
		if err != nil {
			return "", err
		}
		for _, o := range operands {
			if o.kind != aNumber {
				return "", unfit(o.of, kindTitles[aNumber])
			}
		}
		return "(" + operands[0].sql + " between " + operands[1].sql + " and " + operands[2].sql + ")", nil
	case cql2.IsNull:
		if name, ok := e.Operand.(cql2.Property); ok && isGeometry(q.Layer, name) {
			return "(f.geom is null)", nil
		}
		operands, err := b.operands(q, e.Operand)
		if err != nil {
			return "", err
		}
		return "(" + operands[0].sql + " is null)", nil
	case cql2.Temporal:
		return b.temporal(q, e)
	default:
		return "", fmt.Errorf("a condition of type %T has no SQL", e)
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

// constant is a condition on literals alone: the same for every feature.
func (b *builder) constant(e cql2.Expr) (string, error) {
	truth, err := cql2.Eval(e, func(string) any { return nil })
	switch {
	case err != nil:
		return "", atlas.InvalidParameter(filterParameter, cql2.Text(e), atlas.Text{
			Ko: "서로 견줄 수 있는 값", En: "values that can be compared with each other"})
	case truth == cql2.Unknown:
		return "null::boolean", nil
	}
	return b.arg(truth == cql2.True) + "::boolean", nil
}

// filterParameter is what errors in a filter are about.
const filterParameter = "filter"

// kind is what an operand is for comparison.
type kind int

const (
	aText kind = iota
	aNumber
	aTruth
	aDay // a literal day
	aList
)

var kindTitles = map[kind]atlas.Text{
	aText: {Ko: "글자", En: "a text"}, aNumber: {Ko: "숫자", En: "a number"}, aTruth: {Ko: "참·거짓", En: "true or false"},
	aDay: {Ko: "날짜", En: "a day"}, aList: {Ko: "목록", En: "a list"},
}

// operand is a value in SQL. A column of days is a text as far as the day is
// known, such as 2026-06, and the span of days it may mean.
type operand struct {
	of   cql2.Operand
	kind kind
	sql  string
	days *span
}

// span is the first and the last day of a time, as SQL dates.
type span struct{ from, to string }

func unfit(o cql2.Operand, wanted atlas.Text) error {
	return atlas.InvalidParameter(filterParameter, cql2.OperandText(o), wanted)
}

func (b *builder) operands(q atlas.Query, list ...cql2.Operand) ([]operand, error) {
	out := make([]operand, len(list))
	for i, o := range list {
		var err error
		if out[i], err = b.operand(q, o); err != nil {
			return nil, err
		}
	}
	return out, nil
}

func (b *builder) operand(q atlas.Query, o cql2.Operand) (operand, error) {
	switch v := o.(type) {
	case cql2.Property:
		c, found := q.Layer.Column(string(v))
		if !found {
			return operand{}, unfit(o, atlas.Text{Ko: "값을 견줄 수 있는 열 이름", En: "the name of a column whose value can be compared"})
		}
		column := operand{of: o, kind: columnKinds[c.Type], sql: b.column(q, c)}
		if c.Type == atlas.DayType {
			days := daysOf(c)
			column.days = &days
		}
		return column, nil
	case cql2.String:
		return operand{of: o, kind: aText, sql: b.arg(string(v)) + "::text"}, nil
	case cql2.Number:
		return operand{of: o, kind: aNumber, sql: b.arg(v.String()) + "::numeric"}, nil
	case cql2.Bool:
		return operand{of: o, kind: aTruth, sql: b.arg(bool(v)) + "::boolean"}, nil
	case cql2.Date:
		day := b.arg(v.Time) + "::date"
		return operand{of: o, kind: aDay, sql: day, days: &span{day, day}}, nil
	case cql2.Casei:
		inner, err := b.operand(q, v.Of)
		if err == nil && inner.kind != aText {
			err = unfit(v.Of, kindTitles[aText])
		}
		return operand{of: o, kind: aText, sql: fold(inner.sql)}, err
	default:
		return operand{}, unfit(o, atlas.Text{Ko: "열 이름, 글자, 숫자, 참·거짓, 날짜(DATE)", En: "a column, a text, a number, a truth value or a day (DATE)"})
	}
}

var columnKinds = map[atlas.PropertyType]kind{
	atlas.String: aText, atlas.DayType: aText, atlas.Integer: aNumber, atlas.Decimal: aNumber, atlas.Boolean: aTruth, atlas.Strings: aList,
}

// fold makes texts equal that differ in case only. Through capitals, as some
// letters have two small forms; by ICU, as the database may know ASCII only.
func fold(sql string) string {
	return `lower(upper(` + sql + ` collate "und-x-icu") collate "und-x-icu")`
}

func (b *builder) compare(op cql2.CompareOp, left, right operand) (string, error) {
	switch {
	case left.kind == aList || right.kind == aList:
		return member(op, left, right)
	case left.kind == aDay && right.days != nil, right.kind == aDay && left.days != nil:
		return compareDays(op, *left.days, *right.days), nil
	case left.kind != right.kind:
		return "", unfit(right.of, kindTitles[left.kind])
	case left.kind == aText && op != cql2.Equal && op != cql2.NotEqual:
		return "((" + left.sql + `) collate "C" ` + string(op) + " " + right.sql + ")", nil // by code point, as cql2.Eval compares
	default: // equal in one collation is equal in all, so an index serves
		return "(" + left.sql + " " + string(op) + " " + right.sql + ")", nil
	}
}

// compareDays is null where a day known to the month or year could be on either side.
func compareDays(op cql2.CompareOp, left, right span) string {
	surely := func(yes, no string) string {
		return "(case when " + yes + " then true when " + no + " then false end)"
	}
	before := func(a, b span) string { return a.to + " < " + b.from }
	notBefore := func(a, b span) string { return a.from + " >= " + b.to }
	same := left.from + " = " + left.to + " and " + left.from + " = " + right.from + " and " + right.from + " = " + right.to
	apart := before(left, right) + " or " + before(right, left)
	switch op {
	case cql2.Equal:
		return surely(same, apart)
	case cql2.NotEqual:
		return surely(apart, same)
	case cql2.Less:
		return surely(before(left, right), notBefore(left, right))
	case cql2.GreaterOrEqual:
		return surely(notBefore(left, right), before(left, right))
	case cql2.Greater:
		return surely(before(right, left), notBefore(right, left))
	default:
		return surely(notBefore(right, left), before(right, left))
	}
}

// member compares a list column with one text: equal means that the list holds it.
func member(op cql2.CompareOp, left, right operand) (string, error) {
	list, value := left, right
	if list.kind != aList {
		list, value = value, list
	}
	switch {
	case value.kind != aText:
		return "", unfit(value.of, kindTitles[aText])
	case op == cql2.Equal:
		return "(" + value.sql + " = any(" + list.sql + "))", nil
	case op == cql2.NotEqual:
		return "(" + value.sql + " <> all(" + list.sql + "))", nil
	default:
		return "", &atlas.Error{Kind: atlas.Invalid, Parameter: filterParameter, Message: atlas.Text{
			Ko: "목록 열은 = 와 <> 로만 비교할 수 있습니다.",
			En: "A column that holds a list can be compared with = and <> only.",
		}}
	}
}

func (b *builder) like(q atlas.Query, e cql2.Like) (string, error) {
	value, err := b.operand(q, e.Value)
	if err != nil {
		return "", err
	}
	if value.kind != aText {
		return "", unfit(value.of, kindTitles[aText])
	}
	pattern := b.arg(e.Pattern) + "::text"
	if e.FoldPattern {
		pattern = fold(pattern)
	}
	return "(" + value.sql + " like " + pattern + ` escape '\')`, nil
}

// The spatial functions of PostGIS. That two geometries are disjoint is asked as
// not intersecting, which collections can answer as well.
var spatialFunctions = map[cql2.SpatialOp]string{
	cql2.SContains: "st_contains", cql2.SCrosses: "st_crosses", cql2.SDisjoint: "not st_intersects", cql2.SEquals: "st_equals",
	cql2.SIntersects: "st_intersects", cql2.SOverlaps: "st_overlaps", cql2.STouches: "st_touches", cql2.SWithin: "st_within",
}

func (b *builder) spatial(q atlas.Query, e cql2.Spatial) (string, error) {
	var sides [2]string
	for i, o := range []cql2.Operand{e.Left, e.Right} {
		var err error
		if sides[i], err = b.shape(q, e.Op, o); err != nil {
			return "", err
		}
	}
	return "(" + spatialFunctions[e.Op] + "(" + sides[0] + ", " + sides[1] + "))", nil
}

// shape is the SQL of a geometry. A literal is in EPSG:4326.
func (b *builder) shape(q atlas.Query, op cql2.SpatialOp, o cql2.Operand) (string, error) {
	var literal orb.Geometry
	switch o := o.(type) {
	case cql2.Property:
		if !isGeometry(q.Layer, o) {
			return "", unfit(o, atlas.Text{Ko: "도형(geometry)", En: "the geometry"})
		}
		return "f.geom", nil
	case cql2.BBox:
		literal = rectangle(o)
	case cql2.Geometry:
		literal = o.Geometry
	}
	if _, ok := literal.(orb.Collection); ok && op != cql2.SIntersects && op != cql2.SDisjoint {
		return "", unfit(o, atlas.Text{Ko: "한 종류의 도형(모음은 S_INTERSECTS와 S_DISJOINT만)", En: "a geometry of one kind (a collection with S_INTERSECTS and S_DISJOINT only)"})
	}
	g, err := toGeom(literal)
	if err != nil {
		return "", err
	}
	shape := b.arg(g) + "::geometry"
	if literal.Dimensions() < 2 {
		return shape, nil
	}
	// A ring that crosses itself would make some of the functions fail.
	return "st_makevalid(" + shape + ", 'method=structure keepcollapsed=false')", nil
}

func isGeometry(layer *atlas.Layer, name cql2.Property) bool {
	return name == atlas.GeometryColumn && layer.Geometry != ""
}

// rectangle is the shape of a box: two where it crosses the antimeridian, a line
// or a point where it has no width or height.
func rectangle(b cql2.BBox) orb.Geometry {
	if b.West > b.East {
		return orb.MultiPolygon{
			orb.Bound{Min: orb.Point{b.West, b.South}, Max: orb.Point{180, b.North}}.ToPolygon(),
			orb.Bound{Min: orb.Point{-180, b.South}, Max: orb.Point{b.East, b.North}}.ToPolygon(),
		}
	}
	southWest, northEast := orb.Point{b.West, b.South}, orb.Point{b.East, b.North}
	switch {
	case southWest == northEast:
		return southWest
	case b.West == b.East || b.South == b.North:
		return orb.LineString{southWest, northEast}
	default:
		return orb.Bound{Min: southWest, Max: northEast}.ToPolygon()
	}
}

// temporal relates two times. A day known to the month is the interval of it.
func (b *builder) temporal(q atlas.Query, e cql2.Temporal) (string, error) {
	l, err := b.span(q, e.Left)
	if err != nil {
		return "", err
	}
	r, err := b.span(q, e.Right)
	if err != nil {
		return "", err
	}
	relation := map[cql2.TemporalOp]string{
		cql2.TAfter:      r.to + " < " + l.from,
		cql2.TBefore:     l.to + " < " + r.from,
		cql2.TDuring:     r.from + " < " + l.from + " and " + l.to + " < " + r.to,
		cql2.TEquals:     l.from + " = " + r.from + " and " + l.to + " = " + r.to,
		cql2.TIntersects: l.from + " <= " + r.to + " and " + r.from + " <= " + l.to,
	}[e.Op]
	// Where any part is not known neither is the whole, as in cql2.Eval.
	return "(case when num_nulls(" + strings.Join([]string{l.from, l.to, r.from, r.to}, ", ") + ") = 0 then " + relation + " end)", nil
}

func (b *builder) span(q atlas.Query, o cql2.Operand) (span, error) {
	if i, ok := o.(cql2.Interval); ok {
		from, to := span{from: "'-infinity'::date"}, span{to: "'infinity'::date"}
		var err error
		if _, open := i.From.(cql2.Open); !open {
			if from, err = b.span(q, i.From); err != nil {
				return span{}, err
			}
		}
		if _, open := i.To.(cql2.Open); !open {
			if to, err = b.span(q, i.To); err != nil {
				return span{}, err
			}
		}
		return span{from.from, to.to}, nil
	}
	wanted := atlas.Text{Ko: "날짜 열, DATE('2026-05-28') 또는 날짜의 INTERVAL", En: "a column of days, DATE('2026-05-28') or an INTERVAL of days"}
	if _, ok := o.(cql2.Timestamp); ok {
		return span{}, unfit(o, wanted)
	}
	v, err := b.operand(q, o)
	if err == nil && v.days == nil {
		err = unfit(o, wanted)
	}
	if err != nil {
		return span{}, err
	}
	return *v.days, nil
}

// column is the SQL of a column as of the query's day; of a day, its text as far
// as it is known.
func (b *builder) column(q atlas.Query, c atlas.Column) string {
	if alias, ok := b.aliases[c.ID]; ok {
		return alias
	}
	switch c.From {
	case atlas.FromStage:
		return partial("f.stages->" + literal(c.Key))
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
