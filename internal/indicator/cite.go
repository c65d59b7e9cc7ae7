package indicator

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strings"

	"growthmap/internal/atlas"
)

// Archive is where cited figures are found again: features and catalogs of every
// edition.
type Archive interface {
	Reader
	Newest(ctx context.Context) (atlas.Edition, error)
	Catalog(ctx context.Context, edition int64) (*atlas.Catalog, error)
}

// Cited is a figure and all that its citation stands for.
type Cited struct {
	Subject  *Subject
	Question Question
	Figure   Figure
	Rows     []Row
}

// Citations finds cited figures. It reads what figures of one indicator and
// edition share only once, so it is made anew for every request; it is not safe
// for concurrent use.
type Citations struct {
	archive  Archive
	evidence map[string]Evidence // by indicator and edition
	areas    map[int64]Areas
}

// NewCitations finds citations in an archive.
func NewCitations(archive Archive) *Citations {
	return &Citations{archive: archive, evidence: map[string]Evidence{}, areas: map[int64]Areas{}}
}

// Resolve returns the figure of a citation id, which is found among all that the
// edition in it can be asked about the day in it. The error is NotFound when
// there is none, and says which part of the id is probably mistyped.
func (c *Citations) Resolve(ctx context.Context, id string) (*Cited, error) {
	given := strings.ToLower(strings.TrimSpace(id))
	edition, day, check, ok := parseCitation(given)
	if !ok {
		return nil, malformed(id)
	}
	newest, err := c.archive.Newest(ctx)
	if err != nil {
		return nil, err
	}
	if edition > newest.ID {
		return nil, unknownEdition(given, edition, newest.ID)
	}
	catalog, err := c.archive.Catalog(ctx, edition)
	if err != nil {
		return nil, err
	}
	asked, err := c.askable(ctx, catalog, day)
	if err != nil {
		return nil, err
	}
	// Groups are tried last: finding their values is most of the work.
	for _, groups := range []func(context.Context, *Subject) ([]*Group, error){noGroup, c.groups} {
		for _, s := range asked.subjects {
			if err := asked.add(ctx, s, groups); err != nil {
				return nil, err
			}
		}
		if s, q, ok := asked.find(check); ok {
			return c.cite(ctx, s, q)
		}
	}
	return nil, noSuchFigure(given, edition, day, asked.near(given))
}

// askable is all that an edition can be asked about a day.
type askable struct {
	provenance Provenance // without a definition
	day        atlas.Day
	subjects   []*Subject
	whats      []what
	wheres     map[uint64]Question // area and list of areas, by check
}

type what struct {
	check   uint64
	subject *Subject
	variant Variant
	group   *Group
}

func (c *Citations) askable(ctx context.Context, catalog *atlas.Catalog, day atlas.Day) (*askable, error) {
	p := Provenance{Edition: catalog.Edition.ID, State: hex.EncodeToString(catalog.Edition.Digest)}
	a := &askable{provenance: p, day: day, wheres: map[uint64]Question{}}
	for _, d := range catalog.Indicators {
		s, err := Find(catalog, d.ID)
		if err != nil {
			return nil, err
		}
		if s.Edition() == catalog.Edition.ID { // else its figures are of an earlier one
			a.subjects = append(a.subjects, s)
		}
	}
	areas, err := c.areasOf(ctx, catalog)
	if err != nil {
		return nil, err
	}
	a.wheres[whereCheck("", p)] = Question{Areas: areas}
	for _, on := range areas.Periods() {
		for _, code := range on.Codes() {
			a.wheres[whereCheck(on.Key(code), p)] = Question{Areas: on, Region: code}
		}
	}
	return a, nil
}

// add lists what can be asked of an indicator in every variant for the groups.
func (a *askable) add(ctx context.Context, s *Subject, groups func(context.Context, *Subject) ([]*Group, error)) error {
	list, err := groups(ctx, s)
	if err != nil {
		return err
	}
	p := a.provenance
	p.Definition = s.Digest
	for _, v := range s.Resolved() {
		for _, g := range list {
			q := Question{Variant: v, Group: g, Day: a.day}
			a.whats = append(a.whats, what{whatCheck(s.ID, q, p), s, v, g})
		}
	}
	return nil
}

// find returns the question with the check.
func (a *askable) find(check uint64) (*Subject, Question, bool) {
	for _, w := range a.whats {
		if q, ok := a.wheres[check^w.check]; ok {
			q.Variant, q.Group, q.Day = w.variant, w.group, a.day
			return w.subject, q, true
		}
	}
	return nil, Question{}, false
}

// near returns the id of a figure that differs from the given one in one letter
// of its check, or in two neighbours that changed places; "" for none.
func (a *askable) near(given string) string {
	for _, slip := range slips(given) {
		if _, _, check, ok := parseCitation(slip); ok {
			if _, _, ok := a.find(check); ok {
				return slip
			}
		}
	}
	return ""
}

func noGroup(context.Context, *Subject) ([]*Group, error) { return []*Group{nil}, nil }

// groups are the values by which figures of the indicator may be broken down on
// any day, those the layer defines and those its features have, and for each
// column the features without one.
func (c *Citations) groups(ctx context.Context, s *Subject) ([]*Group, error) {
	var groups []*Group
	for _, id := range s.Across {
		ev, err := s.Sift(ctx, c.archive, lastDay, id, s.Resolved()...)
		if err != nil {
			return nil, err
		}
		column, _ := s.Entry.Layer.Column(id)
		values := map[string]bool{}
		for code := range column.Codes {
			values[code] = true
		}
		for _, g := range s.Groups(ev, id) {
			if g.Value != nil {
				values[*g.Value] = true
			}
		}
		groups = append(groups, &Group{Column: id})
		for value := range values {
			groups = append(groups, &Group{Column: id, Value: &value})
		}
	}
	return groups, nil
}

// Standing is how a cited figure stands beside the answer of a later edition.
type Standing struct {
	Status      Status
	Differences []Difference
	// Redefined says that the definition is another now.
	Redefined bool
	// Now is the later answer; nil while the figure is current, and when it is
	// withdrawn.
	Now *Cited
	// Gone says what the later edition has no longer, when the figure is withdrawn.
	Gone *atlas.Text
}

// Standing asks the question of a figure in another edition and compares.
func (c *Citations) Standing(ctx context.Context, f Figure, edition int64) (Standing, error) {
	if edition <= f.Edition {
		return Standing{Status: Current}, nil
	}
	catalog, err := c.archive.Catalog(ctx, edition)
	if err != nil {
		return Standing{}, err
	}
	s, q, err := c.ask(ctx, catalog, f)
	var gone *atlas.Error
	if errors.As(err, &gone) && gone.Kind == atlas.NotFound {
		return Standing{Status: Withdrawn, Gone: &gone.Message}, nil
	}
	if err != nil {
		return Standing{}, err
	}
	if s.Edition() == f.Edition {
		return Standing{Status: Current}, nil
	}
	now, err := c.cite(ctx, s, q)
	if err != nil {
		return Standing{}, err
	}
	standing := Standing{Status: Stands, Differences: Differences(f, now.Figure), Redefined: f.Definition != now.Figure.Definition, Now: now}
	if len(standing.Differences) > 0 {
		standing.Status = Corrected
	}
	return standing, nil
}

// ask puts the question of a figure to another edition. The error is NotFound
// when that edition has the indicator, the variant, the area or the breakdown no
// longer.
func (c *Citations) ask(ctx context.Context, catalog *atlas.Catalog, f Figure) (*Subject, Question, error) {
	q := Question{Region: f.Region, Group: f.Group, Day: f.Day}
	s, err := Find(catalog, f.Indicator)
	if err != nil {
		return nil, q, err
	}
	var ok bool
	if q.Variant, ok = s.Variant(f.Variant); !ok {
		return nil, q, atlas.Missing(atlas.Text{Ko: "기준", En: "variant"}, f.Variant)
	}
	if q.Areas, err = c.areasOf(ctx, catalog); err != nil {
		return nil, q, err
	}
	if f.Areas != nil && f.Areas.Day != nil {
		q.Areas, _ = q.Areas.On(*f.Areas.Day)
	}
	if _, ok := q.Areas.Area(f.Region); f.Region != "" && !ok {
		return nil, q, atlas.Missing(atlas.Text{Ko: "지역", En: "area"}, f.Region)
	}
	if f.Group != nil && !slices.Contains(s.Across, f.Group.Column) {
		return nil, q, atlas.Missing(atlas.Text{Ko: "구분", En: "breakdown by"}, f.Group.Column)
	}
	return s, q, nil
}

func (c *Citations) cite(ctx context.Context, s *Subject, q Question) (*Cited, error) {
	ev, err := c.gather(ctx, s)
	if err != nil {
		return nil, err
	}
	cited := &Cited{Subject: s, Question: q}
	if cited.Figure, err = s.Figure(ev, q); err != nil {
		return nil, err
	}
	if q.Variant.NotComputable == nil {
		cited.Rows, err = s.Rows(s.Entry.Layer, ev.Features, q)
	}
	return cited, err
}

func (c *Citations) gather(ctx context.Context, s *Subject) (Evidence, error) {
	key := fmt.Sprintf("%s %d", s.ID, s.Edition())
	if ev, ok := c.evidence[key]; ok {
		return ev, nil
	}
	ev, err := s.Gather(ctx, c.archive)
	if err == nil {
		c.evidence[key] = ev
	}
	return ev, err
}

func (c *Citations) areasOf(ctx context.Context, catalog *atlas.Catalog) (Areas, error) {
	if areas, ok := c.areas[catalog.Edition.ID]; ok {
		return areas, nil
	}
	areas, err := ReadAreas(ctx, c.archive, catalog)
	if err == nil {
		c.areas[catalog.Edition.ID] = areas
	}
	return areas, err
}
