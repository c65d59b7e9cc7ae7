package postgis

import (
	"context"
	"database/sql/driver"
	"encoding/binary"
	"fmt"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgtype"
	"github.com/paulmach/orb"
	orbewkb "github.com/paulmach/orb/encoding/ewkb"
	"github.com/twpayne/go-geom"
	"github.com/twpayne/go-geom/encoding/ewkb"
)

// sridWGS84 is EPSG:4326, the CRS of every geometry that is stored.
const sridWGS84 = 4326

// registerGeometry teaches a connection the geometry type, whose number differs
// from database to database.
func registerGeometry(ctx context.Context, conn *pgx.Conn) error {
	var oid uint32
	if err := conn.QueryRow(ctx, `select 'geometry'::regtype::oid`).Scan(&oid); err != nil {
		return fmt.Errorf("geometry type: %w", err)
	}
	conn.TypeMap().RegisterType(&pgtype.Type{Name: "geometry", OID: oid, Codec: geometryCodec{}})
	return nil
}

// geometryCodec writes geom.T and reads orb.Geometry as EWKB. What comes in
// needs SRID, Z and M, which go-geom carries; what goes out is 4326 or 3857 in
// two dimensions, which orb decodes several times faster.
type geometryCodec struct{}

func (geometryCodec) FormatSupported(format int16) bool { return format == pgtype.BinaryFormatCode }
func (geometryCodec) PreferredFormat() int16            { return pgtype.BinaryFormatCode }

func (geometryCodec) PlanEncode(_ *pgtype.Map, _ uint32, format int16, value any) pgtype.EncodePlan {
	if _, ok := value.(geom.T); ok && format == pgtype.BinaryFormatCode {
		return encodeGeometry{}
	}
	return nil
}

type encodeGeometry struct{}

func (encodeGeometry) Encode(value any, buf []byte) ([]byte, error) {
	b, err := ewkb.Marshal(value.(geom.T), binary.LittleEndian)
	if err != nil {
		return nil, fmt.Errorf("geometry to EWKB: %w", err)
	}
	return append(buf, b...), nil
}

func (geometryCodec) PlanScan(_ *pgtype.Map, _ uint32, format int16, target any) pgtype.ScanPlan {
	if _, ok := target.(*orb.Geometry); ok && format == pgtype.BinaryFormatCode {
		return scanGeometry{}
	}
	return nil
}

type scanGeometry struct{}

func (scanGeometry) Scan(src []byte, target any) error {
	out := target.(*orb.Geometry)
	if src == nil {
		*out = nil
		return nil
	}
	g, _, err := orbewkb.Unmarshal(src)
	if err != nil {
		return fmt.Errorf("geometry from EWKB: %w", err)
	}
	*out = g
	return nil
}

func (geometryCodec) DecodeDatabaseSQLValue(*pgtype.Map, uint32, int16, []byte) (driver.Value, error) {
	return nil, fmt.Errorf("geometry is read through pgx only")
}

func (geometryCodec) DecodeValue(_ *pgtype.Map, _ uint32, _ int16, src []byte) (any, error) {
	var g orb.Geometry
	err := scanGeometry{}.Scan(src, &g)
	return g, err
}

// toGeom converts a geometry in EPSG:4326 for writing; nil stays nil. It
// refuses rings that no polygon can have, which PostGIS would not even read.
func toGeom(g orb.Geometry) (geom.T, error) {
	if g == nil {
		return nil, nil
	}
	if ring := brokenRing(g); ring != nil {
		return nil, fmt.Errorf("a ring of %d points; a ring has four or more and ends where it begins", len(ring))
	}
	b, err := orbewkb.Marshal(g, sridWGS84, binary.LittleEndian)
	if err != nil {
		return nil, fmt.Errorf("geometry to EWKB: %w", err)
	}
	return ewkb.Unmarshal(b)
}

// brokenRing returns a ring of g that is too short or not closed.
func brokenRing(g orb.Geometry) orb.Ring {
	switch g := g.(type) {
	case orb.Polygon:
		for _, ring := range g {
			if len(ring) < 4 || !ring.Closed() {
				return ring
			}
		}
	case orb.MultiPolygon:
		for _, p := range g {
			if ring := brokenRing(p); ring != nil {
				return ring
			}
		}
	case orb.Collection:
		for _, member := range g {
			if ring := brokenRing(member); ring != nil {
				return ring
			}
		}
	}
	return nil
}
