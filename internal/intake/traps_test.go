package intake

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"growthmap/internal/atlas"
)

// The tests of this file are the traps that the reference facts are known to
// set, each on the rows where it lies.

// facts returns the features that are read from tables.
func (d *data) facts() []*atlas.Feature {
	var all []*atlas.Feature
	for _, l := range d.tables() {
		all = append(all, d.features[l.ID]...)
	}
	return all
}

func count(features []*atlas.Feature, is func(*atlas.Feature) bool) int {
	n := 0
	for _, f := range features {
		if is(f) {
			n++
		}
	}
	return n
}

func TestTrapCitiesAboveGu(t *testing.T) {
	d := shipped(t)
	cities := count(d.facts(), func(f *atlas.Feature) bool {
		u := d.g.units[f.Place.Sigungu]
		return len(u) > 0 && u[len(u)-1].divided
	})
	if cities != 43 {
		t.Errorf("%d rows name a city above gu, want 43", cities)
	}
}

func TestTrapTwoCitiesInOneCell(t *testing.T) {
	d := shipped(t)
	for _, c := range []struct{ layer, id, want string }{
		{"ax-complexes", "axd-banwol-sihwa", "CAP 41 - 41270+41390"},
		{"mini-alliances", "mini-banwol-sihwa", "CAP 41 - 41270+41390"},
		{"corporate-investments", "CORP-012", "CHC 44 - 44130+44200"},
	} {
		if got := placed(d.feature(t, c.layer, c.id).Place); got != c.want {
			t.Errorf("%s is %s, want %s", c.id, got, c.want)
		}
	}
	f := d.feature(t, "corporate-investments", "CORP-012")
	if f.Precision != atlas.PrecisionSido || f.Geometry != orb.Geometry(label(t, "sido", "44")) {
		t.Errorf("two cities are shown at %v, precise to %s", f.Geometry, f.Precision)
	}
}

func TestTrapSejong(t *testing.T) {
	d := shipped(t)
	for _, id := range []string{"NGF-A11", "RZ029", "RZ030", "RZ031", "RZ060"} {
		layer := "regulatory-zones"
		if strings.HasPrefix(id, "NGF") {
			layer = "fund-investments"
		}
		if got := placed(d.feature(t, layer, id).Place); got != "CHC 36 36110" {
			t.Errorf("%s is %s", id, got)
		}
	}
}

func TestTrapEveryStatedPlaceIsResolved(t *testing.T) {
	d := shipped(t)
	stated := 0
	for _, f := range d.facts() {
		p := f.Place
		if f.Stated["sido"] != "" {
			stated++
			if p.Sido == "" || p.Region == "" {
				t.Errorf("%s: si/do %s is %s", f.ID, f.Stated["sido"], placed(p))
			}
		}
		if name := f.Stated["sigungu"]; name != "" && p.Sigungu == "" && !strings.Contains(name, "·") {
			t.Errorf("%s: si/gun/gu %s is %s", f.ID, name, placed(p))
		}
		if f.Stated["region"] != "" && p.Region == "" && len(p.Among) == 0 {
			t.Errorf("%s: region %s is %s", f.ID, f.Stated["region"], placed(p))
		}
	}
	if stated < 300 {
		t.Errorf("only %d rows state a si/do", stated)
	}
}

func TestTrapShortAndLongNames(t *testing.T) {
	d := shipped(t)
	for long, short := range map[[2]string][2]string{
		{"ai-factories", "aif-2024-jeonnam-curved-block"}: {"fund-investments", "NGF-P08"}, // 전라남도, 전남
		{"ai-factories", "aif-2024-chungnam-hniruja"}:     {"fund-investments", "NGF-A29"}, // 충청남도, 충남
		{"ai-factories", "aif-2024-jeonbuk-farmjoa"}:      {"fund-investments", "NGF-N06"}, // 전북특별자치도, 전북
		{"ai-factories", "aif-2024-gwangju-dhglobal"}:     {"corporate-investments", "CORP-031"},
	} {
		a, b := d.feature(t, long[0], long[1]), d.feature(t, short[0], short[1])
		if a.Stated["sido"] == b.Stated["sido"] || a.Place.Sido != b.Place.Sido {
			t.Errorf("%s is %s, %s is %s", a.Stated["sido"], a.Place.Sido, b.Stated["sido"], b.Place.Sido)
		}
	}
}

func TestTrapUniversitiesNameSidoAsCity(t *testing.T) {
	d := shipped(t)
	for id, want := range map[string]string{
		"KNU-DG": "DKG 27 27230", "PNU": "DNM 26 26410", "JNU-GJ": "HNM 12 12300", "CNU": "CHC 30 30200", // by their coordinates
		"KNU-GW": "GWN 51 51110", "JBNU": "JBK 52 52110", "CBNU": "CHC 43 43110", "GNU": "DNM 48 48170", "JNU-JJ": "JJU 50 50110",
	} {
		f := d.feature(t, "universities", id)
		basis := atlas.BasisStated
		if slices.Contains([]string{"KNU-DG", "PNU", "JNU-GJ", "CNU"}, id) {
			basis = atlas.BasisGeometry
		}
		if placed(f.Place) != want || f.Place.Basis != basis || f.Precision != atlas.PrecisionSite {
			t.Errorf("%s is %s (%s), %s; want %s (%s)", id, placed(f.Place), f.Place.Basis, f.Precision, want, basis)
		}
	}
}

func TestTrapNamesHeldBySeveralSido(t *testing.T) {
	d := shipped(t)
	for _, c := range []struct{ layer, id, name, want string }{
		{"ai-factories", "aif-2024-ulsan-hyundai-sdf", "북구", "31200"},
		{"ai-factories", "aif-2024-ulsan-hdmipo-cobot", "동구", "31170"},
		{"ai-factories", "aif-2024-busan-koreanair", "강서구", "26440"},
		{"corporate-investments", "CORP-027", "남구", "31140"},
		{"regulatory-zones", "RZ019", "북구", "27230"},
		{"regulatory-zones", "RZ022", "고성군", "48820"},
		{"regulatory-zones", "RZ023", "남구", "26290"},
		{"regulatory-zones", "RZ024", "동구", "26170"},
		{"regulatory-zones", "RZ033", "북구", "12300"},
	} {
		f := d.feature(t, c.layer, c.id)
		if f.Stated["sigungu"] != c.name || f.Place.Sigungu != c.want {
			t.Errorf("%s: %s is %s, want %s to be %s", c.id, f.Stated["sigungu"], f.Place.Sigungu, c.name, c.want)
		}
	}
}

func TestTrapSeveralRegionsAndAll(t *testing.T) {
	d := shipped(t)
	if got := placed(d.feature(t, "growth-engines", "GE007").Place); got != "- - - HNM+JBK" {
		t.Errorf("HNM;JBK is %s", got)
	}
	all := count(d.facts(), func(f *atlas.Feature) bool { return len(f.Place.Among) == 8 })
	named := count(d.facts(), func(f *atlas.Feature) bool { return f.Stated["region"] == "ALL" })
	if all != named || named != 91 {
		t.Errorf("%d rows say ALL, %d are among eight regions, want 91", named, all)
	}
}

func TestTrapRegionOnlyInTheDetail(t *testing.T) {
	d := shipped(t)
	for id, want := range map[string]string{
		"CORP-003": "HNM - -", "CORP-004": "CHC - -", "CORP-006": "HNM - -", "CORP-011": "CHC - -",
		"CORP-005": "- - -", "CORP-013": "- - -", "CORP-018": "- - -", "CORP-019": "- - -", // 영남권 is no region
	} {
		f := d.feature(t, "corporate-investments", id)
		if placed(f.Place) != want || f.Geometry != nil || f.Precision != atlas.PrecisionNone {
			t.Errorf("%s, %s: %s at %v, want %s", id, f.Stated["detail"], placed(f.Place), f.Geometry, want)
		}
	}
}

func TestTrapPointsOutsideEveryPolygon(t *testing.T) {
	d := shipped(t)
	var outside []string
	for _, f := range d.facts() {
		if f.Stated["lon"] == "" {
			continue
		}
		var p orb.Point
		for i, key := range []string{"lon", "lat"} {
			v, err := strconv.ParseFloat(f.Stated[key], 64)
			if err != nil {
				t.Fatal(err)
			}
			p[i] = v
		}
		if _, _, _, ok := d.g.Locate(p); ok {
			continue
		}
		outside = append(outside, f.ID)
		if f.Place.Sido == "" || f.Place.Basis != atlas.BasisStated || f.Place.Disagrees != "" {
			t.Errorf("%s at sea is %s (%s), disagrees %q", f.ID, placed(f.Place), f.Place.Basis, f.Place.Disagrees)
		}
		if basis := f.Stated["coordinates"]; (basis == "site" || basis == "complex") && f.Geometry != orb.Geometry(p) {
			t.Errorf("%s was moved to %v", f.ID, f.Geometry)
		}
	}
	if len(outside) != 16 {
		t.Errorf("%d points lie outside, want 16: %v", len(outside), outside)
	}
}

func TestTrapStatedPlaceAgainstCoordinates(t *testing.T) {
	d := shipped(t)
	var all []*atlas.Feature
	for _, c := range d.publication.Changes {
		all = append(all, c.Feature)
	}
	got := Disagreements(all, d.g)
	want := []Disagreement{
		{
			Layer: "ai-factories", ID: "axf-gwangju-ggm", Stated: "광주광역시 광산구 GGM 완성차공장(빛그린산단, 추정)", Lon: "126.60", Lat: "35.17",
			Code: "12330", Name: "전남광주통합특별시 광산구", OtherCode: "12820", OtherName: "전남광주통합특별시 함평군",
		},
		{
			Layer: "cluster-nodes", ID: "CL067", Stated: "DNM 경상남도 창원시 의창구", Lon: "128.68", Lat: "35.23",
			Code: "48121", Name: "경상남도 창원시 의창구", OtherCode: "48123", OtherName: "경상남도 창원시 성산구",
		},
	}
	if !slices.Equal(got, want) {
		t.Errorf("disagreements %+v, want %+v", got, want)
	}
	ggm := d.feature(t, "ai-factories", "axf-gwangju-ggm")
	if ggm.Place.Sigungu != "12330" || ggm.Geometry != orb.Geometry(orb.Point{126.60, 35.17}) {
		t.Errorf("the pilot plant is in %s at %v", ggm.Place.Sigungu, ggm.Geometry)
	}
}

func TestTrapDaysKnownToTheMonthOrYear(t *testing.T) {
	d := shipped(t)
	for _, c := range []struct{ layer, id, stage, want string }{
		{"fund-investments", "NGF-N03", "approved", "2026-06"},
		{"fund-investments", "NGF-A31", "disbursed", "2026-06"},
		{"cluster-nodes", "CL034", "designated", "2021-02"},
		{"cluster-nodes", "CL056", "selected", "2022"},
		{"regulatory-zones", "RZ087", "designated", "2024"},
	} {
		f, l := d.feature(t, c.layer, c.id), d.layer(t, c.layer)
		day := f.Stages[c.stage]
		if day.Partial() != c.want || f.Life.From != day.From || l.StageOn(f, day.From) == c.stage || l.StageOn(f, day.To) != c.stage {
			t.Errorf("%s %s on %s, want %s", c.id, c.stage, day.Partial(), c.want)
		}
	}
	partial := 0
	for _, l := range d.tables() {
		for _, f := range d.features[l.ID] {
			for _, p := range l.Schema {
				if day, given := f.Properties[p.ID].(string); given && p.Type == atlas.DayType && len(day) < len("2026-06-01") {
					partial++
				}
			}
			for _, i := range f.Stages {
				if i.From != i.To {
					partial++
				}
			}
		}
	}
	if partial < 30 {
		t.Errorf("%d days are partial, want 30 or more", partial)
	}
}

func TestTrapFloatResidue(t *testing.T) {
	d := shipped(t)
	for id, want := range map[string]json.Number{
		"PRG-011": "8370000000000", "PRG-020": "4140000000000", "PRG-035": "8419500000000", // 8369999999999.999 and the like
	} {
		if got := d.feature(t, "fund-progress", id).Properties["value"]; got != want {
			t.Errorf("%s is %v, want %s", id, got, want)
		}
	}
	for _, f := range d.features["fund-progress"] {
		value := fmt.Sprint(f.Properties["value"])
		if won := f.Properties["unit"] == won; won && strings.Contains(value, ".") {
			t.Errorf("%s is %s won", f.ID, value)
		}
	}
	if shares := count(d.features["fund-progress"], func(f *atlas.Feature) bool { return strings.HasSuffix(fmt.Sprint(f.Properties["value"]), ".0") }); shares == 0 {
		t.Error("a share of 41.0 % lost its digit")
	}
}

func TestTrapRanges(t *testing.T) {
	d := shipped(t)
	for _, c := range []struct{ layer, property, low, high string }{
		{"growth-package", "amount", "8", "15"}, {"policy-targets", "value", "2", "3"},
	} {
		ranges := count(d.features[c.layer], func(f *atlas.Feature) bool {
			return f.Properties[c.property+"_low"] == json.Number(c.low) && f.Properties[c.property+"_high"] == json.Number(c.high)
		})
		if ranges != 1 {
			t.Errorf("%d of %s have %s to %s", ranges, c.layer, c.low, c.high)
		}
	}
	for _, f := range d.features["policy-targets"] {
		if (f.Properties["value_low"] == nil) != (f.Properties["value_high"] == nil) {
			t.Errorf("%s has one end of a range", f.ID)
		}
	}
}

func TestTrapKindsOfAmountAreFreeText(t *testing.T) {
	d := shipped(t)
	kinds := map[string]bool{}
	for _, f := range d.features["ai-factories"] {
		kinds[text(f, "amount_kind")] = true
	}
	if len(kinds) != 37 { // with the rows that give no amount
		t.Errorf("%d kinds of amount, want 37", len(kinds))
	}
}

func TestTrapRegionMembersHaveNoIDOfTheirOwn(t *testing.T) {
	d := shipped(t)
	f := d.feature(t, "region-members", "HNM-29")
	if f.Life != (atlas.Interval{From: atlas.MinDay, To: mustDay("2026-06-30")}) || text(f, "region_code") != "HNM" || text(f, "sido_code") != "29" {
		t.Errorf("HNM-29 lives %s with %v", f.Life.Partial(), f.Properties)
	}
}

func TestTrapOneDocumentCitedByManyRows(t *testing.T) {
	d := shipped(t)
	type citing struct{ publisher, date string }
	ways := map[string]map[citing]bool{}
	addresses := map[string]string{}
	for _, f := range d.facts() {
		for _, c := range f.Citations {
			address := c.URL + c.Title
			if before, known := addresses[c.Source]; known && before != address {
				t.Errorf("%s is both %s and %s", c.Source, before, address)
			}
			addresses[c.Source] = address
			if ways[c.Source] == nil {
				ways[c.Source] = map[citing]bool{}
			}
			ways[c.Source][citing{c.Publisher, c.Date}] = true
		}
	}
	differing := 0
	for id, w := range ways {
		if id != atlas.SourceID(addresses[id]) {
			t.Errorf("%s is not derived from %s", id, addresses[id])
		}
		if len(w) > 1 {
			differing++
		}
	}
	if differing < 11 {
		t.Errorf("%d documents are cited with different publishers or dates, want 11 or more", differing)
	}
}

func TestTrapWeakSourcesSaySo(t *testing.T) {
	d := shipped(t)
	weak := map[string]int{}
	for _, f := range d.facts() {
		c := f.Citations[0]
		weak[c.Kind]++
		weak[c.Via]++
	}
	for mark, want := range map[string]int{
		"cross_reference": 13, "url_in_github_file": 49, "link and text held in a public GitHub tracker file": 65,
	} {
		if weak[mark] != want {
			t.Errorf("%d rows are marked %q, want %d", weak[mark], mark, want)
		}
	}
}

func TestTrapCentroidsAreComputed(t *testing.T) {
	d := shipped(t)
	centroids := 0
	for _, f := range d.facts() {
		if !strings.HasSuffix(f.Stated["coordinates"], "_centroid") {
			continue
		}
		centroids++
		if f.Geometry == nil || atLeast(f.Precision, atlas.PrecisionComplex) {
			t.Errorf("%s is at %v, precise to %s", f.ID, f.Geometry, f.Precision)
			continue
		}
		u := d.g.locate(f.Geometry.(orb.Point))
		if u == nil || u.sido != f.Place.Sido {
			t.Errorf("%s is shown outside its si/do", f.ID)
		} else if f.Place.Sigungu != "" && u.code != f.Place.Sigungu && u.city != f.Place.Sigungu {
			t.Errorf("%s is shown in %s, stated is %s", f.ID, u.code, f.Place.Sigungu)
		}
	}
	if centroids < 150 {
		t.Errorf("only %d rows have a representative point", centroids)
	}
}

func TestTrapGwangjuIsShownInGwangju(t *testing.T) {
	d := shipped(t)
	gwangju := d.feature(t, "sido", "29")
	for _, id := range []string{"CL001", "CL040"} { // 전남광주통합특별시, coordinates of the city hall of Gwangju
		if !newUnit(gwangju, "").contains(d.feature(t, "cluster-nodes", id).Geometry.(orb.Point)) {
			t.Errorf("%s lies outside Gwangju", id)
		}
	}
}

func TestTrapFactoriesCounted(t *testing.T) {
	d := shipped(t)
	factories := d.features["ai-factories"]
	counts := map[string]int{}
	coordinates, fine := 0, 0
	for _, f := range factories {
		counts[text(f, "counts_toward_500")]++
		if text(f, "counts_toward_500") == "no" {
			continue
		}
		if f.Stated["lon"] != "" {
			coordinates++
		}
		if atLeast(f.Precision, atlas.PrecisionSigungu) {
			fine++
		}
	}
	if counts["yes"] != 51 || counts["uncertain"] != 1 || counts["no"] != 11 || coordinates != 30 || fine != 19 {
		t.Errorf("counts %v, %d with coordinates, %d precise to si/gun/gu; want 51, 1, 11, 30, 19", counts, coordinates, fine)
	}
	l := d.layer(t, "ai-factories")
	selected := count(factories, func(f *atlas.Feature) bool { return l.StageOn(f, mustDay("2024-10-28")) == "selected" })
	if selected != 26 {
		t.Errorf("%d selected by 2024-10-28, want 26", selected)
	}
}

func TestTrapUnknownPlacesOfApprovals(t *testing.T) {
	d := shipped(t)
	approved, unknown, won := 0, 0, int64(0)
	for _, f := range d.features["fund-investments"] {
		if text(f, "record_type") != "approved" {
			continue
		}
		approved++
		if f.Properties["region_class"] == nil {
			unknown++
		}
		if day := f.Stages["approved"]; day.To <= mustDay("2026-05-28") && day.From > 0 && text(f, "region_class") != "none" {
			amount, _ := f.Properties["amount_krw"].(int64)
			won += amount
		}
	}
	if approved != 31 || unknown != 8 || won != 12_467_700_000_000 {
		t.Errorf("%d approvals, %d of unknown place, %d won by 2026-05-28; want 31, 8 and 12.4677 tn", approved, unknown, won)
	}
}
