package indicator

import (
	"strings"
	"testing"

	"growthmap/internal/atlas"
)

func TestDefinitionsAreChecked(t *testing.T) {
	for name, change := range map[string][2]string{
		"unknown member":        {`"layer": "deals"`, `"layer": "deals", "colour": "red"`},
		"broken filter":         {`"class = 'regional'"`, `"class = "`},
		"unknown kind":          {`"kind": "share"`, `"kind": "mean"`},
		"share without amount":  {`"amount": "amount", "stage"`, `"stage"`},
		"no filter":             {`"where": "class IS NULL OR class <> 'none'",`, ``},
		"no direction":          {`"direction": "up",`, ``},
		"share of two wholes":   {`"kind": "share",`, `"kind": "share", "over_reported": true, "of": {"layer": "w", "feature": "W", "value": "a"},`},
		"possible from nothing": {`"stage": "approved",`, `"possible_from": "approved",`},
		"variant in capitals":   {`"id": "state"`, `"id": "State.Fund"`},
		"switch without choice": {`"variants": [`, `"switches": [{"id": "s", "title": {"ko": "가", "en": "A"}, "options": []}], "variants": [`},
		"variant twice":         {`"id": "state"`, `"id": "all"`},
		"lead below one":        {`"layer": "deals"`, `"lead": -1, "layer": "deals"`},
		"three classes":         {`"layer": "deals"`, `"classes": ["1", "2", "3"], "layer": "deals"`},
		"classes that fall":     {`"layer": "deals"`, `"classes": ["1", "2", "2", "3"], "layer": "deals"`},
		"target in words":       {`"at_least": "40"`, `"at_least": "forty"`},
		"no English title":      {`"title": {"ko": "비중", "en": "Share"}`, `"title": {"ko": "비중"}`},
	} {
		t.Run(name, func(t *testing.T) {
			body := strings.Replace(share, change[0], change[1], 1)
			if body == share {
				t.Fatal("the test changes nothing")
			}
			if _, err := Parse([]byte(body)); err == nil {
				t.Error("the definition was accepted")
			}
		})
	}
}

func TestColumnsAreChecked(t *testing.T) {
	layer := must(atlas.ParseLayer([]byte(deals)))
	if err := must(Parse([]byte(share))).CheckColumns(layer); err != nil {
		t.Error(err)
	}
	for _, change := range [][2]string{
		{`"class = 'regional'"`, `"klass = 'regional'"`}, {`"amount": "state"`, `"amount": "states"`}, {`"stage": "approved"`, `"stage": "built"`},
	} {
		d := must(Parse([]byte(strings.Replace(share, change[0], change[1], 1))))
		if err := d.CheckColumns(layer); err == nil {
			t.Errorf("%s was accepted", change[1])
		}
	}
}
