package atlas

// LabelProperty is the property that names a feature: the one the style says,
// else the first localized one, "" for none.
func (l *Layer) LabelProperty() string {
	if l.Style != nil && l.Style.Label != "" {
		return l.Style.Label
	}
	for _, p := range l.Schema {
		if p.Localized {
			return p.ID
		}
	}
	return ""
}

// NameOf is what a feature is called in lang, "ko" or "en", else in the other
// language, else its id.
func (l *Layer) NameOf(f *Feature, lang string) string {
	label := l.LabelProperty()
	for _, suffix := range []string{"_" + lang, "_ko", "_en"} {
		if name, ok := f.Properties[label+suffix].(string); ok && name != "" {
			return name
		}
	}
	return f.ID
}
