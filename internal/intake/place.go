package intake

import (
	"slices"
	"strconv"
	"strings"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"

	"growthmap/internal/atlas"
)

// korea is the extent within which a place must lie, EPSG:4326.
var korea = orb.Bound{Min: orb.Point{124, 33}, Max: orb.Point{132.1, 39}}

// Values of the column that says what coordinates stand for. Those of a
// centroid are representative only: a point computed from the boundaries takes
// their place.
var coordinateBases = map[string]atlas.Precision{
	"site":             atlas.PrecisionSite,
	"complex":          atlas.PrecisionComplex,
	"sigungu_centroid": atlas.PrecisionSigungu,
	"sido_centroid":    atlas.PrecisionSido,
}

var precisions = map[string]atlas.Precision{
	"site": atlas.PrecisionSite, "complex": atlas.PrecisionComplex, "sigungu": atlas.PrecisionSigungu,
	"sido": atlas.PrecisionSido, "none": atlas.PrecisionNone, "unknown": atlas.PrecisionNone,
}

// fineness orders the precisions from the coarsest.
var fineness = []atlas.Precision{
	atlas.PrecisionNone, atlas.PrecisionSido, atlas.PrecisionSigungu, atlas.PrecisionComplex, atlas.PrecisionSite,
}

func coarser(a, b atlas.Precision) atlas.Precision {
	return fineness[min(slices.Index(fineness, a), slices.Index(fineness, b))]
}

func atLeast(p, least atlas.Precision) bool {
	return slices.Index(fineness, p) >= slices.Index(fineness, least)
}

// placeArea puts an area into itself and the areas above it, so that areas are
// filtered like everything else.
func (b *builder) placeArea(f *atlas.Feature) {
	p := &f.Place
	p.Sido, p.Region = text(f, "sido"), text(f, "region")
	switch b.layer.Area {
	case atlas.AreaSigungu:
		p.Sigungu = text(f, "code")
	case atlas.AreaSido:
		p.Sido = text(f, "code")
	case atlas.AreaRegion:
		p.Region = text(f, "code")
	}
	p.Basis = atlas.BasisStated
}

// place stamps the feature with its areas: the stated place first, the
// coordinates second. Where they disagree the stated place stands and the
// disagreement is kept. Coordinates are never moved; only representative ones,
// and missing ones, are replaced by a point computed inside the stated area.
func (b *builder) place(f *atlas.Feature) {
	f.Stated = map[string]string{}
	for stated, column := range b.layer.Intake.Place {
		if cell := b.row.Cells[column]; cell != "" {
			f.Stated[stated] = cell
		}
	}
	collected, exact := b.coordinates(f)
	r := b.g.resolve(f.Stated)
	f.Place = r.place
	for _, fault := range r.faults {
		level := atlas.Notice
		if f.Place.Basis == atlas.BasisNone {
			level = atlas.Blocking
		}
		b.issue(b.layer.Intake.Place[fault.key], fault.found, level, fault.wrong)
	}

	known, measured := b.precision(f)
	if collected != nil {
		b.compare(f, *collected)
		supported := !measured || atLeast(known, atlas.PrecisionSigungu)
		if exact && supported && len(r.faults) == 0 {
			b.refine(&f.Place, *collected)
		}
	}
	if f.Geometry != nil && exact {
		if !measured {
			known = finest(f.Place)
		}
		f.Precision = known
		return
	}
	if !measured {
		known = atlas.PrecisionSigungu // as precise as the area, whichever it is
	}
	f.Geometry, f.Precision = b.computed(r.anchor, collected, known)
}

// coordinates returns the point collected for the row and whether it stands for
// the place itself rather than for an area; then it is the geometry, unless the
// file has a shape.
func (b *builder) coordinates(f *atlas.Feature) (point *orb.Point, exact bool) {
	place := b.layer.Intake.Place
	basis, known := coordinateBases[f.Stated["coordinates"]]
	if f.Stated["coordinates"] != "" && !known {
		b.issue(place["coordinates"], f.Stated["coordinates"], atlas.Blocking, wrong{
			atlas.Text{Ko: "site, complex, sigungu_centroid, sido_centroid 가운데 하나", En: "site, complex, sigungu_centroid or sido_centroid"},
			atlas.Text{Ko: "좌표가 무엇을 가리키는지 적으십시오.", En: "Say what the coordinates stand for."},
		})
	}
	exact = !known || basis == atlas.PrecisionSite || basis == atlas.PrecisionComplex
	if f.Geometry != nil {
		p, ok := f.Geometry.(orb.Point)
		if !ok {
			p, _ = planar.CentroidArea(f.Geometry)
			return &p, true
		}
		b.checkInKorea("geometry", p)
		return &p, exact
	}
	if f.Stated["lon"] == "" && f.Stated["lat"] == "" {
		return nil, false
	}
	var p orb.Point
	for i, key := range []string{"lon", "lat"} {
		value, err := strconv.ParseFloat(f.Stated[key], 64)
		if err != nil {
			b.issue(place[key], f.Stated[key], atlas.Blocking, inKorea)
			return nil, false
		}
		p[i] = value
	}
	if !b.checkInKorea(place["lon"], p) {
		return nil, false
	}
	if exact && b.takesPoints() {
		f.Geometry = p
	}
	return &p, exact
}

func (b *builder) takesPoints() bool {
	return b.layer.Geometry == "Point" || b.layer.Geometry == "Geometry"
}

var inKorea = wrong{
	atlas.Text{Ko: "경도 124–132.1, 위도 33–39의 좌표", En: "a longitude of 124 to 132.1 and a latitude of 33 to 39"},
	atlas.Text{
		Ko: "경도와 위도를 도 단위로 적고, 서로 바뀌지 않았는지 보십시오.",
		En: "Give both in degrees and see that they are not swapped.",
	},
}

func (b *builder) checkInKorea(column string, p orb.Point) bool {
	if korea.Contains(p) {
		return true
	}
	b.issue(column, pair(p), atlas.Blocking, inKorea)
	return false
}

// precision returns how precisely the source knows the place, when the row says
// so or its coordinates do.
func (b *builder) precision(f *atlas.Feature) (p atlas.Precision, measured bool) {
	if cell := f.Stated["precision"]; cell != "" {
		p, ok := precisions[strings.ToLower(cell)]
		if !ok {
			b.issue(b.layer.Intake.Place["precision"], cell, atlas.Blocking, wrong{
				atlas.Text{Ko: "site, complex, sigungu, sido, unknown 가운데 하나", En: "site, complex, sigungu, sido or unknown"},
				atlas.Text{Ko: "출처가 뒷받침하는 가장 자세한 수준을 적으십시오.", En: "Give the finest level the source supports."},
			})
			return atlas.PrecisionNone, true
		}
		return p, true
	}
	p, measured = coordinateBases[f.Stated["coordinates"]]
	return p, measured
}

// computed returns the point that shows an area, and the precision it is honest
// about: never finer than the area.
func (b *builder) computed(area *unit, collected *orb.Point, known atlas.Precision) (orb.Geometry, atlas.Precision) {
	if area == nil {
		return nil, atlas.PrecisionNone
	}
	level := atlas.PrecisionSigungu
	if area.level == atlas.AreaSido {
		level = atlas.PrecisionSido
	}
	// An area merged from several: the collected point tells which of them is
	// meant, unless it is mostly outside what became of it, as Incheon Jung-gu is.
	for _, former := range b.g.former[area.code] {
		if collected != nil && former.label != nil && area.contains(*former.label) && former.contains(*collected) {
			area = former
			break
		}
	}
	if area.label == nil || !b.takesPoints() {
		return nil, coarser(known, level)
	}
	return *area.label, coarser(known, level)
}

// finest returns the finest level of a place that is one area.
func finest(p atlas.Place) atlas.Precision {
	switch {
	case p.Sigungu != "":
		return atlas.PrecisionSigungu
	case p.Sido != "":
		return atlas.PrecisionSido
	}
	return atlas.PrecisionNone
}

// disagreement returns the code of the area the coordinates lie in when it is
// not the stated one, compared at the finest level stated: a city agrees with
// its gu, a si/do with everything in it, a unit of the past with all that it held.
func (g *Gazetteer) disagreement(stated atlas.Place, ground *unit, collected orb.Point) string {
	switch {
	case stated.Sigungu != "":
		if stated.Sigungu != ground.code && stated.Sigungu != ground.city {
			return ground.code
		}
	case len(stated.Among) > 0:
		for _, code := range stated.Among {
			held := func(u *unit) bool { return u.contains(collected) }
			if slices.Contains([]string{ground.code, ground.city, ground.sido, ground.region}, code) || slices.ContainsFunc(g.units[code], held) {
				return ""
			}
		}
		return ground.code
	case stated.Sido != "":
		if stated.Sido != ground.sido {
			return ground.sido
		}
	case stated.Region != "":
		if stated.Region != ground.region {
			return ground.region
		}
	}
	return ""
}

// compare notes, and reports, that the coordinates lie outside the stated place.
func (b *builder) compare(f *atlas.Feature, collected orb.Point) {
	ground := b.g.locate(collected)
	if ground == nil {
		return
	}
	if f.Place.Disagrees = b.g.disagreement(f.Place, ground, collected); f.Place.Disagrees == "" {
		return
	}
	other := b.g.Name(f.Place.Disagrees)
	b.issue(b.layer.Intake.Place["lon"], pair(collected), atlas.Notice, wrong{
		atlas.Text{Ko: "적힌 지역 안의 좌표(이 좌표는 " + other + "에 있음)", En: "coordinates within the stated place (these lie in " + other + ")"},
		atlas.Text{Ko: "적힌 지역을 따랐고 점은 옮기지 않았습니다. 둘 가운데 틀린 것을 고치십시오.", En: "The stated place was followed and the point was not moved. Correct the one that is wrong."},
	})
}

// refine adds the levels that the source does not state from where the
// coordinates lie, and the unit of the past where several became one. Areas
// named together stay together.
func (b *builder) refine(p *atlas.Place, collected orb.Point) {
	ground := b.g.locate(collected)
	if ground == nil || p.Disagrees != "" || len(p.Among) > 1 {
		return
	}
	if p.Sigungu == "" {
		p.Region, p.Sido, p.Sigungu = ground.region, ground.sido, ground.code
		p.Basis = atlas.BasisGeometry
		if len(b.g.former[ground.code]) < 2 { // what the si/do was is known with it
			p.Among = nil
		}
	}
	if former := b.g.former[p.Sigungu]; len(former) > 1 && p.Among == nil {
		for _, u := range former {
			if u.contains(collected) {
				p.Among = []string{u.code}
			}
		}
	}
}

func pair(p orb.Point) string {
	return strconv.FormatFloat(p[0], 'f', -1, 64) + ", " + strconv.FormatFloat(p[1], 'f', -1, 64)
}
