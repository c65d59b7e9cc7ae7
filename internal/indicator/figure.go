package indicator

import (
	"fmt"
	"math/big"

	"growthmap/internal/atlas"
	"growthmap/internal/cql2"
)

// Value is a number on the wire: decimal strings with the figure's places. Value
// is null where only bounds can be given, Low and High where nothing can be
// known. For a share, Value is the share among what is fully known.
type Value struct {
	Value *string `json:"value"`
	Low   *string `json:"low"`
	High  *string `json:"high"`
}

// Figure is the value of an indicator for an area on a day in an edition, with
// everything needed to judge it.
type Figure struct {
	Indicator string       `json:"indicator"`
	Variant   string       `json:"variant"`
	Region    string       `json:"region,omitempty"`
	Areas     *Restatement `json:"areas,omitempty"` // of a region, si/do or si/gun/gu
	Group     *Group       `json:"group,omitempty"`
	Day       atlas.Day    `json:"day"`
	Provenance
	ID     string     `json:"id"` // citation
	Unit   atlas.Text `json:"unit"`
	Places int        `json:"places"`
	Value
	// NotComputable says why there is no value at all.
	NotComputable *atlas.Text     `json:"not_computable,omitempty"`
	Numerator     *Value          `json:"numerator,omitempty"`   // share
	Denominator   *Value          `json:"denominator,omitempty"` // share
	PartsUnit     *atlas.Text     `json:"parts_unit,omitempty"`  // share: of the numerator and the denominator
	Rows          RowCount        `json:"rows"`
	Coverage      []CoverageCount `json:"coverage"`
	Reported      *ReportedValue  `json:"reported,omitempty"`
	Target        *TargetState    `json:"target,omitempty"`
}

// Provenance says which state of the data a figure is computed from.
type Provenance struct {
	Edition    int64  `json:"edition"`
	State      string `json:"state"`      // digest of the edition, hexadecimal
	Definition string `json:"definition"` // SHA-256 of the definition, hexadecimal
}

// RowCount is how many features play which role.
type RowCount struct {
	In        int64 `json:"in"`
	Out       int64 `json:"out"`
	Unknown   int64 `json:"unknown"`
	Uncertain int64 `json:"uncertain"`
}

// CoverageCount is a part of the features of a figure; Of is all of them.
type CoverageCount struct {
	ID          string      `json:"id"`
	Title       atlas.Text  `json:"title"`
	Description *atlas.Text `json:"description,omitempty"`
	Value       string      `json:"value"`
	Of          string      `json:"of"`
}

// ReportedValue is the official value that stood on the day.
type ReportedValue struct {
	Value   string         `json:"value"`
	Day     atlas.Interval `json:"day"` // the days it may be of
	Feature string         `json:"feature"`
	Layer   string         `json:"layer"`
	// OverTotal is, for a share, our numerator over the reported total; what the
	// total holds beyond our rows is unknown.
	OverTotal *Value `json:"over_total,omitempty"`
	Total     string `json:"total,omitempty"`
}

// TargetState compares a figure with its target.
type TargetState struct {
	AtLeast string     `json:"at_least"`
	By      *atlas.Day `json:"by,omitempty"` // some targets have no day
	Layer   string     `json:"layer"`
	Feature string     `json:"feature"`
	// Met is yes, no, or open when the bounds lie on both sides of the target.
	Met string `json:"met"`
	// Basis says whether the gap is measured from the reported value or from the rows.
	Basis string `json:"basis"`
	Gap   Value  `json:"gap"`
	// RequiredPerMonth is the gap over the months left, a month being 365.25/12 days.
	RequiredPerMonth *Value `json:"required_per_month,omitempty"`
	// RequiredShare is the share that what is left of the whole must have.
	RequiredShare *Value `json:"required_share,omitempty"`
	Pace          *Pace  `json:"pace,omitempty"`
}

// Report is an officially reported value.
type Report struct {
	Day     atlas.Interval
	Value   *big.Rat
	Text    string
	Feature *atlas.Feature
}

// Evidence is what a figure is computed from: features, or tallies of them.
type Evidence struct {
	Provenance
	Layer    *atlas.Layer
	Features []*atlas.Feature
	Sifted   *Sifted             // counts instead of the features if not nil
	Reports  map[string][]Report // by Reported.Key, of the indicator; by Reported.TotalKey, of the whole of a share
	Wholes   map[Whole]*big.Int  // what targets and shares are of
}

// parts are the tallies that play a part in the figure.
func (d *Definition) parts(ev Evidence, q Question) ([]piece, error) {
	sifted := ev.Sifted
	if sifted == nil {
		sieve := d.sieve(ev.Layer, ev.Edition, q.Day, q.Group.column(), q.Variant)
		sieve.Places = true
		tallies, err := sieve.Tally(ev.Features)
		if err != nil {
			return nil, fmt.Errorf("indicator %s: %w", d.ID, err)
		}
		sifted = &Sifted{sieve, tallies}
	}
	look := d.lens(sifted.Sieve, q)
	var parts []piece
	for _, t := range sifted.Tallies {
		if p, ok := look.piece(t); ok {
			parts = append(parts, p)
		}
	}
	return parts, nil
}

// Figure computes the figure.
func (d *Definition) Figure(ev Evidence, q Question) (Figure, error) {
	m := q.Variant.measure
	f := Figure{
		Indicator: d.ID, Variant: q.Variant.ID, Region: q.Region, Areas: q.Areas.Restatement(q.Region, q.Day), Group: q.Group, Day: q.Day, Provenance: ev.Provenance,
		ID: CitationID(d.ID, q, ev.Provenance), Unit: d.Unit, Places: d.Places, Coverage: []CoverageCount{},
	}
	if q.Variant.NotComputable != nil {
		f.NotComputable = q.Variant.NotComputable
		return f, nil
	}
	parts, err := d.parts(ev, q)
	if err != nil {
		return f, err
	}
	for _, p := range parts {
		switch p.role {
		case In:
			f.Rows.In += p.count
		case Out:
			f.Rows.Out += p.count
		case Unknown:
			f.Rows.Unknown += p.count
		default:
			f.Rows.Uncertain += p.count
		}
	}
	f.Coverage = d.coverage(parts)
	s := sum(parts)
	var r rationals
	switch m.Kind {
	case Distinct:
		r = distinct(parts)
	case Share:
		unit := m.Unit()
		f.PartsUnit = &unit
		f.Numerator = &Value{whole(s.in.known), whole(s.in.low), whole(s.most())}
		if r, f.Denominator, f.NotComputable = d.share(ev, q, parts, s); f.NotComputable != nil {
			r = rationals{}
		}
	default:
		r = rationals{rat(s.in.low), rat(s.in.low), maybeRat(s.most())}
	}
	f.Value = r.value(d.Places)
	if q.Region != "" || q.Group != nil {
		return f, nil
	}
	if q.Variant.Reported != nil {
		f.Reported = d.reported(ev, q, s)
	}
	if q.Variant.Target != nil {
		f.Target = d.target(ev, q, f.Reported, r, s)
		if f.Target.Pace, err = d.pace(ev, q, f.Target.Basis, r); err != nil {
			return f, err
		}
	}
	return f, nil
}

// share divides by the rows, by a whole, or by the reported total.
func (d *Definition) share(ev Evidence, q Question, parts []piece, s sums) (rationals, *Value, *atlas.Text) {
	m := q.Variant.measure
	switch {
	case m.Of != nil:
		of := ev.Wholes[*m.Of]
		if of == nil || of.Sign() <= 0 {
			return rationals{}, nil, &atlas.Text{Ko: "나눌 전체 금액이 자료에 없어 셈할 수 없습니다.", En: "Not computable: the data do not state the whole to divide by."}
		}
		return s.over(rat(of), false), &Value{whole(of), whole(of), whole(of)}, nil
	case m.OverReported:
		var total *Report
		if q.Variant.Reported != nil {
			total = latest(ev.Reports[q.Variant.Reported.TotalKey()], q.Day)
		}
		if total == nil || total.Value.Sign() <= 0 {
			return rationals{}, nil, &atlas.Text{Ko: "이날까지 공식 발표된 누계가 없어 셈할 수 없습니다.", En: "Not computable: no official total had been reported by this day."}
		}
		shown := total.Value.FloatString(0)
		return s.over(total.Value, true), &Value{&shown, &shown, &shown}, nil
	case len(parts) == 0:
		none := &Value{whole(s.known()), whole(s.low()), whole(s.high())}
		return rationals{}, none, &atlas.Text{Ko: "이날까지 해당하는 사업이 없어 비중을 셈할 수 없습니다.", En: "Nothing counts by this day, so there is no share."}
	default:
		return s.share(), &Value{whole(s.known()), whole(s.low()), whole(s.high())}, nil
	}
}

func (d *Definition) coverage(parts []piece) []CoverageCount {
	counts := make([]CoverageCount, 0, len(d.Coverage))
	for i, c := range d.Coverage {
		var n, of int64
		for _, p := range parts {
			of += p.count
			if p.coverage[i] == cql2.True {
				n += p.count
			}
		}
		counts = append(counts, CoverageCount{c.ID, c.Title, c.Description, fmt.Sprint(n), fmt.Sprint(of)})
	}
	return counts
}

// latest is the report of the last day up to the day; nil when there is none.
func latest(reports []Report, day atlas.Day) *Report {
	var last *Report
	for i, r := range reports {
		if r.Day.To <= day && (last == nil || r.Day.To > last.Day.To) {
			last = &reports[i]
		}
	}
	return last
}

func (d *Definition) reported(ev Evidence, q Question, s sums) *ReportedValue {
	from := q.Variant.Reported
	last := latest(ev.Reports[from.Key()], q.Day)
	if last == nil {
		return nil
	}
	v := &ReportedValue{Value: last.Text, Day: last.Day, Feature: last.Feature.ID, Layer: last.Feature.Layer}
	if q.Variant.measure.Kind == Sum { // what was computed in binary upstream may carry a residue
		v.Value = last.Value.FloatString(d.Places)
	}
	total := latest(ev.Reports[from.TotalKey()], q.Day)
	if q.Variant.measure.Kind != Share || total == nil || total.Value.Sign() <= 0 {
		return v
	}
	v.Total = total.Value.FloatString(0)
	over := s.over(total.Value, true).value(d.Places)
	v.OverTotal = &over
	return v
}

// official is the official value by which a count or a sum is measured, given
// what its rows add up to for certain; nil when the rows measure it. They do when
// they add up to more: the official value is then out of date.
func official(ev Evidence, q Question, low *big.Rat) *Report {
	if q.Variant.measure.Kind == Share || q.Variant.Reported == nil {
		return nil
	}
	last := latest(ev.Reports[q.Variant.Reported.Key()], q.Day)
	if last == nil || low != nil && low.Cmp(last.Value) > 0 {
		return nil
	}
	return last
}

// daysPerMonth is the mean month of the Gregorian calendar's common rounding.
var daysPerMonth = big.NewRat(36525, 1200)

func (d *Definition) target(ev Evidence, q Question, reported *ReportedValue, r rationals, s sums) *TargetState {
	t := q.Variant.Target
	atLeast, _ := new(big.Rat).SetString(t.AtLeast) // checked by Parse
	state := &TargetState{AtLeast: t.AtLeast, By: t.By, Layer: t.Layer, Feature: t.Feature, Basis: "rows"}
	share := q.Variant.measure.Kind == Share
	if official := official(ev, q, r.low); reported != nil && official != nil {
		r, state.Basis = rationals{official.Value, official.Value, official.Value}, string(ByReports)
	}
	switch {
	case r.low != nil && r.low.Cmp(atLeast) >= 0:
		state.Met = "yes"
	case r.high != nil && r.high.Cmp(atLeast) < 0:
		state.Met = "no"
	default:
		state.Met = "open"
	}
	less := func(x *big.Rat) *big.Rat {
		if x == nil {
			return nil
		}
		return new(big.Rat).Sub(atLeast, x)
	}
	gap := rationals{less(r.mid), less(r.high), less(r.low)}
	state.Gap = gap.value(d.Places)
	if !share {
		if t.By == nil {
			return state
		}
		if left := int64(*t.By) - int64(q.Day); left > 0 {
			months := new(big.Rat).Quo(big.NewRat(left, 1), daysPerMonth)
			pace := func(x *big.Rat) *big.Rat {
				if x == nil {
					return nil
				}
				if x.Sign() < 0 {
					return new(big.Rat)
				}
				return new(big.Rat).Quo(x, months)
			}
			v := rationals{pace(gap.mid), pace(gap.low), pace(gap.high)}.value(1)
			state.RequiredPerMonth = &v
		}
		return state
	}
	var of *big.Int
	if t.Of != nil {
		of = ev.Wholes[*t.Of]
	}
	if of != nil && s.high() != nil {
		required := func(in, all *big.Int) *big.Rat {
			if in == nil || all == nil {
				return nil
			}
			left := new(big.Rat).Sub(rat(of), rat(all))
			if left.Sign() <= 0 {
				return nil
			}
			want := new(big.Rat).Mul(rat(of), new(big.Rat).Quo(atLeast, big.NewRat(100, 1)))
			return percent(want.Sub(want, rat(in)), left)
		}
		v := rationals{required(s.in.known, s.known()), required(s.most(), s.high()), required(s.in.low, s.high())}.value(d.Places)
		state.RequiredShare = &v
	}
	return state
}
