package indicator

import (
	"crypto/sha256"
	"encoding/base32"
	"fmt"
	"math/big"
	"strings"

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
	Indicator string     `json:"indicator"`
	Variant   string     `json:"variant"`
	Region    string     `json:"region,omitempty"`
	Day       atlas.Day  `json:"day"`
	Edition   int64      `json:"edition"`
	Digest    string     `json:"definition"` // SHA-256 of the definition
	ID        string     `json:"id"`         // citation
	Unit      atlas.Text `json:"unit"`
	Places    int        `json:"places"`
	Value
	// NotComputable says why there is no value at all.
	NotComputable *atlas.Text     `json:"not_computable,omitempty"`
	Numerator     *Value          `json:"numerator,omitempty"`   // share: whole won
	Denominator   *Value          `json:"denominator,omitempty"` // share: whole won
	Rows          RowCount        `json:"rows"`
	Coverage      []CoverageCount `json:"coverage"`
	Reported      *ReportedValue  `json:"reported,omitempty"`
	Target        *TargetState    `json:"target,omitempty"`
}

// RowCount is how many features play which role.
type RowCount struct {
	In        int `json:"in"`
	Out       int `json:"out"`
	Unknown   int `json:"unknown"`
	Uncertain int `json:"uncertain"`
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
	AtLeast string    `json:"at_least"`
	By      atlas.Day `json:"by"`
	Layer   string    `json:"layer"`
	Feature string    `json:"feature"`
	// Met is yes, no, or open when the bounds lie on both sides of the target.
	Met string `json:"met"`
	// Basis says whether the gap is measured from the reported value or from the rows.
	Basis string `json:"basis"`
	Gap   Value  `json:"gap"`
	// RequiredPerMonth is the gap over the months left, a month being 365.25/12 days.
	RequiredPerMonth *Value `json:"required_per_month,omitempty"`
	// RequiredShare is the share that what is left of the whole must have.
	RequiredShare *Value `json:"required_share,omitempty"`
}

// Report is an officially reported value.
type Report struct {
	Day     atlas.Interval
	Value   *big.Rat
	Text    string
	Feature *atlas.Feature
}

// Evidence is what a figure is computed from.
type Evidence struct {
	Layer    *atlas.Layer
	Features []*atlas.Feature
	Reports  []Report // of the indicator, in any order
	Totals   []Report // of the whole of a share
	Whole    *big.Int // the whole the target's share is of
}

// Figure computes the figure. Edition and Digest identify the evidence; the
// features must be those of that edition.
func (d *Definition) Figure(ev Evidence, q Question, edition int64, digest string) (Figure, error) {
	f := Figure{
		Indicator: d.ID, Variant: q.Variant.ID, Region: q.Region, Day: q.Day, Edition: edition, Digest: digest,
		ID: CitationID(d.ID, q.Variant.ID, q.Region, q.Day, edition, digest), Unit: d.Unit, Places: d.Places, Coverage: []CoverageCount{},
	}
	if q.Variant.NotComputable != nil {
		f.NotComputable = q.Variant.NotComputable
		return f, nil
	}
	rows, err := d.Rows(ev.Layer, ev.Features, q)
	if err != nil {
		return f, err
	}
	for _, r := range rows {
		switch r.Role {
		case In:
			f.Rows.In++
		case Out:
			f.Rows.Out++
		case Unknown:
			f.Rows.Unknown++
		default:
			f.Rows.Uncertain++
		}
	}
	if f.Coverage, err = d.coverage(ev, rows, q); err != nil {
		return f, err
	}
	s := sum(rows)
	var r rationals
	if d.Measure.Kind == "count" {
		r = rationals{rat(s.in.low), rat(s.in.low), rat(new(big.Int).Add(s.in.high, s.unknown.high))}
	} else {
		r = s.share()
		f.Numerator = &Value{whole(s.in.known), whole(s.in.low), whole(addMaybe(s.in.high, s.unknown.high))}
		f.Denominator = &Value{whole(s.known()), whole(s.low()), whole(s.high())}
		if len(rows) == 0 {
			f.NotComputable = &atlas.Text{Ko: "이날까지 승인된 사업이 없어 비중을 셈할 수 없습니다.", En: "Nothing had been approved by this day, so there is no share."}
		}
	}
	f.Value = r.value(d.Places)
	if q.Region == "" && (q.Variant.Reported == nil || *q.Variant.Reported) {
		f.Reported = d.reported(ev, q.Day, s)
	}
	if q.Region == "" && d.Target != nil {
		f.Target = d.target(f.Reported, r, s, ev.Whole, q.Day)
	}
	return f, nil
}

// CitationID is a short id of a figure: the same question about the same edition
// and definition has the same id everywhere.
func CitationID(indicator, variant, region string, day atlas.Day, edition int64, digest string) string {
	h := sha256.Sum256(fmt.Appendf(nil, "%s\n%s\n%s\n%s\n%d\n%s", indicator, variant, region, day, edition, digest))
	return "gm-" + strings.ToLower(base32.StdEncoding.EncodeToString(h[:])[:12])
}

func (d *Definition) coverage(ev Evidence, rows []Row, q Question) ([]CoverageCount, error) {
	counts := make([]CoverageCount, 0, len(d.Coverage))
	for _, c := range d.Coverage {
		n := 0
		for _, r := range rows {
			holds, err := evaluator(ev.Layer, r.Feature, q.Day)(c.Where)
			if err != nil {
				return nil, fmt.Errorf("indicator %s, coverage %s: %w", d.ID, c.ID, err)
			}
			if holds == cql2.True {
				n++
			}
		}
		counts = append(counts, CoverageCount{c.ID, c.Title, c.Description, fmt.Sprint(n), fmt.Sprint(len(rows))})
	}
	return counts, nil
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

func (d *Definition) reported(ev Evidence, day atlas.Day, s sums) *ReportedValue {
	last := latest(ev.Reports, day)
	if last == nil {
		return nil
	}
	v := &ReportedValue{Value: last.Text, Day: last.Day, Feature: last.Feature.ID, Layer: last.Feature.Layer}
	total := latest(ev.Totals, day)
	if total == nil || total.Value.Sign() <= 0 {
		return v
	}
	v.Total = total.Value.FloatString(0)
	over := func(n *big.Int) *big.Rat {
		if n == nil {
			return nil
		}
		return percent(rat(n), total.Value)
	}
	high := addMaybe(s.in.high, s.unknown.high)
	if high != nil && s.high() != nil {
		if beyond := new(big.Rat).Sub(total.Value, rat(s.high())); beyond.Sign() > 0 {
			high.Add(high, new(big.Int).Quo(beyond.Num(), beyond.Denom()))
		}
	}
	value := rationals{over(s.in.known), over(s.in.low), over(high)}.value(d.Places)
	v.OverTotal = &value
	return v
}

// daysPerMonth is the mean month of the Gregorian calendar's common rounding.
var daysPerMonth = big.NewRat(36525, 1200)

func (d *Definition) target(reported *ReportedValue, r rationals, s sums, of *big.Int, day atlas.Day) *TargetState {
	t := d.Target
	atLeast, _ := new(big.Rat).SetString(t.AtLeast) // checked by Parse
	state := &TargetState{AtLeast: t.AtLeast, By: t.By, Layer: t.Layer, Feature: t.Feature, Basis: "rows"}
	if d.Measure.Kind == "count" && reported != nil {
		if official, ok := new(big.Rat).SetString(reported.Value); ok {
			r, state.Basis = rationals{official, official, official}, "reported"
		}
	}
	switch {
	case r.low == nil || r.high == nil:
		state.Met = "open"
	case r.low.Cmp(atLeast) >= 0:
		state.Met = "yes"
	case r.high.Cmp(atLeast) < 0:
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
	if d.Measure.Kind == "count" {
		if left := int64(t.By) - int64(day); left > 0 {
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
		v := rationals{required(s.in.known, s.known()), required(addMaybe(s.in.high, s.unknown.high), s.high()), required(s.in.low, s.high())}.value(d.Places)
		state.RequiredShare = &v
	}
	return state
}
