package indicator

import (
	"maps"
	"slices"

	"github.com/bits-and-blooms/bitset"

	"growthmap/internal/atlas"
)

// lineage follows the land through every change of areas. It cuts the land into
// pieces that no change divides: a piece is one way from a finest area of the
// first days, through the areas that succeeded it, to one of the last. On each
// day every piece lies in one finest area and in what that lies in, so an area
// of any day, and a place known to any precision, is a set of pieces, and the
// areas of any day share the same whole among them.
type lineage struct {
	list    []Area
	periods []atlas.Interval // between two changes, in order
	// By period and code: the area, as an index into list, the finest areas in
	// it, all of them for "", and its pieces.
	valid  []map[string]int
	finest []map[string][]int
	land   []map[string]*bitset.BitSet
	// known is the land that a code stands for in a place: that of the area on
	// the last day of its life.
	known map[string]*bitset.BitSet
}

func newLineage(list []Area, since atlas.Day) *lineage {
	l := &lineage{list: list, periods: periodsOf(list, since), known: map[string]*bitset.BitSet{}}
	for _, period := range l.periods {
		valid := map[string]int{}
		for i, area := range list {
			if area.Life.Contains(period.To) {
				valid[area.Code] = i
			}
		}
		l.valid = append(l.valid, valid)
		l.finest = append(l.finest, finest(list, valid))
	}
	pieces := l.pieces()
	for p := range l.periods {
		land := map[string]*bitset.BitSet{}
		for i, piece := range pieces {
			if piece[p] == gap {
				continue
			}
			for _, code := range list[piece[p]].codes() {
				if land[code] == nil {
					land[code] = bitset.New(uint(len(pieces)))
				}
				land[code].Set(uint(i))
			}
		}
		l.land = append(l.land, land)
	}
	for _, area := range list {
		p, ok := l.periodOf(area.Life.To)
		if land := l.land[p][area.Code]; ok && land != nil {
			if before := l.known[area.Code]; before != nil {
				land = before.Union(land)
			}
			l.known[area.Code] = land
		}
	}
	return l
}

// periodsOf divides the days from since on by the beginnings and ends of areas.
func periodsOf(list []Area, since atlas.Day) []atlas.Interval {
	begins := []atlas.Day{since}
	for _, area := range list {
		if area.Life.From > since {
			begins = append(begins, area.Life.From)
		}
		if area.Life.To >= since && area.Life.To != atlas.MaxDay {
			begins = append(begins, area.Life.To+1)
		}
	}
	slices.Sort(begins)
	begins = slices.Compact(begins)
	periods := make([]atlas.Interval, len(begins))
	for i, day := range begins {
		periods[i] = atlas.Interval{From: day, To: atlas.MaxDay}
		if i > 0 {
			periods[i-1].To = day - 1
		}
	}
	return periods
}

func (l *lineage) periodOf(day atlas.Day) (int, bool) {
	i := slices.IndexFunc(l.periods, func(i atlas.Interval) bool { return i.Contains(day) })
	return max(i, 0), i >= 0
}

// gap stands in a piece for a period in which the list has no area for it.
const gap = -1

// pieces returns, for each piece and period, the finest area it lies in, as an
// index into list.
func (l *lineage) pieces() [][]int {
	var pieces [][]int
	for p := range l.periods {
		var next [][]int
		reached := map[int]bool{}
		for _, piece := range pieces {
			into := []int{gap}
			if last := piece[p-1]; last != gap {
				if heirs := l.heirs(last, p); len(heirs) > 0 {
					into = heirs
				}
			}
			for _, area := range into {
				reached[area] = true
				next = append(next, append(slices.Clone(piece), area))
			}
		}
		for _, area := range l.finest[p][""] {
			if !reached[area] {
				next = append(next, append(slices.Repeat([]int{gap}, p), area))
			}
		}
		pieces = next
	}
	return pieces
}

// heirs are the finest areas of the period on the land of an area of the one before.
func (l *lineage) heirs(area, period int) []int {
	codes := l.list[area].Heirs
	if l.list[area].Life.Contains(l.periods[period].To) {
		codes = []string{l.list[area].Code}
	}
	var heirs []int
	for _, code := range codes {
		heirs = append(heirs, l.finest[period][code]...)
	}
	slices.Sort(heirs)
	return slices.Compact(heirs)
}

// finest returns, by code, the areas within an area in which no other lies, in
// the order of the list.
func finest(list []Area, valid map[string]int) map[string][]int {
	divided := map[string]bool{}
	for _, i := range valid {
		for _, above := range []string{list[i].Parent, list[i].Sido, list[i].Region} {
			divided[above] = true
		}
	}
	within := map[string][]int{}
	for _, i := range slices.Sorted(maps.Values(valid)) {
		if area := list[i]; !divided[area.Code] {
			within[""] = append(within[""], i)
			for _, code := range area.codes() {
				within[code] = append(within[code], i)
			}
		}
	}
	return within
}

// of returns the pieces a place may lie in; nil when nothing is known.
func (l *lineage) of(p atlas.Place) *bitset.BitSet {
	var place *bitset.BitSet
	for _, code := range []string{p.Sigungu, p.Sido, p.Region} {
		if place = l.known[code]; place != nil {
			break
		}
	}
	var among *bitset.BitSet
	for _, code := range p.Among {
		land := l.known[code]
		switch {
		case land == nil: // it may be anywhere
			return place
		case among == nil:
			among = land
		default:
			among = among.Union(land)
		}
	}
	switch {
	case among == nil:
		return place
	case place == nil:
		return among
	}
	if both := place.Intersection(among); both.Any() {
		return both
	}
	return place
}
