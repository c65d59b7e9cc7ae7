package httpapi

import (
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/agnivade/levenshtein"

	"growthmap/internal/atlas"
)

// params are the query parameters of a request, each with one value that is not
// empty. The same value twice is one: GDAL adds the parameters of its user to
// links that carry them already.
type params map[string]string

func readParams(raw string) (params, error) {
	values, err := url.ParseQuery(raw)
	if err != nil {
		return nil, &atlas.Error{Kind: atlas.Invalid, Given: shorten(raw), Message: say(korean.BadQuery, english.BadQuery), Err: err}
	}
	p := make(params, len(values))
	for _, name := range slices.Sorted(maps.Keys(values)) {
		given := values[name]
		switch {
		case !utf8.ValidString(name) || !utf8.ValidString(given[0]) || strings.ContainsRune(given[0], 0):
			return nil, &atlas.Error{Kind: atlas.Invalid, Message: say(korean.BadQuery, english.BadQuery)}
		case len(slices.Compact(slices.Clone(given))) > 1:
			return nil, unusable(name, strings.Join(given, ", "), say(korean.WantOnce, english.WantOnce))
		case given[0] == "":
			return nil, unusable(name, "", say(korean.WantValue, english.WantValue))
		}
		p[name] = given[0]
	}
	return p, nil
}

// only refuses the first parameter that is not known and lists those that are.
func (p params) only(known []string) error {
	for _, name := range slices.Sorted(maps.Keys(p)) {
		if slices.Contains(known, name) {
			continue
		}
		wanted := oneOf(name, known)
		name := shorten(name)
		return &atlas.Error{
			Kind: atlas.Invalid, Parameter: name, Given: shorten(p[name]), Wanted: wanted,
			Message: say(korean.UnknownParameter, english.UnknownParameter, name, wanted),
		}
	}
	return nil
}

// unusable is the error for a parameter whose value cannot be used.
func unusable(name, given string, wanted atlas.Text) error {
	return atlas.InvalidParameter(shorten(name), shorten(given), wanted)
}

// oneOf says what may be given, and what is nearest to what was.
func oneOf(given string, known []string) atlas.Text {
	list := strings.Join(known, ", ")
	if near := nearest(given, known); near != "" {
		return say(korean.OneOfNear, english.OneOfNear, list, near)
	}
	return say(korean.OneOf, english.OneOf, list)
}

// nearest returns the known word that given is probably a slip of, or "".
func nearest(given string, known []string) string {
	if len(given) > 64 {
		return ""
	}
	best, least := "", max(1, len(given)/3)+1
	for _, k := range known {
		if d := levenshtein.ComputeDistance(strings.ToLower(given), strings.ToLower(k)); d < least {
			best, least = k, d
		}
	}
	return best
}

// shorten cuts what a client sent to a length fit for an error.
func shorten(s string) string {
	const most = 200
	s = strings.ToValidUTF8(s, "\uFFFD")
	if len(s) <= most {
		return s
	}
	cut := most
	for !utf8.RuneStart(s[cut]) {
		cut--
	}
	return s[:cut] + "…"
}

// say fills the same arguments into a sentence in both languages. An argument
// that is a Text itself takes part in its own language.
func say(ko, en string, args ...any) atlas.Text {
	in := func(lang, sentence string) string {
		if len(args) == 0 {
			return sentence
		}
		own := make([]any, len(args))
		for i, a := range args {
			if own[i] = a; isText(a) {
				own[i] = a.(atlas.Text).In(lang)
			}
		}
		return fmt.Sprintf(sentence, own...)
	}
	return atlas.Text{Ko: in("ko", ko), En: in("en", en)}
}

func isText(v any) bool { _, ok := v.(atlas.Text); return ok }
