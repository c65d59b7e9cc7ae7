package indicator

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"strings"

	"github.com/bits-and-blooms/bitset"

	"growthmap/internal/atlas"
	"growthmap/internal/cql2"
)

// Area is a region, si/do or si/gun/gu during one part of its life, and what it
// lies in.
type Area struct {
	Code   string
	Name   atlas.Text
	Level  atlas.AreaLevel
	Region string
	Sido   string
	Parent string // the city above a general gu
	Order  int    // among its level; equal ones go by code
	Life   atlas.Interval
	// Heirs are the codes of the areas that took over its land on the day after
	// its last.
	Heirs []string
}

// AreaOf reads an area from a feature of an area layer, by the properties code,
// name, region, sido, parent, order and succeeded_by.
func AreaOf(level atlas.AreaLevel, f *atlas.Feature) Area {
	order, _ := f.Properties["order"].(int64)
	heirs, _ := f.Properties["succeeded_by"].([]string)
	return Area{
		Code: property(f, "code"), Name: atlas.Text{Ko: property(f, "name_ko"), En: property(f, "name_en")}, Level: level,
		Region: property(f, "region"), Sido: property(f, "sido"), Parent: property(f, "parent"), Order: int(order), Life: f.Life, Heirs: heirs,
	}
}

func property(f *atlas.Feature, id string) string {
	s, _ := f.Properties[id].(string)
	return s
}

// codes are those of the area and of those it lies in.
func (a Area) codes() []string {
	return slices.DeleteFunc([]string{a.Code, a.Parent, a.Sido, a.Region}, func(code string) bool { return code == "" })
}

// Areas are the areas that were valid on one day, among all that an edition
// knows. Figures are grouped by them; a feature placed in an area of another day
// is restated through the areas that succeeded or preceded it. The zero value
// has no areas. It is safe for concurrent use.
type Areas struct {
	// Day is the last day on which all of these areas were valid; zero for those
	// that have not ended, whatever day was asked for.
	Day     atlas.Day
	period  int
	lineage *lineage
}

var areaLevels = []atlas.AreaLevel{atlas.AreaRegion, atlas.AreaSido, atlas.AreaSigungu}

// NewAreas returns the areas that have not ended. Since is the first day on
// which the list is complete.
func NewAreas(list []Area, since atlas.Day) Areas {
	l := newLineage(list, since)
	return Areas{period: len(l.periods) - 1, lineage: l}
}

// AreaEntries are the layers that ReadAreas reads, each of which may change a
// figure of an area.
func AreaEntries(catalog *atlas.Catalog) []atlas.Entry {
	return slices.DeleteFunc(slices.Clone(catalog.Entries), func(e atlas.Entry) bool {
		return e.Layer.Area == "" && e.Layer.Gazetteer != atlas.GazetteerChanges
	})
}

// ReadAreas reads the areas of an edition, of all days, and returns those that
// have not ended, so that a figure does not depend on today. The list is
// complete since the last change of an area that it does not hold.
func ReadAreas(ctx context.Context, r Reader, catalog *atlas.Catalog) (Areas, error) {
	var list []Area
	known := map[string]bool{}
	for _, level := range areaLevels {
		e, ok := catalog.Area(level)
		if !ok {
			continue
		}
		features, err := readAll(ctx, r, catalog, e.Layer.ID, nil)
		if err != nil {
			return Areas{}, err
		}
		for _, f := range features {
			area := AreaOf(level, f)
			list, known[area.Code] = append(list, area), true
		}
	}
	since := atlas.MinDay
	for _, e := range catalog.Entries {
		if e.Layer.Gazetteer != atlas.GazetteerChanges {
			continue
		}
		changes, err := readAll(ctx, r, catalog, e.Layer.ID, nil)
		if err != nil {
			return Areas{}, err
		}
		for _, c := range changes {
			level := atlas.AreaLevel(property(c, "level"))
			ended := strings.Split(property(c, "old_code"), ";")
			if property(c, "status") == "in_force" && slices.Contains(areaLevels, level) &&
				slices.ContainsFunc(ended, func(code string) bool { return !known[code] }) {
				since = max(since, c.Life.From)
			}
		}
	}
	return NewAreas(list, since), nil
}

// Since is the first day whose areas are known; MinDay when none is known to be
// missing.
func (a Areas) Since() atlas.Day { return a.lineage.periods[0].From }

// On returns the areas of the day, of which only those from Since on are known.
func (a Areas) On(day atlas.Day) (Areas, bool) {
	period, ok := a.lineage.periodOf(day)
	if !ok {
		return a, false
	}
	return a.of(period), true
}

func (a Areas) of(period int) Areas {
	on := Areas{period: period, lineage: a.lineage}
	if last := a.lineage.periods[period].To; last != atlas.MaxDay {
		on.Day = last
	}
	return on
}

// Periods returns the areas of each time between two changes, those that have
// not ended first.
func (a Areas) Periods() []Areas {
	var all []Areas
	for p := range slices.Backward(a.lineage.periods) {
		all = append(all, a.of(p))
	}
	return all
}

// Area returns the area with the code.
func (a Areas) Area(code string) (Area, bool) {
	if a.lineage == nil {
		return Area{}, false
	}
	i, ok := a.lineage.valid[a.period][code]
	if !ok {
		return Area{}, false
	}
	return a.lineage.list[i], true
}

// With returns the areas of the last period in which there was one with the code.
func (a Areas) With(code string) (Areas, bool) {
	all := a.Periods()
	i := slices.IndexFunc(all, func(on Areas) bool {
		_, ok := on.Area(code)
		return ok
	})
	if i < 0 {
		return a, false
	}
	return all[i], true
}

// Codes lists the codes of the areas of all levels, in order.
func (a Areas) Codes() []string {
	if a.lineage == nil {
		return nil
	}
	return slices.Sorted(maps.Keys(a.lineage.valid[a.period]))
}

// Of lists the codes of the areas of a level, those within an area only unless
// it is "". The gu of a city are listed within that city alone: elsewhere the
// city stands for them, and both would count a feature twice.
func (a Areas) Of(level atlas.AreaLevel, within string) []string {
	if a.lineage == nil {
		return nil
	}
	var found []Area
	for _, i := range a.lineage.valid[a.period] {
		area := a.lineage.list[i]
		divides := area.Parent != "" && area.Parent != within
		if area.Level == level && !divides && area.Code != within && (within == "" || slices.Contains(area.codes(), within)) {
			found = append(found, area)
		}
	}
	slices.SortFunc(found, func(x, y Area) int {
		return cmp.Or(cmp.Compare(x.Order, y.Order), cmp.Compare(x.Code, y.Code))
	})
	var codes []string
	for _, area := range found {
		codes = append(codes, area.Code)
	}
	return codes
}

// last returns the day on which the area ended or was changed; zero when that
// has not happened. The areas of any day up to it are the same to this area.
func (a Areas) last(code string) atlas.Day {
	l, p := a.lineage, a.period
	for p+1 < len(l.periods) && sameLand(l.land[p][code], l.land[p+1][code]) {
		p++
	}
	return a.of(p).Day
}

func sameLand(a, b *bitset.BitSet) bool { return a != nil && b != nil && a.Equal(b) }

// Key names the area in the identity of a figure, the same on all days on which
// it was the same: its code, with its last day when it has ended or was changed.
// It is "" for the nation.
func (a Areas) Key(code string) string {
	if code == "" || a.lineage == nil {
		return code
	}
	if last := a.last(code); last != 0 {
		return code + "@" + last.String()
	}
	return code
}

// Restatement says of which day the area of a figure is.
type Restatement struct {
	// Day is the last day of an area that has ended or was changed; nil for one of today.
	Day *atlas.Day `json:"day,omitempty"`
	// Restated says that on a day of the figure the area was not there as it is
	// here: other areas have been joined or divided to make the figure.
	Restated bool `json:"restated"`
}

// Restatement describes the area of figures of the days; nil for the nation,
// which no change of areas touches. Days before Since are taken for Since.
func (a Areas) Restatement(code string, days ...atlas.Day) *Restatement {
	if code == "" || a.lineage == nil {
		return nil
	}
	l, r := a.lineage, new(Restatement)
	here := l.land[a.period][code]
	for _, day := range days {
		then, _ := l.periodOf(max(day, a.Since()))
		there := l.land[then][code]
		r.Restated = r.Restated || !sameLand(here, there)
	}
	if last := a.last(code); last != 0 {
		r.Day = &last
	}
	return r
}

// Levels are the levels of areas from the largest.
func Levels() []string {
	var levels []string
	for _, l := range areaLevels {
		levels = append(levels, string(l))
	}
	return levels
}

// covers says whether a place lies in the area: Unknown when the place is not
// known precisely enough to tell.
func (a Areas) covers(code string, p atlas.Place) cql2.Truth {
	if a.lineage == nil {
		return cql2.Unknown
	}
	area, place := a.lineage.land[a.period][code], a.lineage.of(p)
	switch {
	case area == nil || place == nil:
		return cql2.Unknown
	case area.IsSuperSet(place):
		return cql2.True
	case area.IntersectionCardinality(place) == 0:
		return cql2.False
	default:
		return cql2.Unknown
	}
}
