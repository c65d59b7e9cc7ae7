package atlas

import (
	"crypto/sha256"
	"encoding/hex"

	"github.com/paulmach/orb"
)

// Precision says how precisely the place of a feature is known from its source.
type Precision string

// From the finest to the coarsest; PrecisionNone is a feature without a known place.
const (
	PrecisionSite    Precision = "site"
	PrecisionComplex Precision = "complex"
	PrecisionSigungu Precision = "sigungu"
	PrecisionSido    Precision = "sido"
	PrecisionNone    Precision = "none"
)

// Basis says where the areas of a Place come from.
type Basis string

// A place is stamped by what the source states first, by geometry second.
const (
	BasisStated   Basis = "stated"
	BasisGeometry Basis = "geometry"
	BasisNone     Basis = "none"
)

// Place is the areas a feature lies in, as codes of the area layers. An empty
// code is not known, or not one area alone. Among lists what the source says
// beyond the other codes: areas that it names together, such as two cities, or
// one of the past that became a part of another. Disagrees holds the code that
// the coordinates point at when it differs from the stated one; the stated
// place stands and the feature is not moved.
type Place struct {
	Region    string   `json:"region,omitempty"`
	Sido      string   `json:"sido,omitempty"`
	Sigungu   string   `json:"sigungu,omitempty"`
	Among     []string `json:"among,omitempty"`
	Basis     Basis    `json:"basis"`
	Disagrees string   `json:"disagrees,omitempty"`
}

// Citation ties a feature to a source. Publisher and date belong to it, because
// the same document is cited with different ones.
type Citation struct {
	Source    string `json:"source"` // id in the sources layer
	URL       string `json:"url,omitempty"`
	Title     string `json:"title,omitempty"`
	Publisher string `json:"publisher,omitempty"`
	Date      string `json:"date,omitempty"` // as given: YYYY, YYYY-MM or YYYY-MM-DD
	Kind      string `json:"kind,omitempty"`
	Via       string `json:"via,omitempty"` // how it was read, where that weakens it
}

// SourceID derives the id of a source from its address, or from its title when
// it has none: the same document has the same id wherever it is cited.
func SourceID(address string) string {
	sum := sha256.Sum256([]byte(address))
	return "src-" + hex.EncodeToString(sum[:6])
}

// Feature is one thing in a layer.
type Feature struct {
	Layer, ID  string
	Geometry   orb.Geometry // EPSG:4326, lon/lat, two dimensions; nil for none
	Precision  Precision
	Place      Place
	Stated     map[string]string   // the place as the source names it, by the keys of StatedKeys
	Stages     map[string]Interval // stage id → the days it may have been reached
	Life       Interval            // the days on which the feature exists
	Properties map[string]any      // string, int64, json.Number, bool or []string, by property id
	Citations  []Citation
	// Edition that added this state of the feature; set when it is read.
	Added int64
}

// StatedKeys are the keys Feature.Stated may have, in the order they are shown.
var StatedKeys = []string{"region", "sido", "sigungu", "detail", "lon", "lat", "coordinates", "precision", "basis"}

// SourceIDs returns the ids of the sources cited, in order, without repeats.
func (f *Feature) SourceIDs() []string {
	seen := map[string]bool{}
	var ids []string
	for _, c := range f.Citations {
		if !seen[c.Source] {
			seen[c.Source] = true
			ids = append(ids, c.Source)
		}
	}
	return ids
}
