// Package atlas holds the nouns of Growthmap and their rules: layers, features,
// editions, stages, places, queries and errors. It does no I/O; every other
// package speaks in these terms.
package atlas

// Text is a short text in the two languages of the service.
type Text struct {
	Ko string `json:"ko"`
	En string `json:"en"`
}

// In returns the text in lang, "ko" or "en"; anything else is English.
func (t Text) In(lang string) string {
	if lang == "ko" {
		return t.Ko
	}
	return t.En
}

// Complete reports whether both languages are present.
func (t Text) Complete() bool { return t.Ko != "" && t.En != "" }
