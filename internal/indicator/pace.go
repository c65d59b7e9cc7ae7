package indicator

import (
	"math/big"
	"slices"

	"growthmap/internal/atlas"
)

// Pace says how fast an indicator comes closer to its target, and whether that
// is fast enough.
type Pace struct {
	Achieved Value `json:"achieved"`
	// TrailingPerMonth is a twelfth of what the last twelve months added; absent
	// where nothing is added up, as in a share of what has been given out.
	TrailingPerMonth *Value `json:"trailing_per_month,omitempty"`
	// Reached is the day of reaching the target at that rate.
	Reached *atlas.Day `json:"reached,omitempty"`
	// Status is on, watch or behind; absent for a target without a day that is
	// not met.
	Status string     `json:"status,omitempty"`
	Rule   atlas.Text `json:"rule"`
}

// The states of a pace.
const (
	OnTrack = "on"
	Watch   = "watch"
	Behind  = "behind"
)

// watchPart is the part of the required rate below which a pace is behind.
var watchPart = big.NewRat(8, 10)

var (
	rateRule = atlas.Text{
		Ko: "순항: 목표를 달성했거나 최근 12개월의 월평균 증가가 목표일까지 필요한 월평균 이상. 주의: 필요한 속도의 80 % 이상. 지연: 80 % 미만이거나 목표일까지 미달. 하한과 상한의 판정이 다르면 주의.",
		En: "On: the target is met, or the last twelve months added at least what is required per month until its day. Watch: at least 80 % of that. Behind: less, or the day has passed. Where the bounds disagree: watch.",
	}
	shareRule = atlas.Text{
		Ko: "순항: 하한도 목표 이상. 지연: 상한도 목표 미만. 주의: 하한과 상한이 목표를 사이에 둔다.",
		En: "On: the lower bound too is at the target or above. Behind: the upper bound too is below it. Watch: the target lies between the bounds.",
	}
)

// paceOf judges by the written rule: of what is added up by its rate, of a
// share that is not by its value alone. Now are the value and its bounds on the
// day, added what the twelve months up to it added, nil where that is not
// known. Months are of 365.25/12 days.
func paceOf(now rationals, adds bool, added *rationals, target *big.Rat, by *atlas.Day, day atlas.Day, places int) Pace {
	p := Pace{Achieved: now.value(places), Rule: rateRule}
	met := now.low != nil && now.low.Cmp(target) >= 0
	short := now.high != nil && now.high.Cmp(target) < 0
	left := int64(0)
	if by != nil {
		left = int64(*by) - int64(day)
	}
	switch {
	case met:
		p.Status = OnTrack
	case by == nil, adds && added == nil && left > 0:
	case short && (!adds || left <= 0):
		p.Status = Behind
	default:
		p.Status = Watch
	}
	if !adds {
		p.Rule = shareRule
	}
	if added == nil {
		return p
	}
	month := func(x *big.Rat) *big.Rat {
		if x == nil {
			return nil
		}
		return new(big.Rat).Quo(x, big.NewRat(12, 1))
	}
	rate := rationals{month(added.mid), month(added.low), month(added.high)}
	trailing := rate.value(1)
	p.TrailingPerMonth = &trailing
	if now.mid != nil && rate.mid != nil && rate.mid.Sign() > 0 && now.mid.Cmp(target) < 0 {
		gap := new(big.Rat).Sub(target, now.mid)
		p.Reached = after(day, gap.Mul(gap.Quo(gap, rate.mid), daysPerMonth))
	}
	if met || left <= 0 || now.low == nil {
		return p
	}
	required := func(from *big.Rat) *big.Rat { // per month
		gap := new(big.Rat).Sub(target, from)
		return gap.Mul(gap.Quo(gap, big.NewRat(left, 1)), daysPerMonth)
	}
	switch {
	case rate.low != nil && rate.low.Cmp(required(now.low)) >= 0:
		p.Status = OnTrack
	case now.high != nil && rate.high != nil && rate.high.Cmp(new(big.Rat).Mul(watchPart, required(now.high))) < 0:
		p.Status = Behind
	}
	return p
}

// after is the first day not before so many days have passed; nil beyond the
// year 9999.
func after(day atlas.Day, days *big.Rat) *atlas.Day {
	whole, rest := new(big.Int).QuoRem(days.Num(), days.Denom(), new(big.Int))
	if rest.Sign() > 0 {
		whole.Add(whole, big.NewInt(1))
	}
	last, _ := atlas.ParseDay("9999-12-31")
	if !whole.IsInt64() || whole.Int64() > int64(last-day) {
		return nil
	}
	reached := day + atlas.Day(whole.Int64())
	return &reached
}

// pace is the pace of the nation's figure with the value r; nil where the
// evidence is of single days and does not tell what the last year added.
func (d *Definition) pace(ev Evidence, q Question, basis string, r rationals) (*Pace, error) {
	t, m := q.Variant.Target, q.Variant.measure
	atLeast, _ := new(big.Rat).SetString(t.AtLeast) // checked by Parse
	yearAgo := yearsAfter(q.Day, -1)
	var added *rationals
	switch {
	case basis == string(ByReports):
		reports := ev.Reports[q.Variant.Reported.Key()]
		official := latest(reports, q.Day).Value
		r = rationals{official, official, official}
		x := new(big.Rat).Set(official)
		if before := latest(reports, yearAgo); before != nil {
			x.Sub(x, before.Value)
		}
		added = &rationals{x, x, x}
	case m.pilesUp():
		recent := q
		recent.Variant.measure.Since = new(m.trailing(q.Day).Since)
		if ev.Sifted != nil && !slices.Contains(ev.Sifted.Sieve.Moments, recent.Variant.measure.moment()) {
			return nil, nil
		}
		parts, err := d.parts(ev, recent)
		if err != nil {
			return nil, err
		}
		s := sum(parts)
		if added = new(rationals{rat(s.in.low), rat(s.in.low), maybeRat(s.most())}); m.Of != nil {
			of := ev.Wholes[*m.Of]
			if of == nil || of.Sign() <= 0 {
				return nil, nil
			}
			*added = s.over(rat(of), false)
		}
	}
	p := paceOf(r, m.pilesUp() || m.Kind == Distinct, added, atLeast, t.By, q.Day, d.Places)
	return &p, nil
}

// pilesUp reports whether the measure adds up what comes, so that what a year
// added can be told from the features of that year.
func (m Measure) pilesUp() bool {
	return m.Kind == Count || m.Kind == Sum || m.Kind == Share && m.Of != nil
}

// trailing is the moment of what the twelve months up to a day added.
func (m Measure) trailing(day atlas.Day) Moment {
	moment := m.moment()
	moment.Since = max(moment.Since, yearsAfter(day, -1)+1)
	return moment
}
