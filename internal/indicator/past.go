package indicator

import (
	"cmp"
	"math/big"
	"slices"
	"strconv"

	"growthmap/internal/atlas"
)

// Basis says what a pace or a forecast is made from.
type Basis string

// A count or a sum goes by its official values unless its rows add up to more,
// everything else by the rows.
const (
	ByReports Basis = "reported"
	ByRows    Basis = "rows"
)

// History is what is known of an indicator's rounds up to a day.
type History struct {
	Past
	Basis Basis
	// Set aside are the rows that cannot be in a round, as their day or their
	// amount is not known for certain. They are within Low and High.
	SetAside int
	// Lacks says why nothing can be forecast from this; nil when it can.
	Lacks *atlas.Text
}

// History gathers the rounds of the nation's figure. The evidence must hold
// features, see Subject.Gather.
func (d *Definition) History(ev Evidence, q Question) (History, error) {
	m := q.Variant.measure
	h := History{Past: Past{Known: atlas.MinDay}, Basis: ByRows}
	switch {
	case q.Variant.NotComputable != nil:
		h.Lacks = q.Variant.NotComputable
		return h, nil
	case m.Kind == Distinct:
		h.Lacks = &atlas.Text{
			Ko: "서로 다른 값의 수에는 끝이 있어 라운드가 이어진다고 볼 수 없으므로 전망하지 않습니다.",
			En: "Different values run out, so rounds of them do not go on as before, and there is no forecast.",
		}
		return h, nil
	case m.Kind == Share && m.OverReported:
		h.Lacks = &atlas.Text{
			Ko: "공식 발표 누계로 나눈 비중은 라운드별로 나눌 수 없어 전망하지 않습니다. 승인액으로 나눈 비중을 보십시오.",
			En: "A share of an officially reported total has no rounds of its own, so it is not forecast; see the share of the itemised total.",
		}
		return h, nil
	}
	if m.Kind != Share && q.Variant.Target != nil {
		parts, err := d.parts(ev, q)
		if err != nil {
			return h, err
		}
		if official(ev, q, rat(sum(parts).in.low)) != nil {
			h.Basis = ByReports
		}
	}
	h.Known = min(q.Day, d.recorded(ev, q, h.Basis))
	q.Day = h.Known
	read := d.pileHistory
	if m.Kind == Share {
		read = d.shareHistory
	}
	if err := read(ev, q, &h); err != nil || h.Lacks != nil {
		return h, err
	}
	if n := len(h.Rounds); n < leastRounds {
		number := strconv.Itoa(n)
		h.Lacks = &atlas.Text{
			Ko: "이날까지 알려진 라운드가 " + number + "회입니다. 세 번은 되어야 규모와 간격을 가늠해 전망 구간을 그립니다.",
			En: "Rounds known by this day: " + number + ". A band needs three, which show how sizes and intervals vary.",
		}
	}
	return h, nil
}

var unbounded = atlas.Text{
	Ko: "금액을 알 수 없고 상한도 없는 사업이 있어 전망하지 않습니다.",
	En: "Rows of unknown amount have nothing to bound them, so there is no forecast.",
}

// recorded is the last day of which the evidence says anything, on any side of
// the question's day: silence after it is not known to mean that nothing came.
func (d *Definition) recorded(ev Evidence, q Question, basis Basis) atlas.Day {
	last := atlas.MinDay
	if from := q.Variant.Reported; from != nil {
		for _, r := range slices.Concat(ev.Reports[from.Key()], ev.Reports[from.TotalKey()]) {
			last = max(last, r.Day.To)
		}
	}
	if basis == ByReports {
		return last
	}
	moment := q.Variant.measure.moment()
	for _, f := range ev.Features {
		if begins := moment.begins(f); begins != nil && begins.To != atlas.MaxDay {
			last = max(last, begins.To)
		}
	}
	return last
}

// pileHistory reads what only grows: each rise of the series is a round.
func (d *Definition) pileHistory(ev Evidence, q Question, h *History) error {
	points, err := d.Series(ev, q)
	if err != nil {
		return err
	}
	before := 0.0
	for _, p := range points {
		text := p.Value.Value
		if h.Basis == ByReports {
			text = p.Reported
		}
		if text == nil {
			continue
		}
		value, err := strconv.ParseFloat(*text, 64)
		if err != nil {
			return err
		}
		if value > before {
			h.Rounds = append(h.Rounds, Round{Day: p.Day, In: value - before})
			before = value
		}
		h.Low, h.Mid, h.High = Parts{In: value}, Parts{In: value}, Parts{In: value}
		if h.Basis == ByReports {
			continue
		}
		if p.High == nil {
			h.Lacks = &unbounded
			return nil
		}
		if h.Low.In, err = strconv.ParseFloat(*p.Low, 64); err == nil {
			h.High.In, err = strconv.ParseFloat(*p.High, 64)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// shareHistory groups the rows of a share by the day on which they count. A
// share of a given whole piles up, in percent of it.
func (d *Definition) shareHistory(ev Evidence, q Question, h *History) error {
	m := q.Variant.measure
	parts, err := d.parts(ev, q)
	if err != nil {
		return err
	}
	s := sum(parts)
	if s.high() == nil {
		h.Lacks = &unbounded
		return nil
	}
	scale := 1.0
	switch {
	case m.Of == nil:
		h.Share = true
		if t := q.Variant.Target; t != nil && t.Of != nil && m.Amount != "" && ev.Wholes[*t.Of] != nil {
			h.Whole = number(ev.Wholes[*t.Of])
		}
	case ev.Wholes[*m.Of] == nil || ev.Wholes[*m.Of].Sign() <= 0:
		h.Lacks = &unbounded
		return nil
	default:
		scale, h.Whole = 100/number(ev.Wholes[*m.Of]), 100
	}
	side := func(in, out float64) Parts { return Parts{in * scale, out * scale} }
	h.Low = side(number(s.in.low), number(s.out.high)+number(s.unknown.high))
	h.Mid = side(number(s.in.known), number(s.out.known))
	h.High = side(number(s.in.high)+number(s.unknown.high), number(s.out.low))
	rows, err := d.Rows(ev.Layer, ev.Features, q)
	if err != nil {
		return err
	}
	moment := m.moment()
	for _, r := range rows {
		if r.Role == Uncertain || r.High == nil || r.Low.Cmp(r.High) != 0 {
			h.SetAside++
			continue
		}
		if r.Low.Sign() <= 0 {
			continue
		}
		day := moment.begins(r.Feature).To
		i, known := slices.BinarySearchFunc(h.Rounds, day, func(r Round, day atlas.Day) int { return cmp.Compare(r.Day, day) })
		if !known {
			h.Rounds = slices.Insert(h.Rounds, i, Round{Day: day})
		}
		round := &h.Rounds[i]
		*map[Role]*float64{In: &round.In, Out: &round.Out, Unknown: &round.Unknown}[r.Role] += number(r.Low) * scale
	}
	if h.Share && h.Mid.In+h.Mid.Out <= 0 && len(h.Rounds) >= leastRounds {
		h.Lacks = &atlas.Text{
			Ko: "위치가 알려진 사업이 없어 비중을 전망하지 않습니다.",
			En: "No row is known to lie on either side, so the share is not forecast.",
		}
	}
	return nil
}

func number(i *big.Int) float64 {
	f, _ := new(big.Float).SetInt(i).Float64()
	return f
}
