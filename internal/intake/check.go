package intake

import (
	"strings"

	"growthmap/internal/atlas"
)

// Disagreement is a feature whose collected coordinates lie outside the place
// its source states.
type Disagreement struct {
	Layer, ID string
	Stated    string // the place as the source names it
	Lon, Lat  string // as collected
	// Codes and names of the areas the feature was placed in, at the finest
	// level stated, and of the area the coordinates lie in.
	Code, Name           string
	OtherCode, OtherName string
}

// Disagreements lists, in the order given, the features whose stated place and
// coordinates disagree. None of them was moved: the stated place stands.
func Disagreements(features []*atlas.Feature, g *Gazetteer) []Disagreement {
	var found []Disagreement
	for _, f := range features {
		if f.Place.Disagrees == "" {
			continue
		}
		codes := f.Place.Among
		for _, code := range []string{f.Place.Region, f.Place.Sido, f.Place.Sigungu} {
			if code != "" && len(f.Place.Among) == 0 {
				codes = []string{code}
			}
		}
		var names, stated []string
		for _, code := range codes {
			names = append(names, g.Name(code))
		}
		for _, key := range []string{"region", "sido", "sigungu", "detail"} {
			if f.Stated[key] != "" {
				stated = append(stated, f.Stated[key])
			}
		}
		found = append(found, Disagreement{
			Layer: f.Layer, ID: f.ID, Stated: strings.Join(stated, " "), Lon: f.Stated["lon"], Lat: f.Stated["lat"],
			Code: strings.Join(codes, ";"), Name: strings.Join(names, ", "),
			OtherCode: f.Place.Disagrees, OtherName: g.Name(f.Place.Disagrees),
		})
	}
	return found
}
