package intake

import (
	"testing"

	"github.com/paulmach/orb"

	"growthmap/internal/atlas"
)

// label returns the point computed inside the area.
func label(t testing.TB, layer, id string) orb.Point {
	t.Helper()
	p := labelPoint(shipped(t).feature(t, layer, id))
	if p == nil {
		t.Fatalf("%s %s has no label point", layer, id)
	}
	return *p
}

func TestPlacing(t *testing.T) {
	at := func(lon, lat float64) orb.Geometry { return orb.Point{lon, lat} }
	changwon, gyeongnam := label(t, "sigungu", "48120-si"), label(t, "sido", "48")
	for _, c := range []struct {
		what      string
		cells     map[string]string
		place     string
		basis     atlas.Basis
		precision atlas.Precision
		geometry  orb.Geometry
	}{
		{"site", map[string]string{"sido": "경남", "sigungu": "창원시", "lon": "128.66", "lat": "35.21", "basis": "site"},
			"DNM 48 48120", atlas.BasisStated, atlas.PrecisionSite, at(128.66, 35.21)},
		{"complex", map[string]string{"sido": "경남", "sigungu": "창원시", "lon": "128.66", "lat": "35.21", "basis": "complex"},
			"DNM 48 48120", atlas.BasisStated, atlas.PrecisionComplex, at(128.66, 35.21)},
		{"coordinates stay where the source is coarser", map[string]string{"sido": "경남", "sigungu": "창원시", "lon": "128.66", "lat": "35.21", "basis": "site", "precision": "sido"},
			"DNM 48 48120", atlas.BasisStated, atlas.PrecisionSido, at(128.66, 35.21)},
		{"centroid of a city", map[string]string{"sido": "경남", "sigungu": "창원시", "lon": "128.68", "lat": "35.23", "basis": "sigungu_centroid"},
			"DNM 48 48120", atlas.BasisStated, atlas.PrecisionSigungu, changwon},
		{"no coordinates", map[string]string{"sido": "경남", "sigungu": "창원시"},
			"DNM 48 48120", atlas.BasisStated, atlas.PrecisionSigungu, changwon},
		{"si/do only", map[string]string{"sido": "경남"}, "DNM 48 -", atlas.BasisStated, atlas.PrecisionSido, gyeongnam},
		{"a computed point is no more precise than its area", map[string]string{"sido": "경남", "lon": "128.68", "lat": "35.23", "basis": "sigungu_centroid"},
			"DNM 48 -", atlas.BasisStated, atlas.PrecisionSido, gyeongnam},
		{"two cities, no coordinates", map[string]string{"sido": "경기", "sigungu": "안산시·시흥시"},
			"CAP 41 - 41270+41390", atlas.BasisStated, atlas.PrecisionSido, label(t, "sido", "41")},
		{"two cities, a complex in one", map[string]string{"sido": "경기", "sigungu": "안산시·시흥시", "lon": "126.75", "lat": "37.32", "basis": "complex"},
			"CAP 41 - 41270+41390", atlas.BasisStated, atlas.PrecisionComplex, at(126.75, 37.32)},
		{"a divided unit is shown where it was", map[string]string{"sido": "인천", "sigungu": "중구"},
			"CAP 28 - 28110", atlas.BasisStated, atlas.PrecisionSigungu, label(t, "sigungu", "28110")},
		{"a merged si/do is shown where it was", map[string]string{"sido": "광주광역시"},
			"HNM 12 - 29", atlas.BasisStated, atlas.PrecisionSido, label(t, "sido", "29")},
		{"a centroid tells which of the merged si/do is meant", map[string]string{"sido": "전남광주통합특별시", "lon": "126.85", "lat": "35.16", "basis": "sido_centroid"},
			"HNM 12 -", atlas.BasisStated, atlas.PrecisionSido, label(t, "sido", "29")},
		{"the merged si/do itself", map[string]string{"sido": "전남광주통합특별시"},
			"HNM 12 -", atlas.BasisStated, atlas.PrecisionSido, label(t, "sido", "12")},
		{"a site tells which of the merged si/do is meant", map[string]string{"sido": "광주", "lon": "126.85", "lat": "35.16", "basis": "site"},
			"HNM 12 12240", atlas.BasisGeometry, atlas.PrecisionSite, at(126.85, 35.16)},
		{"a site tells which of the merged gu is meant", map[string]string{"sido": "인천", "sigungu": "제물포구", "lon": "126.62", "lat": "37.475", "basis": "site"},
			"CAP 28 28125 28110", atlas.BasisStated, atlas.PrecisionSite, at(126.62, 37.475)},
		{"a centroid does not", map[string]string{"sido": "인천", "sigungu": "제물포구", "lon": "126.62", "lat": "37.475", "basis": "sigungu_centroid"},
			"CAP 28 28125", atlas.BasisStated, atlas.PrecisionSigungu, label(t, "sigungu", "28125")},
		{"a region alone has no point", map[string]string{"detail": "호남권"}, "HNM - -", atlas.BasisStated, atlas.PrecisionNone, nil},
		{"nothing stated", nil, "- - -", atlas.BasisNone, atlas.PrecisionNone, nil},
		{"precision unknown", map[string]string{"sido": "경남", "precision": "unknown"}, "DNM 48 -", atlas.BasisStated, atlas.PrecisionNone, gyeongnam},
		{"coordinates alone", map[string]string{"lon": "128.66", "lat": "35.21", "basis": "site"},
			"DNM 48 48123", atlas.BasisGeometry, atlas.PrecisionSite, at(128.66, 35.21)},
		{"coordinates add the level that is not stated", map[string]string{"sido": "인천", "lon": "126.65", "lat": "37.38", "basis": "complex"},
			"CAP 28 28185", atlas.BasisGeometry, atlas.PrecisionComplex, at(126.65, 37.38)},
		{"but not beyond what the source supports", map[string]string{"sido": "인천", "lon": "126.65", "lat": "37.38", "basis": "site", "precision": "sido"},
			"CAP 28 -", atlas.BasisStated, atlas.PrecisionSido, at(126.65, 37.38)},
		{"nor from a centroid", map[string]string{"sido": "경남", "lon": "128.68", "lat": "35.23", "basis": "sido_centroid"},
			"DNM 48 -", atlas.BasisStated, atlas.PrecisionSido, gyeongnam},
		{"coordinates of unknown basis", map[string]string{"sido": "경남", "lon": "128.66", "lat": "35.21"},
			"DNM 48 48123", atlas.BasisGeometry, atlas.PrecisionSigungu, at(128.66, 35.21)},
		{"at sea", map[string]string{"sido": "전북", "lon": "126.3", "lat": "35.8", "basis": "site"},
			"JBK 52 -", atlas.BasisStated, atlas.PrecisionSite, at(126.3, 35.8)},
		{"at sea, nothing stated", map[string]string{"lon": "126.3", "lat": "35.8", "basis": "site"},
			"- - -", atlas.BasisNone, atlas.PrecisionSite, at(126.3, 35.8)},
	} {
		f := readRow(t, c.cells)
		if got := placed(f.Place); got != c.place || f.Place.Basis != c.basis || f.Precision != c.precision || f.Geometry != c.geometry {
			t.Errorf("%s: %s (%s), %s, %v; want %s (%s), %s, %v", c.what, got, f.Place.Basis, f.Precision, f.Geometry, c.place, c.basis, c.precision, c.geometry)
		}
		if f.Place.Disagrees != "" {
			t.Errorf("%s: disagrees with %s", c.what, f.Place.Disagrees)
		}
	}
}

func TestStatedPlaceIsKeptAsGiven(t *testing.T) {
	f := readRow(t, map[string]string{"sido": "광주", "sigungu": "광산구", "lon": "126.790", "lat": "35.14", "basis": "site"})
	for key, want := range map[string]string{"sido": "광주", "sigungu": "광산구", "lon": "126.790", "lat": "35.14", "coordinates": "site"} {
		if f.Stated[key] != want {
			t.Errorf("stated %s is %q, want %q", key, f.Stated[key], want)
		}
	}
}

func TestDisagreement(t *testing.T) {
	for _, c := range []struct {
		what  string
		cells map[string]string
		other string
	}{
		{"another gu of the city", map[string]string{"sido": "경남", "sigungu": "창원시 의창구"}, "48123"},
		{"the city itself", map[string]string{"sido": "경남", "sigungu": "창원시"}, ""},
		{"another city", map[string]string{"sido": "경남", "sigungu": "김해시"}, "48123"},
		{"two other cities", map[string]string{"sido": "경남", "sigungu": "김해시·사천시"}, "48123"},
		{"one of two cities", map[string]string{"sido": "경남", "sigungu": "김해시·창원시"}, ""},
		{"the si/do", map[string]string{"sido": "경남"}, ""},
		{"another si/do", map[string]string{"sido": "부산"}, "48"},
		{"the region", map[string]string{"detail": "동남권"}, ""},
		{"another region", map[string]string{"detail": "호남권"}, "DNM"},
	} {
		for _, basis := range []string{"site", "sigungu_centroid"} {
			cells := map[string]string{"lon": "128.68", "lat": "35.23", "basis": basis}
			for k, v := range c.cells {
				cells[k] = v
			}
			features, issues := read(t, plants, "plants.csv", row(cells))
			if len(features) != 1 {
				t.Fatalf("%s: %v", c.what, issues)
			}
			f := features[0]
			if f.Place.Disagrees != c.other || len(issues) != min(len(c.other), 1) {
				t.Errorf("%s, %s: %q with %v, want %q", c.what, basis, f.Place.Disagrees, issues, c.other)
			}
			if basis == "site" && f.Geometry != orb.Geometry(orb.Point{128.68, 35.23}) {
				t.Errorf("%s: moved to %v", c.what, f.Geometry)
			}
		}
	}
}

// A unit of the past agrees with what it held, not with all of what it became.
func TestDisagreementWithThePast(t *testing.T) {
	for _, c := range []struct {
		cells map[string]string
		other string
	}{
		{map[string]string{"sido": "광주", "lon": "126.85", "lat": "35.16"}, ""},
		{map[string]string{"sido": "전남", "lon": "126.85", "lat": "35.16"}, "12240"},
		{map[string]string{"sido": "전남광주통합특별시", "lon": "126.85", "lat": "35.16"}, ""},
		{map[string]string{"sido": "인천", "sigungu": "중구", "lon": "126.53", "lat": "37.49"}, ""},
		{map[string]string{"sido": "인천", "sigungu": "동구", "lon": "126.53", "lat": "37.49"}, "28155"},
	} {
		c.cells["basis"] = "site"
		features, issues := read(t, plants, "plants.csv", row(c.cells))
		if len(features) != 1 {
			t.Fatalf("%v: %v", c.cells, issues)
		}
		if got := features[0].Place.Disagrees; got != c.other {
			t.Errorf("%v disagrees with %q, want %q", c.cells, got, c.other)
		}
	}
}

func TestPointsOutsideKoreaAreRefused(t *testing.T) {
	for _, p := range [][2]string{{"0", "0"}, {"35.21", "128.66"}, {"123.9", "36"}, {"128", "39.1"}, {"128", ""}, {"", "36"}, {"1e400", "36"}, {"동경 128도", "36"}} {
		features, issues := read(t, plants, "plants.csv", row(map[string]string{"sido": "경남", "lon": p[0], "lat": p[1], "basis": "site"}))
		if len(features) != 0 || !Blocked(issues) {
			t.Errorf("%v is kept: %v", p, issues)
		}
	}
}

func TestFileGeometryIsPlaced(t *testing.T) {
	features, issues := read(t, plants, "plants.geojson", collection(
		`{"round":2024,"no":1,"name_ko":"공장","url":"https://a.kr/1"}`, `{"type":"Point","coordinates":[128.66,35.21]}`))
	if len(features) != 1 || Blocked(issues) {
		t.Fatal(issues)
	}
	f := features[0]
	if placed(f.Place) != "DNM 48 48123" || f.Place.Basis != atlas.BasisGeometry || f.Precision != atlas.PrecisionSigungu || f.ID != "2024-1" {
		t.Errorf("%s %s (%s), %s", f.ID, placed(f.Place), f.Place.Basis, f.Precision)
	}
}

func TestLocate(t *testing.T) {
	g := shipped(t).g
	for _, c := range []struct {
		what    string
		p       orb.Point
		sigungu string
	}{
		{"Changwon city hall", orb.Point{128.6811, 35.2281}, "48123"},
		{"Dokdo", orb.Point{131.8686, 37.2393}, "47940"},
		{"Yeongjong", orb.Point{126.53, 37.49}, "28155"},
		{"Geomdan", orb.Point{126.66, 37.60}, "28290"},
		{"Dongtan", orb.Point{127.11, 37.2}, "41597"},
		{"Gunwi", orb.Point{128.57, 36.24}, "27720"},
		{"Gwangsan", orb.Point{126.79, 35.14}, "12330"},
		{"Yellow Sea", orb.Point{125.0, 36.0}, ""},
		{"Pyongyang", orb.Point{125.75, 39.02}, ""},
	} {
		sigungu, sido, region, ok := g.Locate(c.p)
		if sigungu != c.sigungu || ok != (c.sigungu != "") || ok && (sido != c.sigungu[:2] || region == "") {
			t.Errorf("%s: %q %q %q %v, want %q", c.what, sigungu, sido, region, ok, c.sigungu)
		}
	}
	if before, _, _, _ := NewGazetteer(shipped(t).areas, mustDay("2026-06-30")).Locate(orb.Point{126.79, 35.14}); before != "29200" {
		t.Errorf("Gwangsan-gu before the merger is %s", before)
	}
}

// Every label point lies in its own area, so a computed point is never a
// disagreement.
func TestLabelPointsLieInTheirArea(t *testing.T) {
	d := shipped(t)
	for _, layer := range []string{"sigungu", "sido", "regions"} {
		for _, f := range d.features[layer] {
			u := newUnit(f, "")
			if u.label == nil || !u.contains(*u.label) {
				t.Errorf("%s %s: label %v", layer, f.ID, u.label)
			}
		}
	}
}

func FuzzPlace(f *testing.F) {
	f.Add("경남", "창원시", "호남권", "128.66", "35.21", "site", "sido")
	f.Add("29", "29200", "", "126.60", "35.17", "sigungu_centroid", "")
	f.Add("전남광주통합특별시", "", "", "126.85", "35.16", "sido_centroid", "unknown")
	f.Add("", "인천 중구", "", "0", "NaN", "", "none")
	shipped(f)
	f.Fuzz(func(t *testing.T, sido, sigungu, detail, lon, lat, basis, precision string) {
		b := newBuilder(plants, "a.csv", shipped(t).g)
		cells := map[string]string{"sido": sido, "sigungu": sigungu, "detail": detail, "lon": lon, "lat": lat, "basis": basis, "precision": precision}
		b.row = Row{Cells: cells}
		feature := &atlas.Feature{}
		b.place(feature)
		if !b.blocked && !atLeast(feature.Precision, atlas.PrecisionNone) {
			t.Fatalf("precision %q", feature.Precision)
		}
		if p, ok := feature.Geometry.(orb.Point); ok && !korea.Contains(p) {
			t.Fatalf("point %v", p)
		}
		if feature.Place.Basis == "" || feature.Place.Basis == atlas.BasisNone && placed(feature.Place) != "- - -" {
			t.Fatalf("%s (%s)", placed(feature.Place), feature.Place.Basis)
		}
	})
}
