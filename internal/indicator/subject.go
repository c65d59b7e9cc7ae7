package indicator

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"math/big"
	"slices"
	"strconv"

	"growthmap/internal/atlas"
	"growthmap/internal/cql2"
)

// Reader is where features come from.
type Reader interface {
	Features(ctx context.Context, q atlas.Query, each func(*atlas.Feature) error) error
	Feature(ctx context.Context, layer *atlas.Layer, edition int64, id string) (*atlas.Feature, error)
	Tallies(ctx context.Context, s Sieve) ([]Tally, error)
	Edition(ctx context.Context, id int64) (atlas.Edition, error)
}

// Subject is an indicator of an edition, ready to be asked.
type Subject struct {
	*Definition
	Digest string // SHA-256 of the definition, hexadecimal
	Entry  atlas.Entry
	// Editions are the last ones that changed anything a figure is computed
	// from, in order. The newest of them is the edition of every figure: those
	// that leave the evidence alone leave the citation alone too.
	Editions []int64
	// Layers are the ids of all layers a figure is computed from.
	Layers  []string
	catalog *atlas.Catalog
}

// Edition is the edition of every figure of the subject.
func (s *Subject) Edition() int64 { return s.Editions[len(s.Editions)-1] }

// Find returns the indicator of a catalog; a NotFound error names it.
func Find(catalog *atlas.Catalog, id string) (*Subject, error) {
	i := slices.IndexFunc(catalog.Indicators, func(d atlas.Definition) bool { return d.ID == id })
	if i < 0 {
		return nil, atlas.Missing(atlas.Text{Ko: "지표", En: "indicator"}, id)
	}
	body := catalog.Indicators[i].Body
	definition, err := Parse(body)
	if err != nil {
		return nil, err
	}
	entry, ok := catalog.Entry(definition.Layer)
	if !ok {
		return nil, fmt.Errorf("indicator %s: edition %d has no layer %s", id, catalog.Edition.ID, definition.Layer)
	}
	sum := sha256.Sum256(body)
	s := &Subject{Definition: definition, Digest: hex.EncodeToString(sum[:]), Entry: entry, catalog: catalog}
	layers := []string{definition.Layer}
	reports, wholes := needs(definition.Resolved())
	for _, r := range reports {
		layers = append(layers, r.Layer)
	}
	for _, w := range wholes {
		layers = append(layers, w.Layer)
	}
	for _, e := range AreaEntries(catalog) {
		layers = append(layers, e.Layer.ID)
	}
	slices.Sort(layers)
	s.Layers = slices.Compact(layers)
	s.Editions = []int64{catalog.Defined}
	for _, id := range s.Layers {
		if e, ok := catalog.Entry(id); ok {
			s.Editions = append(s.Editions, e.Changed)
		}
	}
	slices.Sort(s.Editions)
	s.Editions = slices.Compact(s.Editions)
	return s, nil
}

// needs are the different reported values and wholes that variants are
// compared with or divided by.
func needs(variants []Variant) (reports []*Reported, wholes []Whole) {
	whole := func(w *Whole) {
		if w != nil && !slices.Contains(wholes, *w) {
			wholes = append(wholes, *w)
		}
	}
	for _, v := range variants {
		if r := v.Reported; r != nil && !slices.ContainsFunc(reports, func(o *Reported) bool {
			return o.Key() == r.Key() && o.TotalKey() == r.TotalKey()
		}) {
			reports = append(reports, r)
		}
		if v.Target != nil {
			whole(v.Target.Of)
		}
		whole(v.measure.Of)
	}
	return reports, wholes
}

// Gather reads everything the subject is computed from, in all variants: the
// features one by one, with those of the pipeline. See Sift for figures alone.
func (s *Subject) Gather(ctx context.Context, r Reader) (Evidence, error) {
	ev, err := s.beside(ctx, newShelf(r, s.catalog), s.Resolved())
	if err != nil {
		return ev, err
	}
	filter := s.Measure.Where.Expr
	if s.Pipeline != nil {
		filter = cql2.Or{filter, s.Pipeline.Where.Expr}
	}
	ev.Features, err = readAll(ctx, r, s.catalog, s.Layer, filter)
	return ev, err
}

// Sift reads what figures of the variants on a day are computed from, for all
// areas; with a column across, for the groups of its values too.
func (s *Subject) Sift(ctx context.Context, r Reader, day atlas.Day, across string, variants ...Variant) (Evidence, error) {
	ev, err := s.beside(ctx, newShelf(r, s.catalog), variants)
	if err != nil {
		return ev, err
	}
	sieve := s.sieve(ev.Layer, s.catalog.Edition.ID, day, across, variants...)
	sieve.Places = true
	return ev, ev.sift(ctx, r, sieve)
}

// SiftSeries reads what a series up to a day is computed from.
func (s *Subject) SiftSeries(ctx context.Context, r Reader, q Question) (Evidence, error) {
	ev, err := s.beside(ctx, newShelf(r, s.catalog), []Variant{q.Variant})
	if err != nil {
		return ev, err
	}
	sieve := s.sieve(ev.Layer, s.catalog.Edition.ID, q.Day, q.Group.column(), q.Variant)
	sieve.Timeline, sieve.Places = true, q.Region != ""
	return ev, ev.sift(ctx, r, sieve)
}

func (ev *Evidence) sift(ctx context.Context, r Reader, sieve Sieve) error {
	tallies, err := r.Tallies(ctx, sieve)
	if err != nil {
		return err
	}
	ev.Sifted = &Sifted{sieve, tallies}
	return nil
}

// Provenance is the state of the data that every figure of the subject is of.
func (s *Subject) Provenance(ctx context.Context, r Reader) (Provenance, error) {
	edition, err := r.Edition(ctx, s.Edition())
	return Provenance{Edition: edition.ID, State: hex.EncodeToString(edition.Digest), Definition: s.Digest}, err
}

// SiftAll reads what figures of several indicators of one edition, each in its
// own variants, are computed from: every layer once.
func SiftAll(ctx context.Context, r Reader, subjects []*Subject, day atlas.Day, variants [][]Variant) ([]Evidence, error) {
	all := make([]Evidence, len(subjects))
	sieves := map[string]Sieve{}
	var order []string
	var shared *shelf
	for i, s := range subjects {
		if shared == nil {
			shared = newShelf(r, s.catalog)
		}
		var err error
		if all[i], err = s.beside(ctx, shared, variants[i]); err != nil {
			return nil, err
		}
		sieve := s.sieve(all[i].Layer, s.catalog.Edition.ID, day, "", variants[i]...)
		sieve.Places = true
		if known, ok := sieves[s.Layer]; ok {
			sieve = known.join(sieve)
		} else {
			order = append(order, s.Layer)
		}
		sieves[s.Layer] = sieve
	}
	sifted := map[string]*Sifted{}
	for _, layer := range order {
		tallies, err := r.Tallies(ctx, sieves[layer])
		if err != nil {
			return nil, err
		}
		sifted[layer] = &Sifted{sieves[layer], tallies}
	}
	for i, s := range subjects {
		all[i].Sifted = sifted[s.Layer]
	}
	return all, nil
}

// shelf reads each of the small layers beside the features once.
type shelf struct {
	Reader
	catalog *atlas.Catalog
	layers  map[string][]*atlas.Feature
}

func newShelf(r Reader, catalog *atlas.Catalog) *shelf {
	return &shelf{r, catalog, map[string][]*atlas.Feature{}}
}

func (s *shelf) layer(ctx context.Context, id string) (*atlas.Layer, []*atlas.Feature, error) {
	entry, ok := s.catalog.Entry(id)
	if !ok {
		return nil, nil, fmt.Errorf("edition %d has no layer %s", s.catalog.Edition.ID, id)
	}
	features, read := s.layers[id]
	if !read {
		var err error
		if features, err = readAll(ctx, s.Reader, s.catalog, id, nil); err != nil {
			return nil, nil, err
		}
		s.layers[id] = features
	}
	return entry.Layer, features, nil
}

// beside reads what stands beside the features: the state they are of, the
// official values and the wholes.
func (s *Subject) beside(ctx context.Context, r *shelf, variants []Variant) (Evidence, error) {
	ev := Evidence{Layer: s.Entry.Layer, Reports: map[string][]Report{}, Wholes: map[Whole]*big.Int{}}
	var err error
	if ev.Provenance, err = s.Provenance(ctx, r); err != nil {
		return ev, err
	}
	reports, wholes := needs(variants)
	for _, from := range reports {
		layer, features, err := r.layer(ctx, from.Layer)
		if err != nil {
			return ev, fmt.Errorf("indicator %s: %w", s.ID, err)
		}
		for key, filter := range map[string]Filter{from.Key(): from.Where, from.TotalKey(): from.Total} {
			if _, done := ev.Reports[key]; done || filter.IsZero() {
				continue
			}
			if ev.Reports[key], err = from.read(layer, features, filter); err != nil {
				return ev, err
			}
		}
	}
	for _, of := range wholes {
		_, features, err := r.layer(ctx, of.Layer)
		if err != nil {
			return ev, fmt.Errorf("indicator %s: %w", s.ID, err)
		}
		i := slices.IndexFunc(features, func(f *atlas.Feature) bool { return f.ID == of.Feature })
		if i < 0 {
			return ev, fmt.Errorf("indicator %s: the whole %s: %w", s.ID, of.Feature, atlas.Missing(atlas.Text{Ko: "항목", En: "feature"}, of.Feature))
		}
		if amount, ok := features[i].Properties[of.Value].(int64); ok {
			ev.Wholes[of] = big.NewInt(amount)
		}
	}
	return ev, nil
}

// Groups are the values by which the figures of the evidence may be broken down
// in a column, and nil for the features without one, in the order of the text.
func (d *Definition) Groups(ev Evidence, column string) []*Group {
	seen := map[string]bool{}
	var groups []*Group
	unstated := false
	i := slices.Index(ev.Sifted.Sieve.Values, column)
	for _, t := range ev.Sifted.Tallies {
		switch v := t.Values[i]; {
		case v == nil:
			unstated = true
		case !seen[*v]:
			seen[*v] = true
			groups = append(groups, &Group{column, v})
		}
	}
	slices.SortFunc(groups, func(a, b *Group) int { return cmp.Compare(*a.Value, *b.Value) })
	if unstated {
		groups = append(groups, &Group{Column: column})
	}
	return groups
}

// read takes the officially reported values that the filter selects.
func (r *Reported) read(layer *atlas.Layer, features []*atlas.Feature, filter Filter) ([]Report, error) {
	reports := []Report{}
	for _, f := range features {
		holds, err := evaluator(layer, f, atlas.MaxDay)(filter)
		if err != nil {
			return nil, fmt.Errorf("%s/%s: %w", r.Layer, f.ID, err)
		}
		if holds != cql2.True {
			continue
		}
		day, err := atlas.ParsePartial(fmt.Sprint(f.Properties[r.Day]))
		if err != nil {
			return nil, fmt.Errorf("%s/%s: %w", r.Layer, f.ID, err)
		}
		text := fmt.Sprint(f.Properties[r.Value])
		value, ok := new(big.Rat).SetString(text)
		if !ok {
			return nil, fmt.Errorf("%s/%s: %q is not a number", r.Layer, f.ID, text)
		}
		reports = append(reports, Report{Day: day, Value: value, Text: text, Feature: f})
	}
	return reports, nil
}

// mostFeatures is how many features of a layer are read one by one. Figures,
// series and tallies know no such limit: the database adds those up.
const mostFeatures = 100_000

// readAll reads the features of a layer on all days that the filter may select,
// as what is unknown is in the upper bounds of figures; a TooLarge error names
// the layer that has more of them than mostFeatures.
func readAll(ctx context.Context, r Reader, catalog *atlas.Catalog, layer string, filter cql2.Expr) ([]*atlas.Feature, error) {
	entry, ok := catalog.Entry(layer)
	if !ok {
		return nil, fmt.Errorf("edition %d has no layer %s", catalog.Edition.ID, layer)
	}
	var features []*atlas.Feature
	always := atlas.Always
	q := atlas.Query{Layer: entry.Layer, Edition: catalog.Edition.ID, During: &always, Filter: filter, Possible: true, SkipGeometry: true, Limit: mostFeatures + 1}
	err := r.Features(ctx, q, func(f *atlas.Feature) error {
		features = append(features, f)
		return nil
	})
	if err == nil && len(features) > mostFeatures {
		most := strconv.Itoa(mostFeatures)
		return nil, &atlas.Error{Kind: atlas.TooLarge, Message: atlas.Text{
			Ko: "이 답은 항목을 하나씩 읽어 셈하며 레이어마다 " + most + "건까지 읽습니다. " + entry.Layer.Title.Ko + "에는 더 많습니다. 지표 값, 시계열, 집계(tallies)에는 이런 한도가 없습니다.",
			En: "This answer reads features one by one, up to " + most + " of a layer, and " + entry.Layer.Title.En + " has more. Figures, series and tallies have no such limit: use those.",
		}}
	}
	return features, err
}
