package httpapi

import (
	"fmt"
	"math"
	"math/big"
	"slices"
	"strconv"

	"growthmap/internal/atlas"
	"growthmap/internal/indicator"
)

const (
	quotientPlaces = 4
	indexPlaces    = 6
)

// measure takes the measures asked for over the groups whose values are all known.
func (t *tallies) measure(g atlas.Grouping, areas indicator.Areas) error {
	t.Measures = &measures{Weight: "count", Methods: map[string]label{}}
	if g.Sum != nil {
		t.Measures.Weight, t.Measures.Unknown = g.Sum.ID, new(int64)
	}
	var taken []indicator.Cell
	var of []int // the group of each cell
	for i, group := range t.Groups {
		if !known(g, group.group) {
			t.Measures.Excluded += group.group.Count
			continue
		}
		weight := new(big.Rat).SetInt64(group.group.Count)
		if g.Sum != nil {
			weight = orZero(group.group.Sum)
			*t.Measures.Unknown += group.group.Count - group.group.Known
		}
		cell := indicator.Cell{Area: name(group.group.Values[0]), Weight: weight}
		if len(g.By) > 1 {
			cell.Activity = name(group.group.Values[1])
		}
		taken, of = append(taken, cell), append(of, i)
	}
	for _, m := range t.measured {
		t.Measures.Methods[m] = methods[m]
		var err error
		switch m {
		case "lq":
			err = t.quotients(taken, of)
		case "hhi":
			err = t.herfindahls(g, taken, areas)
		default:
			err = t.theil(g, taken, areas)
		}
		if err != nil {
			return unusable("sum", g.Sum.ID, say(korean.WantPositive, english.WantPositive))
		}
	}
	return nil
}

func name(value any) string {
	if value == nil {
		return ""
	}
	return fmt.Sprint(value)
}

func (t *tallies) quotients(cells []indicator.Cell, of []int) error {
	quotients, err := indicator.LocationQuotients(cells)
	values := map[[2]string]string{}
	for _, q := range quotients {
		values[[2]string{q.Area, q.Activity}] = q.Value.FloatString(quotientPlaces)
	}
	for i, c := range cells {
		if v, ok := values[[2]string{c.Area, c.Activity}]; ok {
			t.Groups[of[i]].Quotient = &v
		}
	}
	return err
}

// herfindahls are the concentration on the values of each column, and of those
// of the second within each of the first.
func (t *tallies) herfindahls(g atlas.Grouping, cells []indicator.Cell, areas indicator.Areas) error {
	values := func(c indicator.Cell, column int) string {
		if column == 0 {
			return c.Area
		}
		return c.Activity
	}
	take := func(column int, within *string) error {
		sums := map[string]*big.Rat{}
		var parts []*big.Rat
		part := func(value string) *big.Rat {
			if sums[value] == nil {
				sums[value] = new(big.Rat)
				parts = append(parts, sums[value])
			}
			return sums[value]
		}
		if within == nil {
			for _, code := range universe(g.By[column], areas) {
				part(code)
			}
		}
		for _, c := range cells {
			if within == nil || c.Area == *within {
				sum := part(cityOf(g.By[column], areas, values(c, column)))
				sum.Add(sum, c.Weight)
			}
		}
		h, err := indicator.HerfindahlOf(parts)
		if h != nil {
			one := herfindahl{Column: g.By[column].ID, Within: within, Index: h.Index.FloatString(indexPlaces), Parts: h.Parts}
			if h.Normalised != nil {
				normalised := h.Normalised.FloatString(indexPlaces)
				one.Normalised = &normalised
			}
			t.Measures.HHI = append(t.Measures.HHI, one)
		}
		return err
	}
	for column := range g.By {
		if err := take(column, nil); err != nil {
			return err
		}
	}
	if len(g.By) == 1 {
		return nil
	}
	var done []string
	for _, c := range cells {
		if !slices.Contains(done, c.Area) {
			done = append(done, c.Area)
			if err := take(1, &c.Area); err != nil {
				return err
			}
		}
	}
	return nil
}

// theil takes the values of the second column for units and those of the first
// for their groups. Where these are areas and the areas they lie in, areas
// without any feature are units too: to leave them out would hide that they
// have nothing.
func (t *tallies) theil(g atlas.Grouping, cells []indicator.Cell, areas indicator.Areas) error {
	sums := map[[2]string]int{}
	var units []indicator.Cell
	unit := func(group, name string) indicator.Cell {
		key := [2]string{group, name}
		at, ok := sums[key]
		if !ok {
			at = len(units)
			sums[key] = at
			units = append(units, indicator.Cell{Area: group, Activity: name, Weight: new(big.Rat)})
		}
		return units[at]
	}
	for _, code := range universe(g.By[1], areas) {
		if area, _ := areas.Area(code); lies(g.By[0], area) != "" {
			unit(lies(g.By[0], area), code)
		}
	}
	for _, c := range cells {
		sum := unit(c.Area, cityOf(g.By[1], areas, c.Activity)).Weight
		sum.Add(sum, c.Weight)
	}
	result, err := indicator.TheilOf(units)
	if result == nil {
		return err
	}
	t.Measures.Theil = &theil{
		Total: index(result.Total), Between: index(result.Between), Within: index(result.Within), Units: result.Units, Groups: []groupTheil{},
	}
	for _, e := range result.Each {
		t.Measures.Theil.Groups = append(t.Measures.Theil.Groups, groupTheil{e.Group, index(e.Share), index(e.Index), e.Units})
	}
	return nil
}

// index writes a number that was not computed exactly.
func index(f float64) string {
	scale := math.Pow10(indexPlaces)
	return strconv.FormatFloat(math.Round(f*scale)/scale+0, 'f', indexPlaces, 64) // + 0 makes -0 plain 0
}

// universe lists all values that a column of areas may have, nothing for others.
// A general gu counts for its city.
func universe(c atlas.Column, areas indicator.Areas) []string {
	if c.From != atlas.FromPlace || !slices.Contains(indicator.Levels(), c.Key) {
		return nil
	}
	return areas.Of(atlas.AreaLevel(c.Key), "")
}

// cityOf is the city of a general gu, and any other value itself.
func cityOf(c atlas.Column, areas indicator.Areas, value string) string {
	if area, ok := areas.Area(value); ok && c.From == atlas.FromPlace && area.Parent != "" {
		return area.Parent
	}
	return value
}

// lies is the code of the area of the column's level that an area lies in, "" for none.
func lies(c atlas.Column, area indicator.Area) string {
	if c.From != atlas.FromPlace {
		return ""
	}
	return map[string]string{string(atlas.AreaRegion): area.Region, string(atlas.AreaSido): area.Sido}[c.Key]
}
