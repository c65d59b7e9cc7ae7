package conformance

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"growthmap/internal/cql2"
	"growthmap/internal/httpapi/apitest"
)

const (
	filtering = "http://www.opengis.net/spec/ogcapi-features-3/1.0/conf/"
	cql       = "http://www.opengis.net/spec/cql2/1.0/conf/"
	geometry  = "geometry"
)

// filterLanguages are the two encodings that each test of CQL2 is held in.
var filterLanguages = []string{"cql2-text", "cql2-json"}

// queryable is a column as the resource queryables describes it.
type queryable struct {
	Type, Format string
	Role         string `json:"x-ogc-role"`
}

// literals are the values that the standard asks to compare each type with.
var literals = map[string]string{"string": "'foo'", "number": "3.14", "integer": "1", "boolean": "true"}

func (s *suite) queryables(c collection) map[string]queryable {
	s.Helper()
	a := s.c.Follow(c.Links, ogc+"queryables", "").Want(http.StatusOK)
	var doc struct {
		Schema     string `json:"$schema"`
		ID         string `json:"$id"`
		Type       string
		Properties map[string]queryable
	}
	a.JSON(&doc)
	if a.Header.Get("Content-Type") != "application/schema+json" || doc.Type != "object" || len(doc.Properties) == 0 ||
		!strings.HasPrefix(doc.Schema, "https://json-schema.org/draft/") || !strings.HasSuffix(doc.ID, "/collections/"+c.ID+"/queryables") {
		s.Errorf("%s: queryables %+v as %s", c.ID, doc, a.Header.Get("Content-Type"))
	}
	return doc.Properties
}

// samples are one queryable of each type that the collection has, in quotes, as
// some are called like a word of CQL2.
func (s *suite) samples(c collection) map[string]string {
	s.Helper()
	found := map[string]string{}
	all := s.queryables(c)
	for _, name := range slices.Sorted(maps.Keys(all)) {
		if q := all[name]; literals[q.Type] != "" && found[q.Type] == "" {
			found[q.Type] = `"` + name + `"`
		}
	}
	if len(found) == 0 {
		s.Errorf("%s has no queryable with a value", c.ID)
	}
	return found
}

func unquoted(name string) string { return strings.Trim(name, `"`) }

func itemsPath(c collection) string { return "/api/collections/" + c.ID + "/items" }

func filtered(c collection, lang, filter string) string {
	return itemsPath(c) + "?limit=1&skipGeometry=true&filter-lang=" + lang + "&filter=" + url.QueryEscape(filter)
}

// matched counts what a filter selects, and wants the same in both encodings.
func (s *suite) matched(c collection, filter string) int {
	s.Helper()
	expr, err := cql2.Parse(filter)
	if err != nil {
		s.Fatalf("%s: %v", filter, err)
	}
	body, err := cql2.JSON(expr)
	if err != nil {
		s.Fatalf("%s: %v", filter, err)
	}
	var counts [2]int
	for i, text := range []string{filter, string(body)} {
		var p page
		s.c.Get(filtered(c, filterLanguages[i], text)).Want(http.StatusOK).JSON(&p)
		counts[i] = p.NumberMatched
	}
	if counts[0] != counts[1] {
		s.Errorf("%s: %s selects %d, as JSON %d", c.ID, filter, counts[0], counts[1])
	}
	return counts[0]
}

// apart wants that two filters have no feature in common.
func (s *suite) apart(c collection, one, other string) {
	s.Helper()
	if n := s.matched(c, "("+one+") AND ("+other+")"); n != 0 {
		s.Errorf("%s: %s and %s have %d features in common", c.ID, one, other, n)
	}
}

// same wants that filters select the same features.
func (s *suite) same(c collection, first string, others ...string) {
	s.Helper()
	n := s.matched(c, first)
	for _, other := range others {
		if m, both := s.matched(c, other), s.matched(c, "("+first+") AND ("+other+")"); m != n || both != n {
			s.Errorf("%s: %s selects %d, %s %d, both %d", c.ID, first, n, other, m, both)
		}
	}
}

// logical evaluates random combinations of predicates, as every class of CQL2 asks.
func (s *suite) logical(c collection, predicates []string) {
	s.Helper()
	random := rand.New(rand.NewPCG(1, 2))
	for range 10 {
		var p [4]any
		for i := range p {
			p[i] = "(" + predicates[random.IntN(len(predicates))] + ")"
		}
		s.matched(c, fmt.Sprintf("((NOT %[1]s AND %[2]s) OR (%[3]s and NOT %[4]s) or not (%[1]s AND %[4]s))", p[:]...))
	}
}

// comparisons holds the six operators between two sides against each other.
func (s *suite) comparisons(c collection, left, right string) (predicates []string) {
	s.Helper()
	for _, op := range []string{"=", "<>", ">", "<", ">=", "<="} {
		predicates = append(predicates, left+" "+op+" "+right)
	}
	for _, pair := range [][2]int{{0, 1}, {2, 5}, {3, 4}} {
		s.apart(c, predicates[pair[0]], predicates[pair[1]])
	}
	s.same(c, predicates[4], predicates[0]+" OR "+predicates[2])
	return predicates
}

func (s *suite) refused(c collection, lang, filter string) {
	s.Helper()
	s.c.Get(filtered(c, lang, filter)).Problem(http.StatusBadRequest)
}

// OGC 19-079r2, annex A.2.
var filteringQueryables = map[string]func(*suite){
	"get-queryables and get-collection": func(s *suite) {
		for _, c := range s.collections {
			l := apitest.Find(c.Links, ogc+"queryables", "")
			if l == nil || l.Type != "application/schema+json" {
				s.Errorf("%s: link %+v", c.ID, l)
				continue
			}
			for name, q := range s.queryables(c) {
				if q.Type == "" && !strings.HasPrefix(q.Format, "geometry-") {
					s.Errorf("%s: the type of %s is not given", c.ID, name)
				}
			}
		}
	},
}

// OGC 19-079r2, annex A.3.
var filteringParameters = map[string]func(*suite){
	"parameters": func(s *suite) {
		for _, c := range s.collections {
			for typ, name := range s.samples(c) {
				var value any
				for _, f := range s.items(c, "?limit=10&skipGeometry=true").Features {
					if v := f.Properties[unquoted(name)]; v != nil {
						value = v
					}
				}
				if value == nil {
					continue
				}
				text := fmt.Sprint(value)
				if number, ok := value.(float64); ok {
					text = strconv.FormatFloat(number, 'f', -1, 64)
				}
				literal := text
				if typ == "string" {
					literal = "'" + strings.ReplaceAll(text, "'", "''") + "'"
				}
				got := s.items(c, "?limit=1&skipGeometry=true&"+unquoted(name)+"="+url.QueryEscape(text)).NumberMatched
				if want := s.matched(c, name+" = "+literal); got != want || got == 0 {
					s.Errorf("%s: %s=%s gives %d features, the filter %d", c.ID, name, text, got, want)
				}
			}
			s.c.Get(itemsPath(c) + "?this_is_not_a_queryable=1").Problem(http.StatusBadRequest)
		}
	},
}

// OGC 19-079r2, annex A.4.
var filteringFilter = map[string]func(*suite){
	"filter-param and filter-lang-default": func(s *suite) {
		for _, c := range s.collections {
			for _, name := range s.samples(c) {
				var byDefault page
				s.c.Get(itemsPath(c) + "?limit=1&skipGeometry=true&filter=" + url.QueryEscape(name+" IS NULL")).Want(http.StatusOK).JSON(&byDefault)
				if n := s.matched(c, name+" IS NULL"); n != byDefault.NumberMatched {
					s.Errorf("%s: %s IS NULL gives %d, in the default language %d", c.ID, name, n, byDefault.NumberMatched)
				}
				for _, f := range byDefault.Features {
					if f.Properties[unquoted(name)] != nil {
						s.Errorf("%s: %s has %v in %s", c.ID, f.ID, f.Properties[unquoted(name)], name)
					}
				}
			}
			s.refused(c, "cql2-text", "THIS IS NOT A FILTER")
			s.refused(c, "cql2-json", "THIS IS NOT A FILTER")
			s.refused(c, "cql3-text", "TRUE")
			s.c.Get(itemsPath(c) + "?filter=" + url.QueryEscape("THIS IS NOT A FILTER")).Problem(http.StatusBadRequest)
		}
	},
	"expression-construction": func(s *suite) {
		for _, c := range s.collections {
			s.refused(c, "cql2-text", "this_is_not_a_queryable IS NULL")
			s.refused(c, "cql2-json", `{"op":"isNull","args":[{"property":"this_is_not_a_queryable"}]}`)
		}
	},
	"filter-crs-wgs84": func(s *suite) {
		for _, c := range s.spatial() {
			b := c.Extent.Spatial.BBox[0]
			inside := s.matched(c, fmt.Sprintf("S_INTERSECTS(%s,BBOX(%v,%v,%v,%v))", geometry, b[0], b[1], b[2], b[3]))
			if with := s.matched(c, geometry+" IS NOT NULL"); inside != with {
				s.Errorf("%s: %d features in the extent, %d with a geometry", c.ID, inside, with)
			}
			s.refused(c, "cql2-text", "S_INTERSECTS("+geometry+",BBOX(1000000,1000000,2000000,2000000))")
		}
	},
	"filter-crs-param": func(s *suite) {
		for _, c := range s.spatial() {
			counts := map[int]bool{}
			for crs, box := range map[string]string{
				crs84: "126,34,128,36",
				"http://www.opengis.net/def/crs/EPSG/0/4326": "34,126,36,128",
				"http://www.opengis.net/def/crs/EPSG/0/3857": "14026255.84,4028802.03,14248894.82,4300621.37",
			} {
				var p page
				s.c.Get(filtered(c, "cql2-text", "S_INTERSECTS("+geometry+",BBOX("+box+"))") + "&filter-crs=" + url.QueryEscape(crs)).Want(http.StatusOK).JSON(&p)
				counts[p.NumberMatched] = true
			}
			if len(counts) != 1 {
				s.Errorf("%s: the same box in three systems holds %v", c.ID, counts)
			}
			s.c.Get(filtered(c, "cql2-text", "TRUE") + "&filter-crs=" + url.QueryEscape("http://www.opengis.net/def/crs/EPSG/0/5179")).Problem(http.StatusBadRequest)
		}
	},
}

// OGC 19-079r2, annex A.5.
var filteringFeatures = map[string]func(*suite){
	"filter-param": func(s *suite) {
		for _, c := range s.spatial() {
			name := s.samples(c)["string"]
			b := "bbox=126,34,128,36"
			whole := s.items(c, "?limit=10000&skipGeometry=true&"+b)
			want := 0
			for _, f := range whole.Features {
				if f.Properties[unquoted(name)] != nil {
					want++
				}
			}
			got := s.items(c, "?limit=1&skipGeometry=true&"+b+"&filter="+url.QueryEscape(name+" IS NOT NULL")).NumberMatched
			if got != want {
				s.Errorf("%s: %d features in the box with %s, want %d", c.ID, got, name, want)
			}
			p := s.items(c, "?limit=1&skipGeometry=true&filter="+url.QueryEscape(name+" IS NOT NULL"))
			if next := apitest.Find(p.Links, "next", geojson); next != nil && !strings.Contains(next.Href, "filter=") {
				s.Errorf("%s: the next page leaves the filter out: %s", c.ID, next.Href)
			}
		}
	},
}

// OGC 21-065r2, annexes A.1 and A.2: every predicate of the tests below is sent
// in both encodings; here are those about the encodings themselves.
var cqlText = map[string]func(*suite){
	"validate and escaping": func(s *suite) {
		c := s.collections[0]
		name := s.samples(c)["string"]
		s.same(c, name+" = 'it''s'", name+` = 'it\'s'`, "("+name+" = 'it''s')")
		s.same(c, name+" <> 'foo' and not "+name+" = 'bar'", "NOT ("+name+" = 'foo' OR "+name+" = 'bar')", name+` NOT IN ('foo', 'bar')`)
		s.refused(c, "cql2-text", name+" = 'foo")
	},
}

var cqlJSON = map[string]func(*suite){
	"validate": func(s *suite) {
		c := s.collections[0]
		name := s.samples(c)["string"]
		var p page
		s.c.Get(filtered(c, "cql2-json", `{"op":"not","args":[{"op":"isNull","args":[{"property":`+name+`}]}]}`)).Want(http.StatusOK).JSON(&p)
		if n := s.matched(c, name+" IS NOT NULL"); p.NumberMatched != n {
			s.Errorf("%d features as JSON, %d as text", p.NumberMatched, n)
		}
		for _, wrong := range []string{`{"op":"not"}`, `{"op":"=","args":[{"property":` + name + `}]}`, `{}`, `[]`, `{"op":"no-such","args":[]}`} {
			s.refused(c, "cql2-json", wrong)
		}
	},
}

// OGC 21-065r2, annex A.3.
var cqlBasic = map[string]func(*suite){
	"basic-test, comparison, is-null, boolean and logical": func(s *suite) {
		for _, c := range s.collections {
			predicates := []string{"true", "false"}
			for typ, name := range s.samples(c) {
				predicates = append(predicates, s.comparisons(c, name, literals[typ])...)
				s.apart(c, name+" IS NULL", name+" is not null")
				predicates = append(predicates, name+" IS NULL")
			}
			if all := s.items(c, "?limit=1&skipGeometry=true").NumberMatched; s.matched(c, "true") != all || s.matched(c, "false") != 0 {
				s.Errorf("%s: true does not select all, or false selects some", c.ID)
			}
			slices.Sort(predicates)
			s.logical(c, predicates)
		}
	},
	"test-data": func(s *suite) {
		c := s.collection("ai-factories")
		for filter, want := range map[string]func(map[string]any) bool{
			"region = 'HNM'":        func(p map[string]any) bool { return p["region"] == "HNM" },
			"year_selected >= 2025": func(p map[string]any) bool { y, ok := p["year_selected"].(float64); return ok && y >= 2025 },
			"name_ko < '다'":         func(p map[string]any) bool { n, ok := p["name_ko"].(string); return ok && n < "다" },
			"NOT region = 'HNM'":    func(p map[string]any) bool { return p["region"] != nil && p["region"] != "HNM" },
			"selected_on IS NULL":   func(p map[string]any) bool { return p["selected_on"] == nil },
			"selected_on > DATE('2024-10-28')": func(p map[string]any) bool {
				d, ok := p["selected_on"].(string)
				return ok && len(d) == len("2024-10-28") && d > "2024-10-28" || ok && len(d) == len("2024-10") && d > "2024-10" || ok && len(d) == len("2024") && d > "2024"
			},
		} {
			s.selects(c, filter, want)
		}
	},
}

// selects wants that a filter selects exactly the features that the function says.
func (s *suite) selects(c collection, filter string, want func(map[string]any) bool) {
	s.Helper()
	n := 0
	for _, f := range s.items(c, "?limit=10000&skipGeometry=true").Features {
		if want(f.Properties) {
			n++
		}
	}
	if got := s.matched(c, filter); got != n || n == 0 {
		s.Errorf("%s: %s selects %d features, want %d", c.ID, filter, got, n)
	}
}

func (s *suite) collection(id string) collection {
	s.Helper()
	i := slices.IndexFunc(s.collections, func(c collection) bool { return c.ID == id })
	if i < 0 {
		s.Fatalf("no collection %s", id)
	}
	return s.collections[i]
}

// OGC 21-065r2, annex A.4.
var cqlAdvanced = map[string]func(*suite){
	"like, between, in and logical": func(s *suite) {
		for _, c := range s.collections {
			var predicates []string
			for typ, name := range s.samples(c) {
				switch typ {
				case "string":
					s.same(c, name+" LIKE '%'", name+" like '%%'", name+" IS NOT NULL")
					s.apart(c, name+" like '_%'", name+" like ''")
					s.matched(c, name+` like '\\%\\_'`)
					s.same(c, name+" in ('foo', 'bar')", name+" = 'foo' OR "+name+" = 'bar'")
					predicates = append(predicates, name+" like '_%'", name+" not in ('foo', 'bar')")
				case "boolean":
					s.same(c, name+" in (true)", name+" = true", name+" not in (false)")
					predicates = append(predicates, name+" in (true)")
				default:
					s.same(c, name+" BETWEEN 0 AND 100", name+" >= 0 AND "+name+" <= 100")
					if n := s.matched(c, name+" between 100.0 and 1.0"); n != 0 {
						s.Errorf("%s: %d features between 100 and 1", c.ID, n)
					}
					s.same(c, name+" IN (1, 2, 3)", name+" = 1 or "+name+" = 2 or "+name+" = 3")
					predicates = append(predicates, name+" BETWEEN 0 AND 100", name+" IN (1, 2, 3)")
				}
			}
			slices.Sort(predicates)
			s.logical(c, predicates)
		}
	},
	"test-data": func(s *suite) {
		has := func(part string) func(map[string]any) bool {
			return func(p map[string]any) bool { n, _ := p["name_ko"].(string); return strings.Contains(n, part) }
		}
		s.selects(s.collection("ai-factories"), "name_ko LIKE '%자동차%'", has("자동차"))
		s.selects(s.collection("ai-factories"), "year_selected NOT BETWEEN 2025 AND 2026", func(p map[string]any) bool { return p["year_selected"] == 2024.0 })
	},
}

// OGC 21-065r2, annex A.5.
var cqlCasei = map[string]func(*suite){
	"casei, casei-like and logical": func(s *suite) {
		for _, c := range s.collections {
			name := s.samples(c)["string"]
			s.apart(c, "CASEI("+name+") = casei('foo')", "CASEI("+name+") <> casei('FOO')")
			s.same(c, "CASEI("+name+") LIKE casei('a%')", "CASEI("+name+") LIKE casei('A%')")
			s.logical(c, []string{"CASEI(" + name + ") = casei('foo')", "CASEI(" + name + ") LIKE casei('A%')", name + " IS NULL"})
		}
	},
	"test-data": func(s *suite) {
		c := s.collection("regions")
		name := func(p map[string]any) string { n, _ := p["name_en"].(string); return n }
		s.selects(c, "CASEI(name_en) LIKE casei('%JEJU%')", func(p map[string]any) bool { return strings.Contains(strings.ToLower(name(p)), "jeju") })
		if n := s.matched(c, "name_en LIKE '%JEJU%'"); n != 0 {
			s.Errorf("%d regions are written JEJU", n)
		}
	},
}
