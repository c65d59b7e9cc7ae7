package postgis

import (
	"context"
	"fmt"
	"hash/fnv"
	"strings"

	"github.com/jackc/pgx/v5"

	"growthmap/internal/atlas"
)

// sqlTypes are the types of the columns of a typed view.
var sqlTypes = map[atlas.PropertyType]string{
	atlas.String: "text", atlas.Integer: "bigint", atlas.Decimal: "numeric", atlas.Boolean: "boolean",
	atlas.DayType: "text", atlas.Strings: "text[]",
}

// columnExpression is the SQL of a column whose value is the same on every day
// and is not the day of a stage. The keys in it come from a checked definition and are letters, digits, "-" and "_".
func columnExpression(c atlas.Column) string {
	switch c.From {
	case atlas.FromProperty:
		key := literal(c.Key)
		switch c.Type {
		case atlas.Integer, atlas.Decimal, atlas.Boolean:
			return "(properties->>" + key + ")::" + sqlTypes[c.Type]
		case atlas.Strings:
			return "(select array_agg(v) from jsonb_array_elements_text(properties->" + key + ") v)::text[]"
		}
		return "(properties->>" + key + ")"
	case atlas.FromPlace:
		switch c.Key {
		case "basis":
			return "place_basis"
		case "disagrees":
			return "place_disagrees"
		}
		return c.Key // region, sido, sigungu
	case atlas.FromAmong:
		return "among"
	case atlas.FromPrecision:
		return "precision"
	case atlas.FromStated:
		return "(stated->>" + literal(c.Key) + ")"
	default:
		return "sources"
	}
}

// partial is the text of the days of a stage as far as they are known, as
// atlas.Interval writes it.
func partial(stage string) string {
	from, to := "("+stage+"->>0)", "("+stage+"->>1)"
	return "(case when " + stage + " is null then null when " + from + " = " + to + " then " + from +
		" when " + from + " like '%-01' and left(" + from + ", 7) = left(" + to + ", 7) and " + monthEnd(from) + " = " + to + "::date then left(" + from + ", 7)" +
		" when " + from + " like '%-01-01' and " + to + " = left(" + from + ", 4) || '-12-31' then left(" + from + ", 4)" +
		" else coalesce(" + from + ", '..') || '/' || coalesce(" + to + ", '..') end)"
}

// monthEnd is the last day of the month that a text begins with.
func monthEnd(text string) string {
	return "((left(" + text + ", 7) || '-01')::date + interval '1 month' - interval '1 day')::date"
}

// daysOf are the first and the last day that a column of days may mean, as dates.
func daysOf(c atlas.Column) span {
	if c.From == atlas.FromStage {
		stage := "f.stages->" + literal(c.Key)
		end := func(which, open string) string {
			return "(case when " + stage + " is not null then coalesce((" + stage + "->>" + which + ")::date, '" + open + "'::date) end)"
		}
		return span{end("0", "-infinity"), end("1", "infinity")}
	}
	text := columnExpression(c)
	return span{
		from: "(case length(" + text + ") when 4 then " + text + " || '-01-01' when 7 then " + text + " || '-01' else " + text + " end)::date",
		to:   "(case length(" + text + ") when 4 then (" + text + " || '-12-31')::date when 7 then " + monthEnd(text) + " else " + text + "::date end)",
	}
}

func literal(s string) string { return "'" + strings.ReplaceAll(s, "'", "''") + "'" }

// define makes the typed view of a layer and the indexes its definition asks for.
func define(ctx context.Context, tx pgx.Tx, layer *atlas.Layer) error {
	name := strings.ReplaceAll(layer.ID, "-", "_")
	view := pgx.Identifier{"growthmap", name}.Sanitize()
	var columns strings.Builder
	for _, c := range layer.Columns() {
		name := pgx.Identifier{c.ID}.Sanitize()
		switch c.From {
		case atlas.FromStageOn: // needs a day; the days of the stages are there
		case atlas.FromStage:
			latest := pgx.Identifier{c.ID + "_latest"}.Sanitize()
			fmt.Fprintf(&columns, ", (stages->%[1]s->>0)::date as %[2]s, (stages->%[1]s->>1)::date as %[3]s", literal(c.Key), name, latest)
		default:
			fmt.Fprintf(&columns, ", %s as %s", columnExpression(c), name)
		}
	}
	geometry := ""
	if layer.Geometry != "" {
		geometry = fmt.Sprintf(", geom::geometry(%s, %d) as geom", layer.Geometry, sridWGS84)
	}
	statements := []string{
		"drop view if exists " + view,
		"create view " + view + " with (security_invoker = true) as select id as feature_id, added as edition" + columns.String() + geometry +
			" from feature_public where layer = " + literal(layer.ID) + " and removed is null",
		"grant select on " + view + " to growthmap_public, growthmap_runtime",
		fmt.Sprintf("comment on view %s is %s", view, literal(layer.Title.En+" ("+layer.Title.Ko+")")),
	}
	for _, id := range layer.Publish.Index {
		c, ok := layer.Column(id)
		if !ok || c.From != atlas.FromProperty {
			continue
		}
		index := pgx.Identifier{shortName("feature", name, id)}.Sanitize()
		expression := columnExpression(c)
		statements = append(statements,
			fmt.Sprintf("create index if not exists %s on feature ((%s)) where layer = %s and removed is null", index, expression, literal(layer.ID)),
			// Without statistics on the same expression the planner prefers a scan.
			fmt.Sprintf("create statistics if not exists %s on layer, (%s) from feature", pgx.Identifier{shortName("stats", name, id)}.Sanitize(), expression),
		)
	}
	for _, statement := range statements {
		if _, err := tx.Exec(ctx, statement); err != nil {
			return fmt.Errorf("define layer %s: %w", layer.ID, err)
		}
	}
	return nil
}

// undefine removes the typed view of a layer that is no longer defined.
func undefine(ctx context.Context, tx pgx.Tx, id string) error {
	view := pgx.Identifier{"growthmap", strings.ReplaceAll(id, "-", "_")}.Sanitize()
	if _, err := tx.Exec(ctx, "drop view if exists "+view); err != nil {
		return fmt.Errorf("remove the view of layer %s: %w", id, err)
	}
	return nil
}

// shortName joins the parts within the 63 bytes PostgreSQL keeps of a name.
func shortName(parts ...string) string {
	name := strings.Join(parts, "_")
	if len(name) <= 63 {
		return name
	}
	h := fnv.New32a()
	h.Write([]byte(name))
	return fmt.Sprintf("%s_%08x", name[:54], h.Sum32())
}
