package intake

import (
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/paulmach/orb"

	"growthmap/internal/atlas"
)

// Areas is what a gazetteer is made from.
type Areas struct {
	// The features of the three area layers.
	Regions, Sido, Sigungu []*atlas.Feature
	// RegionNames list other names of the regions (properties region_code and
	// variants_ko).
	RegionNames []*atlas.Feature
	// Changes name units that ended before the oldest boundaries, and the units
	// that succeeded them.
	Changes []*atlas.Feature
}

// Gazetteer resolves the names and codes that sources use for places, of today
// or of the past, to the units valid on one day. It never guesses: what is
// ambiguous or unknown stays so. It is safe for concurrent use.
type Gazetteer struct {
	day   atlas.Day
	units map[string][]*unit // by code; one code may have named different units in turn
	// Units by name without spaces. The name of a si/gun/gu also stands behind
	// the code of its si/do and a slash.
	regionNames, sidoNames, sigunguNames map[string][]*unit
	regions                              []string           // codes, in the order given
	within                               map[string][]*unit // code of a si/do → its si/gun/gu of all times
	former                               map[string][]*unit // code → the units it succeeded
	renumbered                           map[string]string  // si/do code → the one that took its place, lower codes keeping their suffix
	ground                               []*unit            // the finest units of the day: they cover the land once
}

// unit is an area during one part of its life.
type unit struct {
	code, name   string
	level        atlas.AreaLevel
	divided      bool   // a city above gu
	city         string // code of the city a gu belongs to
	sido, region string
	life         atlas.Interval
	heirs        []string
	label        *orb.Point // a point inside it
	shape        orb.Geometry
	bound        orb.Bound
}

// NewGazetteer builds a gazetteer of the units valid on the day.
func NewGazetteer(areas Areas, day atlas.Day) *Gazetteer {
	g := &Gazetteer{
		day: day, units: map[string][]*unit{},
		regionNames: map[string][]*unit{}, sidoNames: map[string][]*unit{}, sigunguNames: map[string][]*unit{},
		within: map[string][]*unit{}, former: map[string][]*unit{}, renumbered: map[string]string{},
	}
	for _, f := range areas.Regions {
		u := newUnit(f, atlas.AreaRegion)
		g.add(u)
		g.regions = append(g.regions, u.code)
	}
	for _, f := range areas.RegionNames {
		variants, _ := f.Properties["variants_ko"].([]string)
		for _, u := range g.units[text(f, "region_code")] {
			for _, name := range variants {
				remember(g.regionNames, key(name), u)
			}
		}
	}
	for _, f := range areas.Sido {
		u := newUnit(f, atlas.AreaSido)
		g.add(u)
		remember(g.sidoNames, key(text(f, "short_ko")), u)
	}
	for _, f := range areas.Sigungu {
		u := newUnit(f, atlas.AreaSigungu)
		g.add(u)
		if u.life.Contains(day) && !u.divided {
			g.ground = append(g.ground, u)
		}
	}
	g.addChanges(areas.Changes)
	for _, code := range slices.Sorted(maps.Keys(g.units)) {
		for _, u := range g.units[code] {
			for _, heir := range u.heirs {
				remember(g.former, heir, u)
			}
		}
	}
	return g
}

func newUnit(f *atlas.Feature, level atlas.AreaLevel) *unit {
	u := &unit{
		code: text(f, "code"), name: text(f, "name_ko"), level: level, divided: text(f, "level") == "si",
		city: text(f, "parent"), sido: f.Place.Sido, region: f.Place.Region, life: f.Life,
		shape: f.Geometry, label: labelPoint(f),
	}
	u.heirs, _ = f.Properties["succeeded_by"].([]string)
	if u.shape != nil {
		u.bound = u.shape.Bound()
	}
	return u
}

func text(f *atlas.Feature, property string) string {
	s, _ := f.Properties[property].(string)
	return s
}

// add makes the unit known by its code and its names.
func (g *Gazetteer) add(u *unit) {
	remember(g.units, u.code, u)
	switch u.level {
	case atlas.AreaRegion:
		remember(g.regionNames, key(u.name), u)
	case atlas.AreaSido:
		for _, name := range sidoNames(u.name) {
			remember(g.sidoNames, name, u)
		}
	case atlas.AreaSigungu:
		remember(g.within, u.sido, u)
		names := []string{key(u.name)}
		if words := strings.Fields(u.name); len(words) > 1 { // 창원시 성산구 is 성산구 too
			names = append(names, words[len(words)-1])
		}
		for _, name := range names {
			remember(g.sigunguNames, name, u)
			remember(g.sigunguNames, u.sido+"/"+name, u)
		}
	}
}

func remember(index map[string][]*unit, name string, u *unit) {
	if name != "" && !slices.Contains(index[name], u) {
		index[name] = append(index[name], u)
	}
}

// key is a name without spaces: 창원시성산구 is 창원시 성산구.
func key(name string) string { return strings.Join(strings.Fields(name), "") }

var sidoSuffix = regexp.MustCompile(`(통합특별시|특별자치시|특별자치도|특별시|광역시|도)$`)

// sidoNames lists the full name of a si/do and the usual shorter ones: 전북특별자치도,
// 전북, 전북도; 충청남도, 충남, 충남도; 부산광역시, 부산, 부산시.
func sidoNames(name string) []string {
	full := key(name)
	short := sidoSuffix.ReplaceAllString(full, "")
	if r := []rune(short); len(r) == 3 && (r[2] == '남' || r[2] == '북') {
		short = string([]rune{r[0], r[2]})
	}
	ending := "시"
	if strings.HasSuffix(full, "도") {
		ending = "도"
	}
	return []string{full, short, short + ending}
}

var remark = regexp.MustCompile(`\([^)]*\)`)

// addChanges adds the units that ended before the oldest boundaries begin.
// Si/do come first, because the names of other units begin with theirs.
func (g *Gazetteer) addChanges(changes []*atlas.Feature) {
	for _, level := range []atlas.AreaLevel{atlas.AreaSido, atlas.AreaSigungu} {
		for _, c := range changes {
			heir := text(c, "new_code")
			if text(c, "status") != "in_force" || text(c, "level") != string(level) || heir == "" {
				continue
			}
			began, wrong := parseDay(text(c, "effective_date"))
			codes, names := parseList(text(c, "old_code")), parseList(text(c, "old_unit"))
			if wrong != nil || len(codes) != len(names) {
				continue
			}
			for i, code := range codes {
				if text(c, "change_type") == "status_and_code" {
					g.renumbered[code] = heir
				}
				g.addFormer(code, names[i], level, heir, began.From-1)
			}
		}
	}
}

func (g *Gazetteer) addFormer(code, name string, level atlas.AreaLevel, heir string, last atlas.Day) {
	if len(g.units[code]) > 0 {
		return
	}
	name = remark.ReplaceAllString(name, "")
	if first, rest, ok := strings.Cut(name, " "); ok && len(g.sidoNames[key(first)]) > 0 {
		name = rest
	}
	u := &unit{code: code, name: name, level: level, life: atlas.Interval{From: atlas.MinDay, To: last}, heirs: []string{heir}}
	if level == atlas.AreaSigungu {
		u.sido = code[:min(len(code), 2)]
	}
	g.add(u)
}

// current returns the units of the day that the unit is, became, or was made
// from, by code.
func (g *Gazetteer) current(u *unit) []*unit {
	var found []*unit
	seen := map[string]bool{}
	var follow func(u *unit)
	follow = func(u *unit) {
		if seen[u.code] {
			return
		}
		seen[u.code] = true
		for _, same := range g.units[u.code] {
			if same.life.Contains(g.day) {
				found = append(found, same)
				return
			}
		}
		if u.life.To < g.day {
			for _, heir := range u.heirs {
				for _, next := range g.units[heir] {
					follow(next)
				}
			}
			return
		}
		for _, next := range g.former[u.code] {
			follow(next)
		}
	}
	follow(u)
	slices.SortFunc(found, func(a, b *unit) int { return strings.Compare(a.code, b.code) })
	return found
}

// currentOf joins the current units of several, without repeats.
func (g *Gazetteer) currentOf(units []*unit) []*unit {
	var all []*unit
	for _, u := range units {
		for _, c := range g.current(u) {
			if !slices.Contains(all, c) {
				all = append(all, c)
			}
		}
	}
	return all
}

// Name returns the Korean name of the unit with the code, with its si/do before
// it, or the code when it is not known.
func (g *Gazetteer) Name(code string) string {
	units := g.units[code]
	if len(units) == 0 {
		return code
	}
	u := units[len(units)-1]
	if u.level == atlas.AreaSigungu && len(g.units[u.sido]) > 0 && g.units[u.sido][0].name != u.name {
		return g.units[u.sido][0].name + " " + u.name
	}
	return u.name
}
