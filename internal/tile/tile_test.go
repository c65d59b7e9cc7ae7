package tile_test

import (
	"errors"
	"math"
	"testing"

	"github.com/paulmach/orb"

	"growthmap/internal/atlas"
	"growthmap/internal/tile"
)

const halfWorld = 20037508.342789244

func TestNew(t *testing.T) {
	for _, c := range []struct {
		z, x, y   int
		parameter string
	}{
		{0, 0, 0, ""},
		{22, 4194303, 4194303, ""},
		{-1, 0, 0, "z"},
		{23, 0, 0, "z"},
		{math.MaxInt, 0, 0, "z"},
		{0, 1, 0, "col"},
		{3, -1, 0, "col"},
		{22, 4194304, 0, "col"},
		{3, 7, 8, "row"},
		{3, 7, -1, "row"},
	} {
		id, err := tile.New(c.z, c.x, c.y)
		if c.parameter == "" {
			if want := (tile.ID{Z: uint32(c.z), X: uint32(c.x), Y: uint32(c.y)}); err != nil || id != want {
				t.Errorf("New(%d, %d, %d) = %v, %v; want %v", c.z, c.x, c.y, id, err, want)
			}
			continue
		}
		var e *atlas.Error
		if !errors.As(err, &e) || e.Kind != atlas.Invalid || e.Parameter != c.parameter || !e.Message.Complete() {
			t.Errorf("New(%d, %d, %d): %v; want an invalid %s", c.z, c.x, c.y, err, c.parameter)
		}
	}
}

func TestBound(t *testing.T) {
	world := tile.ID{}.Bound(0)
	if want := (orb.Bound{Min: orb.Point{-halfWorld, -halfWorld}, Max: orb.Point{halfWorld, halfWorld}}); world != want {
		t.Errorf("zoom 0 is %v, want %v", world, want)
	}
	northWest := tile.ID{Z: 1}.Bound(0)
	if want := (orb.Bound{Min: orb.Point{-halfWorld, 0}, Max: orb.Point{0, halfWorld}}); northWest != want {
		t.Errorf("1/0/0 is %v, want %v", northWest, want)
	}
	southEast := tile.ID{Z: 1, X: 1, Y: 1}.Bound(0)
	if want := (orb.Bound{Min: orb.Point{0, -halfWorld}, Max: orb.Point{halfWorld, 0}}); southEast != want {
		t.Errorf("1/1/1 is %v, want %v", southEast, want)
	}
}

func TestBufferGrowsEverySide(t *testing.T) {
	id := tile.ID{Z: 12, X: 3492, Y: 1590}
	square, buffer := id.Bound(0), id.Buffer()
	unit := (square.Max[0] - square.Min[0]) / 4096
	for i, got := range []float64{
		square.Min[0] - buffer.Min[0], square.Min[1] - buffer.Min[1],
		buffer.Max[0] - square.Max[0], buffer.Max[1] - square.Max[1],
	} {
		if math.Abs(got-64*unit) > 1e-6 {
			t.Errorf("side %d grew by %g m, want %g", i, got, 64*unit)
		}
	}
}

func TestToleranceIsFourUnitsAndHalfAUnitAtTheLastZoom(t *testing.T) {
	const last = 10
	for z := range uint32(tile.MaxZoom + 1) {
		id := tile.ID{Z: z}
		b := id.Bound(0)
		want := (b.Max[0] - b.Min[0]) / 4096 * 4
		if z >= last {
			want /= 8
		}
		if got := id.Tolerance(last); math.Abs(got-want) > 1e-9 {
			t.Errorf("zoom %d: tolerance %g, want %g", z, got, want)
		}
	}
}
