package httpapi_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"growthmap/internal/httpapi/apitest"
)

type areaFigures struct {
	Figures []struct {
		Region string
		ID     string
		Area   struct{ Ko string }
		Areas  *struct {
			Day      string
			Restated bool
		}
		Value, Low, High *string
		Rows             struct{ In, Out, Unknown, Uncertain int }
		Links            []struct{ Rel, Href string }
	}
	Links []apitest.Link
}

// Of the factories chosen by 2026-08-27, three name 광주광역시 and three 전라남도,
// counted by hand in ai_factories.csv; all six are in what the two became.
func TestFactoriesBeforeAndAfterTheMerger(t *testing.T) {
	c := shipped(t)
	sure := func(areas, region string) string {
		var doc areaFigures
		c.Get("/api/indicators/ai-factories/figures?at=2026-08-27&region=" + region + areas).Want(http.StatusOK).JSON(&doc)
		f := doc.Figures[0]
		return fmt.Sprintf("%s %s %t %q %d", f.Area.Ko, *f.Low, f.Areas.Restated, f.Areas.Day, f.Rows.In)
	}
	for _, test := range [][3]string{
		{"&areas=2026-06-30", "29", `광주광역시 3 true "2026-06-30" 3`},
		{"&areas=2026-06-30", "46", `전라남도 3 true "2026-06-30" 3`},
		{"&areas=2024-01-18", "29", `광주광역시 3 true "2026-06-30" 3`},
		{"&areas=2026-07-01", "12", `전남광주통합특별시 6 false "" 6`},
		{"", "12", `전남광주통합특별시 6 false "" 6`},
		{"&areas=2026-06-30", "HNM", `호남권 6 false "" 6`},
		{"&areas=2026-06-30", "29200", `광산구 1 true "2026-06-30" 1`},
	} {
		if got := sure(test[0], test[1]); got != test[2] {
			t.Errorf("%s%s: %s, want %s", test[1], test[0], got, test[2])
		}
	}
}

func TestAreasOfADay(t *testing.T) {
	c := shipped(t)
	for areas, want := range map[string]int{"": 16, "&areas=2026-07-01": 16, "&areas=2026-06-30": 17, "&areas=2026-02-01": 17, "&areas=2024-01-18": 17} {
		var doc areaFigures
		c.Get("/api/indicators/ai-factories/figures?at=2026-03-31&by=sido" + areas).Want(http.StatusOK).JSON(&doc)
		if len(doc.Figures) != want {
			t.Errorf("%s: %d si/do, want %d", areas, len(doc.Figures), want)
		}
		for _, f := range doc.Figures {
			// On that day 광주 and 전남 were apart; to show them as one is a restatement.
			if f.Areas == nil || f.Areas.Restated != (f.Region == "12") {
				t.Errorf("%s: %s is marked %v", areas, f.Region, f.Areas)
			}
		}
	}
	// What is restated leads to what it was, as far back as that is known.
	for query, want := range map[string]int{
		"at=2026-03-31&by=sido": 17, "at=2026-03-31&by=sido&region=HNM": 2, "at=2026-03-31&by=region": 0, "at=2026-07-01&by=sido": 0,
		"at=2024-01-17&by=sido": 0, "at=2026-03-31&by=sigungu&region=12": 0, "at=2026-03-31&by=sido&areas=2026-08-27": 0,
	} {
		var doc areaFigures
		c.Get("/api/indicators/ai-factories/figures?" + query).Want(http.StatusOK).JSON(&doc)
		i := slices.IndexFunc(doc.Links, func(l apitest.Link) bool { return l.Rel == "original" })
		if i < 0 {
			if want != 0 {
				t.Errorf("%s: no link", query)
			}
			continue
		}
		var then areaFigures
		c.Get(doc.Links[i].Href).Want(http.StatusOK).JSON(&then)
		restated := 0
		for _, f := range then.Figures {
			if f.Areas.Restated {
				restated++
			}
		}
		if len(then.Figures) != want || restated > 0 {
			t.Errorf("%s: %s has %d figures, %d restated", query, doc.Links[i].Href, len(then.Figures), restated)
		}
	}
	// A figure has one id on all days on which its area was the same.
	id := func(query string) string {
		var doc areaFigures
		c.Get("/api/indicators/ai-factories/figures?at=2026-03-31" + query).Want(http.StatusOK).JSON(&doc)
		return doc.Figures[0].ID
	}
	if id("") != id("&areas=2026-06-30") {
		t.Error("the nation has two ids")
	}
	if id("&region=29&areas=2024-02-14") != id("&region=29&areas=2026-06-30") || id("&region=11") != id("&region=11&areas=2026-06-30") {
		t.Error("the same question has two ids")
	}
	if id("&region=28110&areas=2026-06-30") == id("&region=29&areas=2026-06-30") {
		t.Error("two areas share an id")
	}
}

func TestAreasThatCannotBeAsked(t *testing.T) {
	c := shipped(t)
	for path, want := range map[string]string{
		"/figures?areas=June":                 "YYYY-MM-DD",
		"/figures?by=sido&areas=2024-01-17":   "2024-01-18",
		"/figures?region=29":                  "areas=2026-06-30",
		"/figures?region=12&areas=2026-06-30": "12 came later",
		"/rows?region=41591&areas=2026-01-31": "41591 came later",
		"/series?region=28110":                "areas=2026-06-30",
		"/series?region=99&areas=2026-06-30":  "HNM",
	} {
		r := c.Get("/api/indicators/ai-factories" + path + "&lang=en").Want(http.StatusBadRequest)
		if body := string(r.Body); !strings.Contains(body, want) {
			t.Errorf("%s says %s, want %q in it", path, body, want)
		}
	}
}

// By the areas of any day, every feature of the nation is in one si/do and in no
// other, or perhaps in several: the si/do and what is not placed add up exactly.
func TestAreasOfEveryDayAddUp(t *testing.T) {
	t.Parallel()
	type rowsDoc struct {
		Rows []struct{ ID, Role string }
	}
	c := shipped(t)
	for _, id := range []string{"ai-factories", "regional-share"} {
		base := "/api/indicators/" + id
		for _, areas := range []string{"2026-01-31", "2026-02-01", "2026-06-30", "2026-07-01"} {
			var nation rowsDoc
			var parts areaFigures
			c.Get(base + "/rows?at=2026-08-27").Want(http.StatusOK).JSON(&nation)
			c.Get(base + "/figures?at=2026-08-27&by=sido&areas=" + areas).Want(http.StatusOK).JSON(&parts)
			in, maybe := map[string]int{}, map[string]int{}
			sure := 0
			for _, f := range parts.Figures {
				sure += f.Rows.In
				var rows rowsDoc
				c.Get(base + "/rows?at=2026-08-27&region=" + f.Region + "&areas=" + areas).Want(http.StatusOK).JSON(&rows)
				for _, r := range rows.Rows {
					switch r.Role {
					case "in":
						in[r.ID]++
					case "unknown":
						maybe[r.ID]++
					}
				}
			}
			certain, placed := 0, 0
			for _, r := range nation.Rows {
				if r.Role == "uncertain" {
					continue
				}
				certain++
				placed += in[r.ID]
				if !(in[r.ID] == 1 && maybe[r.ID] == 0 || in[r.ID] == 0 && maybe[r.ID] >= 2) {
					t.Errorf("%s by si/do of %s: %s is in %d and perhaps in %d", id, areas, r.ID, in[r.ID], maybe[r.ID])
				}
			}
			unplaced := slices.DeleteFunc(slices.Clone(nation.Rows), func(r struct{ ID, Role string }) bool { return r.Role == "uncertain" || in[r.ID] > 0 })
			if sure != placed || sure+len(unplaced) != certain {
				t.Errorf("%s by si/do of %s: %d in figures, %d in rows and %d unplaced of %d", id, areas, sure, placed, len(unplaced), certain)
			}
		}
	}
}

func TestRestatedFiguresLeadToThemselves(t *testing.T) {
	c := shipped(t)
	var doc areaFigures
	c.Get("/api/indicators/ai-factories/figures?at=2026-08-27&by=sido&areas=2026-02-14").Want(http.StatusOK).JSON(&doc)
	for _, f := range doc.Figures {
		if body := string(c.Get("/f/" + f.ID).Want(http.StatusOK).Body); !strings.Contains(body, f.ID) || !strings.Contains(body, f.Area.Ko) {
			t.Errorf("%s does not lead to %s", f.ID, f.Area.Ko)
		}
		i := slices.IndexFunc(f.Links, func(l struct{ Rel, Href string }) bool { return l.Rel == "self" })
		_, path, _ := strings.Cut(f.Links[i].Href, "/api/")
		var again areaFigures
		c.Get("/api/" + path).Want(http.StatusOK).JSON(&again)
		if got := again.Figures[0]; got.ID != f.ID || *got.Low != *f.Low || *got.High != *f.High {
			t.Errorf("%s: %s leads to %s", f.Region, f.ID, got.ID)
		}
	}
}

// A city is asked for with its gu: 창원시 holds what names only 성산구.
func TestItemsOfACityIncludeItsGu(t *testing.T) {
	c := shipped(t)
	type items struct {
		NumberMatched int
		Features      []struct {
			Properties struct{ Sigungu string }
		}
	}
	var gu, all items
	c.Get("/api/collections/ai-factories/items?sigungu=48123&limit=100").Want(http.StatusOK).JSON(&gu)
	c.Get("/api/collections/ai-factories/items?sigungu=48120&limit=100").Want(http.StatusOK).JSON(&all)
	inCity := 0
	for _, f := range all.Features {
		if !strings.HasPrefix(f.Properties.Sigungu, "4812") {
			t.Errorf("%s is not in 48120", f.Properties.Sigungu)
		}
		if f.Properties.Sigungu == "48120" {
			inCity++
		}
	}
	if gu.NumberMatched == 0 || all.NumberMatched < gu.NumberMatched+inCity || all.NumberMatched != len(all.Features) {
		t.Errorf("%d in the gu, %d in the city alone, %d matched", gu.NumberMatched, inCity, all.NumberMatched)
	}
}
