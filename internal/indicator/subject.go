package indicator

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"math/big"
	"slices"

	"growthmap/internal/atlas"
	"growthmap/internal/cql2"
)

// Reader is where features come from.
type Reader interface {
	Features(ctx context.Context, q atlas.Query, each func(*atlas.Feature) error) error
	Feature(ctx context.Context, layer *atlas.Layer, edition int64, id string) (*atlas.Feature, error)
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
	catalog  *atlas.Catalog
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
	if t := definition.Target; t != nil && t.Of != nil {
		layers = append(layers, t.Of.Layer)
	}
	if r := definition.Reported; r != nil {
		layers = append(layers, r.Layer)
	}
	for _, level := range areaLevels {
		if e, ok := catalog.Area(level); ok {
			layers = append(layers, e.Layer.ID)
		}
	}
	s.Editions = []int64{catalog.Defined}
	for _, id := range layers {
		if e, ok := catalog.Entry(id); ok {
			s.Editions = append(s.Editions, e.Changed)
		}
	}
	slices.Sort(s.Editions)
	s.Editions = slices.Compact(s.Editions)
	return s, nil
}

// Gather reads everything the subject is computed from.
func (s *Subject) Gather(ctx context.Context, r Reader) (Evidence, error) {
	d := s.Definition
	ev := Evidence{Layer: s.Entry.Layer}
	var err error
	if ev.Features, err = readAll(ctx, r, s.catalog, d.Layer, d.Measure.Where.Expr); err != nil {
		return ev, err
	}
	if d.Reported != nil {
		if ev.Reports, err = s.reports(ctx, r, d.Reported.Where.Expr); err != nil {
			return ev, err
		}
		if !d.Reported.Total.IsZero() {
			if ev.Totals, err = s.reports(ctx, r, d.Reported.Total.Expr); err != nil {
				return ev, err
			}
		}
	}
	if d.Target == nil || d.Target.Of == nil {
		return ev, nil
	}
	of := d.Target.Of
	entry, ok := s.catalog.Entry(of.Layer)
	if !ok {
		return ev, fmt.Errorf("indicator %s: edition %d has no layer %s", d.ID, s.catalog.Edition.ID, of.Layer)
	}
	f, err := r.Feature(ctx, entry.Layer, s.catalog.Edition.ID, of.Feature)
	if err != nil {
		return ev, fmt.Errorf("indicator %s: the whole of its target: %w", d.ID, err)
	}
	if amount, ok := f.Properties[of.Value].(int64); ok {
		ev.Whole = big.NewInt(amount)
	}
	return ev, nil
}

// reports reads the officially reported values that the filter selects.
func (s *Subject) reports(ctx context.Context, r Reader, filter cql2.Expr) ([]Report, error) {
	from := s.Reported
	features, err := readAll(ctx, r, s.catalog, from.Layer, filter)
	if err != nil {
		return nil, err
	}
	var reports []Report
	for _, f := range features {
		day, err := atlas.ParsePartial(fmt.Sprint(f.Properties[from.Day]))
		if err != nil {
			return nil, fmt.Errorf("%s/%s: %w", from.Layer, f.ID, err)
		}
		text := fmt.Sprint(f.Properties[from.Value])
		value, ok := new(big.Rat).SetString(text)
		if !ok {
			return nil, fmt.Errorf("%s/%s: %q is not a number", from.Layer, f.ID, text)
		}
		reports = append(reports, Report{Day: day, Value: value, Text: text, Feature: f})
	}
	return reports, nil
}

// readAll reads the features of a layer on all days that the filter selects.
func readAll(ctx context.Context, r Reader, catalog *atlas.Catalog, layer string, filter cql2.Expr) ([]*atlas.Feature, error) {
	entry, ok := catalog.Entry(layer)
	if !ok {
		return nil, fmt.Errorf("edition %d has no layer %s", catalog.Edition.ID, layer)
	}
	var features []*atlas.Feature
	always := atlas.Always
	q := atlas.Query{Layer: entry.Layer, Edition: catalog.Edition.ID, During: &always, Filter: filter, SkipGeometry: true}
	err := r.Features(ctx, q, func(f *atlas.Feature) error {
		features = append(features, f)
		return nil
	})
	return features, err
}
