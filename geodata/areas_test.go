package geodata_test

import (
	"bytes"
	"cmp"
	"compress/gzip"
	"crypto/sha256"
	"encoding/csv"
	"encoding/hex"
	"encoding/json"
	"io"
	"math"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/geo"
	"github.com/paulmach/orb/geojson"
	"github.com/paulmach/orb/planar"

	"growthmap/geodata"
)

// days lie on both sides of every change.
var days = []string{"2024-10-28", "2026-01-31", "2026-02-01", "2026-06-30", "2026-07-01", "2026-11-21"}

type area struct {
	Code        string   `json:"code"`
	NameKo      string   `json:"name_ko"`
	NameEn      string   `json:"name_en"`
	Level       string   `json:"level"`
	Parent      string   `json:"parent"`
	Sido        string   `json:"sido"`
	Region      string   `json:"region"`
	ValidFrom   string   `json:"valid_from"`
	ValidTo     string   `json:"valid_to"`
	SucceededBy []string `json:"succeeded_by"`
	Boundary    string   `json:"boundary"`
	LabelLon    float64  `json:"label_lon"`
	LabelLat    float64  `json:"label_lat"`
	shape       orb.MultiPolygon
	km2         float64
}

func (a area) validOn(day string) bool {
	return a.ValidFrom <= day && (a.ValidTo == "" || day <= a.ValidTo)
}

// readBoundaries unpacks the shipped file of a layer of boundaries.
func readBoundaries(t *testing.T, layer string) *geojson.FeatureCollection {
	t.Helper()
	packed, err := geodata.Files.Open("areas/" + layer + ".geojson.gz")
	if err != nil {
		t.Fatal(err)
	}
	defer packed.Close()
	unpacked, err := gzip.NewReader(packed)
	if err != nil {
		t.Fatal(err)
	}
	content, err := io.ReadAll(unpacked)
	if err != nil {
		t.Fatal(err)
	}
	collection, err := geojson.UnmarshalFeatureCollection(content)
	if err != nil {
		t.Fatal(err)
	}
	return collection
}

// readFile reads a file that lies beside the boundaries and is not embedded.
func readFile(t *testing.T, name string) []byte {
	t.Helper()
	content, err := os.ReadFile("areas/" + name)
	if err != nil {
		t.Fatal(err)
	}
	return content
}

// readAreas decodes a layer; null properties become empty strings.
func readAreas(t *testing.T, layer string) []area {
	t.Helper()
	collection := readBoundaries(t, layer)
	ids := map[any]bool{}
	areas := make([]area, len(collection.Features))
	for i, feature := range collection.Features {
		if ids[feature.ID] {
			t.Errorf("%s: id %v appears twice", layer, feature.ID)
		}
		ids[feature.ID] = true
		properties, err := json.Marshal(feature.Properties)
		if err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal(properties, &areas[i]); err != nil {
			t.Fatalf("%s %v: %v", layer, feature.ID, err)
		}
		switch shape := feature.Geometry.(type) {
		case orb.Polygon:
			areas[i].shape = orb.MultiPolygon{shape}
		case orb.MultiPolygon:
			areas[i].shape = shape
		default:
			t.Fatalf("%s %v is a %s, want a polygon", layer, feature.ID, feature.Geometry.GeoJSONType())
		}
		areas[i].km2 = geo.Area(areas[i].shape) / 1e6
	}
	return areas
}

func ofLevel(areas []area, level string) []area {
	return slices.DeleteFunc(slices.Clone(areas), func(a area) bool { return a.Level != level })
}

func on(day string, areas []area) []area {
	return slices.DeleteFunc(slices.Clone(areas), func(a area) bool { return !a.validOn(day) })
}

func readFacts(t *testing.T, table string) []map[string]string {
	t.Helper()
	content, err := os.ReadFile("facts/" + table + ".csv")
	if err != nil {
		t.Fatal(err)
	}
	records, err := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(content, []byte("\ufeff")))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	rows := make([]map[string]string, 0, len(records))
	for _, record := range records[1:] {
		row := map[string]string{}
		for i, name := range records[0] {
			row[name] = record[i]
		}
		rows = append(rows, row)
	}
	return rows
}

func dayAfter(t *testing.T, day string) string {
	t.Helper()
	parsed, err := time.Parse(time.DateOnly, day)
	if err != nil {
		t.Fatal(err)
	}
	return parsed.AddDate(0, 0, 1).Format(time.DateOnly)
}

func TestAreasCountByDay(t *testing.T) {
	sigungu, sido := readAreas(t, "sigungu"), readAreas(t, "sido")
	if n := len(readAreas(t, "regions")); n != 8 {
		t.Errorf("%d regions, want 8", n)
	}
	for day, want := range map[string][3]int{
		"2024-10-28": {252, 12, 17},
		"2026-01-31": {252, 12, 17},
		"2026-02-01": {255, 13, 17},
		"2026-06-30": {255, 13, 17},
		"2026-07-01": {256, 13, 16},
		"2026-11-21": {256, 13, 16},
	} {
		got := [3]int{len(on(day, ofLevel(sigungu, "sigungu"))), len(on(day, ofLevel(sigungu, "si"))), len(on(day, sido))}
		if got != want {
			t.Errorf("%s: si/gun/gu, cities above gu, si/do are %v, want %v", day, got, want)
		}
	}
}

func TestAreasSucceedWithoutGap(t *testing.T) {
	sigungu := readAreas(t, "sigungu")
	for level, areas := range map[string][]area{
		"sigungu": ofLevel(sigungu, "sigungu"),
		"si":      ofLevel(sigungu, "si"),
		"sido":    readAreas(t, "sido"),
	} {
		byCode, inherits := map[string]area{}, map[string]bool{}
		for _, a := range areas {
			if _, known := byCode[a.Code]; known {
				t.Errorf("%s %s appears twice", level, a.Code)
			}
			byCode[a.Code] = a
		}
		for _, a := range areas {
			if (a.ValidTo == "") != (len(a.SucceededBy) == 0) {
				t.Errorf("%s %s ends %q and is succeeded by %v", level, a.Code, a.ValidTo, a.SucceededBy)
			}
			for _, code := range a.SucceededBy {
				inherits[code] = true
				if heir := byCode[code]; heir.ValidFrom != dayAfter(t, a.ValidTo) {
					t.Errorf("%s %s ends %s, its heir %s begins %q", level, a.Code, a.ValidTo, code, heir.ValidFrom)
				}
			}
		}
		for _, a := range areas {
			if level != "si" && (a.ValidFrom != "") != inherits[a.Code] {
				t.Errorf("%s %s begins %q; has a predecessor: %v", level, a.Code, a.ValidFrom, inherits[a.Code])
			}
		}
	}
}

func TestAreasFollowTheFacts(t *testing.T) {
	byCode := map[string]area{}
	for _, layer := range [][]area{ofLevel(readAreas(t, "sigungu"), "sigungu"), readAreas(t, "sido")} {
		for _, a := range layer {
			byCode[a.Code] = a
		}
	}
	changes := 0
	for _, row := range readFacts(t, "admin_changes") {
		if row["status"] != "in_force" || row["effective_date"] < "2026" {
			continue
		}
		changes++
		heir := byCode[row["new_code"]]
		if heir.ValidFrom != row["effective_date"] || !strings.HasSuffix(row["new_unit"], heir.NameKo) {
			t.Errorf("%s: %s %s begins %q as %q", row["change_id"], row["new_code"], row["new_unit"], heir.ValidFrom, heir.NameKo)
		}
		for code := range strings.SplitSeq(row["old_code"], ";") {
			if !slices.Contains(byCode[code].SucceededBy, row["new_code"]) {
				t.Errorf("%s: %s is succeeded by %v, not by %s", row["change_id"], code, byCode[code].SucceededBy, row["new_code"])
			}
		}
	}
	if changes != 36 {
		t.Errorf("%d changes in force since 2026, want 36", changes)
	}
	members := map[string]string{}
	for _, row := range readFacts(t, "region_members") {
		members[row["sido_code"]] = row["region_code"]
	}
	for _, a := range readAreas(t, "sido") {
		if a.Region != members[a.Code] {
			t.Errorf("si/do %s lies in %s, the facts say %s", a.Code, a.Region, members[a.Code])
		}
	}
}

func TestAreasHaveParentsAndNames(t *testing.T) {
	sigungu, sido := readAreas(t, "sigungu"), readAreas(t, "sido")
	exists := func(areas []area, level, code, day string) bool {
		return slices.ContainsFunc(areas, func(a area) bool { return a.Level == level && a.Code == code && a.validOn(day) })
	}
	for _, day := range days {
		for _, a := range on(day, sigungu) {
			if !exists(sido, "", a.Sido, day) {
				t.Errorf("%s: %s %s names the si/do %q, which is not valid", day, a.Code, a.NameKo, a.Sido)
			}
			if a.Parent != "" && !exists(sigungu, "si", a.Parent, day) {
				t.Errorf("%s: %s %s names the city %q, which is not valid", day, a.Code, a.NameKo, a.Parent)
			}
			if isGu := strings.Contains(a.NameKo, " "); isGu != (a.Parent != "") {
				t.Errorf("%s %s has the parent %q", a.Code, a.NameKo, a.Parent)
			}
		}
	}
	boundaries := map[string]int{}
	for _, a := range sigungu {
		boundaries[a.Boundary]++
	}
	if boundaries["source"] != 279 || boundaries["dissolved"] != 13 || boundaries["cut from legal dong, approximate"] != 8 {
		t.Errorf("boundaries are %v", boundaries)
	}
	for _, layer := range []string{"sigungu", "sido", "regions", "neighbours"} {
		for _, a := range readAreas(t, layer) {
			if a.Code == "" || a.NameKo == "" || a.NameEn == "" {
				t.Errorf("%s %q: names %q, %q", layer, a.Code, a.NameKo, a.NameEn)
			}
		}
	}
}

func TestAreasAreSoundPolygons(t *testing.T) {
	for _, layer := range []string{"sigungu", "sido", "regions", "neighbours"} {
		for _, a := range readAreas(t, layer) {
			for _, polygon := range a.shape {
				for i, ring := range polygon {
					want := orb.CCW
					if i > 0 {
						want = orb.CW
					}
					if len(ring) < 4 || !ring.Closed() || ring.Orientation() != want {
						t.Errorf("%s %s: ring of %d points at %v, closed %v, orientation %d", layer, a.Code, len(ring), ring[0], ring.Closed(), ring.Orientation())
					}
					for j := 1; j < len(ring); j++ {
						if ring[j] == ring[j-1] {
							t.Errorf("%s %s: point %v is repeated", layer, a.Code, ring[j])
						}
					}
				}
			}
			largest := slices.MaxFunc(a.shape, func(p, q orb.Polygon) int { return cmp.Compare(geo.Area(p), geo.Area(q)) })
			label := orb.Point{a.LabelLon, a.LabelLat}
			if layer != "neighbours" && !planar.PolygonContains(largest, label) {
				t.Errorf("%s %s: the label %v lies outside the largest part", layer, a.Code, label)
			}
		}
	}
}

func TestAreasOfAllLevelsCoverTheSame(t *testing.T) {
	sum := func(areas []area, belongs func(area) bool) (km2 float64) {
		for _, a := range areas {
			if belongs(a) {
				km2 += a.km2
			}
		}
		return km2
	}
	equal := func(day, what string, got, want float64) {
		if math.Abs(got-want) > 1e-4 {
			t.Errorf("%s: %s covers %.6f km², its parts %.6f", day, what, want, got)
		}
	}
	sigungu, sido, regions := readAreas(t, "sigungu"), readAreas(t, "sido"), readAreas(t, "regions")
	for _, day := range days {
		units, cities, provinces := on(day, ofLevel(sigungu, "sigungu")), on(day, ofLevel(sigungu, "si")), on(day, sido)
		for _, city := range cities {
			equal(day, city.NameKo, sum(units, func(a area) bool { return a.Parent == city.Code }), city.km2)
		}
		for _, province := range provinces {
			equal(day, province.NameKo, sum(units, func(a area) bool { return a.Sido == province.Code }), province.km2)
		}
		for _, region := range regions {
			equal(day, region.NameKo, sum(provinces, func(a area) bool { return a.Region == region.Code }), region.km2)
			equal(day, region.NameKo, sum(units, func(a area) bool { return a.Region == region.Code }), region.km2)
		}
	}
	for _, a := range ofLevel(sigungu, "sigungu") {
		heirs := slices.DeleteFunc(slices.Clone(sigungu), func(heir area) bool {
			return heir.Level != "sigungu" || !slices.Contains(a.SucceededBy, heir.Code)
		})
		if len(heirs) == 1 && heirs[0].Boundary == "source" {
			equal(a.ValidTo, a.NameKo+" and its heir", heirs[0].km2, a.km2)
		}
	}
}

func TestAreasOfSidoAgreeWithTheCadastre(t *testing.T) {
	// orb measures on a sphere with the equatorial radius, which at 36.5° N is 0.2 % more than on the ellipsoid.
	const ellipsoid = 0.998
	var origin struct {
		Areas struct {
			Sido []struct {
				Code      string  `json:"code"`
				Reference float64 `json:"reference_km2"`
			} `json:"sido"`
		} `json:"areas"`
	}
	if err := json.Unmarshal(readFile(t, "origin.json"), &origin); err != nil {
		t.Fatal(err)
	}
	byCode := map[string]area{}
	for _, a := range readAreas(t, "sido") {
		byCode[a.Code] = a
	}
	for _, row := range origin.Areas.Sido {
		tolerance := 0.015
		if row.Code == "28" {
			tolerance = 0.04
		}
		if deviation := byCode[row.Code].km2*ellipsoid/row.Reference - 1; math.Abs(deviation) > tolerance {
			t.Errorf("si/do %s is %.2f %% off %.1f km²", row.Code, 100*deviation, row.Reference)
		}
	}
	if len(origin.Areas.Sido) != 17 {
		t.Errorf("%d si/do compared, want 17", len(origin.Areas.Sido))
	}
}

func TestAreasKeepRemoteIslands(t *testing.T) {
	islands := map[string]struct {
		code   string
		middle orb.Point
	}{
		"Dokdo":         {"47940", orb.Point{131.868, 37.242}},
		"Ulleungdo":     {"47940", orb.Point{130.87, 37.5}},
		"Marado":        {"50130", orb.Point{126.268, 33.118}},
		"Baengnyeongdo": {"28720", orb.Point{124.67, 37.95}},
	}
	sigungu := readAreas(t, "sigungu")
	for name, island := range islands {
		around := island.middle.Bound().Pad(0.1)
		unit := sigungu[slices.IndexFunc(sigungu, func(a area) bool { return a.Code == island.code })]
		if !slices.ContainsFunc(unit.shape, func(p orb.Polygon) bool {
			return around.Contains(p.Bound().Min) && around.Contains(p.Bound().Max)
		}) {
			t.Errorf("%s is missing from %s", name, unit.NameKo)
		}
	}
	aroundDokdo := islands["Dokdo"].middle.Bound().Pad(0.1)
	for _, country := range readAreas(t, "neighbours") {
		for _, polygon := range country.shape {
			if slices.ContainsFunc(polygon[0], aroundDokdo.Contains) {
				t.Errorf("Dokdo is drawn as a part of %s", country.NameEn)
			}
		}
	}
}

func TestOutlines(t *testing.T) {
	var topology struct {
		Type    string `json:"type"`
		Objects map[string]struct {
			Geometries []struct {
				Type       string            `json:"type"`
				Properties map[string]string `json:"properties"`
				Arcs       json.RawMessage   `json:"arcs"`
			} `json:"geometries"`
		} `json:"objects"`
	}
	outlines := readFile(t, "outlines.topo.json")
	if err := json.Unmarshal(outlines, &topology); err != nil {
		t.Fatal(err)
	}
	day := days[len(days)-1]
	for object, areas := range map[string][]area{
		"regions": readAreas(t, "regions"),
		"sido":    on(day, readAreas(t, "sido")),
		"sigungu": on(day, ofLevel(readAreas(t, "sigungu"), "sigungu")),
	} {
		var got, want []string
		for _, geometry := range topology.Objects[object].Geometries {
			got = append(got, geometry.Properties["code"])
			if len(geometry.Properties) != 1 || len(geometry.Arcs) == 0 {
				t.Errorf("%s %v: %d bytes of arcs", object, geometry.Properties, len(geometry.Arcs))
			}
		}
		for _, a := range areas {
			want = append(want, a.Code)
		}
		slices.Sort(got)
		slices.Sort(want)
		if !slices.Equal(got, want) {
			t.Errorf("outlines of %s are %v, want %v", object, got, want)
		}
	}
	var packed bytes.Buffer
	writer := gzip.NewWriter(&packed)
	if _, err := writer.Write(outlines); err != nil {
		t.Fatal(err)
	}
	if err := writer.Close(); err != nil {
		t.Fatal(err)
	}
	if packed.Len() > 90_000 {
		t.Errorf("the outlines take %d bytes compressed, want at most 90,000 for the first paint", packed.Len())
	}
}

func TestAreasMatchTheirOrigin(t *testing.T) {
	var origin struct {
		Packages []struct {
			Name      string `json:"name"`
			Version   string `json:"version"`
			Integrity string `json:"integrity"`
			Licence   string `json:"licence_as_stated"`
		} `json:"packages"`
		Files []struct {
			File   string `json:"file"`
			Bytes  int    `json:"bytes"`
			Sha256 string `json:"sha256"`
		} `json:"files"`
	}
	if err := json.Unmarshal(readFile(t, "origin.json"), &origin); err != nil {
		t.Fatal(err)
	}
	for _, p := range origin.Packages {
		if p.Name == "" || p.Version == "" || p.Licence == "" || !strings.HasPrefix(p.Integrity, "sha512-") {
			t.Errorf("package %+v is not fully named", p)
		}
	}
	if len(origin.Files) != 5 {
		t.Errorf("%d files are listed, want 5", len(origin.Files))
	}
	for _, f := range origin.Files {
		content := readFile(t, f.File)
		if sum := sha256.Sum256(content); hex.EncodeToString(sum[:]) != f.Sha256 || len(content) != f.Bytes {
			t.Errorf("%s is not the file origin.json describes: rebuild with npm ci && node build.mjs in areas", f.File)
		}
		if f.Bytes > 2_000_000 {
			t.Errorf("%s has %d bytes, want at most 2,000,000", f.File, f.Bytes)
		}
	}
}
