package cql2_test

import (
	"errors"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/paulmach/orb"

	"growthmap/internal/cql2"
)

func number(t *testing.T, s string) cql2.Number {
	t.Helper()
	n, err := cql2.ParseNumber(s)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func date(y int, m time.Month, d int) cql2.Date {
	return cql2.Date{Time: time.Date(y, m, d, 0, 0, 0, 0, time.UTC)}
}

func timestamp(y int, m time.Month, d, hour, min, sec int) cql2.Timestamp {
	return cql2.Timestamp{Time: time.Date(y, m, d, hour, min, sec, 0, time.UTC)}
}

// equals builds "name = 'value'".
func equals(name, value string) cql2.Expr {
	return cql2.Compare{Op: cql2.Equal, Left: cql2.Property(name), Right: cql2.String(value)}
}

// Each filter is the same tree as text and as JSON. canonical is the text that is
// written back where it differs from the one read.
func TestReadAndWrite(t *testing.T) {
	square := orb.Polygon{{{0, 0}, {2, 0}, {2, 2}, {0, 0}}}
	hole := orb.Polygon{{{0, 0}, {9, 0}, {9, 9}, {0, 0}}, {{4, 1}, {5, 1}, {5, 2}, {4, 1}}}
	at := func(g orb.Geometry) cql2.Expr {
		return cql2.Spatial{Op: cql2.SIntersects, Left: cql2.Property("geometry"), Right: cql2.Geometry{Geometry: g}}
	}
	in := func(name string, list ...cql2.Operand) cql2.Expr {
		return cql2.In{Value: cql2.Property(name), List: list}
	}
	compare := func(op cql2.CompareOp, left, right cql2.Operand) cql2.Expr {
		return cql2.Compare{Op: op, Left: left, Right: right}
	}
	name, stage := cql2.Property("name"), cql2.Property("stage_date")
	tests := []struct {
		text, canonical, json string
		tree                  cql2.Expr
	}{
		// Basic CQL2
		{"city='Toronto'", "city = 'Toronto'", `{"op":"=","args":[{"property":"city"},"Toronto"]}`, equals("city", "Toronto")},
		{"name <> 'x'", "", `{"op":"<>","args":[{"property":"name"},"x"]}`, compare(cql2.NotEqual, name, cql2.String("x"))},
		{"name<'x'", "name < 'x'", `{"op":"<","args":[{"property":"name"},"x"]}`, compare(cql2.Less, name, cql2.String("x"))},
		{"name <= 'x'", "", `{"op":"<=","args":[{"property":"name"},"x"]}`, compare(cql2.LessOrEqual, name, cql2.String("x"))},
		{"name > 'x'", "", `{"op":">","args":[{"property":"name"},"x"]}`, compare(cql2.Greater, name, cql2.String("x"))},
		{"name >= 'x'", "", `{"op":">=","args":[{"property":"name"},"x"]}`, compare(cql2.GreaterOrEqual, name, cql2.String("x"))},
		{"amount = -100", "", `{"op":"=","args":[{"property":"amount"},-100]}`,
			compare(cql2.Equal, cql2.Property("amount"), cql2.Int(-100))},
		{"share >= 3.14159", "", `{"op":">=","args":[{"property":"share"},3.14159]}`,
			compare(cql2.GreaterOrEqual, cql2.Property("share"), number(t, "3.14159"))},
		{"swimming_pool = true", "swimming_pool = TRUE", `{"op":"=","args":[{"property":"swimming_pool"},true]}`,
			compare(cql2.Equal, cql2.Property("swimming_pool"), cql2.Bool(true))},
		{"false <> ok", "FALSE <> ok", `{"op":"<>","args":[false,{"property":"ok"}]}`,
			compare(cql2.NotEqual, cql2.Bool(false), cql2.Property("ok"))},
		{"updated >= date('1970-01-01')", "updated >= DATE('1970-01-01')", `{"op":">=","args":[{"property":"updated"},{"date":"1970-01-01"}]}`,
			compare(cql2.GreaterOrEqual, cql2.Property("updated"), date(1970, 1, 1))},
		{"t < TIMESTAMP('1969-07-20T20:17:40.500Z')", "t < TIMESTAMP('1969-07-20T20:17:40.5Z')",
			`{"op":"<","args":[{"property":"t"},{"timestamp":"1969-07-20T20:17:40.5Z"}]}`,
			compare(cql2.Less, cql2.Property("t"), cql2.Timestamp{Time: time.Date(1969, 7, 20, 20, 17, 40, 5e8, time.UTC)})},
		{"geometry IS NOT NULL", "", `{"op":"not","args":[{"op":"isNull","args":[{"property":"geometry"}]}]}`,
			cql2.Not{Expr: cql2.IsNull{Operand: cql2.Property("geometry")}}},
		{"note is null", "note IS NULL", `{"op":"isNull","args":[{"property":"note"}]}`, cql2.IsNull{Operand: cql2.Property("note")}},
		{"TRUE", "", `true`, cql2.Bool(true)},
		{"NOT false", "NOT FALSE", `{"op":"not","args":[false]}`, cql2.Not{Expr: cql2.Bool(false)}},

		// texts, names and numbers
		{"name = 'Via dell''Avvento'", "", `{"op":"=","args":[{"property":"name"},"Via dell'Avvento"]}`, equals("name", "Via dell'Avvento")},
		{`name = 'Via dell\'Avvento'`, "name = 'Via dell''Avvento'", `{"op":"=","args":[{"property":"name"},"Via dell'Avvento"]}`, equals("name", "Via dell'Avvento")},
		{`name = 'a\tb\\c\d'`, `name = 'a\tb\\c\\d'`, `{"op":"=","args":[{"property":"name"},"a\tb\\c\\d"]}`, equals("name", "a\tb\\c\\d")},
		{"name = ''", "", `{"op":"=","args":[{"property":"name"},""]}`, equals("name", "")},
		{"name = '<&>'", "", `{"op":"=","args":[{"property":"name"},"<&>"]}`, equals("name", "<&>")},
		{"시도 = '광주'", "", `{"op":"=","args":[{"property":"시도"},"광주"]}`, equals("시도", "광주")},
		{`"시도" = '광주'`, "시도 = '광주'", `{"op":"=","args":[{"property":"시도"},"광주"]}`, equals("시도", "광주")},
		{"eo:cloud.cover_1 = 'x'", "", `{"op":"=","args":[{"property":"eo:cloud.cover_1"},"x"]}`, equals("eo:cloud.cover_1", "x")},
		{`"date" = 'x' AND "Like" = 'y'`, "", `{"op":"and","args":[{"op":"=","args":[{"property":"date"},"x"]},{"op":"=","args":[{"property":"Like"},"y"]}]}`,
			cql2.And{equals("date", "x"), equals("Like", "y")}},
		{`"a ""b"" c" = 'x'`, "", `{"op":"=","args":[{"property":"a \"b\" c"},"x"]}`, equals(`a "b" c`, "x")},
		{"name in (+1, -.5, 5., 007, 1e+06, 2.50E-3, 100.0, 9007199254740993)",
			"name IN (1, -0.5, 5, 7, 1E6, 2.50E-3, 100.0, 9007199254740993)",
			`{"op":"in","args":[{"property":"name"},[1,-0.5,5,7,1E6,2.50E-3,100.0,9007199254740993]]}`,
			in("name", cql2.Int(1), number(t, "-0.5"), cql2.Int(5), cql2.Int(7), number(t, "1E6"), number(t, "2.50E-3"),
				number(t, "100.0"), cql2.Int(9007199254740993))},

		// Advanced Comparison Operators, case-insensitive comparison
		{"name LIKE 'Smith%'", "", `{"op":"like","args":[{"property":"name"},"Smith%"]}`, cql2.Like{Value: name, Pattern: "Smith%"}},
		{`name NOT LIKE '\%\_'`, `name NOT LIKE '\\%\\_'`, `{"op":"not","args":[{"op":"like","args":[{"property":"name"},"\\%\\_"]}]}`,
			cql2.Not{Expr: cql2.Like{Value: name, Pattern: `\%\_`}}},
		{"CASEI(name) LIKE casei('%calcutta%')", "CASEI(name) LIKE CASEI('%calcutta%')",
			`{"op":"like","args":[{"op":"casei","args":[{"property":"name"}]},{"op":"casei","args":["%calcutta%"]}]}`,
			cql2.Like{Value: cql2.Casei{Of: name}, Pattern: "%calcutta%", FoldPattern: true}},
		{"depth BETWEEN 100.0 and 150.0", "depth BETWEEN 100.0 AND 150.0", `{"op":"between","args":[{"property":"depth"},100.0,150.0]}`,
			cql2.Between{Value: cql2.Property("depth"), Low: number(t, "100.0"), High: number(t, "150.0")}},
		{"1 NOT BETWEEN low AND high", "", `{"op":"not","args":[{"op":"between","args":[1,{"property":"low"},{"property":"high"}]}]}`,
			cql2.Not{Expr: cql2.Between{Value: cql2.Int(1), Low: cql2.Property("low"), High: cql2.Property("high")}}},
		{"category NOT IN (1,2,3,4)", "category NOT IN (1, 2, 3, 4)", `{"op":"not","args":[{"op":"in","args":[{"property":"category"},[1,2,3,4]]}]}`,
			cql2.Not{Expr: in("category", cql2.Int(1), cql2.Int(2), cql2.Int(3), cql2.Int(4))}},
		{"NOT category IN (1)", "category NOT IN (1)", `{"op":"not","args":[{"op":"in","args":[{"property":"category"},[1]]}]}`,
			cql2.Not{Expr: in("category", cql2.Int(1))}},
		{"CASEI(road_class) IN (CASEI('Οδος'),CASEI('Straße'))", "CASEI(road_class) IN (CASEI('Οδος'), CASEI('Straße'))",
			`{"op":"in","args":[{"op":"casei","args":[{"property":"road_class"}]},[{"op":"casei","args":["Οδος"]},{"op":"casei","args":["Straße"]}]]}`,
			cql2.In{Value: cql2.Casei{Of: cql2.Property("road_class")},
				List: []cql2.Operand{cql2.Casei{Of: cql2.String("Οδος")}, cql2.Casei{Of: cql2.String("Straße")}}}},
		{"casei(CASEI(name)) = 'x'", "CASEI(name) = 'x'", `{"op":"=","args":[{"op":"casei","args":[{"property":"name"}]},"x"]}`,
			compare(cql2.Equal, cql2.Casei{Of: name}, cql2.String("x"))},

		// spatial functions
		{"S_INTERSECTS(geometry,POINT(36.319836 32.288087))", "S_INTERSECTS(geometry, POINT(36.319836 32.288087))",
			`{"op":"s_intersects","args":[{"property":"geometry"},{"type":"Point","coordinates":[36.319836,32.288087]}]}`,
			at(orb.Point{36.319836, 32.288087})},
		{"S_INTERSECTS(geometry, BBOX(160.6,-55.95,-170,-25.89))", "S_INTERSECTS(geometry, BBOX(160.6, -55.95, -170, -25.89))",
			`{"op":"s_intersects","args":[{"property":"geometry"},{"bbox":[160.6,-55.95,-170,-25.89]}]}`,
			cql2.Spatial{Op: cql2.SIntersects, Left: cql2.Property("geometry"), Right: cql2.BBox{West: 160.6, South: -55.95, East: -170, North: -25.89}}},
		{"S_INTERSECTS(geometry, LineString (127 37.50, 1.29e2 3.5E+1, -1e-7 0))", "S_INTERSECTS(geometry, LINESTRING(127 37.5,129 35,-1e-07 0))",
			`{"op":"s_intersects","args":[{"property":"geometry"},{"type":"LineString","coordinates":[[127,37.5],[129,35],[-1e-7,0]]}]}`,
			at(orb.LineString{{127, 37.5}, {129, 35}, {-1e-7, 0}})},
		{"S_INTERSECTS(geometry, POLYGON((0 0,9 0,9 9,0 0),(4 1,5 1,5 2,4 1)))", "",
			`{"op":"s_intersects","args":[{"property":"geometry"},{"type":"Polygon","coordinates":[[[0,0],[9,0],[9,9],[0,0]],[[4,1],[5,1],[5,2],[4,1]]]}]}`,
			at(hole)},
		{"S_INTERSECTS(geometry, MULTIPOINT(1 2, (3 4)))", "S_INTERSECTS(geometry, MULTIPOINT((1 2),(3 4)))",
			`{"op":"s_intersects","args":[{"property":"geometry"},{"type":"MultiPoint","coordinates":[[1,2],[3,4]]}]}`,
			at(orb.MultiPoint{{1, 2}, {3, 4}})},
		{"S_INTERSECTS(geometry, MULTILINESTRING((1 2,3 4),(5 6,7 8)))", "",
			`{"op":"s_intersects","args":[{"property":"geometry"},{"type":"MultiLineString","coordinates":[[[1,2],[3,4]],[[5,6],[7,8]]]}]}`,
			at(orb.MultiLineString{{{1, 2}, {3, 4}}, {{5, 6}, {7, 8}}})},
		{"S_INTERSECTS(geometry, MULTIPOLYGON(((0 0,2 0,2 2,0 0))))", "",
			`{"op":"s_intersects","args":[{"property":"geometry"},{"type":"MultiPolygon","coordinates":[[[[0,0],[2,0],[2,2],[0,0]]]]}]}`,
			at(orb.MultiPolygon{square})},
		{"S_INTERSECTS(geometry, GEOMETRYCOLLECTION(POINT(1 2),POLYGON((0 0,2 0,2 2,0 0))))", "",
			`{"op":"s_intersects","args":[{"property":"geometry"},{"type":"GeometryCollection","geometries":[{"type":"Point","coordinates":[1,2]},{"type":"Polygon","coordinates":[[[0,0],[2,0],[2,2],[0,0]]]}]}]}`,
			at(orb.Collection{orb.Point{1, 2}, square})},
		{"s_within(road, area)", "S_WITHIN(road, area)", `{"op":"s_within","args":[{"property":"road"},{"property":"area"}]}`,
			cql2.Spatial{Op: cql2.SWithin, Left: cql2.Property("road"), Right: cql2.Property("area")}},

		// temporal functions
		{"T_BEFORE(built, DATE('2015-01-01'))", "", `{"op":"t_before","args":[{"property":"built"},{"date":"2015-01-01"}]}`,
			cql2.Temporal{Op: cql2.TBefore, Left: cql2.Property("built"), Right: date(2015, 1, 1)}},
		{"T_AFTER(built,TIMESTAMP('2012-08-10T05:30:00.000000Z'))", "T_AFTER(built, TIMESTAMP('2012-08-10T05:30:00Z'))",
			`{"op":"t_after","args":[{"property":"built"},{"timestamp":"2012-08-10T05:30:00Z"}]}`,
			cql2.Temporal{Op: cql2.TAfter, Left: cql2.Property("built"), Right: timestamp(2012, 8, 10, 5, 30, 0)}},
		{"T_EQUALS(stage_date, DATE('2026-05-28'))", "", `{"op":"t_equals","args":[{"property":"stage_date"},{"date":"2026-05-28"}]}`,
			cql2.Temporal{Op: cql2.TEquals, Left: stage, Right: date(2026, 5, 28)}},
		{"T_INTERSECTS(stage_date, INTERVAL('2019-09-09', '..'))", "", `{"op":"t_intersects","args":[{"property":"stage_date"},{"interval":["2019-09-09",".."]}]}`,
			cql2.Temporal{Op: cql2.TIntersects, Left: stage, Right: cql2.Interval{From: date(2019, 9, 9), To: cql2.Open{}}}},
		{"T_DURING(INTERVAL(touchdown, \"liftOff\"), INTERVAL('1969-07-16T13:32:00Z', '1969-07-24T16:50:35Z'))",
			"T_DURING(INTERVAL(touchdown, liftOff), INTERVAL('1969-07-16T13:32:00Z', '1969-07-24T16:50:35Z'))",
			`{"op":"t_during","args":[{"interval":[{"property":"touchdown"},{"property":"liftOff"}]},{"interval":["1969-07-16T13:32:00Z","1969-07-24T16:50:35Z"]}]}`,
			cql2.Temporal{Op: cql2.TDuring, Left: cql2.Interval{From: cql2.Property("touchdown"), To: cql2.Property("liftOff")},
				Right: cql2.Interval{From: timestamp(1969, 7, 16, 13, 32, 0), To: timestamp(1969, 7, 24, 16, 50, 35)}}},
	}
	for _, test := range tests {
		t.Run(test.text, func(t *testing.T) {
			canonical := test.canonical
			if canonical == "" {
				canonical = test.text
			}
			fromText, err := cql2.Parse(test.text)
			if err != nil {
				t.Fatal(err)
			}
			if !reflect.DeepEqual(fromText, test.tree) {
				t.Errorf("Parse gives %#v\nwant %#v", fromText, test.tree)
			}
			fromJSON, err := cql2.ParseJSON([]byte(test.json))
			if err != nil {
				t.Fatal(err)
			}
			if !reflect.DeepEqual(fromJSON, test.tree) {
				t.Errorf("ParseJSON gives %#v\nwant %#v", fromJSON, test.tree)
			}
			if got := cql2.Text(test.tree); got != canonical {
				t.Errorf("Text gives %s\nwant %s", got, canonical)
			}
			again, err := cql2.Parse(canonical)
			if err != nil || !reflect.DeepEqual(again, test.tree) {
				t.Errorf("the canonical text gives %#v, %v", again, err)
			}
			written, err := cql2.JSON(test.tree)
			if err != nil {
				t.Fatal(err)
			}
			if back, err := cql2.ParseJSON(written); err != nil || !reflect.DeepEqual(back, test.tree) {
				t.Errorf("the JSON %s gives %#v, %v", written, back, err)
			}
			if !strings.Contains(test.json, "e-7") && string(written) != test.json {
				t.Errorf("JSON gives %s\nwant %s", written, test.json)
			}
		})
	}
}

func TestPrecedence(t *testing.T) {
	a, b, c, d := equals("a", "1"), equals("b", "2"), equals("c", "3"), equals("d", "4")
	tests := []struct {
		text, canonical string
		tree            cql2.Expr
	}{
		{"a='1' AND b='2' OR c='3'", "a = '1' AND b = '2' OR c = '3'", cql2.Or{cql2.And{a, b}, c}},
		{"a='1' OR b='2' AND c='3'", "a = '1' OR b = '2' AND c = '3'", cql2.Or{a, cql2.And{b, c}}},
		{"(a='1' OR b='2') AND c='3'", "(a = '1' OR b = '2') AND c = '3'", cql2.And{cql2.Or{a, b}, c}},
		{"a='1' and b='2' And c='3' AND d='4'", "a = '1' AND b = '2' AND c = '3' AND d = '4'", cql2.And{a, b, c, d}},
		{"(a='1' AND b='2') AND c='3'", "(a = '1' AND b = '2') AND c = '3'", cql2.And{cql2.And{a, b}, c}},
		{"a='1' OR (b='2' OR c='3')", "a = '1' OR (b = '2' OR c = '3')", cql2.Or{a, cql2.Or{b, c}}},
		{"NOT a='1' AND b='2'", "NOT (a = '1') AND b = '2'", cql2.And{cql2.Not{Expr: a}, b}},
		{"NOT (a='1' AND b='2')", "NOT (a = '1' AND b = '2')", cql2.Not{Expr: cql2.And{a, b}}},
		{"NOT (NOT ((a='1')))", "NOT (NOT (a = '1'))", cql2.Not{Expr: cql2.Not{Expr: a}}},
		{"x BETWEEN 1 AND 2 AND a='1'", "x BETWEEN 1 AND 2 AND a = '1'",
			cql2.And{cql2.Between{Value: cql2.Property("x"), Low: cql2.Int(1), High: cql2.Int(2)}, a}},
	}
	for _, test := range tests {
		got, err := cql2.Parse(test.text)
		if err != nil {
			t.Errorf("%s: %v", test.text, err)
			continue
		}
		if !reflect.DeepEqual(got, test.tree) {
			t.Errorf("%s is read as %#v", test.text, got)
		}
		if text := cql2.Text(got); text != test.canonical {
			t.Errorf("%s is written as %s", test.text, text)
		}
		if again, err := cql2.Parse(test.canonical); err != nil || !reflect.DeepEqual(again, test.tree) {
			t.Errorf("%s is read as %#v, %v", test.canonical, again, err)
		}
	}
}

func TestErrors(t *testing.T) {
	tests := []struct {
		text, near, problem, wanted string // problem and wanted are parts of what is said
		offset                      int
	}{
		{"", "", "", "a property or a value", 0},
		{"  ", "", "", "a property or a value", 2},
		{"name", "", "", "=, <>", 4},
		{"name =", "", "", "a property, a text", 6},
		{"name = = 'x'", "= 'x'", "", "a property, a text", 7},
		{"name != 'x'", "!= 'x'", "!= is not an operator", "<>", 5},
		{"name = 'x", "'x", "never closed", "a closing '", 7},
		{`"name = 'x'`, `"name = 'x'`, "never closed", `a closing "`, 0},
		{`"" = 'x'`, `"" = 'x'`, "", "a property name", 0},
		{"시도 = '광주' 시군구 = '북구'", "시군구 = '북구'", "", "AND, OR or the end", 10},
		{"(a = 1", "", "", "AND, OR or )", 6},
		{"a = 1)", ")", "", "AND, OR or the end", 5},
		{"a = 1 AND", "", "", "a property or a value", 9},
		{"NOT NOT a = 1", "NOT a = 1", "NOT is a word of the language", "a property or a value", 4},
		{"date = 'x'", "= 'x'", "", "(", 5},
		{"or = 'x'", "or = 'x'", "OR is a word of the language", `written "or"`, 0},
		{"a ; b", "; b", "", "an operator", 2},
		{"a = 'x\x00'", "\x00'", "", "without control characters", 6},
		{"a = 'x\xff'", "\xff'", "", "text in UTF-8", 6},
		{"a = 12abc", "12abc", "", "a number", 4},
		{"a = 1.2.3", "1.2.3", "", "a number", 4},
		{"a = 1E1000", "1E1000", "", "an exponent of at most 999", 4},
		{"a NOT = 1", "= 1", "", "LIKE, BETWEEN or IN", 6},
		{"a IS 1", "1", "", "NULL or NOT NULL", 5},
		{"a IN 1", "1", "", "(", 5},
		{"a IN ()", ")", "", "a property, a text", 6},
		{"a IN (1 2)", "2)", "", ", or )", 8},
		{"a BETWEEN 1", "", "", "AND", 11},
		{"a BETWEEN DATE('2026-01-01') AND 2", "DATE('2026-01-01') AND 2", "", "use >= and <=", 10},
		{"5 LIKE 'x'", "5 LIKE 'x'", "", "a property, a text", 0},
		{"a LIKE b", "b", "", "a pattern", 7},
		{`a LIKE 'x\\'`, `'x\\'`, "", "backslash", 7},
		{"a = INTERVAL('..', '..')", "INTERVAL('..', '..')", "", "a date, a timestamp", 4},
		{"a = POINT(1 2)", "POINT(1 2)", "", "a property, a text", 4},
		{"CASEI(5) = 'x'", "5) = 'x'", "", "a property, a text", 6},

		{"a = DATE('2026-02-30')", "'2026-02-30')", "", "a day such as", 9},
		{"a = DATE('0000-01-01')", "'0000-01-01')", "", "from the year 0001", 9},
		{"a = DATE(2026)", "2026)", "", "a day such as", 9},
		{"a = TIMESTAMP('2026-05-28T09:00:00+09:00')", "'2026-05-28T09:00:00+09:…", "", "a time in UTC", 14},
		{"a = TIMESTAMP('2026-05-28T09:00:00.1234567890Z')", "'2026-05-28T09:00:00.123…", "", "nine decimals", 14},
		{"T_AFTER(a, INTERVAL('2026-06-30', '2026-01-01'))", "INTERVAL('2026-06-30', '…", "ends before it begins", "the earlier end first", 11},
		{"T_AFTER(a, INTERVAL('2026-06-30', '2026-07-01T00:00:00Z'))", "INTERVAL('2026-06-30', '…", "a day and the other a time", "two days or two times", 11},
		{"T_AFTER(a, INTERVAL('soon', '..'))", "'soon', '..'))", "", "'..' or a property", 20},
		{"T_DURING(a, DATE('2026-01-01'))", "DATE('2026-01-01'))", "", "use T_INTERSECTS", 12},
		{"T_AFTER(a)", ")", "", ",", 9},

		{"S_INTERSECTS(g, POINT(1))", "))", "", "a coordinate", 23},
		{"S_INTERSECTS(g, POINT(1 2 3))", "3))", "heights are not supported", ", or )", 26},
		{"S_INTERSECTS(g, POINT Z (1 2 3))", "Z (1 2 3))", "heights are not supported", "(", 22},
		{"S_INTERSECTS(g, POINT EMPTY)", "EMPTY)", "", "(", 22},
		{"S_INTERSECTS(g, POINT(1e309 2))", "1e309 2))", "", "double precision", 22},
		{"S_INTERSECTS(g, LINESTRING(1 2))", "(1 2))", "", "two or more points", 26},
		{"S_INTERSECTS(g, POLYGON((0 0,2 0,2 2,0 1)))", "(0 0,2 0,2 2,0 1)))", "", "ends where it begins", 24},
		{"S_INTERSECTS(g, BBOX(1,2,3))", "BBOX(1,2,3))", "it has 3 numbers", "west, south, east, north", 16},
		{"S_INTERSECTS(g, BBOX(1,2,3,4,5,6))", "BBOX(1,2,3,4,5,6))", "heights are not supported", "a box of four numbers", 16},
		{"S_INTERSECTS(g, BBOX(1,9,3,4))", "BBOX(1,9,3,4))", "south is north of its north", "a box", 16},
		{"S_INTERSECTS(g, GEOMETRYCOLLECTION(GEOMETRYCOLLECTION(POINT(1 2))))", "GEOMETRYCOLLECTION(POINT…", "", "MULTIPOLYGON", 35},
		{"S_INTERSECTS(g, 5)", "5)", "", "a geometry or a bounding box", 16},

		{"balance-150.0 > 0", "-150.0 > 0", "arithmetic is not supported", "=, <>", 7},
		{"value > foo + 10", "+ 10", "arithmetic is not supported", "AND, OR", 12},
		{"value > (foo + 10)", "(foo + 10)", "arithmetic and arrays are not supported", "a property, a text", 8},
		{"a = 5 -3", "-3", "arithmetic is not supported", "AND, OR", 6},
		{"1 = foo div 2", "div 2", "arithmetic is not supported", "AND, OR", 8},
		{"avg(windSpeed) < 4", "avg(windSpeed) < 4", "the function avg is not supported", "CASEI", 0},
		{"ACCENTI(a) = ACCENTI('b')", "ACCENTI(a) = ACCENTI('b'…", "ACCENTI is not supported", "CASEI", 0},
		{"a_contains(ids, ('x'))", "a_contains(ids, ('x'))", "A_CONTAINS is not supported", "T_INTERSECTS", 0},
		{"T_MEETS(a, b)", "T_MEETS(a, b)", "T_MEETS is not supported", "T_AFTER", 0},
	}
	for _, test := range tests {
		t.Run(test.text, func(t *testing.T) {
			_, err := cql2.Parse(test.text)
			check(t, err, test.offset, test.near, test.problem, test.wanted)
		})
	}
}

func check(t *testing.T, err error, offset int, near, problem, wanted string) {
	t.Helper()
	var e *cql2.SyntaxError
	if !errors.As(err, &e) {
		t.Fatalf("the error is %T (%v)", err, err)
	}
	if e.Offset != offset || e.Near != near {
		t.Errorf("the place is %d, near %q; want %d, near %q", e.Offset, e.Near, offset, near)
	}
	if !strings.Contains(e.Problem, problem) || problem == "" && e.Problem != "" {
		t.Errorf("the problem is %q; want %q", e.Problem, problem)
	}
	if !strings.Contains(e.Wanted, wanted) {
		t.Errorf("wanted is %q; want %q", e.Wanted, wanted)
	}
}

func TestErrorMessage(t *testing.T) {
	_, err := cql2.Parse("시도 = '광주' AN 연도 > 2025")
	want := `the filter cannot be read at character 11, near "AN 연도 > 2025": expected AND, OR or the end of the filter`
	if err == nil || err.Error() != want {
		t.Errorf("got  %v\nwant %s", err, want)
	}
	_, err = cql2.Parse("연도 >")
	want = "the filter ends too early, at character 5: expected a property, a text, a number, true or false, " +
		"a date, a timestamp or a CASEI text"
	if err == nil || err.Error() != want {
		t.Errorf("got  %v\nwant %s", err, want)
	}
	_, err = cql2.Parse("연도 + 1 > 2025")
	want = `the filter cannot be read at character 4, near "+ 1 > 2025": arithmetic is not supported; ` +
		"expected =, <>, <, <=, >, >=, LIKE, BETWEEN, IN or IS after the property or value"
	if err == nil || err.Error() != want {
		t.Errorf("got  %v\nwant %s", err, want)
	}
}

func TestLimits(t *testing.T) {
	nested := func(n int) string { return strings.Repeat("(", n) + "a = 1" + strings.Repeat(")", n) }
	nots := func(n int) string { return strings.Repeat("NOT (", n) + "a = 1" + strings.Repeat(")", n) }
	items := func(n int) string { return "a IN (1" + strings.Repeat(",1", n-1) + ")" }
	fits := []string{
		nested(cql2.MaxDepth), nots(cql2.MaxDepth - 1), items(cql2.MaxNodes - 2),
		"a = '" + strings.Repeat("x", cql2.MaxBytes-6) + "'",
		"a = " + strings.Repeat("9", 1000),
	}
	for _, text := range fits {
		if _, err := cql2.Parse(text); err != nil {
			t.Errorf("%.40s…: %v", text, err)
		}
	}
	tests := []struct{ text, problem, wanted string }{
		{nested(cql2.MaxDepth + 1), "nested too deeply", "64 levels"},
		{nots(cql2.MaxDepth), "nested too deeply", "64 levels"},
		{strings.Repeat("CASEI(", 65) + "a" + strings.Repeat(")", 65) + " = 'x'", "nested too deeply", "64 levels"},
		{items(cql2.MaxNodes - 1), "it has 1001 parts", "at most 1000"},
		{"a = '" + strings.Repeat("x", cql2.MaxBytes-5) + "'", "it is 16385 bytes long", "at most 16384 bytes"},
		{"a = " + strings.Repeat("9", 1001), "", "at most 1000 digits"},
	}
	for _, test := range tests {
		_, err := cql2.Parse(test.text)
		var e *cql2.SyntaxError
		if !errors.As(err, &e) || !strings.Contains(e.Problem, test.problem) || !strings.Contains(e.Wanted, test.wanted) {
			t.Errorf("%.40s…: %v", test.text, err)
		}
	}
}
