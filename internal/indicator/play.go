package indicator

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"strings"

	"growthmap/internal/atlas"
)

// Played is the answer to a scenario: the figures as they are and as they would
// be. Nothing in it that is supposed has a citation id, so that it cannot pass
// for what is.
type Played struct {
	ID string `json:"id"` // begins with sc-
	// Hypothetical is true, always.
	Hypothetical bool       `json:"hypothetical"`
	Note         atlas.Text `json:"note"`
	Title        atlas.Text `json:"title"` // of the indicator
	Unit         atlas.Text `json:"unit"`
	Scenario     Scenario   `json:"scenario"` // with everything settled
	Takes        Takes      `json:"takes"`
	Effects      []Effect   `json:"effects"`
	Assumptions  []Assumed  `json:"assumptions"`
	Figures      []Compared `json:"figures"` // the nation first, then its regions
	Target       *Reaching  `json:"target,omitempty"`
}

// Compared is a figure as it is and as it would be.
type Compared struct {
	Region string      `json:"region,omitempty"`
	Area   *atlas.Text `json:"area,omitempty"`
	Before Figure      `json:"before"`
	After  Supposed    `json:"after"`
}

// Supposed is a figure that holds in a scenario alone. Its id is that of the
// scenario, and it has no reported value, as nobody reported it.
type Supposed struct {
	Figure
	Scenario bool `json:"scenario"` // true, always
}

// Reaching tells since when the target would stand, up to the day Until, the
// last of the target, the scenario and its figures.
type Reaching struct {
	AtLeast string     `json:"at_least"`
	By      *atlas.Day `json:"by,omitempty"`
	Until   atlas.Day  `json:"until"`
	Before  Since      `json:"before"`
	After   Since      `json:"after"`
}

// Since is a day from which on a target stands without interruption: for
// certain, or possibly as far as the bounds tell; null for never.
type Since struct {
	ForCertain *atlas.Day `json:"for_certain"`
	Possibly   *atlas.Day `json:"possibly"`
}

var playedNote = atlas.Text{
	Ko: "가정에 따른 값이며 실적이 아닙니다.",
	En: "What would be if the suppositions held; not what is.",
}

// Settle fills in what a scenario leaves open: the indicator's first variant,
// the last edition that changed its evidence, and, as its day, the later of today
// and the last day supposed. The catalog must be of the scenario's edition when
// it names one. The error is an *atlas.Error Rejected when the catalog has no
// such indicator or variant.
func (sc Scenario) Settle(catalog *atlas.Catalog, today atlas.Day) (Scenario, *Subject, error) {
	var wrong reading
	s, err := Find(catalog, sc.Indicator)
	if atlas.IsKind(err, atlas.NotFound) {
		var ids []string
		for _, d := range catalog.Indicators {
			ids = append(ids, d.ID)
		}
		list := strings.Join(ids, ", ")
		wrong.wrong("/indicator", sc.Indicator, say("%s 가운데 하나", "one of %s", list), say("지표를 고쳐 주세요.", "Correct the indicator."))
		return sc, nil, wrong.rejected()
	}
	if err != nil {
		return sc, nil, err
	}
	variant, ok := s.Variant(sc.Variant)
	if !ok {
		wrong.wrong("/variant", sc.Variant, say("지표 %s의 기준", "a variant of the indicator %s", s.ID), say("기준을 고쳐 주세요.", "Correct the variant."))
		return sc, nil, wrong.rejected()
	}
	sc.Variant, sc.Edition = variant.ID, s.Edition()
	if sc.Day == atlas.MinDay {
		sc.Day = max(today, sc.lastDay())
	}
	return sc, s, nil
}

// Play answers a settled scenario about the subject. The error is an
// *atlas.Error Rejected, with every issue, when a step does not fit the data.
func (s *Subject) Play(ctx context.Context, r Reader, areas Areas, sc Scenario) (*Played, error) {
	variant, ok := s.Variant(sc.Variant)
	if !ok || sc.Indicator != s.ID {
		return nil, fmt.Errorf("scenario of %s in %s is not settled on %s", sc.Indicator, sc.Variant, s.ID)
	}
	ev, err := s.Gather(ctx, r)
	if err != nil {
		return nil, err
	}
	return s.play(ev, areas, variant, sc)
}

func (d *Definition) play(ev Evidence, areas Areas, variant Variant, sc Scenario) (*Played, error) {
	q := Question{Variant: variant, Day: sc.Day, Areas: areas}
	o, err := d.suppose(ev, q, sc)
	if err != nil {
		return nil, err
	}
	p := &Played{
		Hypothetical: true, Note: playedNote, Title: d.Title, Unit: d.Unit, Scenario: sc,
		Effects: append([]Effect{}, o.effects...), Assumptions: append([]Assumed{}, o.assumed...),
	}
	if p.ID, err = sc.id(ev.Provenance); err != nil {
		return nil, err
	}
	if p.Takes, err = d.takes(ev, q); err != nil {
		return nil, err
	}
	for _, region := range append([]string{""}, areas.Of(atlas.AreaRegion, "")...) {
		q.Region = region
		c := Compared{Region: region}
		if area, ok := areas.Area(region); ok {
			c.Area = &area.Name
		}
		if c.Before, err = d.Figure(ev, q); err != nil {
			return nil, err
		}
		if c.After.Figure, err = d.Figure(o.ev, q); err != nil {
			return nil, err
		}
		c.After.ID, c.After.Scenario, c.After.Reported = p.ID, true, nil
		p.Figures = append(p.Figures, c)
	}
	q.Region = ""
	if t := variant.Target; t != nil && variant.NotComputable == nil {
		until := max(sc.Day, sc.lastDay())
		if t.By != nil {
			until = max(until, *t.By)
		}
		p.Target = &Reaching{AtLeast: t.AtLeast, By: t.By, Until: until}
		if p.Target.Before, err = d.since(ev, q, until); err != nil {
			return nil, err
		}
		if p.Target.After, err = d.since(o.ev, q, until); err != nil {
			return nil, err
		}
	}
	return p, nil
}

// since finds from which day on the target stands up to the last one.
func (d *Definition) since(ev Evidence, q Question, until atlas.Day) (Since, error) {
	var s Since
	q.Day = until
	if err := d.unfold(&ev, q); err != nil {
		return s, err
	}
	for _, day := range d.changes(ev, q) {
		on := q
		on.Day = day
		f, err := d.Figure(ev, on)
		if err != nil {
			return s, err
		}
		met := "no"
		if f.Target != nil && f.NotComputable == nil {
			met = f.Target.Met
		}
		stand(&s.ForCertain, met == "yes", day)
		stand(&s.Possibly, met != "no", day)
	}
	return s, nil
}

func stand(since **atlas.Day, stands bool, day atlas.Day) {
	switch {
	case !stands:
		*since = nil
	case *since == nil:
		*since = &day
	}
}

// id is short and the same for the same scenario on the same data.
func (sc Scenario) id(p Provenance) (string, error) {
	body, err := json.Marshal(sc)
	if err != nil {
		return "", fmt.Errorf("scenario: %w", err)
	}
	hash := sha256.Sum256(fmt.Appendf(nil, "%s\n%s\n%s", body, p.State, p.Definition))
	return "sc-" + strings.ToLower(citationAlphabet.EncodeToString(hash[:])[:citationLetters]), nil
}
