package conformance

import (
	"fmt"
	"slices"
	"strings"
)

// shapes are a literal of each type, around the middle of Korea.
var shapes = map[string]string{
	"point":      "POINT(127.5 36.5)",
	"points":     "MULTIPOINT((127.5 36.5), (129 35.2))",
	"line":       "LINESTRING(126 35, 129 37)",
	"lines":      "MULTILINESTRING((126 35, 129 37), (127 34, 127 38))",
	"polygon":    "POLYGON((126 34, 128 34, 128 36, 126 36, 126 34))",
	"polygons":   "MULTIPOLYGON(((126 34, 128 34, 128 36, 126 36, 126 34)), ((129 35, 130 35, 130 36, 129 36, 129 35)))",
	"collection": "GEOMETRYCOLLECTION(POINT(127.5 36.5), POLYGON((126 34, 128 34, 128 36, 126 36, 126 34)))",
	"box":        "BBOX(126, 34, 128, 36)",
}

// kinds are the first collection of each type of geometry.
func (s *suite) kinds() []collection {
	s.Helper()
	var found []collection
	for _, c := range s.spatial() {
		if !slices.ContainsFunc(found, func(o collection) bool { return o.Geometry == c.Geometry }) {
			found = append(found, c)
		}
	}
	if len(found) < 3 {
		s.Fatalf("%d types of geometry", len(found))
	}
	return found
}

// OGC 21-065r2, annex A.7.
var cqlBasicSpatial = map[string]func(*suite){
	"s_intersects with a point and a box": func(s *suite) {
		for _, c := range s.spatial() {
			s.same(c, "S_INTERSECTS(geometry,BBOX(-180,-90,180,90))", "geometry IS NOT NULL", "S_INTERSECTS(geometry,BBOX(100,-90,-100,90))")
			s.same(c, "S_INTERSECTS(geometry,"+shapes["box"]+")", "S_INTERSECTS(geometry,"+shapes["polygon"]+")")
			got := s.matched(c, "S_INTERSECTS(geometry,"+shapes["box"]+")")
			if want := s.items(c, "?bbox=126,34,128,36&limit=1&skipGeometry=true").NumberMatched; got != want {
				s.Errorf("%s: %d features in the box, bbox gives %d", c.ID, got, want)
			}
			s.same(c, "S_INTERSECTS(geometry,"+shapes["point"]+")", "S_INTERSECTS(geometry,BBOX(127.5,36.5,127.5,36.5))")
			s.logical(c, []string{"S_INTERSECTS(geometry," + shapes["box"] + ")", "S_INTERSECTS(geometry," + shapes["point"] + ")", "geometry IS NULL"})
		}
	},
	"test-data": func(s *suite) {
		if n := s.matched(s.collection("sido"), "S_INTERSECTS(geometry,POINT(126.53 33.36))"); n != 1 {
			s.Errorf("the middle of Jeju lies in %d si/do", n)
		}
		if n := s.matched(s.collection("sido"), "S_INTERSECTS(geometry,POINT(126.53 33.36)) AND code = '50'"); n != 1 {
			s.Error("the middle of Jeju does not lie in Jeju")
		}
	},
}

// OGC 21-065r2, annex A.8.
var cqlSpatialPlus = map[string]func(*suite){
	"s_intersects": func(s *suite) {
		for _, c := range s.kinds() {
			for name, shape := range shapes {
				s.same(c, "S_INTERSECTS(geometry,"+shape+")", "S_INTERSECTS("+shape+",geometry)")
				if name == "collection" {
					s.same(c, "S_INTERSECTS(geometry,"+shape+")",
						"S_INTERSECTS(geometry,"+shapes["point"]+") OR S_INTERSECTS(geometry,"+shapes["polygon"]+")")
				}
			}
		}
	},
}

// OGC 21-065r2, annex A.9.
var cqlSpatial = map[string]func(*suite){
	"s_disjoint, s_equals, s_touches, s_crosses, s_within, s_contains, s_overlaps and logical": func(s *suite) {
		for _, c := range s.kinds() {
			var predicates []string
			for _, name := range []string{"point", "points", "line", "lines", "polygon", "polygons", "box"} {
				some := []string{"S_INTERSECTS(geometry," + shapes[name] + ")"}
				for _, op := range []string{"S_EQUALS", "S_TOUCHES", "S_CROSSES", "S_WITHIN", "S_CONTAINS", "S_OVERLAPS"} {
					some = append(some, op+"(geometry,"+shapes[name]+")")
				}
				s.apart(c, "S_DISJOINT(geometry,"+shapes[name]+")", strings.Join(some, " OR "))
				predicates = append(predicates, some...)
			}
			s.logical(c, predicates)
		}
	},
	"test-data": func(s *suite) {
		sido, factories := s.collection("sido"), s.collection("ai-factories")
		for filter, want := range map[string]int{
			"S_CONTAINS(geometry,POINT(126.53 33.36))":                 1, // Jeju
			"S_WITHIN(geometry,BBOX(125.5,32.5,127.5,34.2))":           1,
			"S_DISJOINT(geometry,BBOX(126.2,33.2,126.9,33.5))":         15,
			"S_CROSSES(LINESTRING(126.53 33.36,127.5 33.36),geometry)": 1,
			"S_OVERLAPS(geometry,BBOX(126.5,33,127.1,33.7))":           1,
			"S_EQUALS(geometry,geometry)":                              16,
			"S_TOUCHES(geometry,BBOX(0,0,1,1))":                        0,
		} {
			if n := s.matched(sido, filter); n != want {
				s.Errorf("%s selects %d si/do, want %d", filter, n, want)
			}
		}
		within := s.matched(factories, "S_WITHIN(geometry,"+shapes["polygon"]+")")
		if n := s.items(factories, "?bbox=126,34,128,36&limit=1").NumberMatched; within != n || n == 0 {
			s.Errorf("%d factories within the polygon, %d in the same box", within, n)
		}
		s.refused(sido, "cql2-text", "S_WITHIN(geometry,"+shapes["collection"]+")")
	},
}

// OGC 21-065r2, annex A.12.
var cqlPropertyProperty = map[string]func(*suite){
	"comparison-value-property and comparison-property-property": func(s *suite) {
		for _, c := range s.collections {
			for typ, name := range s.samples(c) {
				s.comparisons(c, literals[typ], name)
				for _, op := range []string{"<>", "<", ">"} {
					if n := s.matched(c, name+" "+op+" "+name); n != 0 {
						s.Errorf("%s: %d features with %s %s itself", c.ID, n, name, op)
					}
				}
				s.same(c, name+" = "+name, name+" >= "+name, name+" <= "+name, name+" IS NOT NULL")
			}
		}
	},
	"comparison-value-value": func(s *suite) {
		c := s.collection("regions")
		for _, value := range []string{"'foo'", "true", "3.14", "1", "TIMESTAMP('2022-04-14T14:48:46Z')", "DATE('2022-04-14')"} {
			for op, want := range map[string]int{"=": 8, ">=": 8, "<=": 8, "<>": 0, "<": 0, ">": 0} {
				if n := s.matched(c, fmt.Sprintf("%s %s %s", value, op, value)); n != want {
					s.Errorf("%[1]s %[2]s %[1]s selects %[3]d regions", value, op, n)
				}
			}
		}
		if n := s.matched(c, "'København' LIKE 'K_benhavn'"); n != 8 {
			s.Errorf("a text like its pattern selects %d regions", n)
		}
	},
}
