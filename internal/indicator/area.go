package indicator

import (
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
