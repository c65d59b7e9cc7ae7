package intake

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"

	"growthmap/internal/atlas"
)

// Derive builds the features of a layer that are derived: one feature for each
// source cited by the features given, or lines and areas through points among
// them. The order is that of the ids for sources and that of the definition for
// lines and areas.
func Derive(layer *atlas.Layer, features []*atlas.Feature) ([]*atlas.Feature, []atlas.Issue) {
	if layer.Derive == nil {
		return nil, nil
	}
	if layer.Derive.Cited {
		return cited(layer, features), nil
	}
	return through(layer, features)
}

// cited builds the sources. Publisher, date and kind belong to a citation, so a
// source lists all it is cited with.
func cited(layer *atlas.Layer, features []*atlas.Feature) []*atlas.Feature {
	type source struct {
		url, document            string
		publishers, dates, kinds map[string]bool
		by                       int64
	}
	sources := map[string]*source{}
	for _, f := range features {
		for _, id := range f.SourceIDs() {
			if sources[id] == nil {
				sources[id] = &source{publishers: map[string]bool{}, dates: map[string]bool{}, kinds: map[string]bool{}}
			}
			sources[id].by++
		}
		for _, c := range f.Citations {
			s := sources[c.Source]
			if s.url == "" {
				s.url = c.URL
			}
			if s.document == "" {
				s.document = c.Title
			}
			s.publishers[c.Publisher], s.dates[c.Date], s.kinds[c.Kind] = true, true, true
		}
	}
	var built []*atlas.Feature
	for _, id := range slices.Sorted(maps.Keys(sources)) {
		s := sources[id]
		properties := map[string]any{"cited_by": s.by}
		for property, value := range map[string]string{"url": s.url, "document": s.document} {
			if value != "" {
				properties[property] = value
			}
		}
		for property, set := range map[string]map[string]bool{"publishers": s.publishers, "dates": s.dates, "kinds": s.kinds} {
			delete(set, "")
			if len(set) > 0 {
				properties[property] = slices.Sorted(maps.Keys(set))
			}
		}
		built = append(built, &atlas.Feature{
			Layer: layer.ID, ID: id, Precision: atlas.PrecisionNone, Place: atlas.Place{Basis: atlas.BasisNone},
			Life: atlas.Always, Properties: properties,
			Citations: []atlas.Citation{{Source: id, URL: s.url, Title: s.document}},
		})
	}
	return built
}

// through builds lines and areas through points. What is drawn is no more
// precise than the least precise of its points.
func through(layer *atlas.Layer, features []*atlas.Feature) ([]*atlas.Feature, []atlas.Issue) {
	nodes := map[string]*atlas.Feature{}
	for _, f := range features {
		if f.Layer == layer.Derive.Through {
			nodes[f.ID] = f
		}
	}
	b := newBuilder(layer, layer.ID, nil)
	var built []*atlas.Feature
	for _, d := range layer.Derive.Features {
		b.row, b.id, b.blocked = Row{Cells: d.Properties}, d.ID, false
		f := &atlas.Feature{
			Layer: layer.ID, ID: d.ID, Precision: atlas.PrecisionSite, Place: atlas.Place{Basis: atlas.BasisNone},
			Properties: b.properties(),
		}
		f.Life = b.life(f)
		var line orb.LineString
		for _, id := range d.Nodes {
			point, ok := orb.Point{}, false
			if node := nodes[id]; node != nil {
				point, ok = node.Geometry.(orb.Point)
			}
			if !ok {
				b.issue("nodes", id, atlas.Blocking, wrong{
					atlas.Text{Ko: "레이어 " + layer.Derive.Through + "의 점", En: "a point of layer " + layer.Derive.Through},
					atlas.Text{Ko: "정의의 거점을 바로잡으십시오.", En: "Correct the nodes of the definition."},
				})
				continue
			}
			line = append(line, point)
			f.Precision = coarser(f.Precision, nodes[id].Precision)
			for _, c := range nodes[id].Citations {
				if !slices.Contains(f.Citations, c) {
					f.Citations = append(f.Citations, c)
				}
			}
		}
		if !b.blocked {
			f.Geometry = b.shape(d, line)
		}
		if !b.blocked {
			built = append(built, f)
		}
	}
	return built, b.issues
}

// shape draws the line, or the area it encloses.
func (b *builder) shape(d atlas.DerivedFeature, line orb.LineString) orb.Geometry {
	if d.As == "line" && len(line) > 1 {
		return line
	}
	ring := orb.Ring(line)
	if len(ring) > 0 && !ring.Closed() {
		ring = append(ring, ring[0])
	}
	if d.As != "area" || !simple(ring) {
		b.issue("nodes", strings.Join(d.Nodes, ", "), atlas.Blocking, wrong{
			atlas.Text{Ko: "점 둘 이상의 line, 또는 셋 이상을 서로 엇갈리지 않게 잇는 area", En: "a line through two nodes or more, or an area through three or more whose sides do not cross"},
			atlas.Text{Ko: "거점의 순서를 바꾸십시오.", En: fmt.Sprintf("Change the order of the nodes of %s.", d.ID)},
		})
		return nil
	}
	area := orb.Polygon{ring}
	wind(area)
	return area
}

// simple reports whether a closed ring encloses an area and no two of its sides
// meet except neighbours at their common corner.
func simple(ring orb.Ring) bool {
	sides := len(ring) - 1
	if sides < 3 || planar.Area(ring) == 0 {
		return false
	}
	for i := range sides {
		for j := i + 1; j < sides; j++ {
			neighbours := j == i+1 || (i == 0 && j == sides-1)
			if !neighbours && crosses(ring[i], ring[i+1], ring[j], ring[j+1]) {
				return false
			}
		}
	}
	return true
}

// crosses reports whether the segments ab and cd share a point.
func crosses(a, b, c, d orb.Point) bool {
	side := func(p, q, r orb.Point) int {
		switch cross := (q[0]-p[0])*(r[1]-p[1]) - (q[1]-p[1])*(r[0]-p[0]); {
		case cross > 0:
			return 1
		case cross < 0:
			return -1
		}
		return 0
	}
	abc, abd, cda, cdb := side(a, b, c), side(a, b, d), side(c, d, a), side(c, d, b)
	if abc != abd && cda != cdb {
		return true
	}
	on := func(turn int, p, q, r orb.Point) bool { return turn == 0 && orb.LineString{p, q}.Bound().Contains(r) }
	return on(abc, a, b, c) || on(abd, a, b, d) || on(cda, c, d, a) || on(cdb, c, d, b)
}
