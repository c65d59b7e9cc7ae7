package indicator

import (
	"cmp"
	"context"
	"slices"

	"growthmap/internal/atlas"
	"growthmap/internal/cql2"
)

// Area is a region, si/do or si/gun/gu and what it lies in.
type Area struct {
	Code                 string
	Name                 atlas.Text
	Level                atlas.AreaLevel
	Region, Sido, Parent string // Parent is the city above a general gu
	Order                int    // among its level; equal ones go by code
	Current              bool   // it has not ended
}

// AreaOf reads an area from a feature of an area layer, by the properties code,
// name, region, sido, parent and order.
func AreaOf(level atlas.AreaLevel, f *atlas.Feature) Area {
	text := func(property string) string {
		s, _ := f.Properties[property].(string)
		return s
	}
	order, _ := f.Properties["order"].(int64)
	return Area{
		Code: text("code"), Name: atlas.Text{Ko: text("name_ko"), En: text("name_en")}, Level: level, Region: text("region"), Sido: text("sido"), Parent: text("parent"),
		Order: int(order), Current: f.Life.To == atlas.MaxDay,
	}
}

// Areas are the areas of an edition by code.
type Areas map[string]Area

var areaLevels = []atlas.AreaLevel{atlas.AreaRegion, atlas.AreaSido, atlas.AreaSigungu}

// ReadAreas reads the areas of an edition, on all days, so that a figure does
// not depend on today. Of two with one code the one that has not ended counts.
func ReadAreas(ctx context.Context, r Reader, catalog *atlas.Catalog) (Areas, error) {
	areas := Areas{}
	for _, level := range areaLevels {
		e, ok := catalog.Area(level)
		if !ok {
			continue
		}
		features, err := readAll(ctx, r, catalog, e.Layer.ID, nil)
		if err != nil {
			return nil, err
		}
		for _, f := range features {
			area := AreaOf(level, f)
			if before, twice := areas[area.Code]; !twice || !before.Current {
				areas[area.Code] = area
			}
		}
	}
	return areas, nil
}

// Of lists the codes of the areas of a level that have not ended, those within
// an area only unless it is "". The gu of a city are listed within that city
// alone: elsewhere the city stands for them, and both would count a feature twice.
func (a Areas) Of(level atlas.AreaLevel, within string) []string {
	var codes []string
	for code, area := range a {
		divides := area.Parent != "" && area.Parent != within
		if area.Level == level && area.Current && !divides &&
			(within == "" || slices.Contains([]string{area.Region, area.Sido, area.Parent}, within)) {
			codes = append(codes, code)
		}
	}
	slices.SortFunc(codes, func(x, y string) int {
		return cmp.Or(cmp.Compare(a[x].Order, a[y].Order), cmp.Compare(x, y))
	})
	return codes
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
	area := a[code]
	known := map[atlas.AreaLevel]string{atlas.AreaRegion: p.Region, atlas.AreaSido: p.Sido, atlas.AreaSigungu: p.Sigungu}[area.Level]
	if known != "" {
		switch {
		case known == code || a[known].Parent == code:
			return cql2.True
		case area.Parent == known && known != "": // the city is known, its gu is not
			return cql2.Unknown
		default:
			return cql2.False
		}
	}
	if p.Sido != "" && area.Sido != "" && p.Sido != area.Sido || p.Region != "" && area.Region != "" && p.Region != area.Region {
		return cql2.False
	}
	if len(p.Among) == 0 {
		return cql2.Unknown
	}
	inside := func(c string) bool {
		return c == code || slices.Contains([]string{a[c].Parent, a[c].Sido, a[c].Region}, code)
	}
	outside := func(c string) bool {
		return !inside(c) && !slices.Contains([]string{area.Parent, area.Sido, area.Region}, c)
	}
	switch {
	case !slices.ContainsFunc(p.Among, func(c string) bool { return !inside(c) }):
		return cql2.True
	case !slices.ContainsFunc(p.Among, func(c string) bool { return !outside(c) }):
		return cql2.False
	default:
		return cql2.Unknown
	}
}
