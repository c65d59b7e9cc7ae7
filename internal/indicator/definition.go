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
	// Classes are the breaks between the five colours of a map, the same on
	// every day; an indicator without them, such as a count, is not coloured.
	Classes []string `json:"classes,omitempty"`
	Layer   string   `json:"layer"`
	Measure Measure  `json:"measure"`
	// Within narrows the regions a feature without a known region may lie in.
	Within   []Within   `json:"within,omitempty"`
	Variants []Variant  `json:"variants"` // the first is the one shown when nobody has chosen
	Coverage []Coverage `json:"coverage,omitempty"`
	Target   *Target    `json:"target,omitempty"`
	Reported *Reported  `json:"reported,omitempty"`
}

// Measure is a count of features, or the share that some of them have in the
// sum of an amount over all of them.
type Measure struct {
	Kind  string `json:"kind"`  // count | share
	Stage string `json:"stage"` // features count from the day they reach it
	Where Filter `json:"where"` // which features take part
	// Uncertain marks, among those, features of which nobody knows whether they
	// count: they are in the upper bound only.
	Uncertain Filter `json:"uncertain,omitzero"`
	Amount    string `json:"amount,omitempty"` // share: column of the amount, whole won
	// AtMost is the column that an amount nobody states cannot exceed.
	AtMost  string `json:"at_most,omitempty"`
	Among   Filter `json:"among,omitzero"`   // share: those in the numerator
	Unknown Filter `json:"unknown,omitzero"` // share: those of which it is not known
}

// Variant measures the same in another way.
type Variant struct {
	ID            string      `json:"id"`
	Title         atlas.Text  `json:"title"`
	Description   atlas.Text  `json:"description"`
	Amount        string      `json:"amount,omitempty"`  // instead of the measure's
	AtMost        string      `json:"at_most,omitempty"` // instead of the measure's
	NotComputable *atlas.Text `json:"not_computable,omitempty"`
	// Reported is false when the official numbers are of another variant.
	Reported *bool `json:"reported,omitempty"`
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
	AtLeast string    `json:"at_least"`
	By      atlas.Day `json:"by"`
	Layer   string    `json:"layer"`
	Feature string    `json:"feature"`
	// Of is the whole that a share is of when everything has been given out.
	Of *Whole `json:"of,omitempty"`
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
	m := d.Measure
	if m.Stage == "" || m.Where.IsZero() {
		wrong("measure: want stage and where")
	}
	switch m.Kind {
	case "count":
		if m.Amount != "" || !m.Among.IsZero() || !m.Unknown.IsZero() {
			wrong("measure: a count has no amount, among or unknown")
		}
	case "share":
		if m.Amount == "" || m.Among.IsZero() {
			wrong("measure: a share needs amount and among")
		}
	default:
		wrong("measure.kind %q: want count or share", m.Kind)
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
	for _, v := range d.Variants {
		if v.ID == "" || seen[v.ID] || !v.Title.Complete() || !v.Description.Complete() {
			wrong("variant %q: want an id of its own, and title and description in ko and en", v.ID)
		}
		seen[v.ID] = true
	}
	for _, c := range d.Coverage {
		if c.ID == "" || !c.Title.Complete() || c.Where.IsZero() {
			wrong("coverage %q: want id, where, and a title in ko and en", c.ID)
		}
	}
	if d.Target != nil {
		if _, ok := new(big.Rat).SetString(d.Target.AtLeast); !ok || d.Target.Layer == "" || d.Target.Feature == "" {
			wrong("target: want a number in at_least, and the layer and feature that record it")
		}
	}
	if err := errors.Join(problems...); err != nil {
		return nil, fmt.Errorf("indicator %s: %w", d.ID, err)
	}
	return d, nil
}

// CheckColumns reports columns that the filters and measures name and the layer
// does not have.
func (d *Definition) CheckColumns(layer *atlas.Layer) error {
	var problems []error
	known := func(names ...string) {
		for _, name := range names {
			if _, ok := layer.Column(name); name != "" && !ok {
				problems = append(problems, fmt.Errorf("layer %s has no column %q", layer.ID, name))
			}
		}
	}
	filters := []Filter{d.Measure.Where, d.Measure.Uncertain, d.Measure.Among, d.Measure.Unknown}
	for _, w := range d.Within {
		filters = append(filters, w.Where)
	}
	for _, c := range d.Coverage {
		filters = append(filters, c.Where)
	}
	for _, f := range filters {
		known(cql2.Properties(f.Expr)...)
	}
	known(d.Measure.Amount, d.Measure.AtMost)
	for _, v := range d.Variants {
		known(v.Amount, v.AtMost)
	}
	if layer.StageIndex(d.Measure.Stage) < 0 {
		problems = append(problems, fmt.Errorf("layer %s has no stage %q", layer.ID, d.Measure.Stage))
	}
	if err := errors.Join(problems...); err != nil {
		return fmt.Errorf("indicator %s: %w", d.ID, err)
	}
	return nil
}

// Variant returns the variant with the id, or the first for "".
func (d *Definition) Variant(id string) (Variant, bool) {
	for _, v := range d.Variants {
		if id == "" || v.ID == id {
			return v, true
		}
	}
	return Variant{}, false
}
