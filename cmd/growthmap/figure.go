package main

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"os"
	"strings"
	"text/tabwriter"
	"time"

	"growthmap/internal/atlas"
	"growthmap/internal/indicator"
)

// asked is what a figure or a series is asked for.
type asked struct {
	Indicator string `arg:"" help:"Id of the indicator, such as regional-share."`
	Variant   string `help:"Id of a variant; the indicator's first when left out."`
	Region    string `help:"Code of a region, si/do or si/gun/gu; the nation when left out."`
	Areas     string `help:"Group by the areas of this day; by those that have not ended when left out." placeholder:"YYYY-MM-DD"`
	At        string `help:"The day asked about; today in Korea when left out." placeholder:"YYYY-MM-DD"`
	Edition   int64  `help:"The state of knowledge; the newest edition when left out."`
	JSON      bool   `help:"Print JSON for programs." name:"json"`
}

type figureCommand struct {
	asked
	By string `help:"One figure for each area of this level: region, sido or sigungu." enum:",region,sido,sigungu" default:""`
}

type seriesCommand struct{ asked }

// prepare opens the database and resolves what is asked.
func (a asked) prepare(ctx context.Context, p *program, log *slog.Logger) (*indicator.Subject, indicator.Evidence, indicator.Question, func(), error) {
	q := indicator.Question{Region: a.Region, Day: atlas.DayOf(time.Now())}
	var ev indicator.Evidence
	if a.At != "" {
		day, err := atlas.ParseDay(a.At)
		if err != nil {
			return nil, ev, q, nil, fmt.Errorf("--at: %w", err)
		}
		q.Day = day
	}
	store, closeStore, err := p.open(ctx, log)
	if err != nil {
		return nil, ev, q, nil, err
	}
	s, ev, q, err := a.resolve(ctx, store, q)
	if err != nil {
		closeStore()
		return nil, ev, q, nil, err
	}
	return s, ev, q, closeStore, nil
}

// editions is what resolving needs of the store beside its features.
type editions interface {
	indicator.Reader
	Newest(ctx context.Context) (atlas.Edition, error)
	Catalog(ctx context.Context, edition int64) (*atlas.Catalog, error)
}

func (a asked) resolve(ctx context.Context, store editions, q indicator.Question) (*indicator.Subject, indicator.Evidence, indicator.Question, error) {
	var ev indicator.Evidence
	edition := a.Edition
	if edition == 0 {
		newest, err := store.Newest(ctx)
		if err != nil {
			return nil, ev, q, err
		}
		edition = newest.ID
	}
	catalog, err := store.Catalog(ctx, edition)
	if err != nil {
		return nil, ev, q, err
	}
	s, err := indicator.Find(catalog, a.Indicator)
	if err != nil {
		var ids []string
		for _, d := range catalog.Indicators {
			ids = append(ids, d.ID)
		}
		return nil, ev, q, fmt.Errorf("%w The indicators are %s", err, strings.Join(ids, ", "))
	}
	var ok bool
	if q.Variant, ok = s.Variant(a.Variant); !ok {
		var ids []string
		for _, v := range s.Resolved() {
			ids = append(ids, v.ID)
		}
		return nil, ev, q, fmt.Errorf("indicator %s has no variant %q; its variants are %s", s.ID, a.Variant, strings.Join(ids, ", "))
	}
	if q.Areas, err = indicator.ReadAreas(ctx, store, catalog); err != nil {
		return nil, ev, q, err
	}
	if a.Areas != "" {
		day, err := atlas.ParseDay(a.Areas)
		if err != nil {
			return nil, ev, q, fmt.Errorf("--areas: %w", err)
		}
		var ok bool
		if q.Areas, ok = q.Areas.On(day); !ok {
			return nil, ev, q, fmt.Errorf("--areas %s: the areas before %s are not in the data; give a day from then on", a.Areas, q.Areas.Since())
		}
	}
	if _, ok := q.Areas.Area(a.Region); a.Region != "" && !ok {
		if other, ended := q.Areas.With(a.Region); ended {
			return nil, ev, q, fmt.Errorf("%s is not an area of the day asked; %s", a.Region, whenArea(other))
		}
		return nil, ev, q, fmt.Errorf("there is no area with the code %q; a code is like HNM (region), 12 (si/do) or 48120 (si/gun/gu)", a.Region)
	}
	ev, err = s.Gather(ctx, store)
	return s, ev, q, err
}

// Run prints one figure, or one for each area.
func (c figureCommand) Run(ctx context.Context, p *program, log *slog.Logger) error {
	s, ev, q, closeStore, err := c.prepare(ctx, p, log)
	if err != nil {
		return err
	}
	defer closeStore()
	regions := []string{q.Region}
	if c.By != "" {
		regions = q.Areas.Of(atlas.AreaLevel(c.By), q.Region)
	}
	var figures []indicator.Figure
	for _, region := range regions {
		of := q
		of.Region = region
		f, err := s.Figure(ev, of)
		if err != nil {
			return err
		}
		figures = append(figures, f)
	}
	if c.JSON {
		return printJSON(figures)
	}
	fmt.Printf("%s (%s), %s, edition %d, %s\n", s.Title.En, q.Variant.Title.En, q.Day, s.Edition(), s.Unit.En)
	table := tabwriter.NewWriter(os.Stdout, 2, 4, 2, ' ', 0)
	fmt.Fprintln(table, "area\tvalue\tlow\thigh\treported\tcitation")
	for _, f := range figures {
		if f.NotComputable != nil {
			fmt.Fprintf(table, "%s\t%s\t\t\t\t%s\n", areaName(q.Areas, f.Region), f.NotComputable.En, f.ID)
			continue
		}
		reported := ""
		if f.Reported != nil {
			reported = f.Reported.Value
		}
		fmt.Fprintf(table, "%s\t%s\t%s\t%s\t%s\t%s\n", areaName(q.Areas, f.Region), shown(f.Value.Value), shown(f.Low), shown(f.High), reported, f.ID)
	}
	return table.Flush()
}

// Run prints the steps of the figure up to the day.
func (c seriesCommand) Run(ctx context.Context, p *program, log *slog.Logger) error {
	s, ev, q, closeStore, err := c.prepare(ctx, p, log)
	if err != nil {
		return err
	}
	defer closeStore()
	points, err := s.Series(ev, q)
	if err != nil {
		return err
	}
	if c.JSON {
		return printJSON(points)
	}
	fmt.Printf("%s (%s), %s, edition %d, %s\n", s.Title.En, q.Variant.Title.En, areaName(q.Areas, q.Region), s.Edition(), s.Unit.En)
	if q.Variant.NotComputable != nil {
		fmt.Println(q.Variant.NotComputable.En)
		return nil
	}
	table := tabwriter.NewWriter(os.Stdout, 2, 4, 2, ' ', 0)
	fmt.Fprintln(table, "since\tvalue\tlow\thigh\treported")
	for _, point := range points {
		fmt.Fprintf(table, "%s\t%s\t%s\t%s\t%s\n", point.Day, shown(point.Value.Value), shown(point.Low), shown(point.High), shown(point.Reported))
	}
	return table.Flush()
}

// whenArea says how to ask for the areas of another day.
func whenArea(areas indicator.Areas) string {
	if areas.Day == 0 {
		return "leave --areas out to ask for it"
	}
	return fmt.Sprintf("ask for it with --areas %s", areas.Day)
}

func areaName(areas indicator.Areas, code string) string {
	if code == "" {
		return "Korea"
	}
	area, _ := areas.Area(code)
	return area.Name.En + " " + code
}

func shown(s *string) string {
	if s == nil {
		return "-"
	}
	return *s
}

func printJSON(v any) error {
	encoder := json.NewEncoder(os.Stdout)
	encoder.SetIndent("", "  ")
	encoder.SetEscapeHTML(false)
	return encoder.Encode(v)
}
