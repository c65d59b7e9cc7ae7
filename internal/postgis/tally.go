package postgis

import (
	"context"
	"fmt"
	"math/big"
	"slices"
	"strings"

	"github.com/jackc/pgx/v5/pgtype"

	"growthmap/internal/atlas"
	"growthmap/internal/cql2"
	"growthmap/internal/indicator"
)

// Tallies reads a layer through a sieve in one statement: features that are
// alike in all that is asked come back as one. It tells the same as
// indicator.Sieve.Tally over the features of the edition, in any order.
func (s *Store) Tallies(ctx context.Context, sieve indicator.Sieve) ([]indicator.Tally, error) {
	b, err := selectTallies(sieve)
	if err != nil {
		return nil, err
	}
	rows, err := s.read.Query(ctx, b.sql.String(), b.args...)
	if err != nil {
		return nil, translate(err, "tally features")
	}
	defer rows.Close()
	tallies := []indicator.Tally{}
	for rows.Next() {
		t, err := scanTally(rows, sieve)
		if err != nil {
			return nil, translate(err, "tally features")
		}
		tallies = append(tallies, t)
	}
	return tallies, translate(rows.Err(), "tally features")
}

// selectTallies writes the statement of a sieve. It reads what it needs of each
// feature once, groups features by these bare values, which PostgreSQL does in
// parallel, and works conditions and moments out once a group, not once a
// feature. "offset 0" keeps the planner from merging the levels again: it would
// repeat what a row is read for in every condition, and misjudge their number.
func selectTallies(sieve indicator.Sieve) (*builder, error) {
	b := new(builder)
	q := atlas.Query{Layer: sieve.Layer, Edition: sieve.Edition, Day: sieve.Day}
	var read, bare []string // of a feature: expressions, and the names of those that tell features apart
	take := func(expression, name string) string {
		read, bare = append(read, expression+" as "+name), append(bare, name)
		return "g." + name
	}
	var keys []string // of a group
	for _, area := range []string{"region", "sido", "sigungu", "among"} {
		expression := "f." + area
		if !sieve.Places {
			expression = map[bool]string{true: "null::text[]", false: "null::text"}[area == "among"]
		}
		keys = append(keys, take(expression, area))
	}
	ends := b.ends(sieve, take)
	aliases := map[string]string{}
	for i, c := range sieveColumns(sieve) {
		expression, err := b.sieved(q, c.name)
		if err != nil {
			return nil, err
		}
		if !c.compared { // of its many values only whether there is one matters
			expression = "(case when " + expression + " is not null then true end)"
		}
		aliases[c.name] = take(expression, fmt.Sprintf("k%d", i))
	}
	totals := []string{"count(*) as n"}
	sums := []string{"sum(g.n)::bigint"}
	for i, amount := range sieve.Amounts {
		known, err := b.won(q, amount.Column)
		if err != nil {
			return nil, err
		}
		name := fmt.Sprintf("a%d", i)
		read, known = append(read, known+" as "+name), "r."+name
		totals = append(totals, fmt.Sprintf("sum(%s) as s%d", known, i))
		unstated := "count(*) filter (where " + known + " is null"
		capped := "null::numeric"
		if amount.AtMost != "" {
			most, err := b.won(q, amount.AtMost)
			if err != nil {
				return nil, err
			}
			name := fmt.Sprintf("m%d", i)
			read, most = append(read, most+" as "+name), "r."+name
			totals = append(totals, fmt.Sprintf("sum(%s) filter (where %s is null) as c%d", most, known, i))
			unstated += " and " + most + " is null"
			capped = fmt.Sprintf("sum(g.c%d)", i)
		}
		totals = append(totals, fmt.Sprintf("%s) as o%d", unstated, i))
		sums = append(sums, fmt.Sprintf("sum(g.s%d)", i), capped, fmt.Sprintf("sum(g.o%d)::bigint", i))
	}
	b.aliases = aliases
	for _, filter := range sieve.Filters {
		c, err := b.condition(q, filter.Expr)
		if err != nil {
			return nil, err
		}
		keys = append(keys, "("+c+")")
	}
	counts := make([]string, len(sieve.Moments))
	for i, moment := range sieve.Moments {
		from, to := b.moment(sieve, moment, ends)
		keys = append(keys, from, to)
		counts[i] = from + " is not null"
	}
	for _, name := range sieve.Values {
		keys = append(keys, aliases[name]+"::text")
	}
	edition := b.arg(sieve.Edition)
	b.sql.WriteString("select " + strings.Join(append(slices.Clone(keys), sums...), ", ") + `
	from (select ` + strings.Join(append(slices.Clone(bare), totals...), ", ") + `
		from (select ` + strings.Join(read, ", ") + `
			from feature_public f
			where layer = ` + b.arg(sieve.Layer.ID) + ` and added <= ` + edition + ` and (removed is null or removed > ` + edition + `) offset 0
		) r group by ` + ordinals(len(bare)) + ` offset 0
	) g
	where (` + strings.Join(counts, " or ") + ")")
	if len(sieve.Wanted) > 0 {
		wanted := make([]string, len(sieve.Wanted))
		for i, filter := range sieve.Wanted {
			c, err := b.condition(q, filter.Expr)
			if err != nil {
				return nil, err
			}
			wanted[i] = "(" + c + ") is not false"
		}
		b.and("(" + strings.Join(wanted, " or ") + ")")
	}
	b.sql.WriteString("\ngroup by " + ordinals(len(keys)))
	return b, nil
}

// sieved is the expression of a column that a sieve looks at.
func (b *builder) sieved(q atlas.Query, name string) (string, error) {
	c, ok := q.Layer.Column(name)
	if !ok {
		return "", fmt.Errorf("layer %s has no column %q", q.Layer.ID, name)
	}
	return b.column(q, c), nil
}

// won is the expression of a column of amounts, in whole won.
func (b *builder) won(q atlas.Query, name string) (string, error) {
	expression, err := b.sieved(q, name)
	if c, _ := q.Layer.Column(name); c.Type == atlas.Decimal {
		expression = "round(" + expression + ")"
	}
	return expression, err
}

// ordinals names the first columns of a select list.
func ordinals(n int) string {
	list := make([]string, n)
	for i := range list {
		list[i] = fmt.Sprint(i + 1)
	}
	return strings.Join(list, ", ")
}

// never is the day of a certainty that does not come.
const never = "9999-12-31"

// born stands for the first day of a feature's life among the ids of stages.
const born = ""

// ends takes, of every stage the moments look at, the first and the last day on
// which it may have been reached, and returns the names of the two texts by stage.
// Without a timeline a day is told by the last of the days that matter which does
// not come after it, so that features group although their days differ.
func (b *builder) ends(sieve indicator.Sieve, take func(expression, name string) string) map[string][2]string {
	matter := []string{"", (sieve.Day + 1).String()}
	var stages []string
	for _, m := range sieve.Moments {
		if m.Since != atlas.MinDay {
			matter = append(matter, m.Since.String())
		}
		stages = append(stages, m.Stage)
		if m.PossibleFrom != "" {
			stages = append(stages, m.PossibleFrom)
		}
	}
	slices.Sort(matter)
	matter = slices.Compact(matter)
	slices.Sort(stages)
	ends := map[string][2]string{}
	for i, stage := range slices.Compact(stages) {
		var pair [2]string
		for end := range pair {
			day := "coalesce(lower(f.life)::text, '')"
			if stage != born {
				day = "(f.stages->" + literal(stage) + "->>" + fmt.Sprint(end) + ")"
			}
			name := fmt.Sprintf("t%d_%d", i, end)
			if sieve.Timeline {
				pair[end] = take(day, name)
				continue
			}
			list := b.arg(matter) + "::text[]"
			pair[end] = "(" + list + ")[" + take("width_bucket("+day+` collate "C", `+list+")", name) + "]"
		}
		ends[stage] = pair
	}
	return ends
}

// moment writes the two days of a moment as texts: from when features may begin
// to count, null for never, and from when they do for certain.
func (b *builder) moment(sieve indicator.Sieve, m indicator.Moment, ends map[string][2]string) (from, to string) {
	from, to = ends[m.Stage][0], ends[m.Stage][1]
	stated := from + " is not null"
	since := ""
	if m.Since != atlas.MinDay {
		since = b.arg(m.Since.String()) + "::text"
		from, to = "(case when "+to+" >= "+since+" then greatest("+from+", "+since+") end)",
			"(case when "+from+" >= "+since+" then "+to+" when "+to+" >= "+since+" then '"+never+"' end)"
	}
	if m.PossibleFrom != "" {
		possible := ends[m.PossibleFrom][0]
		if since != "" {
			possible = "greatest(" + possible + ", case when " + possible + " is not null then " + since + " end)"
		}
		from = "(case when " + stated + " then " + from + " else " + possible + " end)"
		to = "(case when " + stated + " then " + to + " when " + possible + " is not null then '" + never + "' end)"
	}
	day := b.arg(sieve.Day.String()) + "::text"
	from = "(case when " + from + " <= " + day + " then " + from + " end)"
	if sieve.Timeline {
		return from, to
	}
	// The days before and after the day are told apart, and no more.
	return "(case when " + from + " is not null then '' end)", "(case when " + to + " <= " + day + " then '' else '" + never + "' end)"
}

// scanTally reads the columns that selectTallies writes.
func scanTally(row interface{ Scan(...any) error }, sieve indicator.Sieve) (indicator.Tally, error) {
	t := indicator.Tally{Holds: make([]cql2.Truth, len(sieve.Filters))}
	var region, sido, sigungu *string
	holds := make([]*bool, len(sieve.Filters))
	moments := make([]*string, 2*len(sieve.Moments))
	t.Values = make([]*string, len(sieve.Values))
	sums := make([]pgtype.Numeric, 2*len(sieve.Amounts))
	open := make([]int64, len(sieve.Amounts))
	to := []any{&region, &sido, &sigungu, &t.Place.Among}
	for i := range holds {
		to = append(to, &holds[i])
	}
	for i := range moments {
		to = append(to, &moments[i])
	}
	for i := range t.Values {
		to = append(to, &t.Values[i])
	}
	to = append(to, &t.Count)
	for i := range open {
		to = append(to, &sums[2*i], &sums[2*i+1], &open[i])
	}
	if err := row.Scan(to...); err != nil {
		return t, err
	}
	for area, code := range map[*string]*string{&t.Place.Region: region, &t.Place.Sido: sido, &t.Place.Sigungu: sigungu} {
		if code != nil {
			*area = *code
		}
	}
	for i, h := range holds {
		switch {
		case h == nil:
			t.Holds[i] = cql2.Unknown
		case *h:
			t.Holds[i] = cql2.True
		default:
			t.Holds[i] = cql2.False
		}
	}
	for i := range sieve.Moments {
		begins, err := interval(moments[2*i], moments[2*i+1])
		if err != nil {
			return t, err
		}
		t.Begins = append(t.Begins, begins)
	}
	for i, n := range open {
		t.Amounts = append(t.Amounts, indicator.Total{Known: won(sums[2*i]), Capped: won(sums[2*i+1]), Open: n})
	}
	return t, nil
}

// interval reads the texts of moment.
func interval(from, to *string) (*atlas.Interval, error) {
	if from == nil {
		return nil, nil
	}
	day := func(text string) (atlas.Day, error) {
		switch text {
		case "":
			return atlas.MinDay, nil
		case never:
			return atlas.MaxDay, nil
		}
		return atlas.ParseDay(text)
	}
	var i atlas.Interval
	var err error
	if i.From, err = day(*from); err != nil {
		return nil, err
	}
	i.To = atlas.MaxDay
	if to != nil {
		i.To, err = day(*to)
	}
	return &i, err
}

// won reads a sum of whole won; null is the sum of nothing.
func won(n pgtype.Numeric) *big.Int {
	i := new(big.Int)
	if !n.Valid || n.Int == nil {
		return i
	}
	i.Set(n.Int)
	if n.Exp > 0 {
		i.Mul(i, new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(n.Exp)), nil))
	}
	return i // sums are of rounded amounts: no digits follow the point
}

// sieveColumn is a column that a sieve looks at, and whether at its values or
// only at whether there is one.
type sieveColumn struct {
	name     string
	compared bool
}

// sieveColumns are the columns of the layer that the sieve looks at, each once.
func sieveColumns(sieve indicator.Sieve) []sieveColumn {
	var columns []sieveColumn
	look := func(name string, compared bool) {
		i := slices.IndexFunc(columns, func(c sieveColumn) bool { return c.name == name })
		if i < 0 {
			columns = append(columns, sieveColumn{name, compared})
		} else {
			columns[i].compared = columns[i].compared || compared
		}
	}
	var walk func(e cql2.Expr)
	walk = func(e cql2.Expr) {
		switch e := e.(type) {
		case cql2.And:
			for _, x := range e {
				walk(x)
			}
		case cql2.Or:
			for _, x := range e {
				walk(x)
			}
		case cql2.Not:
			walk(e.Expr)
		default:
			_, null := e.(cql2.IsNull)
			for _, name := range cql2.Properties(e) {
				look(name, !null)
			}
		}
	}
	for _, f := range slices.Concat(sieve.Wanted, sieve.Filters) {
		walk(f.Expr)
	}
	for _, name := range sieve.Values {
		look(name, true)
	}
	return columns
}
