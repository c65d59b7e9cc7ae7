package intake

import (
	"slices"
	"strings"
	"testing"

	"growthmap/internal/atlas"
)

// placed writes a place as "region sido sigungu [among]", with - for none.
func placed(p atlas.Place) string {
	words := []string{p.Region, p.Sido, p.Sigungu}
	for i, w := range words {
		if w == "" {
			words[i] = "-"
		}
	}
	if len(p.Among) > 0 {
		words = append(words, strings.Join(p.Among, "+"))
	}
	return strings.Join(words, " ")
}

type resolving struct {
	region, sido, sigungu, detail string
	want                          string
	faults                        []string
}

func (c resolving) check(t *testing.T, g *Gazetteer) {
	t.Helper()
	r := g.resolve(map[string]string{"region": c.region, "sido": c.sido, "sigungu": c.sigungu, "detail": c.detail})
	var faults []string
	for _, f := range r.faults {
		faults = append(faults, f.key)
	}
	if got := placed(r.place); got != c.want || !slices.Equal(faults, c.faults) {
		t.Errorf("%q %q %q %q is %s with faults %v, want %s with %v", c.region, c.sido, c.sigungu, c.detail, got, faults, c.want, c.faults)
	}
}

func TestResolveSido(t *testing.T) {
	for name, want := range map[string]string{
		"경상남도": "DNM 48 -", "경남": "DNM 48 -", "48": "DNM 48 -", "부산광역시": "DNM 26 -", "부산": "DNM 26 -", "부산시": "DNM 26 -",
		"서울특별시": "CAP 11 -", "서울": "CAP 11 -", "경기도": "CAP 41 -", "경기": "CAP 41 -", "충청북도": "CHC 43 -", "충북": "CHC 43 -",
		"전북특별자치도": "JBK 52 -", "전북": "JBK 52 -", "전라북도": "JBK 52 -", "45": "JBK 52 -", "52": "JBK 52 -",
		"강원특별자치도": "GWN 51 -", "강원": "GWN 51 -", "강원도": "GWN 51 -", "42": "GWN 51 -",
		"전남": "HNM 12 - 46", "전라남도": "HNM 12 - 46", "46": "HNM 12 - 46", "광주": "HNM 12 - 29", "광주광역시": "HNM 12 - 29", "29": "HNM 12 - 29",
		"전남광주통합특별시": "HNM 12 -", "12": "HNM 12 -", "광주·전남": "HNM 12 -",
		"제주": "JJU 50 -", "제주특별자치도": "JJU 50 -",
		"대구·경북": "DKG - - 27+47", "광주·전북": "- - - 29+52", "부산;대구": "- - - 26+27",
	} {
		resolving{sido: name, want: want}.check(t, shipped(t).g)
	}
	for _, name := range []string{"경상", "영남", "99", "창원시", "Busan"} {
		resolving{sido: name, want: "- - -", faults: []string{"sido"}}.check(t, shipped(t).g)
	}
}

func TestSejongIsOneUnitAtBothLevels(t *testing.T) {
	for _, c := range []resolving{
		{sido: "세종", sigungu: "세종시"}, {sido: "세종특별자치시"}, {sido: "세종시"}, {sigungu: "세종시"}, {sigungu: "36110"},
		{sido: "36", sigungu: "세종특별자치시"},
	} {
		c.want = "CHC 36 36110"
		c.check(t, shipped(t).g)
	}
}

func TestResolveSigungu(t *testing.T) {
	for _, c := range []resolving{
		{sido: "경기", sigungu: "평택시", want: "CAP 41 41220"},
		{sigungu: "평택시", want: "CAP 41 41220"},
		{sigungu: "41220", want: "CAP 41 41220"},
		{sido: "경상남도", sigungu: "사천", want: "DNM 48 48240"},
		{sigungu: "울산 북구", want: "DNM 31 31200"},
		{sido: "울산", sigungu: "울산광역시 북구", want: "DNM 31 31200"},
		{sido: "경기", sigungu: "광주시", want: "CAP 41 41610"},
		{sido: "경기", sigungu: "광주", want: "CAP 41 41610"},
		{sido: "강원", sigungu: "고성군", want: "GWN 51 51820"},
		{sido: "경남", sigungu: "고성군", want: "DNM 48 48820"},
		{sido: "부산", sigungu: "강서구", want: "DNM 26 26440"},
		{sido: "경북", sigungu: "99999", want: "DKG 47 -", faults: []string{"sigungu"}},
		{sido: "경북", sigungu: "11110", want: "DKG 47 -", faults: []string{"sigungu"}},
		{sido: "경북", sigungu: "춘천시", want: "DKG 47 -", faults: []string{"sigungu"}},
		{sido: "경북", sigungu: "강원 춘천시", want: "DKG 47 -", faults: []string{"sigungu"}},
		{sido: "부산", sigungu: "대구광역시", want: "DNM 26 -", faults: []string{"sigungu"}},
		{sido: "경기", sigungu: "안산시·시흥", want: "CAP 41 - 41270+41390"},
		{sido: "경기", sigungu: "안산시·없는시", want: "CAP 41 -", faults: []string{"sigungu"}},
		{sigungu: "없는군", want: "- - -", faults: []string{"sigungu"}},
	} {
		c.check(t, shipped(t).g)
	}
}

func TestNamesThatNeedTheirSido(t *testing.T) {
	for _, name := range []string{"중구", "동구", "남구", "북구", "서구", "강서구", "고성군", "광주시"} {
		resolving{sigungu: name, want: "- - -", faults: []string{"sigungu"}}.check(t, shipped(t).g)
	}
}

func TestCityAboveGuIsAUnitOfItsOwn(t *testing.T) {
	for _, c := range []resolving{
		{sido: "경상남도", sigungu: "창원시", want: "DNM 48 48120"},
		{sido: "경상남도", sigungu: "창원시 성산구", want: "DNM 48 48123"},
		{sido: "경상남도", sigungu: "창원시성산구", want: "DNM 48 48123"},
		{sido: "경상남도", sigungu: "성산구", want: "DNM 48 48123"},
		{sido: "경북", sigungu: "포항시", want: "DKG 47 47110"},
		{sido: "충남", sigungu: "천안시", want: "CHC 44 44130"},
		{sido: "충북", sigungu: "청주시", want: "CHC 43 43110"},
		{sido: "경기", sigungu: "용인시", want: "CAP 41 41460"},
		{sido: "전북", sigungu: "전주시", want: "JBK 52 52110"},
		{sido: "경기", sigungu: "부천시", want: "CAP 41 41190"},
		{sido: "경기", sigungu: "화성시", want: "CAP 41 41590"},
		{sido: "경기", sigungu: "화성시 동탄구", want: "CAP 41 41597"},
	} {
		c.check(t, shipped(t).g)
	}
}

func TestGwangjuAndJeonnamMerged(t *testing.T) {
	for _, c := range []resolving{
		{sido: "광주광역시", sigungu: "광산구", want: "HNM 12 12330"},
		{sido: "광주", sigungu: "동구", want: "HNM 12 12210"},
		{sido: "전남", sigungu: "목포시", want: "HNM 12 12110"},
		{sido: "전라남도", sigungu: "광양시", want: "HNM 12 12190"},
		{sido: "전남광주통합특별시", sigungu: "북구", want: "HNM 12 12300"},
		{sigungu: "29110", want: "HNM 12 12210"},
		{sigungu: "46110", want: "HNM 12 12110"},
		{sido: "12", sigungu: "46230", want: "HNM 12 12190"},
		{sido: "12", sigungu: "광주", want: "HNM 12 - 29"},
		// A county of Jeonnam was never in Gwangju.
		{sido: "광주광역시", sigungu: "해남군", want: "HNM 12 - 29", faults: []string{"sigungu"}},
	} {
		c.check(t, shipped(t).g)
	}
}

func TestCrosswalkOfTheMerger(t *testing.T) {
	d := shipped(t)
	crossed := 0
	for _, c := range d.areas.Changes {
		if text(c, "change_type") != "code_change" {
			continue
		}
		crossed++
		sido, sigungu, _ := strings.Cut(text(c, "old_unit"), " ")
		want := "HNM 12 " + text(c, "new_code")
		resolving{sido: sido, sigungu: sigungu, want: want}.check(t, d.g)
		resolving{sigungu: text(c, "old_code"), want: want}.check(t, d.g)
	}
	if crossed != 27 {
		t.Errorf("%d units crossed, want 27", crossed)
	}
}

func TestEarlierChanges(t *testing.T) {
	for _, c := range []resolving{
		{sido: "경상북도", sigungu: "군위군", want: "DKG 27 27720"},
		{sido: "대구광역시", sigungu: "군위군", want: "DKG 27 27720"},
		{sigungu: "47720", want: "DKG 27 27720"},
		{sido: "강원도", sigungu: "춘천시", want: "GWN 51 51110"},
		{sido: "42", sigungu: "42110", want: "GWN 51 51110"},
		{sido: "전라북도", sigungu: "전주시 덕진구", want: "JBK 52 52113"},
		{sigungu: "45130", want: "JBK 52 52130"},
	} {
		c.check(t, shipped(t).g)
	}
}

func TestDividedUnits(t *testing.T) {
	for _, c := range []resolving{
		{sido: "인천", sigungu: "중구", want: "CAP 28 - 28110"},
		{sido: "인천광역시", sigungu: "동구", want: "CAP 28 28125 28140"},
		{sido: "인천", sigungu: "서구", want: "CAP 28 - 28275+28290"},
		{sigungu: "28260", want: "CAP 28 - 28275+28290"},
		{sido: "인천", sigungu: "검단구", want: "CAP 28 28290"},
	} {
		c.check(t, shipped(t).g)
	}
}

func TestUnitsOfAnEarlierDay(t *testing.T) {
	g := NewGazetteer(shipped(t).areas, mustDay("2026-01-15"))
	for _, c := range []resolving{
		{sido: "광주", sigungu: "광산구", want: "HNM 29 29200"},
		{sido: "전남광주통합특별시", sigungu: "광산구", want: "HNM 29 29200"},
		{sido: "전남광주통합특별시", want: "HNM - - 29+46"},
		{sido: "인천", sigungu: "중구", want: "CAP 28 28110"},
		{sido: "인천", sigungu: "제물포구", want: "CAP 28 - 28110+28140"},
		{sido: "경기", sigungu: "화성시 동탄구", want: "CAP 41 41590"},
		{sido: "경기", sigungu: "화성시", want: "CAP 41 41590"},
	} {
		c.check(t, g)
	}
}

func TestUnitThatEndedWithoutHeir(t *testing.T) {
	gone := &atlas.Feature{
		Life: atlas.Interval{From: atlas.MinDay, To: mustDay("2020-01-01")}, Place: atlas.Place{Region: "DNM", Sido: "48"},
		Properties: map[string]any{"code": "48999", "name_ko": "옛군", "level": "sigungu"},
	}
	areas := shipped(t).areas
	areas.Sigungu = append(slices.Clone(areas.Sigungu), gone)
	resolving{sido: "경남", sigungu: "옛군", want: "DNM 48 -", faults: []string{"sigungu"}}.check(t, NewGazetteer(areas, today))
}

func TestRegions(t *testing.T) {
	for _, c := range []resolving{
		{region: "HNM", want: "HNM - -"},
		{region: "HNM;JBK", want: "- - - HNM+JBK"},
		{region: "호남권", want: "HNM - -"},
		{region: "충청권", want: "CHC - -"},
		{region: "HNM", sido: "12", want: "HNM 12 -"},
		{region: "DKG", sido: "12", want: "HNM 12 -", faults: []string{"region"}},
		{region: "XXX", want: "- - -", faults: []string{"region"}},
		{region: "XXX", sido: "부산", want: "DNM 26 -", faults: []string{"region"}},
		{detail: "호남권", want: "HNM - -"},
		{detail: "충청권", want: "CHC - -"},
		{detail: "영남권", want: "- - -"},
		{detail: "호남권 어딘가", want: "- - -"},
		{sido: "부산", detail: "호남권", want: "DNM 26 -"},
	} {
		c.check(t, shipped(t).g)
	}
	all := shipped(t).g.resolve(map[string]string{"region": "ALL"}).place.Among
	slices.Sort(all)
	if want := []string{"CAP", "CHC", "DKG", "DNM", "GWN", "HNM", "JBK", "JJU"}; !slices.Equal(all, want) {
		t.Errorf("ALL is %v, want %v", all, want)
	}
}

func TestRegionFollowsSidoFollowsSigungu(t *testing.T) {
	d := shipped(t)
	for _, f := range d.features["sigungu"] {
		if !f.Life.Contains(today) {
			continue
		}
		p := d.g.resolve(map[string]string{"sigungu": text(f, "code")}).place
		if p.Sigungu != text(f, "code") || p.Sido != text(f, "sido") || p.Region != text(f, "region") {
			t.Errorf("%s is %s", text(f, "code"), placed(p))
		}
	}
}

func FuzzResolve(f *testing.F) {
	f.Add("HNM;JBK", "광주광역시", "광산구", "호남권")
	f.Add("ALL", "경기", "안산시·시흥시", "")
	f.Add("", "인천", "중구", "영남권")
	f.Add("", "42", "42110", "")
	f.Add(";", "·", " ", "\xff")
	known := map[string]bool{"": true}
	g := shipped(f).g
	for code := range g.units {
		known[code] = true
	}
	f.Fuzz(func(t *testing.T, region, sido, sigungu, detail string) {
		p := g.resolve(map[string]string{"region": region, "sido": sido, "sigungu": sigungu, "detail": detail}).place
		for _, code := range append(p.Among, p.Region, p.Sido, p.Sigungu) {
			if !known[code] {
				t.Fatalf("the code %q is no unit", code)
			}
		}
		if p.Sigungu != "" && (p.Sido == "" || p.Region == "") || p.Sido != "" && p.Region == "" {
			t.Fatalf("a level above is missing: %s", placed(p))
		}
	})
}
