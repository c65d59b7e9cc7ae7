package atlas

import (
	"encoding/json"

	"github.com/paulmach/orb"
)

// Catalog is what an edition offers: every layer with its definition and facts
// about its features.
type Catalog struct {
	Edition Edition
	Entries []Entry // in the order of their definitions' ids
	// Indicators are the definitions of figures, as they were given, by id.
	Indicators []Definition
	// Defined is the last edition that changed a definition of an indicator.
	Defined int64
}

// Entry is one layer of a catalog.
type Entry struct {
	Layer *Layer
	Body  json.RawMessage // the definition as it was given
	// Changed is the last edition, up to the catalog's, that changed the
	// definition or a feature of the layer. Answers about the layer stay the
	// same as long as it does.
	Changed int64
	Count   int64      // features, on all days
	Extent  *orb.Bound // EPSG:4326; nil when no feature has geometry
	Life    Interval   // from the first beginning to the last end
}

// Entry returns the layer with the id.
func (c *Catalog) Entry(id string) (Entry, bool) {
	for _, e := range c.Entries {
		if e.Layer.ID == id {
			return e, true
		}
	}
	return Entry{}, false
}

// Area returns the layer that holds the areas of a level.
func (c *Catalog) Area(level AreaLevel) (Entry, bool) {
	for _, e := range c.Entries {
		if e.Layer.Area == level {
			return e, true
		}
	}
	return Entry{}, false
}
