package indicator

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"growthmap/internal/atlas"
	"growthmap/internal/cql2"
)

// Variant measures the same in another way: its terms are put over those of the
// measure.
type Variant struct {
	ID          string     `json:"id"`
	Title       atlas.Text `json:"title"`
	Description atlas.Text `json:"description"`
	// NotWith are, of an option, the variants and the options of other switches
	// together with which it says nothing. No first option has any or is one, so
	// that every variant and every option can be chosen.
	NotWith []string `json:"not_with,omitempty"`

	Terms

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
		if !d.fit(v, chosen) {
			return Variant{}, false
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

// fit reports whether a variant and the chosen options say something together.
func (d *Definition) fit(v Variant, chosen []int) bool {
	ids, not := []string{v.ID}, []string{}
	for i, j := range chosen {
		o := d.Switches[i].Options[j]
		ids, not = append(ids, o.ID), append(not, o.NotWith...)
	}
	return !slices.ContainsFunc(not, func(id string) bool { return slices.Contains(ids, id) })
}

// checkNotWith reports what NotWith names and may not.
func (d *Definition) checkNotWith() error {
	var problems []error
	check := func(v Variant, mayHave bool, with []string) {
		for _, id := range v.NotWith {
			switch {
			case !mayHave:
				problems = append(problems, fmt.Errorf("%s: not_with: only an option that is not the first of its switch has it", v.ID))
			case !slices.Contains(with, id):
				problems = append(problems, fmt.Errorf("%s: not_with %q: want one of %q", v.ID, id, with))
			}
		}
	}
	for _, v := range d.Variants {
		check(v, false, nil)
	}
	for i, w := range d.Switches {
		var with []string
		for _, v := range d.Variants {
			with = append(with, v.ID)
		}
		for j, other := range d.Switches {
			if j != i {
				for _, o := range other.Options[1:] {
					with = append(with, o.ID)
				}
			}
		}
		for j, o := range w.Options {
			check(o, j > 0, with)
			if !slices.ContainsFunc(d.Variants, func(v Variant) bool { return !slices.Contains(o.NotWith, v.ID) }) {
				problems = append(problems, fmt.Errorf("%s: not_with: want a variant that it goes with", o.ID))
			}
		}
	}
	return errors.Join(problems...)
}

// Resolved lists every variant under every choice of the switches that says
// something.
func (d *Definition) Resolved() []Variant {
	var all []Variant
	for _, v := range d.Variants {
		chosen := make([]int, len(d.Switches))
		for more := true; more; {
			if d.fit(v, chosen) {
				all = append(all, d.resolve(v, chosen))
			}
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
	v.measure = d.Measure
	v.measure.Terms = d.Measure.Terms.with(v.Terms)
	if v.measure.Cases {
		v.measure.Amount, v.measure.AtMost = "", ""
	}
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
	v.Terms = v.Terms.with(o.Terms)
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
