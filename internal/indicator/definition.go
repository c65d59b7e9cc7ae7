// Package indicator measures progress against public targets: pure functions
// from the features of a layer to figures with their bounds, coverage and pace.
// Definitions are data; a new indicator needs no Go.
package indicator

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"math/big"
	"slices"

	"growthmap/internal/atlas"
	"growthmap/internal/cql2"
)

// Definition says what is measured, in which layer, against which target and in
// which variants. Its filters are CQL2 over the columns of the layer.
type Definition struct {
	ID          string     `json:"id"`
	Title       atlas.Text `json:"title"`
	Description atlas.Text `json:"description"`
	Unit        atlas.Text `json:"unit"`
	Places      int        `json:"places,omitempty"` // decimal places of a figure
	Direction   Direction  `json:"direction"`
	// Classes are the breaks between the five colours of a map, the same on
	// every day; an indicator without them, such as a count, is not coloured.
	Classes []string `json:"classes,omitempty"`
	// Lead is the place among the figures that are shown first, from 1; without
	// it, the indicator is looked up.
	Lead    int     `json:"lead,omitempty"`
	Layer   string  `json:"layer"`
	Measure Measure `json:"measure"`
	// Within narrows the regions a feature without a known region may lie in.
	Within []Within `json:"within,omitempty"`
	// Everywhere selects features of the whole nation: each counts in every
	// region, and once in the nation.
	Everywhere Filter     `json:"everywhere,omitzero"`
	Across     []string   `json:"across,omitempty"` // columns by whose values a figure may be broken down
	Variants   []Variant  `json:"variants"`         // the first is the one shown when nobody has chosen
	Switches   []Switch   `json:"switches,omitempty"`
	Coverage   []Coverage `json:"coverage,omitempty"`
	Target     *Target    `json:"target,omitempty"`
	Reported   *Reported  `json:"reported,omitempty"`
	// Pipeline selects what is proposed and may count one day.
	Pipeline *Pipeline `json:"pipeline,omitempty"`
	// Supposition makes scenarios possible.
	Supposition *Supposition `json:"supposition,omitempty"`
}

// Direction says which way is good.
type Direction string

// More is better, less is better, or neither.
const (
	Up      Direction = "up"
	Down    Direction = "down"
	Neutral Direction = "neutral"
)

// Kind is the way in which an indicator measures.
type Kind string

// The kinds: a number of features; the sum of an amount; the share that some
// features have in that sum; the number of different values of a column.
const (
	Count    Kind = "count"
	Sum      Kind = "sum"
	Share    Kind = "share"
	Distinct Kind = "distinct"
)

var kinds = []Kind{Count, Sum, Share, Distinct}

// Measure says how a figure is made of features.
type Measure struct {
	Kind Kind `json:"kind"`
	Terms
	Column string `json:"column,omitempty"` // distinct: whose values are counted
}

// Unit is what the numerator and the denominator of a share are in, and what each
// feature adds to a figure: won, or cases where each adds one.
func (m Measure) Unit() atlas.Text {
	if m.Amount != "" {
		return atlas.Text{Ko: "원", En: "KRW"}
	}
	return atlas.Text{Ko: "건", En: "cases"}
}

// Terms say which features count, from which day, with how much and of what: what
// one variant of a measure has otherwise than another.
type Terms struct {
	Where Filter `json:"where,omitzero"` // which features take part
	// Stage is the one from whose day on a feature counts; without it, it counts
	// from the first day of its life.
	Stage string `json:"stage,omitempty"`
	// PossibleFrom is an earlier stage. A feature that reached it, and of which
	// nobody states the day of Stage, may have reached Stage too: it is in the
	// upper bound only.
	PossibleFrom string `json:"possible_from,omitempty"`
	// Since leaves out what reached the stage before the day.
	Since *atlas.Day `json:"since,omitempty"`
	// Uncertain marks, among those, features of which nobody knows whether they
	// count: they are in the upper bound only.
	Uncertain Filter `json:"uncertain,omitzero"`
	Amount    string `json:"amount,omitempty"` // sum, share: column of the amount, whole won
	// AtMost is the column that an amount nobody states cannot exceed.
	AtMost  string `json:"at_most,omitempty"`
	Cases   bool   `json:"cases,omitempty"`  // share: every case weighs one instead of its amount
	Among   Filter `json:"among,omitzero"`   // share: those in the numerator
	Unknown Filter `json:"unknown,omitzero"` // share: those of which it is not known
	// Of is the whole that a share is of, instead of the sum over the features.
	Of *Whole `json:"of,omitempty"`
	// OverReported makes it a share of the officially reported total.
	OverReported bool `json:"over_reported,omitempty"`
}

// with are the terms under others, which replace what they name; both filters
// where must hold. A stage comes with its PossibleFrom, an amount with its
// AtMost, and a numerator with what is unknown of it.
func (t Terms) with(o Terms) Terms {
	t.Where = conjoin(t.Where, o.Where)
	if o.Stage != "" {
		t.Stage, t.PossibleFrom = o.Stage, o.PossibleFrom
	}
	if o.Since != nil {
		t.Since = o.Since
	}
	if !o.Uncertain.IsZero() {
		t.Uncertain = o.Uncertain
	}
	if o.Amount != "" {
		t.Amount, t.AtMost = o.Amount, o.AtMost
	}
	if !o.Among.IsZero() {
		t.Among, t.Unknown = o.Among, o.Unknown
	} else if !o.Unknown.IsZero() {
		t.Unknown = o.Unknown
	}
	if o.Cases || o.Of != nil || o.OverReported {
		t.Cases, t.Of, t.OverReported = o.Cases, o.Of, o.OverReported
	}
	return t
}

// Pipeline says which features are proposed and not yet counted.
type Pipeline struct {
	Where Filter `json:"where"`
	// Parent is the column with the id of the feature that a feature is a part
	// of; the amounts of the two overlap.
	Parent string `json:"parent,omitempty"`
	// Assumptions are made when a plan or a scenario takes the stated amount of
	// one of them for what it will count with.
	Assumptions []Assumption `json:"assumptions,omitempty"`
}

// Supposition says what a feature looks like that is only supposed to count:
// the values its properties then have. In and Out are, for a share, the values
// of one inside the numerator and of one outside.
type Supposition struct {
	Counts map[string]string `json:"counts"`
	In     map[string]string `json:"in,omitempty"`
	Out    map[string]string `json:"out,omitempty"`
}

// Assumption is something taken to be so that no source says, of the features
// that the filter selects, or of all.
type Assumption struct {
	Where Filter     `json:"where,omitzero"`
	Text  atlas.Text `json:"text"`
}

// Within says in which regions features of unknown region may lie.
type Within struct {
	Where   Filter   `json:"where"`
	Regions []string `json:"regions"`
}

// Coverage is a part of the features whose number tells how complete they are.
type Coverage struct {
	ID          string      `json:"id"`
	Title       atlas.Text  `json:"title"`
	Description *atlas.Text `json:"description,omitempty"`
	Where       Filter      `json:"where"`
}

// Target is the value the indicator should have on a day, and the feature that
// records the document which says so.
type Target struct {
	AtLeast string     `json:"at_least"`
	By      *atlas.Day `json:"by,omitempty"` // some targets have no day
	Layer   string     `json:"layer"`
	Feature string     `json:"feature"`
	// Also are other features that record the same target.
	Also []Record `json:"also,omitempty"`
	// Of is the whole that a share is of when everything has been given out.
	Of *Whole `json:"of,omitempty"`
}

// Record is a feature that records something.
type Record struct {
	Layer   string `json:"layer"`
	Feature string `json:"feature"`
}

// Whole is an amount that a feature records.
type Whole struct {
	Layer   string `json:"layer"`
	Feature string `json:"feature"`
	Value   string `json:"value"` // column
}

// Reported finds the officially reported values of the indicator.
type Reported struct {
	Layer string `json:"layer"`
	Where Filter `json:"where"`
	Value string `json:"value"`           // column
	Day   string `json:"day"`             // column
	Total Filter `json:"total,omitempty"` // reported values of the whole, for a share
}

// Key tells apart where reported values are read from.
func (r *Reported) Key() string { return r.Layer + "|" + r.Value + "|" + r.Day + "|" + r.Where.Text }

// TotalKey does so for the reported values of the whole.
func (r *Reported) TotalKey() string {
	return r.Layer + "|" + r.Value + "|" + r.Day + "|" + r.Total.Text
}

// Filter is a CQL2 text together with its tree.
type Filter struct {
	Text string
	Expr cql2.Expr
}

// UnmarshalJSON reads a CQL2 text.
func (f *Filter) UnmarshalJSON(b []byte) error {
	if err := json.Unmarshal(b, &f.Text); err != nil {
		return err
	}
	expr, err := cql2.Parse(f.Text)
	if err != nil {
		return fmt.Errorf("filter %q: %w", f.Text, err)
	}
	f.Expr = expr
	return nil
}

// MarshalJSON writes the text as it was given.
func (f Filter) MarshalJSON() ([]byte, error) { return json.Marshal(f.Text) }

// IsZero reports whether there is no filter.
func (f Filter) IsZero() bool { return f.Text == "" }

// Parse reads a definition strictly and checks what can be checked without the
// layer; the error names every problem.
func Parse(body []byte) (*Definition, error) {
	dec := json.NewDecoder(bytes.NewReader(body))
	dec.DisallowUnknownFields()
	d := new(Definition)
	if err := dec.Decode(d); err != nil {
		return nil, fmt.Errorf("indicator definition: %w", err)
	}
	var problems []error
	wrong := func(format string, args ...any) { problems = append(problems, fmt.Errorf(format, args...)) }
	if d.ID == "" || d.Layer == "" || !d.Title.Complete() || !d.Description.Complete() || !d.Unit.Complete() {
		wrong("want id, layer, and title, description and unit in ko and en")
	}
	if d.Places < 0 || d.Places > 6 {
		wrong("places %d: want 0 to 6", d.Places)
	}
	if !slices.Contains([]Direction{Up, Down, Neutral}, d.Direction) {
		wrong("direction %q: want up, down or neutral", d.Direction)
	}
	if d.Lead < 0 {
		wrong("lead %d: want 1 or more, or none", d.Lead)
	}
	if len(d.Classes) != 0 && len(d.Classes) != 4 {
		wrong("classes %q: want four breaks", d.Classes)
	}
	for i, c := range d.Classes {
		this, ok := new(big.Rat).SetString(c)
		if !ok {
			wrong("classes: %q is not a number", c)
		} else if i > 0 {
			if before, ok := new(big.Rat).SetString(d.Classes[i-1]); ok && before.Cmp(this) >= 0 {
				wrong("classes %q: want them to grow", d.Classes)
			}
		}
	}
	if len(d.Variants) == 0 {
		wrong("want a variant")
	}
	seen := map[string]bool{}
	named := func(what string, v Variant) {
		if !variantID.MatchString(v.ID) || seen[v.ID] || !v.Title.Complete() || !v.Description.Complete() {
			wrong("%s %q: want an id of its own in kebab-case, and title and description in ko and en", what, v.ID)
		}
		seen[v.ID] = true
		if v.Target != nil {
			problems = append(problems, v.Target.check())
		}
	}
	for _, v := range d.Variants {
		named("variant", v)
	}
	for _, w := range d.Switches {
		if w.ID == "" || !w.Title.Complete() || len(w.Options) < 2 {
			wrong("switch %q: want an id, a title in ko and en, and two options or more", w.ID)
		}
		for _, o := range w.Options {
			named("option", o)
		}
	}
	if len(problems) == 0 { // else the switches may have nothing to choose from
		problems = append(problems, d.checkNotWith())
		for _, v := range d.Resolved() {
			if err := v.measure.check(); err != nil && v.NotComputable == nil {
				wrong("variant %s: %w", v.ID, err)
			}
		}
	}
	for _, c := range d.Coverage {
		if c.ID == "" || !c.Title.Complete() || c.Where.IsZero() {
			wrong("coverage %q: want id, where, and a title in ko and en", c.ID)
		}
	}
	if d.Target != nil {
		problems = append(problems, d.Target.check())
	}
	if d.Pipeline != nil && d.Pipeline.Where.IsZero() {
		wrong("pipeline: want where")
	}
	if d.Pipeline != nil {
		for _, a := range d.Pipeline.Assumptions {
			if !a.Text.Complete() {
				wrong("pipeline: want the text of an assumption in ko and en")
			}
		}
	}
	if d.Supposition != nil && len(d.Supposition.Counts) == 0 {
		wrong("supposition: want counts")
	}
	if err := errors.Join(problems...); err != nil {
		return nil, fmt.Errorf("indicator %s: %w", d.ID, err)
	}
	return d, nil
}

func (m Measure) check() error {
	if m.Where.IsZero() {
		return errors.New("measure: want where")
	}
	weighs, divides := m.Amount != "" || m.AtMost != "" || m.Cases, !m.Among.IsZero() || !m.Unknown.IsZero() || m.Of != nil || m.OverReported
	switch m.Kind {
	case Count:
		if weighs || divides || m.Column != "" {
			return errors.New("measure: a count has no amount, no cases, no part of a whole and no column")
		}
	case Sum:
		if m.Amount == "" || m.Cases || divides || m.Column != "" {
			return errors.New("measure: a sum needs amount, and has no part of a whole and no column")
		}
	case Share:
		if m.Amount == "" && !m.Cases || m.Among.IsZero() || m.Column != "" {
			return errors.New("measure: a share needs among, and amount or cases, and has no column")
		}
		if m.Cases && (m.Of != nil || m.OverReported) || m.Of != nil && m.OverReported {
			return errors.New("measure: a share is of its cases, of a whole or of the reported total, one of them")
		}
	case Distinct:
		if m.Column == "" || weighs || divides {
			return errors.New("measure: distinct needs column, and has no amount and no part of a whole")
		}
	default:
		return fmt.Errorf("measure.kind %q: want one of %q", m.Kind, kinds)
	}
	if m.PossibleFrom != "" && m.Stage == "" {
		return errors.New("measure: possible_from needs stage")
	}
	return nil
}

func (t *Target) check() error {
	if _, ok := new(big.Rat).SetString(t.AtLeast); !ok || t.Layer == "" || t.Feature == "" {
		return errors.New("target: want a number in at_least, and the layer and feature that record it")
	}
	for _, r := range t.Also {
		if r.Layer == "" || r.Feature == "" {
			return errors.New("target.also: want the layer and feature of every other record of the target")
		}
	}
	return nil
}

// CheckColumns reports columns and stages that the definition names and the
// layer does not have.
func (d *Definition) CheckColumns(layer *atlas.Layer) error {
	var problems []error
	wrong := func(format string, args ...any) { problems = append(problems, fmt.Errorf(format, args...)) }
	known := func(names ...string) {
		for _, name := range names {
			c, ok := layer.Column(name)
			switch {
			case name == "":
			case !ok:
				wrong("layer %s has no column %q", layer.ID, name)
			case c.From == atlas.FromStageOn || c.Type == atlas.DayType:
				wrong("%s is a matter of days: name the stage in the measure instead", name)
			}
		}
	}
	filters := []Filter{d.Everywhere}
	for _, w := range d.Within {
		filters = append(filters, w.Where)
	}
	for _, c := range d.Coverage {
		filters = append(filters, c.Where)
	}
	known(d.Across...)
	if d.Pipeline != nil {
		filters = append(filters, d.Pipeline.Where)
		known(d.Pipeline.Parent)
		for _, a := range d.Pipeline.Assumptions {
			filters = append(filters, a.Where)
		}
	}
	for _, v := range d.Resolved() {
		m := v.measure
		filters = append(filters, m.Where, m.Uncertain, m.Among, m.Unknown)
		known(m.Amount, m.AtMost, m.Column)
		for _, id := range []string{m.Amount, m.AtMost} {
			if c, ok := layer.Column(id); ok && c.Unit != "KRW" {
				wrong("column %q is in %q: an amount is in KRW", id, c.Unit)
			}
		}
		for _, stage := range []string{m.Stage, m.PossibleFrom} {
			if stage != "" && layer.StageIndex(stage) < 0 {
				wrong("layer %s has no stage %q", layer.ID, stage)
			}
		}
		if m.Stage == "" && layer.Life != nil && layer.Life.To != "" {
			wrong("features of layer %s end: an indicator of it needs a stage", layer.ID)
		}
	}
	for _, f := range filters {
		known(cql2.Properties(f.Expr)...)
	}
	if err := errors.Join(problems...); err != nil {
		return fmt.Errorf("indicator %s: %w", d.ID, err)
	}
	return nil
}
