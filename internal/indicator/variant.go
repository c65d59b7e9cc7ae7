package indicator

import (
	"regexp"
	"strings"

	"growthmap/internal/atlas"
	"growthmap/internal/cql2"
)

// Variant measures the same in another way. What it names replaces what the
// measure says; its filter where is added to that of the measure.
type Variant struct {
	ID          string     `json:"id"`
	Title       atlas.Text `json:"title"`
	Description atlas.Text `json:"description"`

	Where         Filter      `json:"where,omitzero"`
	Stage         string      `json:"stage,omitempty"` // together with PossibleFrom
	PossibleFrom  string      `json:"possible_from,omitempty"`
	Since         *atlas.Day  `json:"since,omitempty"`
	Uncertain     Filter      `json:"uncertain,omitzero"`
	Amount        string      `json:"amount,omitempty"` // together with AtMost
	AtMost        string      `json:"at_most,omitempty"`
	Cases         bool        `json:"cases,omitempty"`
	Among         Filter      `json:"among,omitzero"`   // together with Unknown
	Unknown       Filter      `json:"unknown,omitzero"` // or alone
	Of            *Whole      `json:"of,omitempty"`
	OverReported  bool        `json:"over_reported,omitempty"`
	Target        *Target     `json:"target,omitempty"`
	Reported      *Reported   `json:"reported,omitempty"`
	Unreported    bool        `json:"unreported,omitempty"` // the official values are of another variant
	NotComputable *atlas.Text `json:"not_computable,omitempty"`

	measure Measure // of a variant that Definition.Variant returned: everything put together
}

// Switch is a choice that every variant leaves open; the first option is taken
// when nobody has chosen.
type Switch struct {
	ID      string     `json:"id"`
	Title   atlas.Text `json:"title"`
	Options []Variant  `json:"options"`
}

var variantID = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)

// Variant returns the variant with the id, or the first for "". An id is that of
// a variant, followed by those of the options that are not the first of their
// switch, in the order of the switches: fsc.proposed.split. Options in another
// order, and first ones, are understood; the variant returned has the plain id.
func (d *Definition) Variant(id string) (Variant, bool) {
	base, rest, _ := strings.Cut(id, ".")
	for _, v := range d.Variants {
		if base != "" && v.ID != base {
			continue
		}
		chosen := make([]int, len(d.Switches))
		for rest != "" {
			var option string
			option, rest, _ = strings.Cut(rest, ".")
			if !d.choose(option, chosen) {
				return Variant{}, false
			}
		}
		return d.resolve(v, chosen), true
	}
	return Variant{}, false
}

func (d *Definition) choose(option string, chosen []int) bool {
	for i, w := range d.Switches {
		for j, o := range w.Options {
			if o.ID == option {
				chosen[i] = j
				return true
			}
		}
	}
	return false
}

// Resolved lists every variant under every choice of the switches.
func (d *Definition) Resolved() []Variant {
	var all []Variant
	for _, v := range d.Variants {
		chosen := make([]int, len(d.Switches))
		for more := true; more; {
			all = append(all, d.resolve(v, chosen))
			more = false
			for i := len(chosen) - 1; i >= 0 && !more; i-- {
				if chosen[i]++; chosen[i] < len(d.Switches[i].Options) {
					more = true
				} else {
					chosen[i] = 0
				}
			}
		}
	}
	return all
}

func (d *Definition) resolve(v Variant, chosen []int) Variant {
	for i, j := range chosen {
		o := d.Switches[i].Options[j]
		v = v.with(o)
		if j > 0 {
			v.ID += "." + o.ID
			v.Title = atlas.Text{Ko: v.Title.Ko + " · " + o.Title.Ko, En: v.Title.En + ", " + o.Title.En}
			v.Description = atlas.Text{Ko: v.Description.Ko + " " + o.Description.Ko, En: v.Description.En + " " + o.Description.En}
		}
	}
	v.measure = d.Measure.with(v)
	if v.Target == nil {
		v.Target = d.Target
	}
	if v.Reported == nil && !v.Unreported {
		v.Reported = d.Reported
	}
	return v
}

// Begins is when a feature may begin to count and from when it does for certain;
// the stage by which it is counted decides.
func (v Variant) Begins(f *atlas.Feature) atlas.Interval {
	if begins := v.measure.moment().begins(f); begins != nil {
		return *begins
	}
	return atlas.Always
}

// Measure is what the variant measures, all changes included.
func (v Variant) Measure() Measure { return v.measure }

// with adds what an option changes.
func (v Variant) with(o Variant) Variant {
	v.Where = conjoin(v.Where, o.Where)
	if o.Stage != "" {
		v.Stage, v.PossibleFrom = o.Stage, o.PossibleFrom
	}
	if o.Since != nil {
		v.Since = o.Since
	}
	if !o.Uncertain.IsZero() {
		v.Uncertain = o.Uncertain
	}
	if o.Amount != "" {
		v.Amount, v.AtMost = o.Amount, o.AtMost
	}
	if !o.Among.IsZero() {
		v.Among, v.Unknown = o.Among, o.Unknown
	} else if !o.Unknown.IsZero() {
		v.Unknown = o.Unknown
	}
	if o.Cases || o.Of != nil || o.OverReported {
		v.Cases, v.Of, v.OverReported = o.Cases, o.Of, o.OverReported
	}
	if o.Target != nil {
		v.Target = o.Target
	}
	if o.Reported != nil {
		v.Reported = o.Reported
	}
	v.Unreported = v.Unreported || o.Unreported
	if v.NotComputable == nil {
		v.NotComputable = o.NotComputable
	}
	return v
}

func (m Measure) with(v Variant) Measure {
	m.Where = conjoin(m.Where, v.Where)
	if v.Stage != "" {
		m.Stage, m.PossibleFrom = v.Stage, v.PossibleFrom
	}
	if v.Since != nil {
		m.Since = v.Since
	}
	if !v.Uncertain.IsZero() {
		m.Uncertain = v.Uncertain
	}
	if v.Amount != "" {
		m.Amount, m.AtMost = v.Amount, v.AtMost
	}
	if !v.Among.IsZero() {
		m.Among, m.Unknown = v.Among, v.Unknown
	} else if !v.Unknown.IsZero() {
		m.Unknown = v.Unknown
	}
	if v.Cases || v.Of != nil || v.OverReported {
		m.Cases, m.Of, m.OverReported = v.Cases, v.Of, v.OverReported
	}
	if m.Cases {
		m.Amount, m.AtMost = "", ""
	}
	return m
}

// conjoin is a filter that holds where a and b do.
func conjoin(a, b Filter) Filter {
	switch {
	case a.IsZero():
		return b
	case b.IsZero():
		return a
	}
	return Filter{Text: "(" + a.Text + ") AND (" + b.Text + ")", Expr: cql2.And{a.Expr, b.Expr}}
}
