package indicator

import (
	"fmt"
	"maps"
	"math/big"
	"slices"

	"growthmap/internal/atlas"
	"growthmap/internal/cql2"
)

// Assumed is something a scenario or a plan takes to be so that no source says.
// Features are those it is taken of; none means all of it.
type Assumed struct {
	atlas.Text
	Features []string `json:"features,omitempty"`
}

// Effect is what one step of a scenario does, by its JSON Pointer.
type Effect struct {
	Pointer string      `json:"pointer"`
	Feature string      `json:"feature,omitempty"` // the project approved
	Name    *atlas.Text `json:"name,omitempty"`
	Day     atlas.Day   `json:"day"` // the first on which it does anything
	Count   int         `json:"count"`
	Amount  *string     `json:"amount"` // whole won in all; null where none is measured
	// Role is the part it plays in the nation's figure; none when what the
	// variant asks for is more than the scenario supposes.
	Role Role `json:"role"`
}

// NoRole is the role of what plays no part in a figure.
const NoRole Role = "none"

// overlay puts the suppositions of a scenario over the evidence, of which it
// changes nothing: features are copied before they are made to count.
type overlay struct {
	d        *Definition
	ev       Evidence
	q        Question // the nation, in the variant, on the day of the figures
	supposed [][]*atlas.Feature
	effects  []Effect
	assumed  []Assumed
	made     int
	reading
}

// suppose applies the scenario. The error is *atlas.Error Rejected with every
// step that cannot be taken.
func (d *Definition) suppose(ev Evidence, q Question, sc Scenario) (*overlay, error) {
	o := &overlay{d: d, ev: ev, q: q}
	o.ev.Features = slices.Clone(ev.Features)
	steps := len(sc.Approve) + len(sc.Add) + len(sc.Shift) + len(sc.PerMonth)
	switch {
	case steps > 0 && d.Supposition == nil:
		o.wrong("", d.ID, say("시나리오를 정의한 지표", "an indicator whose definition says what counts in a scenario"), say("다른 지표를 고르세요.", "Choose another indicator."))
	case steps > 0 && q.Variant.NotComputable != nil:
		o.wrong("/variant", q.Variant.ID, say("계산할 수 있는 기준", "a variant that can be computed"), say("다른 기준을 고르세요.", "Choose another variant."))
	default:
		o.approvals(sc.Approve)
		o.additions(sc.Add)
		o.rates(sc.PerMonth)
		o.shifts(sc.Shift)
	}
	if err := o.rejected(); err != nil {
		return nil, err
	}
	if err := o.weigh(); err != nil {
		return nil, err
	}
	o.ev.Reports = o.reports(ev.Reports)
	return o, nil
}

func (o *overlay) measure() Measure { return o.q.Variant.measure }

func (o *overlay) assume(text atlas.Text, features ...string) {
	for i, a := range o.assumed {
		if a.Text == text {
			o.assumed[i].Features = append(a.Features, features...)
			return
		}
	}
	o.assumed = append(o.assumed, Assumed{text, features})
}

// step records what a step supposes.
func (o *overlay) step(e Effect, features ...*atlas.Feature) {
	e.Count, e.Role = len(features), NoRole
	o.effects = append(o.effects, e)
	o.supposed = append(o.supposed, features)
}

func (o *overlay) approvals(list []Approval) {
	open, err := o.d.open(o.ev, o.q)
	if err != nil {
		o.wrong("/approve", err.Error(), say("읽을 수 있는 자료", "data that can be read"), say("운영자에게 알려 주세요.", "Please tell the operator."))
		return
	}
	taken := map[string]bool{}
	for i, a := range list {
		at := fmt.Sprintf("/approve/%d", i)
		k := slices.IndexFunc(open, func(p project) bool { return p.feature.ID == a.Feature })
		if k < 0 {
			o.wrong(at+"/feature", a.Feature, say("아직 승인되지 않은 사업의 식별자", "the id of a project of the pipeline that does not count yet"),
				say("지표의 plan에 있는 사업에서 고르세요.", "Choose one of those that the plan of the indicator lists."))
			continue
		}
		p := open[k]
		if taken[a.Feature] || slices.ContainsFunc(p.overlaps, func(id string) bool { return taken[id] }) {
			o.wrong(at+"/feature", a.Feature, say("다른 항목과 겹치지 않는 사업", "a project that overlaps with no other step"),
				say("금액이 겹치는 상위·하위 사업 가운데 하나만 남기세요.", "Keep one of the project and what it is a part of."))
			continue
		}
		taken[a.Feature] = true
		f, ok := o.approve(at, p, a)
		if !ok {
			continue
		}
		o.ev.Features[slices.Index(o.ev.Features, p.feature)] = f
		name := titleOf(o.ev.Layer, f)
		o.step(Effect{Pointer: at, Feature: a.Feature, Name: &name, Day: a.Day}, f)
	}
	if len(list) > 1 {
		o.assume(assumeApart)
	}
}

// approve is a copy of a project that counts from the day on.
func (o *overlay) approve(at string, p project, a Approval) (*atlas.Feature, bool) {
	m, amount, basis := o.measure(), a.Amount, "case"
	switch {
	case m.Amount == "" && amount != nil:
		o.wrong(at+"/amount", fmt.Sprint(*amount), say("금액을 세지 않는 기준", "no amount: this variant counts cases"), say("amount를 지우세요.", "Remove amount."))
		return nil, false
	case m.Amount == "":
	case amount != nil:
		basis = "assumed"
	default:
		left, err := o.d.left(o.ev, p, o.q)
		if err != nil || left == nil || left.Sign() <= 0 || !left.IsInt64() {
			o.wrong(at+"/amount", "", say("금액(원): 이 기준에 쓸 금액을 밝힌 출처가 없거나 남은 금액이 없음", "an amount in won: no source states one for this variant, or nothing is left of it"),
				say("amount에 가정한 금액을 적으세요.", "Give the amount you assume in amount."))
			return nil, false
		}
		n := left.Int64()
		amount, basis = &n, "stated"
		if len(p.counted) > 0 {
			basis = "rest"
		}
	}
	if p.feature.Place.Region != "" && a.Region != "" && a.Region != p.feature.Place.Region {
		o.wrong(at+"/region", a.Region, say("%s", "%s, where its sources place it", p.feature.Place.Region), say("region을 지우세요.", "Remove region."))
		return nil, false
	}
	f := o.d.counting(p.feature, m, a.Day, amount)
	o.state(p, basis)
	return f, o.locate(at, f, a.Region, a.In) && o.counts(at, f)
}

// counts makes sure that a supposed feature plays a part in the variant at all.
func (o *overlay) counts(at string, f *atlas.Feature) bool {
	q := o.q
	q.Day = lastDayOfAll
	_, ok, err := o.d.pieces(o.ev, q)(f)
	if err != nil || !ok {
		o.wrong(at, q.Variant.ID, say("이 사업이 들어갈 기준", "a variant in which it would count"), say("승인을 세는 다른 기준을 고르세요.", "Choose another variant."))
	}
	return err == nil && ok
}

// lastDayOfAll comes after every day a scenario may name.
const lastDayOfAll = atlas.MaxDay - 1

// assumptions states what the definition assumes of a project.
func (o *overlay) assumptions(f *atlas.Feature) {
	holds := evaluator(o.ev.Layer, f, o.q.Day)
	for _, a := range o.d.Pipeline.Assumptions {
		if a.Where.IsZero() {
			o.assume(a.Text, f.ID)
		} else if truth, err := holds(a.Where); err == nil && truth == cql2.True {
			o.assume(a.Text, f.ID)
		}
	}
}

// counting is a copy of a feature as it is when it counts from the day on.
func (d *Definition) counting(f *atlas.Feature, m Measure, day atlas.Day, amount *int64) *atlas.Feature {
	copied := *f
	copied.Properties, copied.Stages = maps.Clone(f.Properties), maps.Clone(f.Stages)
	if copied.Properties == nil {
		copied.Properties = map[string]any{}
	}
	if copied.Stages == nil {
		copied.Stages = map[string]atlas.Interval{}
	}
	for property, value := range d.Supposition.Counts {
		copied.Properties[property] = value
	}
	for _, stage := range []string{d.Measure.Stage, m.Stage} {
		if stage != "" {
			copied.Stages[stage] = atlas.Interval{From: day, To: day}
		}
	}
	if m.Stage == "" {
		copied.Life.From = day
	}
	if m.Amount != "" && amount != nil {
		copied.Properties[m.Amount] = *amount
	}
	return &copied
}

// locate settles where a supposed feature is and on which side of a share: by
// what is known of it, else by what the step says, else by its area.
func (o *overlay) locate(at string, f *atlas.Feature, region string, in *bool) bool {
	if region != "" && f.Place.Region == "" {
		area, ok := o.q.Areas.Area(region)
		if !ok {
			o.wrong(at+"/region", region, say("권역(예: HNM), 시·도(예: 12), 시·군·구(예: 48120)의 코드", "the code of a region (HNM), a si/do (12) or a si/gun/gu (48120)"),
				say("코드를 고쳐 주세요.", "Correct the code."))
			return false
		}
		f.Place = placeIn(area)
	}
	if o.measure().Kind != Share {
		return true
	}
	known, err := o.within(f)
	if err != nil {
		o.wrong(at, err.Error(), say("읽을 수 있는 자료", "data that can be read"), say("운영자에게 알려 주세요.", "Please tell the operator."))
		return false
	}
	if known != cql2.Unknown {
		if in != nil && *in != (known == cql2.True) {
			o.wrong(at+"/in", fmt.Sprint(*in), say("%t", "%t, as its sources say", known == cql2.True), say("in을 지우세요.", "Remove in."))
			return false
		}
		return true
	}
	if in == nil {
		in = o.side(f)
	}
	if in == nil {
		o.assume(say("분자에 드는지 알 수 없는 것은 하한과 상한으로 남습니다.", "What is not known to belong to the numerator is left between the bounds."))
		return true
	}
	o.d.put(f, *in)
	return true
}

// put gives a feature the values of one inside the numerator or of one outside.
func (d *Definition) put(f *atlas.Feature, in bool) {
	values := d.Supposition.Out
	if in {
		values = d.Supposition.In
	}
	for property, value := range values {
		f.Properties[property] = value
	}
}

// within says whether a feature belongs to the numerator of the nation's share.
func (o *overlay) within(f *atlas.Feature) (cql2.Truth, error) {
	holds := evaluator(o.ev.Layer, f, o.q.Day)
	if m := o.measure(); !m.Unknown.IsZero() {
		if unknown, err := holds(m.Unknown); err != nil || unknown == cql2.True {
			return cql2.Unknown, err
		}
	}
	return holds(o.measure().Among)
}

// side is the side of a share on which the area of a feature lies: the one whose
// values the definition allows only there. Nil when the area does not tell.
func (o *overlay) side(f *atlas.Feature) *bool {
	if f.Place.Region == "" {
		return nil
	}
	possible := func(in bool) bool {
		copied := *f
		copied.Properties = maps.Clone(f.Properties)
		o.d.put(&copied, in)
		holds := evaluator(o.ev.Layer, &copied, o.q.Day)
		return slices.ContainsFunc(o.d.Within, func(w Within) bool {
			truth, err := holds(w.Where)
			return err == nil && truth == cql2.True && slices.Contains(w.Regions, f.Place.Region)
		})
	}
	inside, outside := possible(true), possible(false)
	if inside == outside {
		return nil
	}
	return &inside
}

func placeIn(area Area) atlas.Place {
	place := atlas.Place{Region: area.Region, Sido: area.Sido, Basis: atlas.BasisNone}
	switch area.Level {
	case atlas.AreaRegion:
		place.Region = area.Code
	case atlas.AreaSido:
		place.Sido = area.Code
	default:
		place.Sigungu = area.Code
	}
	return place
}

// make supposes a feature that nobody has proposed.
func (o *overlay) make(at, name string, day atlas.Day, amount *int64, region string, in *bool) (*atlas.Feature, bool) {
	if o.made++; o.made > maxSupposed {
		if o.made == maxSupposed+1 {
			o.wrong(at, "", say("모두 합해 %d건까지", "%d made-up projects in all, at most", maxSupposed), say("건수를 줄이세요.", "Suppose fewer."))
		}
		return nil, false
	}
	blank := o.d.blank(fmt.Sprintf("supposed-%d", o.made))
	if label := o.ev.Layer.LabelProperty(); name != "" && label != "" {
		blank.Properties[label+"_ko"] = name
	}
	f := o.d.counting(blank, o.measure(), day, amount)
	if !o.locate(at, f, region, in) || !o.counts(at, f) {
		return nil, false
	}
	o.ev.Features = append(o.ev.Features, f)
	return f, true
}

// weighed checks that a step says what its measure weighs by.
func (o *overlay) weighed(at string, amount, count bool) bool {
	m := o.measure()
	switch {
	case m.Kind == Distinct:
		o.wrong(at, string(m.Kind), say("건수나 금액을 세는 지표", "an indicator that counts features or sums an amount"), say("approve만 쓰세요.", "Use approve only."))
	case m.Amount != "" && (!amount || count):
		o.wrong(at+"/amount", "", say("금액(원)만", "an amount in won, and no count"), say("count를 지우고 amount를 적으세요.", "Give amount, without count."))
	case m.Amount == "" && amount:
		o.wrong(at+"/amount", "", say("금액을 세지 않는 기준", "no amount: this variant counts cases"), say("amount 대신 count를 쓰세요.", "Use count instead of amount."))
	default:
		return true
	}
	return false
}

func (o *overlay) additions(list []Addition) {
	for i, a := range list {
		at := fmt.Sprintf("/add/%d", i)
		if !o.weighed(at, a.Amount != nil, a.Count != nil) {
			continue
		}
		n := int64(1)
		if a.Count != nil {
			n = *a.Count
		}
		features := o.several(at, a.Name, a.Day, n, a.Amount, a.Region, a.In)
		o.step(Effect{Pointer: at, Name: &atlas.Text{Ko: a.Name, En: a.Name}, Day: a.Day}, features...)
		o.assume(say("지어낸 사업은 출처가 없으며 시나리오에만 있습니다.", "A made-up project has no source; it exists in the scenario alone."))
	}
}

func (o *overlay) several(at, name string, day atlas.Day, n int64, amount *int64, region string, in *bool) []*atlas.Feature {
	var features []*atlas.Feature
	for range n {
		f, ok := o.make(at, name, day, amount, region, in)
		if !ok {
			return features
		}
		features = append(features, f)
	}
	return features
}

func (o *overlay) rates(list []Rate) {
	for i, m := range list {
		at := fmt.Sprintf("/per_month/%d", i)
		if !o.weighed(at, m.Amount != nil, m.Count != "") {
			continue
		}
		if m.Amount == nil && m.Count == "" {
			o.wrong(at+"/count", "", say("다달이 늘어날 건수", "how many a month"), say("count를 적으세요.", "Give count."))
			continue
		}
		var features []*atlas.Feature
		ends, given := endsOfMonths(m.From, m.Until), int64(0)
		for k, day := range ends {
			n := int64(1)
			if m.Amount == nil {
				rate, _ := new(big.Rat).SetString(m.Count) // read by ReadScenario
				upTo := rate.Mul(rate, big.NewRat(int64(k+1), 1))
				n = new(big.Int).Quo(upTo.Num(), upTo.Denom()).Int64() - given
				given += n
			}
			made := o.several(at, "", day, n, m.Amount, m.Region, m.In)
			if features = append(features, made...); len(made) < int(n) {
				break // what is wrong with one month is wrong with all
			}
		}
		first := m.From
		if len(ends) > 0 {
			first = ends[0]
		}
		o.step(Effect{Pointer: at, Day: first}, features...)
		o.assume(say("정한 속도는 매월 말일에 더해지며 출처가 없습니다.", "The rate is added on the last day of each month; it has no source."))
	}
}

// shifts takes an amount from one area and gives it to another, as two features
// that cancel out in the nation.
func (o *overlay) shifts(list []Shift) {
	for i, s := range list {
		at := fmt.Sprintf("/shift/%d", i)
		if o.measure().Amount == "" {
			o.wrong(at, "", say("금액을 세는 기준", "a variant that measures an amount"), say("approve나 add를 쓰세요.", "Use approve or add."))
			continue
		}
		amount, ok := o.shifted(at, s)
		if !ok {
			continue
		}
		less := -amount
		from, ok := o.make(at, "", s.Day, &less, s.From, nil)
		if !ok {
			continue
		}
		to, ok := o.make(at, "", s.Day, &amount, s.To, nil)
		if !ok {
			continue
		}
		o.step(Effect{Pointer: at, Day: s.Day, Amount: whole(big.NewInt(amount))}, from, to)
		o.assume(say("지역 사이의 이동은 특정 사업이 아니라 금액을 옮깁니다.", "A shift moves an amount between areas, not a project that anybody knows of."))
	}
}

// shifted is the amount of a shift, not more than what is known to be there.
func (o *overlay) shifted(at string, s Shift) (int64, bool) {
	for _, code := range []struct{ member, code string }{{"/from", s.From}, {"/to", s.To}} {
		if _, ok := o.q.Areas.Area(code.code); !ok {
			o.wrong(at+code.member, code.code, say("지역 코드", "the code of an area"), say("코드를 고쳐 주세요.", "Correct the code."))
			return 0, false
		}
	}
	q := o.q
	q.Region, q.Day = s.From, s.Day
	parts, err := o.d.parts(o.ev, q)
	if err != nil {
		o.wrong(at, err.Error(), say("읽을 수 있는 자료", "data that can be read"), say("운영자에게 알려 주세요.", "Please tell the operator."))
		return 0, false
	}
	there := sum(parts).in.known
	amount, member := new(big.Int), "/percent"
	if s.Amount != nil {
		member = "/amount"
		amount.SetInt64(*s.Amount)
	} else {
		percent, _ := new(big.Rat).SetString(s.Percent) // read by ReadScenario
		percent.Mul(percent, new(big.Rat).SetFrac(there, big.NewInt(100)))
		amount.Quo(percent.Num(), percent.Denom())
	}
	if amount.Cmp(there) > 0 || amount.Sign() <= 0 || !amount.IsInt64() {
		from, _ := o.q.Areas.Area(s.From) // known, as checked above
		known := Thousands(there.String())
		wanted := atlas.Text{
			Ko: fmt.Sprintf("%s까지 %s에 간 것이 확인된 %s원 안의 금액", s.Day, from.Name.Ko, known),
			En: fmt.Sprintf("an amount up to the %s won known to have gone to %s by %s", known, from.Name.En, s.Day),
		}
		o.wrong(at+member, Thousands(amount.String()), wanted, say("금액을 줄이거나 날짜 또는 보내는 지역을 바꾸세요.", "Shift less, or change the day or the area it comes from."))
		return 0, false
	}
	return amount.Int64(), true
}

// weigh finds out what part each step plays in the nation's figure.
func (o *overlay) weigh() error {
	if len(o.effects) == 0 {
		return nil
	}
	q := o.q
	q.Day = lastDayOfAll
	for i, features := range o.supposed {
		rows, err := o.d.Rows(o.ev.Layer, features, q)
		if err != nil {
			return err
		}
		total := new(big.Int)
		for _, r := range rows {
			o.effects[i].Role = r.Role
			if r.High != nil {
				total.Add(total, r.High)
			}
		}
		if o.measure().Amount != "" && o.effects[i].Amount == nil {
			o.effects[i].Amount = whole(total)
		}
	}
	return nil
}

// reports raises the official values by what is supposed, from its day on: a
// target measured by the official total, or a share of it, moves too.
func (o *overlay) reports(official map[string][]Report) map[string][]Report {
	from := o.q.Variant.Reported
	if from == nil || len(o.effects) == 0 {
		return official
	}
	q := o.q
	q.Day = lastDayOfAll
	added := map[atlas.Day]*big.Int{}
	for _, features := range o.supposed {
		rows, err := o.d.Rows(o.ev.Layer, features, q)
		if err != nil {
			continue
		}
		for _, r := range rows {
			day := r.Feature.Life.From
			if stage := o.measure().Stage; stage != "" {
				day = r.Feature.Stages[stage].To
			}
			if added[day] == nil {
				added[day] = new(big.Int)
			}
			added[day].Add(added[day], r.Low)
		}
	}
	by := func(day atlas.Day) *big.Rat {
		total := new(big.Int)
		for on, amount := range added {
			if on <= day {
				total.Add(total, amount)
			}
		}
		return rat(total)
	}
	raised := func(reports []Report) []Report {
		var all []Report
		for _, r := range reports {
			all = append(all, r.raised(r.Day, by(r.Day.To)))
		}
		for _, day := range slices.Sorted(maps.Keys(added)) {
			if last := latest(reports, day); last != nil {
				all = append(all, last.raised(atlas.Interval{From: day, To: day}, by(day)))
			}
		}
		return all
	}
	changed := maps.Clone(official)
	keys := []string{from.TotalKey()}
	if o.measure().Kind != Share { // of a share, the official value is one itself
		keys = []string{from.Key()}
	}
	for _, key := range keys {
		changed[key] = raised(official[key])
	}
	return changed
}

func (r Report) raised(day atlas.Interval, by *big.Rat) Report {
	r.Day, r.Value = day, new(big.Rat).Add(r.Value, by)
	r.Text = r.Value.FloatString(0)
	return r
}
