package atlas

import (
	"encoding/json"
	"time"
)

// Edition is a numbered state of the whole database.
type Edition struct {
	ID     int64             `json:"id"`
	At     time.Time         `json:"at"`
	Author string            `json:"author"`
	Reason string            `json:"reason"`
	Origin map[string]string `json:"origin"` // kind, file name, checksum
	Digest []byte            `json:"-"`      // SHA-256 over the previous digest and this edition's changes
}

// OriginShipped marks editions published from the data shipped with the binary.
const OriginShipped = "shipped"

// Definition is a definition exactly as it was given, so that it can be served
// byte for byte and digested.
type Definition struct {
	Kind string // DefinesLayer or DefinesIndicator
	ID   string
	Body json.RawMessage
}

// The kinds of definition.
const (
	DefinesLayer     = "layer"
	DefinesIndicator = "indicator"
)

// Change adds or replaces a feature, or removes it when Feature is nil.
type Change struct {
	Layer, ID string
	Feature   *Feature
}

// Publication is everything one edition changes. Features and definitions that
// equal the live ones are not written again.
type Publication struct {
	Author, Reason string
	Origin         map[string]string
	Definitions    []Definition
	Changes        []Change
	// Shipped makes the publication the whole of what the binary ships: live
	// features that an earlier shipped edition wrote and this one lacks are
	// removed, and features that officials changed since are left alone.
	Shipped bool
}
