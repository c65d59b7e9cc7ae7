package export

import (
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"strconv"
	"unicode/utf8"

	"github.com/paulmach/orb"
)

// appendValue appends the value of a column: nil, string, int64, json.Number,
// bool or []string.
func appendValue(dst []byte, value any) ([]byte, error) {
	switch v := value.(type) {
	case nil:
		return append(dst, "null"...), nil
	case string:
		return appendString(dst, v), nil
	case int64:
		return strconv.AppendInt(dst, v, 10), nil
	case bool:
		return strconv.AppendBool(dst, v), nil
	case json.Number:
		// An empty json.Number would be written as 0.
		if _, err := json.Marshal(v); err != nil || v == "" {
			return dst, fmt.Errorf("%q is not a number", v)
		}
		return append(dst, v...), nil
	case []string:
		if v == nil {
			return append(dst, "null"...), nil
		}
		dst = append(dst, '[')
		for i, s := range v {
			if i > 0 {
				dst = append(dst, ',')
			}
			dst = appendString(dst, s)
		}
		return append(dst, ']'), nil
	}
	return dst, fmt.Errorf("a value of type %T has no place in a feature", value)
}

// appendMember appends a member of an object after another one, and nothing
// when it is empty. The name needs no escape.
func appendMember(dst []byte, name, value string) []byte {
	if value == "" {
		return dst
	}
	dst = append(dst, `,"`...)
	dst = append(dst, name...)
	dst = append(dst, `":`...)
	return appendString(dst, value)
}

// appendString appends a JSON string. Bytes that are not UTF-8 become U+FFFD.
func appendString(dst []byte, s string) []byte {
	plain := utf8.ValidString(s)
	for i := 0; plain && i < len(s); i++ {
		plain = s[i] >= ' ' && s[i] != '"' && s[i] != '\\'
	}
	if plain {
		dst = append(dst, '"')
		dst = append(dst, s...)
		return append(dst, '"')
	}
	escaped, err := json.Marshal(s)
	if err != nil {
		panic(err) // no string fails
	}
	return append(dst, escaped...)
}

// appendGeometry appends a GeoJSON geometry, or null when there is none or it
// is empty. It fails on a coordinate that is not a finite number.
func appendGeometry(dst []byte, g orb.Geometry) ([]byte, error) {
	if empty(g) {
		return append(dst, "null"...), nil
	}
	switch g := g.(type) {
	case orb.Point:
		return closeGeometry(appendPosition(openGeometry(dst, "Point"), g))
	case orb.MultiPoint:
		return closeGeometry(appendPositions(openGeometry(dst, "MultiPoint"), g))
	case orb.LineString:
		return closeGeometry(appendPositions(openGeometry(dst, "LineString"), g))
	case orb.MultiLineString:
		return closeGeometry(appendArray(openGeometry(dst, "MultiLineString"), g, appendPositions[orb.LineString]))
	case orb.Ring:
		return appendGeometry(dst, orb.Polygon{g})
	case orb.Polygon:
		return closeGeometry(appendRings(openGeometry(dst, "Polygon"), g))
	case orb.MultiPolygon:
		return closeGeometry(appendArray(openGeometry(dst, "MultiPolygon"), g, appendRings))
	case orb.Bound:
		return appendGeometry(dst, g.ToPolygon())
	case orb.Collection:
		dst = append(dst, `{"type":"GeometryCollection","geometries":`...)
		return closeGeometry(appendArray(dst, withoutEmpty(g).(orb.Collection), appendGeometry))
	}
	return dst, fmt.Errorf("geometry type %T has no place in GeoJSON", g)
}

func openGeometry(dst []byte, name string) []byte {
	dst = append(dst, `{"type":"`...)
	dst = append(dst, name...)
	return append(dst, `","coordinates":`...)
}

func closeGeometry(dst []byte, err error) ([]byte, error) {
	return append(dst, '}'), err
}

func appendRings(dst []byte, p orb.Polygon) ([]byte, error) {
	return appendArray(dst, p, appendPositions[orb.Ring])
}

func appendPositions[P ~[]orb.Point](dst []byte, points P) ([]byte, error) {
	return appendArray(dst, points, appendPosition)
}

func appendArray[T any](dst []byte, all []T, one func([]byte, T) ([]byte, error)) ([]byte, error) {
	dst = append(dst, '[')
	for i, t := range all {
		if i > 0 {
			dst = append(dst, ',')
		}
		var err error
		if dst, err = one(dst, t); err != nil {
			return dst, err
		}
	}
	return append(dst, ']'), nil
}

func appendPosition(dst []byte, p orb.Point) ([]byte, error) {
	dst = append(dst, '[')
	dst, err := appendCoordinate(dst, p[0])
	if err != nil {
		return dst, err
	}
	dst = append(dst, ',')
	if dst, err = appendCoordinate(dst, p[1]); err != nil {
		return dst, err
	}
	return append(dst, ']'), nil
}

// appendCoordinate appends degrees rounded to seven decimals, about a
// centimetre on the ground.
func appendCoordinate(dst []byte, degrees float64) ([]byte, error) {
	const perDegree = 1e7
	rounded := math.Round(degrees*perDegree)/perDegree + 0 // + 0 makes -0 plain 0
	if math.IsNaN(rounded) || math.IsInf(rounded, 0) {
		return dst, fmt.Errorf("coordinate %v is not a finite number of degrees", degrees)
	}
	return strconv.AppendFloat(dst, rounded, 'f', -1, 64), nil
}

// withoutEmpty is the geometry, a collection without the members that are empty:
// readers stumble over them.
func withoutEmpty(g orb.Geometry) orb.Geometry {
	if all, ok := g.(orb.Collection); ok {
		filled := orb.Collection{}
		for _, member := range all {
			if !empty(member) {
				filled = append(filled, withoutEmpty(member))
			}
		}
		return filled
	}
	return g
}

// empty reports whether a geometry is missing or has no coordinates.
func empty(g orb.Geometry) bool {
	switch g := g.(type) {
	case nil:
		return true
	case orb.MultiPoint:
		return len(g) == 0
	case orb.LineString:
		return len(g) == 0
	case orb.MultiLineString:
		return !slices.ContainsFunc(g, filled[orb.LineString])
	case orb.Ring:
		return len(g) == 0
	case orb.Polygon:
		return len(g) == 0 || len(g[0]) == 0
	case orb.MultiPolygon:
		return !slices.ContainsFunc(g, filled[orb.Polygon])
	case orb.Bound:
		return g.IsEmpty()
	case orb.Collection:
		return !slices.ContainsFunc(g, filled[orb.Geometry])
	}
	return false
}

func filled[G orb.Geometry](g G) bool { return !empty(g) }
