package httpapi_test

import (
	"reflect"
	"regexp"
	"slices"
	"testing"

	"growthmap/internal/httpapi"
)

// Every word is there in both languages, and takes the same arguments.
func TestEveryWordIsInBothLanguages(t *testing.T) {
	korean, english := httpapi.Lexicons()
	verb := regexp.MustCompile(`%(\[\d\])?[a-z]`)
	ko, en := reflect.ValueOf(korean), reflect.ValueOf(english)
	names := []string{"Language", "ServiceTitle"} // proper names
	for i := range ko.NumField() {
		if ko.Field(i).Kind() != reflect.String {
			continue
		}
		name, k, e := ko.Type().Field(i).Name, ko.Field(i).String(), en.Field(i).String()
		if k == "" || e == "" {
			t.Errorf("%s: %q, %q", name, k, e)
		}
		if !slices.Contains(names, name) && (!hangul(k) || hangul(e)) {
			t.Errorf("%s: %q and %q are not in their languages", name, k, e)
		}
		kv, ev := verb.FindAllString(k, -1), verb.FindAllString(e, -1)
		slices.Sort(kv)
		slices.Sort(ev)
		if !slices.Equal(kv, ev) {
			t.Errorf("%s takes %v in Korean, %v in English", name, kv, ev)
		}
	}
}
