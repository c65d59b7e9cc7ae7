package httpapi

import (
	"encoding/base64"
	"errors"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/project"

	"growthmap/internal/atlas"
	"growthmap/internal/cql2"
)

// selectParams choose features, beside the columns; what they mean does not
// depend on the page.
var selectParams = append([]string{"bbox", "bbox-crs", "datetime"}, filterParams...)

// itemParams are the parameters of items beside the common ones and the columns.
var itemParams = append([]string{"crs", "limit", "offset", "after", "skipGeometry"}, selectParams...)

const (
	defaultLimit = 100
	maxLimit     = 10_000
	maxOffset    = 1_000_000_000
)

// itemQuery reads the parameters of items.
func (a *ask) itemQuery() (atlas.Query, error) {
	q, err := a.selection()
	if err != nil {
		return q, err
	}
	if err = a.onlyCRS84(); err != nil {
		return q, err
	}
	if q.Limit, err = limitOf(a.query, defaultLimit); err != nil {
		return q, err
	}
	offset, err := wholeNumber(a.query, "offset", 0, 0)
	if err != nil {
		return q, err
	}
	if offset > maxOffset {
		return q, unusable("offset", a.query["offset"], say(korean.WantOffset, english.WantOffset, maxOffset))
	}
	q.Offset = int(offset)
	if q.After, err = afterOf(a.query); err != nil {
		return q, err
	}
	if given, ok := a.query["skipGeometry"]; ok {
		if given != "true" && given != "false" {
			return q, unusable("skipGeometry", given, oneOf(given, []string{"true", "false"}))
		}
		q.SkipGeometry = given == "true"
	}
	return q, nil
}

// selected are the editions that decide which features are chosen.
func (a *ask) selected() []int64 {
	if len(a.gu) > 0 {
		return a.readingEditions()
	}
	return []int64{a.entry.Changed}
}

// selection reads the parameters that choose features.
func (a *ask) selection() (atlas.Query, error) {
	q := atlas.Query{Layer: a.entry.Layer, Edition: a.catalog.Edition.ID, Day: a.day}
	var err error
	if q.Boxes, err = boxesOf(a.query); err != nil {
		return q, err
	}
	if given, ok := a.query["datetime"]; ok {
		during, err := parseDatetime(given)
		if err != nil {
			return q, err
		}
		q.During = &during
	}
	columns, err := columnFilter(a.entry.Layer, a.query, a.gu)
	if err != nil {
		return q, err
	}
	filter, err := filterOf(a.entry.Layer, a.query)
	q.Filter = cql2.All(columns, filter)
	return q, err
}

func (a *ask) onlyCRS84() error {
	if given, ok := a.query["crs"]; ok && given != crs84 {
		return unusable("crs", given, oneOf(given, []string{crs84}))
	}
	return nil
}

// limitOf reads limit; more than the maximum means the maximum.
func limitOf(query params, otherwise int64) (int, error) {
	n, err := wholeNumber(query, "limit", otherwise, 1)
	return int(min(n, maxLimit)), err
}

// afterOf reads the id after which a page of features begins, "" for the first.
func afterOf(query params) (string, error) {
	given, ok := query["after"]
	if !ok {
		return "", nil
	}
	id, ok := readToken(given)
	if !ok {
		return "", unusable("after", given, say(korean.WantAfter, english.WantAfter))
	}
	return id, nil
}

// wholeNumber reads a number of at least least; one too large to hold is the
// largest there is.
func wholeNumber(query params, name string, otherwise, least int64) (int64, error) {
	given, ok := query[name]
	if !ok {
		return otherwise, nil
	}
	n, err := strconv.ParseInt(given, 10, 64)
	if errors.Is(err, strconv.ErrRange) && !strings.HasPrefix(given, "-") {
		err = nil
	}
	if err != nil || n < least {
		return 0, unusable(name, given, say(korean.WantWhole, english.WantWhole, least))
	}
	return n, nil
}

// boxReaders turn the four sides of a box in a reference system, in the order
// of its axes, into west, south, east and north in degrees.
var boxReaders = map[string]func([4]float64) [4]float64{
	crs84: func(b [4]float64) [4]float64 { return b },
	"http://www.opengis.net/def/crs/EPSG/0/4326": func(b [4]float64) [4]float64 { return [4]float64{b[1], b[0], b[3], b[2]} },
	"http://www.opengis.net/def/crs/EPSG/0/3857": func(b [4]float64) [4]float64 {
		southWest := project.Mercator.ToWGS84(orb.Point{b[0], b[1]})
		northEast := project.Mercator.ToWGS84(orb.Point{b[2], b[3]})
		longitude := func(degrees float64) float64 { return math.Max(-180, math.Min(degrees, 180)) }
		return [4]float64{longitude(southWest[0]), southWest[1], longitude(northEast[0]), northEast[1]}
	},
}

// boxSystems are the reference systems a box may be in, the default first.
var boxSystems = []string{crs84, "http://www.opengis.net/def/crs/EPSG/0/4326", "http://www.opengis.net/def/crs/EPSG/0/3857"}

// boxesOf reads bbox and bbox-crs: no box, one, or two for a box across the
// antimeridian. Heights are read and do not matter: no feature has any.
func boxesOf(query params) ([]orb.Bound, error) {
	system := crs84
	if given, ok := query["bbox-crs"]; ok {
		if !slices.Contains(boxSystems, given) {
			return nil, unusable("bbox-crs", given, oneOf(given, boxSystems))
		}
		system = given
	}
	given, ok := query["bbox"]
	if !ok {
		return nil, nil
	}
	wrong := func() ([]orb.Bound, error) {
		return nil, unusable("bbox", given, say(korean.WantBBox, english.WantBBox))
	}
	var numbers []float64
	for _, text := range strings.Split(given, ",") {
		n, err := strconv.ParseFloat(strings.TrimSpace(text), 64)
		if err != nil || math.IsNaN(n) || math.IsInf(n, 0) {
			return wrong()
		}
		numbers = append(numbers, n)
	}
	if len(numbers) == 6 && numbers[2] <= numbers[5] {
		numbers = []float64{numbers[0], numbers[1], numbers[3], numbers[4]}
	}
	if len(numbers) != 4 {
		return wrong()
	}
	b := boxReaders[system]([4]float64(numbers))
	west, south, east, north := b[0], b[1], b[2], b[3]
	if math.Abs(west) > 180 || math.Abs(east) > 180 || math.Abs(south) > 90 || math.Abs(north) > 90 || south > north {
		return wrong()
	}
	box := func(west, east float64) orb.Bound {
		return withArea(orb.Bound{Min: orb.Point{west, south}, Max: orb.Point{east, north}})
	}
	if west > east {
		return []orb.Bound{box(west, 180), box(-180, east)}, nil
	}
	return []orb.Bound{box(west, east)}, nil
}

// withArea gives a box without width or height a tenth of a millimetre of it,
// since a polygon without area intersects nothing.
func withArea(b orb.Bound) orb.Bound {
	const least = 1e-9 // degrees
	for axis, limit := range []float64{180, 90} {
		if b.Min[axis] == b.Max[axis] {
			b.Min[axis] = math.Max(b.Min[axis]-least, -limit)
			b.Max[axis] = math.Min(b.Max[axis]+least, limit)
		}
	}
	return b
}

// parseDatetime reads a day, an instant or an interval of these as Korean days.
func parseDatetime(given string) (atlas.Interval, error) {
	wrong := func() (atlas.Interval, error) {
		return atlas.Interval{}, unusable("datetime", given, say(korean.WantDatetime, english.WantDatetime))
	}
	from, to, isInterval := strings.Cut(given, "/")
	if !isInterval {
		day, ok := parseInstant(given)
		if !ok {
			return wrong()
		}
		return atlas.Interval{From: day, To: day}, nil
	}
	i, ok := atlas.Always, true
	if from != "" && from != ".." {
		if i.From, ok = parseInstant(from); !ok {
			return wrong()
		}
	}
	if to != "" && to != ".." {
		if i.To, ok = parseInstant(to); !ok {
			return wrong()
		}
	}
	if i.From > i.To {
		return wrong()
	}
	return i, nil
}

// parseInstant reads a day, a day with a bare T after it as GDAL sends it, or
// an instant, whose Korean day counts. The plus sign of an offset arrives as a
// space.
func parseInstant(s string) (atlas.Day, bool) {
	s = strings.ToUpper(strings.ReplaceAll(s, " ", "+"))
	if len(s) <= len(time.DateOnly)+1 {
		day, err := atlas.ParseDay(strings.TrimSuffix(s, "T"))
		return day, err == nil
	}
	t, err := time.Parse(time.RFC3339, s)
	if err != nil || t.Year() < 1 {
		return 0, false
	}
	return min(atlas.DayOf(t), lastDay), true
}

// lastDay is the last day that can be written: the last hours of 9999 in UTC
// are already the year 10000 in Korea.
var lastDay = func() atlas.Day {
	day, err := atlas.ParseDay("9999-12-31")
	if err != nil {
		panic(err)
	}
	return day
}()

// columnFilter is the condition that every column given as a parameter has the
// value given, nil for none. A place in one of the gu is in their city.
func columnFilter(layer *atlas.Layer, query params, gu []string) (cql2.Expr, error) {
	var all []cql2.Expr
	for _, c := range queryableColumns(layer) {
		given, ok := query[c.ID]
		if !ok {
			continue
		}
		value, err := literal(c, given)
		if err != nil {
			return nil, err
		}
		if c.From == atlas.FromPlace && c.Key == "sigungu" && len(gu) > 0 {
			in := cql2.In{Value: cql2.Property(c.ID), List: []cql2.Operand{value}}
			for _, code := range gu {
				in.List = append(in.List, cql2.String(code))
			}
			all = append(all, in)
			continue
		}
		all = append(all, cql2.Compare{Op: cql2.Equal, Left: cql2.Property(c.ID), Right: value})
	}
	return cql2.All(all...), nil
}

// literal reads the value of a column as a client gives it.
func literal(c atlas.Column, given string) (cql2.Operand, error) {
	wrong := func(wanted atlas.Text) (cql2.Operand, error) {
		return nil, unusable(c.ID, given, wanted)
	}
	switch c.Type {
	case atlas.Integer:
		n, err := strconv.ParseInt(given, 10, 64)
		if err != nil {
			return wrong(say(korean.WantInteger, english.WantInteger))
		}
		return cql2.Int(n), nil
	case atlas.Decimal:
		n, err := cql2.ParseNumber(given)
		if err != nil {
			return wrong(say(korean.WantNumber, english.WantNumber))
		}
		return n, nil
	case atlas.Boolean:
		if given != "true" && given != "false" {
			return wrong(oneOf(given, []string{"true", "false"}))
		}
		return cql2.Bool(given == "true"), nil
	case atlas.DayType:
		if _, err := atlas.ParsePartial(given); err != nil {
			return wrong(say(korean.WantPartialDay, english.WantPartialDay))
		}
	}
	if len(c.Codes) > 0 {
		if _, ok := c.Codes[given]; !ok {
			return wrong(oneOf(given, codesOf(c)))
		}
	}
	return cql2.String(given), nil
}

// token writes the id after which a page begins so that nobody builds on it.
func token(id string) string { return base64.RawURLEncoding.EncodeToString([]byte(id)) }

func readToken(token string) (string, bool) {
	id, err := base64.RawURLEncoding.DecodeString(token)
	if err != nil || len(id) == 0 || !utf8.Valid(id) || slices.Contains(id, 0) {
		return "", false
	}
	return string(id), true
}
