package cql2_test

import (
	"errors"
	"math"
	"strings"
	"testing"

	"growthmap/internal/cql2"
)

func TestJSONErrors(t *testing.T) {
	tests := []struct {
		json, near, problem, wanted string
		offset                      int
	}{
		{"", "", "it is not JSON", "one complete JSON value", 0},
		{`{"op":"="`, "", "it is not JSON", "one complete JSON value", 9},
		{`{"op":"=",}`, "}", "it is not JSON", "one complete JSON value", 10},
		{`true false`, "false", "", "the end of the filter", 5},
		{`5`, "5", "", "a condition", 0},
		{`null`, "null", "", "a condition", 0},
		{`[true]`, "[true]", "", "a condition", 0},
		{`{"args":[]}`, `{"args":[]}`, "", "the members op and args", 0},
		{`{"op":5,"args":[]}`, `5,"args":[]}`, "", "the name of an operator", 6},
		{`{"op":"and"}`, `{"op":"and"}`, "", "the member args, an array", 0},
		{`{"op":"and","args":true}`, `{"op":"and","args":true}`, "", "the member args, an array", 0},
		{`{"op":"and","args":[true]}`, `{"op":"and","args":[true…`, "", "two or more args", 0},
		{`{"op":"not","args":[true,true]}`, `{"op":"not","args":[true…`, "it has 2 args", `1 for "not"`, 0},
		{`{"op":"not","args":[true],"arg":1}`, "1}", `the member "arg" has no meaning`, "only op and args", 32},
		{`{"op":"not","op":"and","args":[true]}`, `"op":"and","args":[true]…`, "given twice", "each member once", 12},
		{`{"op":"AND","args":[true,true]}`, `"AND","args":[true,true]…`, `"AND" is not supported`, "and, or, not", 6},
		{`{"op":"avg","args":[{"property":"a"}]}`, `"avg","args":[{"property…`, `"avg" is not supported`, "s_intersects", 6},
		{`{"op":"=","args":[ {"property":"시도"} , null]}`, "null]}", "", `{"property": "name"}`, 39},
		{`{"op":"=","args":[{"property":"a"},{"op":"+","args":[1,2]}]}`, `"+","args":[1,2]}]}`, `"+" is not supported`, "casei", 41},
		{`{"op":"=","args":[{"property":"a"},[1]]}`, "[1]]}", "", "a property or a value", 35},
		{`{"op":"=","args":[{"property":""},1]}`, `""},1]}`, "", "the name of a property", 30},
		{`{"op":"=","args":[{"property":"a","type":5},1]}`, `"a","type":5},1]}`, `the member "property" has no meaning`, "coordinates", 30},
		{`{"op":"=","args":["\u0000",1]}`, `"\u0000",1]}`, "", "without control characters", 18},
		{`{"op":"=","args":["\ud800",1]}`, `"\ud800",1]}`, "", "text in UTF-8", 18},
		{`{"op":"=","args":[1e1000,1]}`, "1e1000,1]}", "", "an exponent of at most 999", 18},
		{`{"op":"=","args":[{"date":"2026-13-01"},1]}`, `"2026-13-01"},1]}`, "", "a day such as", 26},
		{`{"op":"=","args":[{"timestamp":"2026-01-01"},1]}`, `"2026-01-01"},1]}`, "", "a time in UTC", 31},
		{`{"op":"in","args":[{"property":"a"},[]]}`, "[]]}", "", "an array of one or more values", 36},
		{`{"op":"in","args":[{"property":"a"},1]}`, "1]}", "", "an array of one or more values", 36},
		{`{"op":"like","args":[{"property":"a"},{"property":"b"}]}`, `{"property":"b"}]}`, "", "a pattern", 38},
		{`{"op":"between","args":[{"property":"a"},"1",2]}`, `"1",2]}`, "", "a property or a number", 41},
		{`{"op":"isNull","args":[]}`, `{"op":"isNull","args":[]…`, "it has 0 args", `1 for "isNull"`, 0},
		{`{"op":"t_after","args":[{"interval":["2026-01-01"]},{"property":"a"}]}`, `["2026-01-01"]},{"proper…`, "", "two ends", 36},
		{`{"op":"t_during","args":[{"date":"2026-01-01"},{"property":"a"}]}`, `{"date":"2026-01-01"},{"…`, "", "use T_INTERSECTS", 25},
		{`{"op":"s_within","args":[{"property":"g"},{"type":"Point"}]}`, `{"type":"Point"}]}`, "", `"coordinates" beside type`, 42},
		{`{"op":"s_within","args":[{"property":"g"},{"type":"Curve","coordinates":[1,2]}]}`, `{"type":"Curve","coordin…`, "", "as the type", 42},
		{`{"op":"s_within","args":[{"property":"g"},{"type":"Point","coordinates":[1,2,3]}]}`, "[1,2,3]}]}", "heights", "two coordinates", 72},
		{`{"op":"s_within","args":[{"property":"g"},{"type":"Point","coordinates":["1",2]}]}`, `"1",2]}]}`, "", "a coordinate", 73},
		{`{"op":"s_within","args":[{"property":"g"},{"type":"LineString","coordinates":[[1,2]]}]}`, "[[1,2]]}]}", "", "two or more points", 77},
		{`{"op":"s_within","args":[{"property":"g"},{"type":"Polygon","coordinates":[[[0,0],[1,0],[1,1]]]}]}`, "[[0,0],[1,0],[1,1]]]}]}", "", "four or more points", 75},
		{`{"op":"s_within","args":[{"property":"g"},{"bbox":[1,2,3,4,5,6]}]}`, "[1,2,3,4,5,6]}]}", "heights", "a box of four", 50},
	}
	for _, test := range tests {
		t.Run(test.json, func(t *testing.T) {
			_, err := cql2.ParseJSON([]byte(test.json))
			check(t, err, test.offset, test.near, test.problem, test.wanted)
		})
	}
}

func TestJSONLimits(t *testing.T) {
	nots := func(n int) string {
		return strings.Repeat(`{"op":"not","args":[`, n) + "true" + strings.Repeat("]}", n)
	}
	if _, err := cql2.ParseJSON([]byte(nots(cql2.MaxDepth - 1))); err != nil {
		t.Error(err)
	}
	casei := strings.Repeat(`{"op":"casei","args":[`, 65) + `"x"` + strings.Repeat("]}", 65)
	tests := []struct{ json, problem string }{
		{nots(cql2.MaxDepth), "nested too deeply"},
		{`{"op":"=","args":[` + casei + `,"x"]}`, "nested too deeply"},
		{`{"op":"in","args":[1,[1` + strings.Repeat(",1", cql2.MaxNodes-2) + "]]}", "it has 1001 parts"},
		{strings.Repeat(" ", cql2.MaxBytes) + "true", "bytes long"},
		{strings.Repeat("[", cql2.MaxBytes), "not JSON"},
	}
	for _, test := range tests {
		_, err := cql2.ParseJSON([]byte(test.json))
		var e *cql2.SyntaxError
		if !errors.As(err, &e) || !strings.Contains(e.Problem, test.problem) {
			t.Errorf("%.40s…: %v", test.json, err)
		}
	}
}

func TestAbsentFilter(t *testing.T) {
	if text := cql2.Text(nil); text != "" {
		t.Errorf("Text gives %q", text)
	}
	if data, err := cql2.JSON(nil); err != nil || string(data) != "null" {
		t.Errorf("JSON gives %s, %v", data, err)
	}
	if names := cql2.Properties(nil); len(names) != 0 {
		t.Errorf("Properties gives %v", names)
	}
}

func TestJSONRefusesInfinity(t *testing.T) {
	e := cql2.Spatial{Op: cql2.SIntersects, Left: cql2.Property("geometry"), Right: cql2.BBox{East: math.Inf(1)}}
	if data, err := cql2.JSON(e); err == nil {
		t.Errorf("JSON gives %s", data)
	}
}
