package httpapi

import (
	"bytes"
	"context"
	"encoding/json"
	"strconv"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/project"
	"github.com/paulmach/orb/simplify"

	"growthmap/internal/atlas"
)

// sketch is the small map of a page: shapes over the outlines of the regions,
// drawn by the server as SVG so that the page needs no script.
type sketch struct {
	Width, Height int
	Outlines      []string // path data
	Areas, Lines  []sketchShape
	Points        []sketchPoint
	Places        []sketchPlace
	Drawn         int // features on the map
	Hollow        bool
}

type sketchShape struct{ Path, Title string }

type sketchPoint struct {
	X, Y   string
	Hollow bool // known only to its si/gun/gu
	Title  string
}

type sketchPlace struct {
	X, Y string
	Name string
	Mark bool
	Sea  bool
}

// The frame of a sketch: South Korea from Baengnyeongdo to Dokdo.
const sketchWidth = 440

var (
	sketchFrame = orb.Bound{
		Min: project.WGS84.ToMercator(orb.Point{124.4, 32.95}),
		Max: project.WGS84.ToMercator(orb.Point{132.2, 38.75}),
	}
	// sketchUnit is the length of a unit of the drawing in EPSG:3857 metres.
	sketchUnit   = (sketchFrame.Max[0] - sketchFrame.Min[0]) / sketchWidth
	sketchHeight = int((sketchFrame.Max[1] - sketchFrame.Min[1]) / sketchUnit)
)

// maxSketchFeatures bounds the size of a page.
const maxSketchFeatures = 2000

// sketchPlaces are on every map, whatever it shows.
var sketchPlaces = []struct {
	at   orb.Point
	name atlas.Text
	mark bool
	sea  bool
}{
	{orb.Point{130.6, 36.6}, atlas.Text{Ko: "동해", En: "East Sea"}, false, true},
	{orb.Point{130.86, 37.5}, atlas.Text{Ko: "울릉도", En: "Ulleungdo"}, false, false},
	{orb.Point{131.867, 37.243}, atlas.Text{Ko: "독도", En: "Dokdo"}, true, false},
}

// mapEditions are the editions on which an answer with a map of the layer
// depends: maps show the regions too.
func (a *ask) mapEditions() []int64 {
	editions := []int64{a.entry.Changed}
	if regions, ok := a.catalog.Area(atlas.AreaRegion); ok && a.format.page {
		editions = append(editions, regions.Changed)
	}
	return editions
}

// newSketch starts a map with the outlines of the regions on the day.
func (s *Server) newSketch(ctx context.Context, a *ask) (*sketch, error) {
	m := &sketch{Width: sketchWidth, Height: sketchHeight}
	for _, p := range sketchPlaces {
		x, y := sketchXY(project.WGS84.ToMercator(p.at))
		m.Places = append(m.Places, sketchPlace{decimal(x), decimal(y), p.name.In(a.lang), p.mark, p.sea})
	}
	regions, ok := a.catalog.Area(atlas.AreaRegion)
	if !ok {
		return m, nil
	}
	state, err := s.state(ctx, []int64{regions.Changed})
	if err != nil {
		return nil, err
	}
	key := keyOf(append([]string{"outlines", regions.Layer.ID, a.day.String()}, state...))
	b, err := s.cache.get(ctx, key, func(ctx context.Context) (*body, error) {
		outlines := []string{}
		q := atlas.Query{Layer: regions.Layer, Edition: a.catalog.Edition.ID, Day: a.day, Limit: maxSketchFeatures}
		err := s.store.TileFeatures(ctx, q, sketchFrame, sketchUnit/2, func(f *atlas.Feature) error {
			if path := pathOf(f.Geometry); path != "" {
				outlines = append(outlines, path)
			}
			return nil
		})
		if err != nil {
			return nil, err
		}
		data, err := json.Marshal(outlines)
		return &body{data: data}, err
	})
	if err != nil {
		return nil, err
	}
	return m, json.Unmarshal(b.data, &m.Outlines)
}

// layerSketch draws the features of the layer, nil for one without geometry.
func (s *Server) layerSketch(ctx context.Context, a *ask) (*sketch, error) {
	if a.entry.Layer.Geometry == "" {
		return nil, nil
	}
	m, err := s.newSketch(ctx, a)
	if err != nil {
		return nil, err
	}
	q := atlas.Query{Layer: a.entry.Layer, Edition: a.catalog.Edition.ID, Day: a.day, Limit: maxSketchFeatures}
	err = s.store.TileFeatures(ctx, q, world, sketchUnit/2, func(f *atlas.Feature) error {
		m.draw(f, f.Geometry, a.entry.Layer.NameOf(f, a.lang))
		return nil
	})
	return m, err
}

// drawFeature draws a feature whose geometry is in EPSG:4326, and leaves it as
// it is.
func (m *sketch) drawFeature(f *atlas.Feature, title string) {
	if f.Geometry == nil {
		return
	}
	g := project.Geometry(orb.Clone(f.Geometry), project.WGS84.ToMercator)
	m.draw(f, simplify.DouglasPeucker(sketchUnit/2).Simplify(g), title)
}

// draw draws geometry in EPSG:3857. A point that stands for a whole si/do would
// look like a site, so it is left out.
func (m *sketch) draw(f *atlas.Feature, g orb.Geometry, title string) {
	switch g := g.(type) {
	case orb.Point:
		m.drawPoints(f, orb.MultiPoint{g}, title)
	case orb.MultiPoint:
		m.drawPoints(f, g, title)
	case orb.LineString, orb.MultiLineString:
		m.Lines = append(m.Lines, sketchShape{pathOf(g), title})
		m.Drawn++
	case orb.Polygon, orb.MultiPolygon:
		m.Areas = append(m.Areas, sketchShape{pathOf(g), title})
		m.Drawn++
	case orb.Collection:
		for _, member := range g {
			m.draw(f, member, title)
		}
	}
}

func (m *sketch) drawPoints(f *atlas.Feature, points orb.MultiPoint, title string) {
	if f.Precision == atlas.PrecisionSido || f.Precision == atlas.PrecisionNone {
		return
	}
	m.Drawn++
	hollow := f.Precision == atlas.PrecisionSigungu
	m.Hollow = m.Hollow || hollow
	for _, p := range points {
		x, y := sketchXY(p)
		m.Points = append(m.Points, sketchPoint{decimal(x), decimal(y), hollow, title})
	}
}

// sketchXY is the place in the drawing of a point in EPSG:3857.
func sketchXY(p orb.Point) (x, y float64) {
	return (p[0] - sketchFrame.Min[0]) / sketchUnit, (sketchFrame.Max[1] - p[1]) / sketchUnit
}

func decimal(v float64) string { return strconv.FormatFloat(v, 'f', 1, 64) }

// pathOf writes lines and areas in EPSG:3857 as SVG path data.
func pathOf(g orb.Geometry) string {
	var b bytes.Buffer
	line := func(points []orb.Point, closed bool) {
		least, last := 2, ""
		if closed {
			least = 4
		}
		begin, n := b.Len(), 0
		for _, p := range points {
			x, y := sketchXY(p)
			at := decimal(x) + " " + decimal(y)
			if at == last {
				continue
			}
			if n++; n == 1 {
				b.WriteString("M" + at)
			} else {
				b.WriteString("L" + at)
			}
			last = at
		}
		if n < least {
			b.Truncate(begin) // smaller than a unit of the drawing
		} else if closed {
			b.WriteByte('Z')
		}
	}
	polygon := func(p orb.Polygon) {
		for _, ring := range p {
			line(ring, true)
		}
	}
	switch g := g.(type) {
	case orb.LineString:
		line(g, false)
	case orb.MultiLineString:
		for _, l := range g {
			line(l, false)
		}
	case orb.Polygon:
		polygon(g)
	case orb.MultiPolygon:
		for _, p := range g {
			polygon(p)
		}
	}
	return b.String()
}
