package indicator

import (
	"cmp"
	"fmt"
	"maps"
	"math/big"
	"slices"
	"strconv"
	"strings"

	"growthmap/internal/atlas"
	"growthmap/internal/cql2"
)

// Bound says which end of a figure a plan is made for.
type Bound string

// At the low bound a plan reaches the target whatever the unknown turns out to
// be; at the value it does so among what is known; at the high bound it may.
const (
	AtLow   Bound = "low"
	AtValue Bound = "value"
	AtHigh  Bound = "high"
)

// PlanBounds are the bounds of a plan; the first is the usual one.
func PlanBounds() []Bound { return []Bound{AtLow, AtValue, AtHigh} }

// maxPlanNodes bounds the search of a plan to well under a second.
const maxPlanNodes = 300_000

// maxPlanRows bounds how many features that count already a plan lists, those
// that matter most.
const maxPlanRows = 200

// Wish is what a plan is asked for.
type Wish struct {
	Objective Objective
	Bound     Bound
	// Assume are amounts in whole won by the ids of projects: of those whose
	// amount nobody states, or instead of what is stated.
	Assume map[string]int64
}

// Plan answers which projects of the pipeline would bring a figure to its
// target, and what each project does to it. All numbers are at its bound.
type Plan struct {
	Indicator     string      `json:"indicator"`
	Variant       string      `json:"variant"`
	Day           atlas.Day   `json:"day"`
	Edition       int64       `json:"edition"`
	Definition    string      `json:"definition"` // SHA-256 of the definition
	Unit          atlas.Text  `json:"unit"`
	Objective     Objective   `json:"objective"`
	Bound         Bound       `json:"bound"`
	NotComputable *atlas.Text `json:"not_computable,omitempty"`
	Target        *Target     `json:"target,omitempty"`
	// Status is reached (nothing is needed), reachable, unreachable (even all
	// projects do not reach it), or open (the search ended before it was known).
	Status string `json:"status,omitempty"`
	// Proven says that no smaller set exists, or that none reaches the target.
	Proven bool   `json:"proven"`
	Value  string `json:"value,omitempty"` // as it stands
	// Missing is what projects wholly inside the numerator must add to reach the
	// target; null when the target stands, or when nothing would.
	Missing *string `json:"missing"`
	// Chosen are the ids of the projects of the plan; After, Amount and
	// MissingAfter are the figure with them, what they add up to and what is
	// still missing then.
	Chosen       []string      `json:"chosen"`
	After        string        `json:"after,omitempty"`
	Amount       string        `json:"amount,omitempty"`
	MissingAfter *string       `json:"missing_after"`
	Projects     []PlanProject `json:"projects"` // that a plan may choose from
	Needs        []PlanNeed    `json:"needs"`    // that it may not, and why
	Counted      []PlanCounted `json:"counted"`  // what counts already, the greatest effect first
	Assumptions  []Assumed     `json:"assumptions"`
	Takes        Takes         `json:"takes"`
	// Scenario supposes what is chosen; nil when nothing is.
	Scenario *Scenario `json:"-"`
}

// PlanProject is a project of the pipeline that a plan may choose.
type PlanProject struct {
	Feature string     `json:"feature"`
	Name    atlas.Text `json:"name"`
	Role    Role       `json:"role"`
	Amount  string     `json:"amount"` // what it would add: whole won, or one for a case
	// Basis of the amount: stated, rest (stated, less what parts of it count
	// already), assumed, or case.
	Basis    string   `json:"basis"`
	Overlaps []string `json:"overlaps,omitempty"` // projects it cannot be chosen with
	Counted  []string `json:"counted,omitempty"`  // its parts that count already
	With     string   `json:"with"`               // the figure with it alone
	Effect   string   `json:"effect"`             // what that changes, with two more places
	Chosen   bool     `json:"chosen"`
}

// PlanNeed is a project of which a plan would have to know more.
type PlanNeed struct {
	Feature string     `json:"feature"`
	Name    atlas.Text `json:"name"`
	// Wanted is an amount; another bound, at which it does change the figure; or
	// nothing, when it never counts.
	Wanted string     `json:"wanted"`
	Reason atlas.Text `json:"reason"`
}

// PlanCounted is a feature that counts already, and the figure without it.
type PlanCounted struct {
	Feature string     `json:"feature"`
	Name    atlas.Text `json:"name"`
	Role    Role       `json:"role"`
	Without *string    `json:"without"` // null when nothing would be left
	Effect  *string    `json:"effect"`
}

// Plan makes a plan on the day of the question, for the nation. An error is an
// *atlas.Error when no plan can be asked for.
func (d *Definition) Plan(ev Evidence, q Question, w Wish) (*Plan, error) {
	q.Region, q.Group = "", nil
	p := &Plan{
		Indicator: d.ID, Variant: q.Variant.ID, Day: q.Day, Edition: ev.Edition, Definition: ev.Definition, Unit: d.Unit,
		Objective: w.Objective, Bound: w.Bound, NotComputable: q.Variant.NotComputable, Target: q.Variant.Target,
		Chosen: []string{}, Projects: []PlanProject{}, Needs: []PlanNeed{}, Counted: []PlanCounted{}, Assumptions: []Assumed{},
	}
	if d.Pipeline == nil || d.Supposition == nil || q.Variant.Target == nil || q.Variant.measure.Kind == Distinct {
		return nil, atlas.InvalidParameter("indicator", d.ID, say("목표가 있고 추진 중인 사업을 정의한 지표", "an indicator with a target, whose definition says what its pipeline is"))
	}
	open, err := d.open(ev, q)
	if err != nil {
		return nil, err
	}
	if p.Takes, err = d.takes(ev, q); err != nil {
		return nil, err
	}
	for _, id := range slices.Sorted(maps.Keys(w.Assume)) {
		if !slices.ContainsFunc(open, func(o project) bool { return o.feature.ID == id }) {
			return nil, atlas.InvalidParameter("assume", id, say("추진 중인 사업의 식별자: %s", "the id of a project of the pipeline: %s", idsOf(open)))
		}
	}
	if p.NotComputable != nil {
		return p, nil
	}
	stands, ok, err := d.stands(ev, q, w.Bound)
	if err != nil {
		return nil, err
	}
	if !ok {
		p.NotComputable = &atlas.Text{Ko: "이날, 이 한계에서는 셀 수 있는 값이 없어 계획을 세울 수 없습니다.", En: "No plan: on this day the figure has no value at this bound."}
		return p, nil
	}
	o := &overlay{d: d, ev: ev, q: q}
	options, err := p.options(o, open, stands, w)
	if err != nil {
		return nil, err
	}
	if len(options) > 1 {
		o.assume(assumeApart)
	}
	p.decide(stands, options, w.Objective, d.Places)
	p.Assumptions = append(p.Assumptions, o.assumed...)
	return p, p.count(o, stands, d.Places)
}

func idsOf(open []project) string {
	var ids []string
	for _, o := range open {
		ids = append(ids, o.feature.ID)
	}
	return strings.Join(ids, ", ")
}

// project is a feature of the pipeline that does not count yet.
type project struct {
	feature  *atlas.Feature
	overlaps []string         // open projects it is a part of, or that are parts of it
	counted  []*atlas.Feature // its parts that count already
}

// open are the projects of the pipeline that do not count for certain.
func (d *Definition) open(ev Evidence, q Question) ([]project, error) {
	if d.Pipeline == nil {
		return nil, nil
	}
	q.Region, q.Group = "", nil
	rows, err := d.Rows(ev.Layer, ev.Features, q)
	if err != nil {
		return nil, err
	}
	counts := map[*atlas.Feature]bool{}
	for _, r := range rows {
		counts[r.Feature] = r.Role != Uncertain
	}
	parent := map[string]string{}
	for _, f := range ev.Features {
		parent[f.ID], _ = f.Properties[d.Pipeline.Parent].(string)
	}
	partOf := func(id, whole string) bool {
		for range len(parent) { // a circle of parents ends too
			if id = parent[id]; id == whole || id == "" {
				break
			}
		}
		return id != "" && id == whole
	}
	var open []project
	for _, f := range ev.Features {
		truth, err := evaluator(ev.Layer, f, q.Day)(d.Pipeline.Where)
		if err != nil {
			return nil, fmt.Errorf("indicator %s, feature %s: %w", d.ID, f.ID, err)
		}
		if truth == cql2.True && !counts[f] {
			open = append(open, project{feature: f})
		}
	}
	for i := range open {
		id := open[i].feature.ID
		for _, other := range open {
			if o := other.feature.ID; o != id && (partOf(o, id) || partOf(id, o)) {
				open[i].overlaps = append(open[i].overlaps, o)
			}
		}
		for _, f := range ev.Features {
			if counts[f] && partOf(f.ID, id) {
				open[i].counted = append(open[i].counted, f)
			}
		}
	}
	return open, nil
}

// left is the stated amount of a project less what its parts that count already
// have of it, in whole won; nil when one of these is not stated.
func (d *Definition) left(ev Evidence, p project, q Question) (*big.Int, error) {
	column := q.Variant.measure.Amount
	left, err := won(ev.Layer, p.feature, column, q.Day)
	if err != nil || left == nil {
		return nil, err
	}
	left = new(big.Int).Set(left)
	for _, f := range p.counted {
		amount, err := won(ev.Layer, f, column, q.Day)
		if err != nil || amount == nil {
			return nil, err
		}
		left.Sub(left, amount)
	}
	return left, nil
}

// adds is what a piece adds to the numerator and to the whole at a bound; nil
// when nothing bounds it. Summed up it is what sums.share divides.
func (p piece) adds(b Bound) (in, all *big.Int) {
	none := new(big.Int)
	switch {
	case b == AtValue && (!p.sure || p.within == cql2.Unknown):
		return none, none
	case b == AtValue && p.within == cql2.True:
		return p.total.Known, p.total.Known
	case b == AtValue:
		return none, p.total.Known
	case p.within == cql2.True && b == AtLow:
		return p.low, p.low
	case p.within == cql2.True, p.within == cql2.Unknown && b == AtHigh:
		return p.high, p.high
	case b == AtLow:
		return none, p.high
	default:
		return none, p.low
	}
}

// standing is what a target is measured from. Of a fixed whole, and where
// there is no whole, what is added does not make the whole larger.
type standing struct {
	aim
	fixed bool
	scale *big.Rat // from the fraction to the figure: 100 for a share
}

// stands finds what the figure is at the bound; false when it is nothing.
func (d *Definition) stands(ev Evidence, q Question, b Bound) (standing, bool, error) {
	m := q.Variant.measure
	parts, err := d.parts(ev, q)
	if err != nil {
		return standing{}, false, err
	}
	target, _ := new(big.Rat).SetString(q.Variant.Target.AtLeast) // checked by Parse
	s := standing{aim: aim{at: target, in: new(big.Int), all: new(big.Int)}, fixed: true, scale: big.NewRat(1, 1)}
	for _, p := range parts {
		in, all := p.adds(b)
		if in == nil || all == nil {
			return s, false, nil
		}
		s.in.Add(s.in, in)
		s.all.Add(s.all, all)
	}
	if m.Kind != Share {
		s.all = big.NewInt(1)
		if from := q.Variant.Reported; from != nil {
			if last := latest(ev.Reports[from.Key()], q.Day); last != nil {
				s.in.Quo(last.Value.Num(), last.Value.Denom())
			}
		}
		return s, true, nil
	}
	s.at, s.scale = new(big.Rat).Quo(target, big.NewRat(100, 1)), big.NewRat(100, 1)
	switch {
	case m.Of != nil:
		s.all = ev.Wholes[*m.Of]
	case m.OverReported:
		s.fixed = false
		if s.all, err = d.reportedWhole(ev, q, parts, b, s.in); err != nil {
			return s, false, err
		}
	default:
		s.fixed = false
	}
	return s, s.all != nil && s.all.Sign() > 0, nil
}

// reportedWhole is the reported total; at the high bound, what it holds beyond
// the rows is in the numerator too.
func (d *Definition) reportedWhole(ev Evidence, q Question, parts []piece, b Bound, in *big.Int) (*big.Int, error) {
	from := q.Variant.Reported
	if from == nil {
		return nil, nil
	}
	last := latest(ev.Reports[from.TotalKey()], q.Day)
	if last == nil {
		return nil, nil
	}
	total := new(big.Int).Quo(last.Value.Num(), last.Value.Denom())
	if rows := sum(parts).high(); b == AtHigh && rows != nil && rows.Cmp(total) < 0 {
		in.Add(in, new(big.Int).Sub(total, rows))
	}
	return total, nil
}

// with is the figure when in and all are added; nil without anything to divide by.
func (s standing) with(in, all *big.Int) *big.Rat {
	whole := new(big.Int).Add(s.all, all)
	if s.fixed {
		whole = s.all
	}
	if whole.Sign() <= 0 {
		return nil
	}
	figure := new(big.Rat).SetFrac(new(big.Int).Add(s.in, in), whole)
	return figure.Mul(figure, s.scale)
}

// missing is the least whole number that, added to the numerator, and to the
// whole unless that is fixed, reaches the aim: need ÷ (q − p), or need ÷ q.
func (s standing) missing(need *big.Int) *string {
	each := new(big.Int).Set(s.at.Denom())
	if !s.fixed {
		each.Sub(each, s.at.Num())
	}
	if need.Sign() <= 0 || each.Sign() <= 0 {
		return nil
	}
	up := new(big.Int).Add(need, new(big.Int).Sub(each, big.NewInt(1)))
	return whole(up.Quo(up, each))
}

// options are the open projects that would count, each with the part it would
// play; the others are listed with what they lack.
func (p *Plan) options(o *overlay, open []project, s standing, w Wish) ([]option, error) {
	var options []option
	at, pieceOf := map[string]int{}, o.d.pieces(o.ev, o.q)
	for _, c := range open {
		f := c.feature
		one := PlanProject{Feature: f.ID, Name: titleOf(o.ev.Layer, f), Overlaps: c.overlaps, Basis: "case"}
		for _, part := range c.counted {
			one.Counted = append(one.Counted, part.ID)
		}
		need := func(wanted string, reason atlas.Text) {
			p.Needs = append(p.Needs, PlanNeed{f.ID, one.Name, wanted, reason})
		}
		var amount *int64
		if o.measure().Amount != "" {
			given, assumed := w.Assume[f.ID]
			left, err := o.d.left(o.ev, c, o.q)
			switch {
			case err != nil:
				return nil, err
			case assumed:
				amount, one.Basis = &given, "assumed"
			case left == nil:
				need("amount", say("이 기준에 쓸 금액을 밝힌 출처가 없습니다. 금액을 가정하면 셈에 넣을 수 있습니다.", "No source states the amount that this variant needs. It can take part with an amount that you assume."))
				continue
			case left.Sign() <= 0 || !left.IsInt64():
				need("amount", say("밝혀진 금액이 이미 모두 집계되었습니다.", "All of its stated amount counts already."))
				continue
			default:
				n := left.Int64()
				amount, one.Basis = &n, "stated"
				if len(c.counted) > 0 {
					one.Basis = "rest"
				}
			}
		}
		piece, ok, err := pieceOf(o.d.counting(f, o.measure(), o.q.Day, amount))
		if err != nil {
			return nil, err
		}
		if !ok {
			need("nothing", say("승인되어도 이 기준에는 들지 않습니다.", "Even when approved it would not count in this variant."))
			continue
		}
		in, all := piece.adds(w.Bound)
		if in == nil || all == nil || all.Sign() <= 0 {
			need("bound", say("어느 쪽에 드는지 밝힌 출처가 없어 이 한계에서는 아무것도 바꾸지 않습니다.", "No source says on which side it counts, so it changes nothing at this bound."))
			continue
		}
		add := option{in: in, all: all, cost: all}
		if s.fixed {
			add.all = new(big.Int)
		}
		one.Role, one.Amount = piece.role, all.String()
		with := s.with(in, all)
		one.With, one.Effect = with.FloatString(o.d.Places), effect(s, with, o.d.Places)
		at[f.ID] = len(options)
		options, p.Projects = append(options, add), append(p.Projects, one)
		o.state(c, one.Basis)
	}
	for i, one := range p.Projects {
		for _, id := range one.Overlaps {
			if j, ok := at[id]; ok {
				options[i].overlaps = append(options[i].overlaps, j)
			}
		}
	}
	return options, nil
}

// state records what is assumed of a project.
func (o *overlay) state(c project, basis string) {
	switch basis {
	case "assumed":
		o.assume(assumeAmount, c.feature.ID)
	case "rest":
		o.assume(assumeRest, c.feature.ID)
		o.assumptions(c.feature)
	case "stated":
		o.assumptions(c.feature)
	}
	if stage := o.measure().Stage; stage != o.d.Measure.Stage {
		o.assume(say("고른 사업은 같은 날 이 기준의 단계(%s)에 이른 것으로 봅니다.", "What is chosen is taken to reach the stage of the variant, %s, on the same day.", stage))
	}
}

var (
	assumeAmount = say(
		"금액은 출처가 아니라 묻는 사람이 정한 값입니다.",
		"The amount is given by the one who asks, not by a source.")
	assumeApart = say(
		"출처가 상위·하위 관계를 밝히지 않은 사업은 서로 겹치지 않는다고 봅니다.",
		"Projects are taken not to overlap unless a source says that one is a part of another.")
	assumeRest = say(
		"일부가 이미 집계된 사업은 그 금액을 뺀 나머지만 셉니다.",
		"Of a project of which parts count already, only what their amounts leave of its own is taken.")
)

func effect(s standing, with *big.Rat, places int) string {
	none := new(big.Int)
	return new(big.Rat).Sub(with, s.with(none, none)).FloatString(places + 2)
}

// decide chooses and says what the choice comes to.
func (p *Plan) decide(s standing, options []option, objective Objective, places int) {
	none := new(big.Int)
	need := s.need()
	c := choose(s.aim, options, objective, maxPlanNodes)
	in, all, amount := new(big.Int), new(big.Int), new(big.Int)
	for _, i := range c.picks {
		in.Add(in, options[i].in)
		all.Add(all, options[i].all)
		amount.Add(amount, options[i].cost)
		p.Projects[i].Chosen = true
		p.Chosen = append(p.Chosen, p.Projects[i].Feature)
	}
	after := new(big.Int).Sub(need, s.gain(in, all))
	p.Value, p.After, p.Amount, p.Proven = s.with(none, none).FloatString(places), s.with(in, all).FloatString(places), amount.String(), c.proven
	p.Missing, p.MissingAfter = s.missing(need), s.missing(after)
	switch {
	case need.Sign() <= 0:
		p.Status = "reached"
	case c.reached:
		p.Status = "reachable"
	case c.proven:
		p.Status = "unreachable"
	default:
		p.Status = "open"
	}
	if len(c.picks) == 0 {
		return
	}
	p.Scenario = &Scenario{Indicator: p.Indicator, Variant: p.Variant, Edition: p.Edition, Day: p.Day}
	for _, i := range c.picks {
		a := Approval{Feature: p.Projects[i].Feature, Day: p.Day}
		if p.Projects[i].Basis == "assumed" {
			n := options[i].cost.Int64()
			a.Amount = &n
		}
		p.Scenario.Approve = append(p.Scenario.Approve, a)
	}
}

// count lists what counts already, with the figure as it would be without it.
func (p *Plan) count(o *overlay, s standing, places int) error {
	type counted struct {
		PlanCounted
		size *big.Rat
	}
	var all []counted
	pieceOf := o.d.pieces(o.ev, o.q)
	for _, f := range o.ev.Features {
		piece, ok, err := pieceOf(f)
		if err != nil {
			return err
		}
		if !ok {
			continue
		}
		in, of := piece.adds(p.Bound)
		one := counted{PlanCounted{Feature: f.ID, Name: titleOf(o.ev.Layer, f), Role: piece.role}, new(big.Rat)}
		if without := s.with(new(big.Int).Neg(in), new(big.Int).Neg(of)); without != nil {
			shown, change := without.FloatString(places), new(big.Rat).Neg(new(big.Rat).Sub(without, s.with(new(big.Int), new(big.Int))))
			text := change.FloatString(places + 2)
			one.Without, one.Effect, one.size = &shown, &text, change.Abs(change)
		}
		all = append(all, one)
	}
	slices.SortStableFunc(all, func(x, y counted) int { return cmp.Or(y.size.Cmp(x.size), strings.Compare(x.Feature, y.Feature)) })
	for _, one := range all[:min(len(all), maxPlanRows)] {
		p.Counted = append(p.Counted, one.PlanCounted)
	}
	return nil
}

// pieces tells of a feature which piece it is, and false when it plays no part.
func (d *Definition) pieces(ev Evidence, q Question) func(*atlas.Feature) (piece, bool, error) {
	sieve := d.sieve(ev.Layer, ev.Edition, q.Day, q.Group.column(), q.Variant)
	sieve.Places = true
	look := d.lens(sieve, q)
	return func(f *atlas.Feature) (piece, bool, error) {
		t, ok, err := sieve.one(f)
		if err != nil || !ok {
			return piece{}, false, err
		}
		p, ok := look.piece(t)
		return p, ok, nil
	}
}

func titleOf(layer *atlas.Layer, f *atlas.Feature) atlas.Text {
	return atlas.Text{Ko: layer.NameOf(f, "ko"), En: layer.NameOf(f, "en")}
}

// ReadAssumed reads assumed amounts written FEATURE:AMOUNT,FEATURE:AMOUNT, in
// whole won; "" is none. The error is an *atlas.Error.
func ReadAssumed(text string) (map[string]int64, error) {
	if text == "" {
		return nil, nil
	}
	amounts := map[string]int64{}
	for _, one := range strings.Split(text, ",") {
		id, amount, _ := strings.Cut(one, ":")
		won, err := strconv.ParseInt(amount, 10, 64)
		if _, twice := amounts[id]; err != nil || id == "" || won < 1 || won > maxSupposedWon || twice || len(amounts) == maxSteps {
			return nil, atlas.InvalidParameter("assume", one, say("식별자:금액(원)을 쉼표로 이어, 사업마다 한 번(예: NGF-P01:300000000000)",
				"FEATURE:AMOUNT in whole won, joined by commas, each project once, such as NGF-P01:300000000000"))
		}
		amounts[id] = won
	}
	return amounts, nil
}
