package intake

import (
	"slices"
	"strings"

	"growthmap/internal/atlas"
)

// resolution is what the gazetteer makes of the place a row states.
type resolution struct {
	place atlas.Place
	// anchor is the one unit, of today or of the past, that is stated: where a
	// point is computed for a row without coordinates. Nil when there is none
	// below a region.
	anchor *unit
	faults []fault
}

// fault is a stated key that could not be resolved.
type fault struct {
	key   string // one of atlas.StatedKeys
	found string
	wrong
}

// divider separates places named together in one cell: 안산시·시흥시.
const divider = "·ㆍ‧・;,/、"

// allRegions is the code for every region.
const allRegions = "ALL"

// resolve turns the stated region, si/do, si/gun/gu and, when nothing else is
// stated, a detail that is just the name of a region into units of the day.
func (g *Gazetteer) resolve(stated map[string]string) resolution {
	r := resolution{place: atlas.Place{Basis: atlas.BasisNone}}
	sido := g.statedSido(stated["sido"], &r)
	sigungu, sido := g.statedSigungu(stated["sigungu"], sido, &r)
	regions := g.statedRegions(stated["region"], &r)
	if stated["region"] == "" && stated["sido"] == "" && stated["sigungu"] == "" {
		if units := g.regionNames[key(stated["detail"])]; len(units) == 1 {
			regions = codesOf(units)
		}
	}

	p := &r.place
	switch units := g.currentOf(slices.Concat(sigungu...)); {
	case len(units) > 0:
		above := g.sidoOf(units)
		p.Sigungu, p.Among = oneOrAll(codesOf(units))
		if finer := g.finer(slices.Concat(sigungu...)); finer != nil {
			p.Among = finer
		}
		p.Sido, _ = oneOrAll(codesOf(above))
		p.Region = commonRegion(above)
		if len(sigungu) == 1 {
			r.anchor = g.anchorOf(sigungu[0])
		} else {
			r.anchor = g.anchorOf(above)
		}
	case len(sido) > 0:
		now := g.currentOf(sido)
		p.Sido, p.Among = oneOrAll(codesOf(now))
		if finer := g.finer(sido); finer != nil {
			p.Among = finer
		}
		p.Region = commonRegion(now)
		r.anchor = g.anchorOf(sido)
	default:
		p.Region, p.Among = oneOrAll(regions)
	}
	if p.Region != "" && len(regions) > 0 && !slices.Contains(regions, p.Region) {
		r.fault("region", stated["region"], wrong{
			atlas.Text{Ko: "시·도가 속한 권역 " + p.Region, En: "the region of the si/do, " + p.Region},
			atlas.Text{Ko: "시·도를 따랐습니다. 권역이나 시·도를 바로잡으십시오.", En: "The si/do was followed. Correct the region or the si/do."},
		})
	}
	if p.Region != "" || p.Sido != "" || p.Among != nil {
		p.Basis = atlas.BasisStated
	}
	return r
}

func (r *resolution) fault(key, found string, w wrong) {
	r.faults = append(r.faults, fault{key, found, w})
}

// anchorOf returns the unit when it is one. A unit of the past stands for itself
// where its boundary is known: 광주광역시 is a part of what became of it.
func (g *Gazetteer) anchorOf(units []*unit) *unit {
	now := g.currentOf(units)
	switch past := codesOf(units); {
	case len(past) == 1 && units[0].label != nil && !slices.Contains(codesOf(now), past[0]):
		return units[0]
	case len(now) == 1:
		return now[0]
	}
	return nil
}

// finer returns the codes of the stated units when they say more than those of
// the day that became of them: 광주광역시 is a part of what it was merged into.
func (g *Gazetteer) finer(stated []*unit) []string {
	for _, now := range g.currentOf(stated) {
		if slices.Contains(stated, now) {
			continue
		}
		for _, former := range g.former[now.code] {
			if !slices.Contains(stated, former) {
				return codesOf(stated)
			}
		}
	}
	return nil
}

func (g *Gazetteer) statedSido(cell string, r *resolution) []*unit {
	var units []*unit
	for _, name := range names(cell) {
		found := g.sido(name)
		if len(g.currentOf(found)) == 0 {
			r.fault("sido", cell, wrong{
				atlas.Text{Ko: "시·도의 이름이나 두 자리 코드", En: "the name or two-digit code of a si/do"},
				atlas.Text{Ko: "정식 이름으로 적으십시오. 예: 경상남도, 부산광역시", En: "Write its full Korean name, such as 경상남도 or 부산광역시."},
			})
			return nil
		}
		units = append(units, found...)
	}
	return units
}

// sido returns the si/do of any time with the name or code.
func (g *Gazetteer) sido(name string) []*unit {
	found := g.ofLevel(name, atlas.AreaSido)
	if len(found) == 0 {
		found = g.sidoNames[key(name)]
	}
	return g.preferCurrent(found)
}

// statedSigungu returns the units of each name in the cell, and the si/do, which
// the cell may narrow: 광주 within 전남광주통합특별시.
func (g *Gazetteer) statedSigungu(cell string, sido []*unit, r *resolution) ([][]*unit, []*unit) {
	var all [][]*unit
	for _, name := range names(cell) {
		units := g.sigungu(name, sido)
		if len(units) == 0 {
			if narrowed := g.narrow(name, sido); narrowed != nil {
				sido = narrowed
				continue
			}
		}
		if len(codesOf(units)) > 1 || len(g.currentOf(units)) == 0 {
			w := wrong{
				atlas.Text{Ko: "시·도 안에 있는 시·군·구의 이름이나 다섯 자리 코드", En: "the name or five-digit code of a si/gun/gu within the si/do"},
				atlas.Text{Ko: "시·도와 시·군·구를 확인하십시오. 예: 경상남도, 창원시 성산구", En: "Check both the si/do and the si/gun/gu, such as 경상남도 and 창원시 성산구."},
			}
			if len(codesOf(units)) > 1 {
				w.wanted = atlas.Text{Ko: "하나뿐인 이름: " + name + "은(는) 여러 시·도에 있음", En: "a name that is unique: there is a " + name + " in several si/do"}
				w.fix = atlas.Text{Ko: "시·도를 함께 적으십시오.", En: "Give the si/do as well."}
			}
			r.fault("sigungu", cell, w)
			return nil, sido
		}
		all = append(all, units)
	}
	if len(all) == 0 && len(sido) > 0 {
		// A si/do that is one si/gun/gu, as Sejong, states both.
		if above := g.currentOf(sido); len(above) == 1 {
			if only := g.preferCurrent(g.within[above[0].code]); len(only) == 1 && only[0].name == above[0].name {
				all = append(all, only)
			}
		}
	}
	return all, sido
}

// sigungu returns the units of any time with the name or code, within the si/do
// when one is given. Units of today hide those of the past; more than one code
// means that the name is ambiguous.
func (g *Gazetteer) sigungu(name string, sido []*unit) []*unit {
	if first, rest, ok := strings.Cut(name, " "); ok && len(g.sigunguNames[key(name)]) == 0 {
		if prefix := g.sido(first); len(prefix) > 0 && (len(sido) == 0 || overlap(g.currentOf(prefix), g.currentOf(sido))) {
			name, sido = rest, prefix
		}
	}
	found := g.ofLevel(name, atlas.AreaSigungu)
	if heir := g.renumbered[name[:min(len(name), 2)]]; len(found) == 0 && heir != "" {
		found = g.ofLevel(heir+name[2:], atlas.AreaSigungu)
	}
	if len(found) > 0 {
		if len(sido) > 0 && !overlap(g.sidoOf(g.currentOf(found)), g.currentOf(sido)) {
			return nil
		}
		return g.preferCurrent(found)
	}
	name = key(name)
	if len(sido) == 0 {
		if len(g.sidoNames[name]) > 0 { // 광주시 may be either
			return nil
		}
		return g.preferCurrent(g.sigunguNames[name])
	}
	for _, s := range sido {
		parents := []*unit{s}
		if len(g.within[s.code]) == 0 {
			parents = g.current(s)
		}
		for _, p := range parents {
			for _, full := range []string{name, name + "시", name + "군", name + "구"} {
				if units := g.sigunguNames[p.code+"/"+full]; len(units) > 0 {
					found = append(found, units...)
					break
				}
			}
		}
	}
	return g.preferCurrent(found)
}

// narrow returns the si/do that a cell for si/gun/gu names instead of one, when
// it agrees with the stated si/do.
func (g *Gazetteer) narrow(name string, sido []*unit) []*unit {
	named := g.sido(name)
	if len(named) == 0 || (len(sido) == 0 && len(g.sigunguNames[key(name)]) > 0) {
		return nil
	}
	if len(sido) > 0 && !overlap(g.currentOf(named), g.currentOf(sido)) {
		return nil
	}
	return named
}

func (g *Gazetteer) statedRegions(cell string, r *resolution) []string {
	var codes []string
	for _, name := range names(cell) {
		if name == allRegions {
			return g.regions
		}
		units := g.ofLevel(name, atlas.AreaRegion)
		if len(units) == 0 {
			units = g.regionNames[key(name)]
		}
		if len(units) != 1 {
			r.fault("region", cell, wrong{
				atlas.Text{Ko: "권역 코드 " + strings.Join(g.regions, ", ") + " 또는 ALL", En: "one of the region codes " + strings.Join(g.regions, ", ") + ", or ALL"},
				atlas.Text{Ko: "여러 권역은 ;로 나누어 적으십시오. 예: HNM;JBK", En: "Divide several with a semicolon, such as HNM;JBK."},
			})
			return nil
		}
		codes = append(codes, units[0].code)
	}
	return codes
}

func (g *Gazetteer) ofLevel(code string, level atlas.AreaLevel) []*unit {
	if units := g.units[code]; len(units) > 0 && units[0].level == level {
		return units
	}
	return nil
}

// preferCurrent drops the units of the past when one of the day has the name.
func (g *Gazetteer) preferCurrent(units []*unit) []*unit {
	var now []*unit
	for _, u := range units {
		if u.life.Contains(g.day) {
			now = append(now, u)
		}
	}
	if len(now) > 0 {
		return now
	}
	return units
}

// sidoOf returns the si/do of the day that the units lie in.
func (g *Gazetteer) sidoOf(units []*unit) []*unit {
	var above []*unit
	for _, u := range units {
		above = append(above, g.units[u.sido]...)
	}
	return g.currentOf(above)
}

func names(cell string) []string {
	var all []string
	for _, name := range strings.FieldsFunc(cell, func(r rune) bool { return strings.ContainsRune(divider, r) }) {
		if name = strings.TrimSpace(name); name != "" {
			all = append(all, name)
		}
	}
	return all
}

func codesOf(units []*unit) []string {
	var codes []string
	for _, u := range units {
		if !slices.Contains(codes, u.code) {
			codes = append(codes, u.code)
		}
	}
	return codes
}

func oneOrAll(codes []string) (one string, all []string) {
	if len(codes) == 1 {
		return codes[0], nil
	}
	return "", codes
}

func commonRegion(units []*unit) string {
	if len(units) == 0 {
		return ""
	}
	for _, u := range units {
		if u.region != units[0].region {
			return ""
		}
	}
	return units[0].region
}

func overlap(a, b []*unit) bool {
	return slices.ContainsFunc(a, func(u *unit) bool { return slices.Contains(b, u) })
}
