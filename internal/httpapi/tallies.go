package httpapi

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"math/big"
	"slices"
	"strconv"
	"strings"

	"growthmap/internal/atlas"
	"growthmap/internal/export"
	"growthmap/internal/indicator"
)

// tallyParams are the parameters of tallies beside the common ones.
var tallyParams = append([]string{"by", "sum", "measure"}, selectParams...)

const (
	maxTallyColumns = 4
	maxTallies      = 5_000
)

// tallies count the features of a layer by the values of columns.
type tallies struct {
	Layer   string        `json:"layer"`
	Edition int64         `json:"edition"` // the last that changed the layer
	At      atlas.Day     `json:"at"`
	By      []tallyColumn `json:"by"`
	Sum     *tallyColumn  `json:"sum,omitempty"`
	// Kind is the one kind of amount that was summed, where amounts have kinds.
	Kind     *string       `json:"kind,omitempty"`
	Total    tally         `json:"total"`
	Groups   []tally       `json:"groups"`
	Measures *measures     `json:"measures,omitempty"`
	Links    []export.Link `json:"links"`

	measured []string // the measures asked for
}

type tallyColumn struct {
	ID    string `json:"id"`
	Title string `json:"title"`
	Unit  string `json:"unit,omitempty"`
}

// tally is one group of features. A value that is null is not known, but for the
// column stage, where no stage has been reached for sure.
type tally struct {
	Values map[string]any    `json:"values"`
	Titles map[string]string `json:"titles,omitempty"` // of codes and areas
	Count  tallyCount        `json:"count"`
	Sum    *tallySum         `json:"sum,omitempty"`
	// Quotient is the location quotient of the second value in the first.
	Quotient *string `json:"lq,omitempty"`

	group atlas.Group
}

// tallyCount is a number of features; High adds those of which it is not known
// whether they belong here. A group of the unknown itself has no bounds.
type tallyCount struct {
	Value int64  `json:"value"`
	Low   *int64 `json:"low"`
	High  *int64 `json:"high"`
}

// tallySum is a sum in decimal digits: of what is known, and its bounds. High is
// null when an amount that may belong here is not known, both are when amounts
// may be below zero.
type tallySum struct {
	indicator.Value
	Unknown int64 `json:"unknown"` // features whose amount is not known
}

// measures are taken over the groups of which every value is known.
type measures struct {
	Weight   string           `json:"weight"`   // count, or the column summed
	Excluded int64            `json:"excluded"` // features left out, as a value of theirs is not known
	Unknown  *int64           `json:"unknown,omitempty"`
	HHI      []herfindahl     `json:"hhi,omitempty"`
	Theil    *theil           `json:"theil,omitempty"`
	Methods  map[string]label `json:"methods"`
}

type label struct {
	Formula string `json:"formula"`
	Source  string `json:"source"`
}

// herfindahl is the concentration on the values of a column, of everything or
// within one value of the first column.
type herfindahl struct {
	Column     string  `json:"column"`
	Within     *string `json:"within,omitempty"`
	Index      string  `json:"index"`
	Normalised *string `json:"normalised"`
	Parts      int     `json:"parts"`
}

type theil struct {
	Total   string       `json:"total"`
	Between string       `json:"between"`
	Within  string       `json:"within"`
	Units   int          `json:"units"` // areas without any feature included
	Groups  []groupTheil `json:"groups"`
}

type groupTheil struct {
	Value string `json:"value"`
	Share string `json:"share"`
	Index string `json:"index"`
	Units int    `json:"units"`
}

// methods are the measures by the name in the parameter, with their formulas.
var methods = map[string]label{
	"lq":    {"(x_ij / x_i) / (x_j / x)", "Florence 1948; Isard 1960, ch. 7"},
	"hhi":   {"sum s_i^2; normalised (H - 1/n) / (1 - 1/n)", "Herfindahl 1950; Hirschman 1964"},
	"theil": {"sum s_i ln(n s_i) = sum S_g ln(n S_g / n_g) + sum S_g T_g", "Theil 1967, ch. 4"},
}

func (s *Server) tallies(a *ask) (*answer, error) {
	q, err := a.selection()
	if err != nil {
		return nil, err
	}
	g, err := a.grouping()
	if err != nil {
		return nil, err
	}
	asked, err := a.measuresAsked(g)
	if err != nil {
		return nil, err
	}
	return s.reply(a, a.readingEditions(), func(ctx context.Context) (*body, error) {
		groups, err := s.store.Groups(ctx, q, g)
		if err != nil {
			return nil, err
		}
		doc := tallies{Layer: q.Layer.ID, Edition: a.entry.Changed, At: a.day, By: []tallyColumn{}, Groups: []tally{}, Links: a.selfLinks(), measured: asked}
		doc.Links = append(doc.Links, export.Link{
			Href: a.url(layerPath(q.Layer.ID)), Rel: "collection", Type: jsonFormat.media, Title: q.Layer.Title.In(a.lang),
		})
		for _, c := range g.By {
			doc.By = append(doc.By, tallyColumn{c.ID, c.Title.In(a.lang), c.Unit})
		}
		if g.Sum != nil {
			doc.Sum = &tallyColumn{g.Sum.ID, g.Sum.Title.In(a.lang), g.Sum.Unit}
		}
		mixed, err := doc.kindOf(g, groups)
		if err != nil {
			return nil, err
		}
		reader, err := s.newReader(ctx, a)
		if err != nil {
			return nil, err
		}
		doc.fill(q.Layer, g, groups, reader)
		if g.Sum != nil && mixed {
			doc.Total.Sum = nil
		}
		if len(asked) > 0 {
			if mixed {
				return nil, mixedKinds(g)
			}
			areas, err := s.areas(a)
			if err != nil {
				return nil, err
			}
			if err := doc.measure(g, areas); err != nil {
				return nil, err
			}
		}
		return s.document(a, doc, doc.Links, page{name: "tallies", Title: words(a.lang).Tallies + ": " + q.Layer.Title.In(a.lang)})
	})
}

// grouping reads by and sum.
func (a *ask) grouping() (atlas.Grouping, error) {
	layer := a.entry.Layer
	g := atlas.Grouping{Most: maxTallies}
	columns := queryableColumns(layer)
	find := func(parameter, id string, fits func(atlas.Column) bool) (atlas.Column, error) {
		var ids []string
		for _, c := range columns {
			if fits(c) {
				if c.ID == id {
					return c, nil
				}
				ids = append(ids, c.ID)
			}
		}
		if len(ids) == 0 {
			return atlas.Column{}, unusable(parameter, id, say(korean.WantNoSum, english.WantNoSum))
		}
		return atlas.Column{}, unusable(parameter, id, oneOf(id, ids))
	}
	if given, ok := a.query["by"]; ok {
		ids := strings.Split(given, ",")
		distinct := slices.Compact(slices.Sorted(slices.Values(ids)))
		if len(ids) > maxTallyColumns || len(distinct) < len(ids) {
			return g, unusable("by", given, say(korean.WantColumns, english.WantColumns, maxTallyColumns))
		}
		for _, id := range ids {
			c, err := find("by", id, func(atlas.Column) bool { return true })
			if err != nil {
				return g, err
			}
			g.By = append(g.By, c)
		}
	}
	if id, ok := a.query["sum"]; ok {
		c, err := find("sum", id, func(c atlas.Column) bool { return c.Type == atlas.Integer || c.Type == atlas.Decimal })
		if err != nil {
			return g, err
		}
		g.Sum, g.Kind = &c, kindColumn(columns, c)
	}
	return g, nil
}

// kindColumn is the column that says what kind of amount another one is: called
// as that one, or as its beginning, with _kind; nil for none.
func kindColumn(columns []atlas.Column, amount atlas.Column) *atlas.Column {
	for _, c := range columns {
		stem, ok := strings.CutSuffix(c.ID, "_kind")
		if ok && (amount.ID == stem || strings.HasPrefix(amount.ID, stem+"_")) {
			return &c
		}
	}
	return nil
}

// measuresAsked reads measure: each needs columns to measure over.
func (a *ask) measuresAsked(g atlas.Grouping) ([]string, error) {
	given, ok := a.query["measure"]
	if !ok {
		return nil, nil
	}
	known := []string{"lq", "hhi", "theil"}
	asked := strings.Split(given, ",")
	for _, m := range asked {
		switch least := map[string]int{"lq": 2, "hhi": 1, "theil": 2}[m]; {
		case least == 0:
			return nil, unusable("measure", m, oneOf(m, known))
		case len(g.By) < least || len(g.By) > 2:
			return nil, unusable("by", a.query["by"], say(korean.WantMeasured, english.WantMeasured, m, least))
		case m != "lq" && (a.format.id == csvFormat.id || a.format.id == csvMarkedFormat.id):
			return nil, unusable("measure", m, say(korean.WantNotCSV, english.WantNotCSV))
		}
	}
	return asked, nil
}

// kindOf finds the kind of the amounts summed and refuses to add amounts of
// several kinds, unless the groups keep them apart.
func (t *tallies) kindOf(g atlas.Grouping, groups []atlas.Group) (mixed bool, err error) {
	if g.Kind == nil {
		return false, nil
	}
	for _, group := range groups {
		if group.Known == 0 {
			continue
		}
		if t.Kind == nil {
			t.Kind = &group.FirstKind
		}
		mixed = mixed || group.FirstKind != *t.Kind || group.LastKind != *t.Kind
	}
	if !mixed {
		return false, nil
	}
	t.Kind = nil
	if slices.ContainsFunc(g.By, func(c atlas.Column) bool { return c.ID == g.Kind.ID }) {
		return true, nil
	}
	return true, mixedKinds(g)
}

func mixedKinds(g atlas.Grouping) error {
	return &atlas.Error{
		Kind: atlas.Invalid, Parameter: "sum", Given: g.Sum.ID, Wanted: say(korean.WantOneKind, english.WantOneKind, g.Kind.ID),
		Message: say(korean.MixedKinds, english.MixedKinds, g.Sum.ID, g.Kind.ID),
	}
}

// fill makes the groups and the total, in the order of their values.
func (t *tallies) fill(layer *atlas.Layer, g atlas.Grouping, groups []atlas.Group, reader *reader) {
	order := func(a, b atlas.Group) int {
		for i, c := range g.By {
			if o := compareValues(layer, c, a.Values[i], b.Values[i]); o != 0 {
				return o
			}
		}
		return 0
	}
	slices.SortFunc(groups, order)
	var open []atlas.Group // those that may belong to others
	total := atlas.Group{}
	for _, group := range groups {
		if !known(g, group) {
			open = append(open, group)
		}
		total = total.And(group)
	}
	for _, group := range groups {
		one := tally{Values: map[string]any{}, Titles: map[string]string{}, Count: tallyCount{Value: group.Count}, group: group}
		for i, c := range g.By {
			one.Values[c.ID] = group.Values[i]
			if title := reader.cell(c, group.Values[i]).Text; group.Values[i] != nil && title != fmt.Sprint(group.Values[i]) {
				one.Titles[c.ID] = title
			}
		}
		most := group
		if known(g, group) {
			for _, o := range open {
				if couldBe(g, o, group) {
					most = most.And(o)
				}
			}
			one.Count.Low, one.Count.High = &one.group.Count, &most.Count
			one.Sum = sumOf(g, group, &most)
		} else {
			one.Sum = sumOf(g, group, nil)
		}
		t.Groups = append(t.Groups, one)
	}
	t.Total = tally{Values: map[string]any{}, Count: tallyCount{total.Count, &total.Count, &total.Count}, Sum: sumOf(g, total, &total)}
}

// known reports whether every value of the group is known. That no stage has
// been reached for sure is what the column stage says, and so known.
func known(g atlas.Grouping, group atlas.Group) bool {
	for i, c := range g.By {
		if group.Values[i] == nil && c.From != atlas.FromStageOn {
			return false
		}
	}
	return true
}

// couldBe reports whether features of a group with unknown values may belong to
// another one.
func couldBe(g atlas.Grouping, open, group atlas.Group) bool {
	for i, c := range g.By {
		if open.Values[i] != group.Values[i] && (open.Values[i] != nil || c.From == atlas.FromStageOn) {
			return false
		}
	}
	return true
}

// sumOf is the sum of a group, with its bounds when most holds all that may
// belong to it. An amount that is not known is at least zero, unless others are not.
func sumOf(g atlas.Grouping, group atlas.Group, most *atlas.Group) *tallySum {
	if g.Sum == nil {
		return nil
	}
	sum := &tallySum{Unknown: group.Count - group.Known}
	sum.Value.Value = digits(group.Sum)
	if most == nil || most.Negative {
		return sum
	}
	sum.Low = digits(orZero(group.Sum))
	if most.Known == most.Count {
		sum.High = digits(orZero(most.Sum))
	}
	return sum
}

func orZero(r *big.Rat) *big.Rat {
	if r == nil {
		return new(big.Rat)
	}
	return r
}

// digits writes a sum of decimals exactly.
func digits(r *big.Rat) *string {
	if r == nil {
		return nil
	}
	places, _ := r.FloatPrec()
	s := r.FloatString(places)
	return &s
}

// compareValues orders the values of a column: stages as they come, numbers by
// size, texts by their bytes, and the unknown last.
func compareValues(layer *atlas.Layer, c atlas.Column, a, b any) int {
	if a == nil || b == nil {
		return cmp.Compare(rankOf(a), rankOf(b))
	}
	switch a := a.(type) {
	case json.Number:
		x, _ := new(big.Rat).SetString(a.String())
		y, _ := new(big.Rat).SetString(b.(json.Number).String())
		return x.Cmp(y)
	case string:
		if c.From == atlas.FromStageOn {
			return cmp.Compare(layer.StageIndex(a), layer.StageIndex(b.(string)))
		}
		return strings.Compare(a, b.(string))
	default:
		return strings.Compare(fmt.Sprint(a), fmt.Sprint(b))
	}
}

func rankOf(v any) int {
	if v == nil {
		return 1
	}
	return 0
}

func (t tallies) csv() ([]string, [][]string) {
	var header []string
	for _, c := range t.By {
		header = append(header, c.ID, c.ID+"_title")
	}
	header = append(header, "count", "count_low", "count_high")
	if t.Sum != nil {
		header = append(header, t.Sum.ID, t.Sum.ID+"_low", t.Sum.ID+"_high", "amounts_unknown")
	}
	if t.HasQuotient() {
		header = append(header, "lq")
	}
	header = append(header, "layer", "at", "edition")
	var rows [][]string
	for _, g := range t.Groups {
		var row []string
		for _, c := range t.By {
			value := ""
			if v := g.Values[c.ID]; v != nil {
				value = fmt.Sprint(v)
			}
			row = append(row, value, g.Titles[c.ID])
		}
		row = append(row, strconv.FormatInt(g.Count.Value, 10), number(g.Count.Low), number(g.Count.High))
		if t.Sum != nil {
			row = append(append(row, valueCells(&g.Sum.Value)...), strconv.FormatInt(g.Sum.Unknown, 10))
		}
		if t.HasQuotient() {
			row = append(row, text(g.Quotient))
		}
		rows = append(rows, append(row, t.Layer, t.At.String(), strconv.FormatInt(t.Edition, 10)))
	}
	return header, rows
}

// HasQuotient reports whether location quotients were asked for.
func (t tallies) HasQuotient() bool { return slices.Contains(t.measured, "lq") }

func number(n *int64) string {
	if n == nil {
		return ""
	}
	return strconv.FormatInt(*n, 10)
}
