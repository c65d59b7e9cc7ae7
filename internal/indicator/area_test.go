package indicator

import (
	"compress/gzip"
	"encoding/json"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"

	"growthmap/internal/atlas"
	"growthmap/internal/cql2"
)

func day(s string) atlas.Day { return must(atlas.ParseDay(s)) }

// shippedAreas reads the areas of all days from the files the binary ships.
var shippedAreas = sync.OnceValue(func() Areas {
	var list []Area
	for level, name := range map[atlas.AreaLevel]string{atlas.AreaRegion: "regions", atlas.AreaSido: "sido", atlas.AreaSigungu: "sigungu"} {
		packed := must(os.Open("../../geodata/areas/" + name + ".geojson.gz"))
		defer packed.Close()
		var collection struct {
			Features []struct {
				Properties struct {
					Code, Region, Sido, Parent string
					Order                      int64
					Ko                         string   `json:"name_ko"`
					From                       *string  `json:"valid_from"`
					To                         *string  `json:"valid_to"`
					Heirs                      []string `json:"succeeded_by"`
				}
			}
		}
		if err := json.NewDecoder(must(gzip.NewReader(packed))).Decode(&collection); err != nil {
			panic(err)
		}
		for _, f := range collection.Features {
			p, life := f.Properties, atlas.Always
			if p.From != nil {
				life.From = day(*p.From)
			}
			if p.To != nil {
				life.To = day(*p.To)
			}
			list = append(list, AreaOf(level, &atlas.Feature{Life: life, Properties: map[string]any{
				"code": p.Code, "name_ko": p.Ko, "region": p.Region, "sido": p.Sido, "parent": p.Parent, "order": p.Order, "succeeded_by": p.Heirs,
			}}))
		}
	}
	return NewAreas(list, day("2024-01-18"))
})

func areasOn(t *testing.T, s string) Areas {
	t.Helper()
	on, ok := shippedAreas().On(day(s))
	if !ok {
		t.Fatalf("no areas on %s", s)
	}
	return on
}

func TestAreasOfADay(t *testing.T) {
	for s, want := range map[string]struct {
		sido, sigungu int // general gu are listed within their city alone
		last          string
	}{
		"2024-01-18": {17, 229, "2026-01-31"},
		"2026-01-31": {17, 229, "2026-01-31"},
		"2026-02-01": {17, 229, "2026-06-30"},
		"2026-06-30": {17, 229, "2026-06-30"},
		"2026-07-01": {16, 230, ""},
		"2030-12-31": {16, 230, ""},
	} {
		on := areasOn(t, s)
		last := ""
		if on.Day != 0 {
			last = on.Day.String()
		}
		sido, sigungu, regions := on.Of(atlas.AreaSido, ""), on.Of(atlas.AreaSigungu, ""), on.Of(atlas.AreaRegion, "")
		if len(sido) != want.sido || len(sigungu) != want.sigungu || len(regions) != 8 || last != want.last {
			t.Errorf("%s: %d si/do, %d si/gun/gu, %d regions, until %q; want %+v", s, len(sido), len(sigungu), len(regions), last, want)
		}
	}
	if _, ok := shippedAreas().On(day("2024-01-17")); ok {
		t.Error("areas are known of a day on which Jeollabuk-do still had another code")
	}
	if got := len(areasOn(t, "2026-01-31").Of(atlas.AreaSigungu, "41590")); got != 0 {
		t.Errorf("Hwaseong had %d gu before it was divided", got)
	}
	if got := areasOn(t, "2026-02-01").Of(atlas.AreaSigungu, "41590"); !slices.Equal(got, []string{"41591", "41593", "41595", "41597"}) {
		t.Errorf("the gu of Hwaseong are %v", got)
	}
	if _, ok := areasOn(t, "2026-06-30").Area("12"); ok {
		t.Error("12 was an area before the merger")
	}
	if a, ok := areasOn(t, "2026-06-30").Area("29"); !ok || a.Name.Ko != "광주광역시" {
		t.Errorf("29 is %+v", a)
	}
	if periods := shippedAreas().Periods(); len(periods) != 3 || periods[0].Day != 0 || periods[2].Day != day("2026-01-31") {
		t.Errorf("%d periods", len(periods))
	}
}

// Where a place lies by the areas of a day, worked out by hand from the crosswalk.
func TestRestatementByHand(t *testing.T) {
	gwangju, jeonnam, merged := atlas.Place{Region: "HNM", Sido: "12", Among: []string{"29"}}, atlas.Place{Region: "HNM", Sido: "12", Among: []string{"46"}}, atlas.Place{Region: "HNM", Sido: "12"}
	bukgu, mokpo := atlas.Place{Region: "HNM", Sido: "12", Sigungu: "12300"}, atlas.Place{Region: "HNM", Sido: "12", Sigungu: "12110"}
	for _, c := range []struct {
		what string
		p    atlas.Place
		day  string
		want string // codes it lies in, then ? codes it may lie in
	}{
		{"stated Gwangju", gwangju, "2026-06-30", "29"},
		{"stated Gwangju", gwangju, "2026-07-01", "12"},
		{"stated Jeonnam", jeonnam, "2026-06-30", "46"},
		{"stated the merged city", merged, "2026-06-30", "?29 ?46"},
		{"stated the merged city", merged, "2026-07-01", "12"},
		{"a gu of Gwangju", bukgu, "2026-06-30", "29 29170"},
		{"a city of Jeonnam", mokpo, "2026-06-30", "46 46110"},
		{"a city of Jeonnam", mokpo, "2026-07-01", "12 12110"},
		{"stamped before the merger", atlas.Place{Region: "HNM", Sido: "29", Sigungu: "29170"}, "2026-07-01", "12 12300"},
		{"si/do stamped before the merger", atlas.Place{Region: "HNM", Sido: "46"}, "2026-07-01", "12"},
		{"Gwangju or Jeonbuk", atlas.Place{Among: []string{"29", "52"}}, "2026-06-30", "?29 ?52"},
		{"Gwangju or Jeonbuk", atlas.Place{Among: []string{"29", "52"}}, "2026-07-01", "?12 ?52"},
		{"Gwangju or Jeonnam", atlas.Place{Among: []string{"29", "46"}}, "2026-07-01", "12"},
		{"Incheon Jung-gu", atlas.Place{Region: "CAP", Sido: "28", Among: []string{"28110"}}, "2026-06-30", "28 28110"},
		{"Incheon Jung-gu", atlas.Place{Region: "CAP", Sido: "28", Among: []string{"28110"}}, "2026-07-01", "28 ?28125 ?28155"},
		{"Incheon Dong-gu", atlas.Place{Region: "CAP", Sido: "28", Sigungu: "28125", Among: []string{"28140"}}, "2026-06-30", "28 28140"},
		{"Jemulpo-gu", atlas.Place{Region: "CAP", Sido: "28", Sigungu: "28125"}, "2026-06-30", "28 ?28110 ?28140"},
		{"Yeongjong-gu", atlas.Place{Region: "CAP", Sido: "28", Sigungu: "28155"}, "2026-06-30", "28 28110"},
		{"Geomdan-gu", atlas.Place{Region: "CAP", Sido: "28", Sigungu: "28290"}, "2026-06-30", "28 28260"},
		{"Incheon Seo-gu", atlas.Place{Region: "CAP", Sido: "28", Among: []string{"28275", "28290"}}, "2026-06-30", "28 28260"},
		{"Hwaseong", atlas.Place{Region: "CAP", Sido: "41", Sigungu: "41590"}, "2026-01-31", "41 41590"},
		{"Hwaseong", atlas.Place{Region: "CAP", Sido: "41", Sigungu: "41590"}, "2026-02-01", "41 41590 ?41591 ?41593 ?41595 ?41597"},
		{"Dongtan-gu", atlas.Place{Region: "CAP", Sido: "41", Sigungu: "41597"}, "2026-01-31", "41 41590"},
		{"Dongtan-gu", atlas.Place{Region: "CAP", Sido: "41", Sigungu: "41597"}, "2026-07-01", "41 41590 41597"},
		{"Sejong has one part", atlas.Place{Region: "CHC", Sido: "36"}, "2026-07-01", "36 36110"},
	} {
		on := areasOn(t, c.day)
		var sure, maybe []string
		codes := on.Of(atlas.AreaSido, "")
		for _, city := range on.Of(atlas.AreaSigungu, "") {
			codes = append(append(codes, city), on.Of(atlas.AreaSigungu, city)...)
		}
		for _, code := range codes {
			// A si/gun/gu that may hold what only its si/do is known of says nothing.
			area, _ := on.Area(code)
			fine := c.p.Sigungu != "" || slices.ContainsFunc(c.p.Among, func(c string) bool { return len(c) == 5 })
			switch on.covers(code, c.p) {
			case cql2.True:
				sure = append(sure, code)
			case cql2.Unknown:
				if fine || area.Level == atlas.AreaSido {
					maybe = append(maybe, "?"+code)
				}
			}
		}
		if got := strings.Join(append(sure, maybe...), " "); got != c.want {
			t.Errorf("%s on %s: %s, want %s", c.what, c.day, got, c.want)
		}
	}
}

// On every day a place lies in one area of a level for certain and in no other,
// or in none for certain and perhaps in several: no count is lost or doubled.
func TestEveryPlaceIsCountedOnce(t *testing.T) {
	all := shippedAreas().lineage.list
	random := rand.New(rand.NewPCG(20260701, 1))
	pick := func() Area { return all[random.IntN(len(all))] }
	for range 1000 {
		var p atlas.Place
		switch a := pick(); random.IntN(4) {
		case 0: // one area of any day
			switch a.Level {
			case atlas.AreaRegion:
				p.Region = a.Code
			case atlas.AreaSido:
				p.Region, p.Sido = a.Region, a.Code
			default:
				p.Region, p.Sido, p.Sigungu = a.Region, a.Sido, a.Code
			}
		case 1: // several
			for range 2 + random.IntN(3) {
				p.Among = append(p.Among, pick().Code)
			}
		case 2: // a part of what it became
			if len(a.Heirs) == 1 && a.Level == atlas.AreaSigungu {
				p.Sigungu, p.Among = a.Heirs[0], []string{a.Code}
			}
		}
		for _, s := range []string{"2024-01-18", "2026-01-31", "2026-02-01", "2026-06-30", "2026-07-01"} {
			on := areasOn(t, s)
			for _, level := range []atlas.AreaLevel{atlas.AreaRegion, atlas.AreaSido, atlas.AreaSigungu} {
				in, maybe := 0, 0
				for _, code := range on.Of(level, "") {
					switch on.covers(code, p) {
					case cql2.True:
						in++
					case cql2.Unknown:
						maybe++
					}
				}
				if !(in == 1 && maybe == 0 || in == 0 && maybe >= 2) {
					t.Fatalf("%+v on %s: in %d %s, perhaps in %d", p, s, in, level, maybe)
				}
			}
		}
	}
}

func TestRestatementIsMarked(t *testing.T) {
	for _, c := range []struct{ code, areas, day, want string }{
		{"12", "2026-07-01", "2026-06-30", `{"restated":true}`},
		{"12", "2026-07-01", "2026-07-01", `{"restated":false}`},
		{"29", "2026-06-30", "2026-06-30", `{"day":"2026-06-30","restated":false}`},
		{"29", "2026-03-01", "2026-07-01", `{"day":"2026-06-30","restated":true}`},
		{"29", "2026-01-31", "2026-06-30", `{"day":"2026-06-30","restated":false}`},
		{"11", "2026-01-31", "2026-07-01", `{"restated":false}`},
		{"11", "2026-07-01", "2020-01-01", `{"restated":false}`},
		{"28125", "2026-07-01", "2026-06-30", `{"restated":true}`},
		{"41590", "2026-07-01", "2026-01-31", `{"restated":false}`}, // divided inside, the same city
		{"41591", "2026-07-01", "2026-01-31", `{"restated":true}`},
		{"", "2026-06-30", "2026-11-21", `null`},
	} {
		if got := string(must(json.Marshal(areasOn(t, c.areas).Restatement(c.code, day(c.day))))); got != c.want {
			t.Errorf("%s of %s on %s: %s, want %s", c.code, c.areas, c.day, got, c.want)
		}
	}
	if a, b := areasOn(t, "2024-02-14").Key("29"), areasOn(t, "2026-06-30").Key("29"); a != b || a != "29@2026-06-30" {
		t.Errorf("the same areas are %s and %s", a, b)
	}
	if got := areasOn(t, "2026-06-30").Key("") + areasOn(t, "2026-01-31").Key("41590") + areasOn(t, "2026-07-01").Key("12"); got != "4159012" {
		t.Errorf("the nation and areas that have not ended are %s", got)
	}
}
