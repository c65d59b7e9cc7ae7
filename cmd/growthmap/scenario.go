package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"strings"
	"text/tabwriter"
	"time"

	"growthmap/internal/atlas"
	"growthmap/internal/indicator"
)

type scenarioCommand struct {
	File string `arg:"" help:"File with the JSON of a scenario; - for standard input." placeholder:"FILE"`
	JSON bool   `help:"Print JSON for programs." name:"json"`
}

type planCommand struct {
	Indicator string   `arg:"" help:"Id of the indicator, such as regional-share."`
	Variant   string   `help:"Id of a variant; the indicator's first when left out."`
	At        string   `help:"The day asked about; today in Korea when left out." placeholder:"YYYY-MM-DD"`
	Edition   int64    `help:"The state of knowledge; the newest edition when left out."`
	Objective string   `help:"What is kept smallest: fewest (projects) or amount (their sum)." enum:"fewest,amount" default:"fewest"`
	Bound     string   `help:"The end of the figure that is to reach the target: low, value or high." enum:"low,value,high" default:"low"`
	Assume    []string `help:"An amount in whole won assumed of a project." placeholder:"FEATURE:AMOUNT"`
	JSON      bool     `help:"Print JSON for programs." name:"json"`
}

// Run prints what a scenario makes of the figures.
func (c scenarioCommand) Run(ctx context.Context, p *program, log *slog.Logger) error {
	body, err := readUpTo(c.File, indicator.MaxScenarioBytes+1)
	if err != nil {
		return err
	}
	sc, err := indicator.ReadScenario(body)
	if err != nil {
		return everyIssue(err)
	}
	store, closeStore, err := p.open(ctx, log)
	if err != nil {
		return err
	}
	defer closeStore()
	played, err := playScenario(ctx, store, sc, atlas.DayOf(time.Now()))
	if err != nil {
		return everyIssue(err)
	}
	if c.JSON {
		return printJSON(played)
	}
	fmt.Printf("%s (%s), %s, edition %d, %s\n%s\n", played.Title.En, played.Scenario.Variant, played.Scenario.Day, played.Scenario.Edition, played.Unit.En, played.Note.En)
	table := tabwriter.NewWriter(os.Stdout, 2, 4, 2, ' ', 0)
	fmt.Fprintln(table, "\narea\tis\tlow\thigh\twould be\tlow\thigh")
	for _, f := range played.Figures {
		name := "Korea"
		if f.Area != nil {
			name = f.Area.En + " " + f.Region
		}
		fmt.Fprintf(table, "%s\t%s\t%s\t%s\t%s\t%s\t%s\n", name, shown(f.Before.Value.Value), shown(f.Before.Low), shown(f.Before.High),
			shown(f.After.Value.Value), shown(f.After.Low), shown(f.After.High))
	}
	if t := played.Target; t != nil {
		fmt.Fprintf(table, "\ntarget %s stands\tis\twould be\n", t.AtLeast)
		fmt.Fprintf(table, "for certain since\t%s\t%s\n", since(t.Before.ForCertain), since(t.After.ForCertain))
		fmt.Fprintf(table, "possibly since\t%s\t%s\n", since(t.Before.Possibly), since(t.After.Possibly))
	}
	if err := table.Flush(); err != nil {
		return err
	}
	printAssumed(played.Assumptions)
	return nil
}

// playScenario settles a scenario on its edition and answers it.
func playScenario(ctx context.Context, store editions, sc indicator.Scenario, today atlas.Day) (*indicator.Played, error) {
	edition := sc.Edition
	if edition == 0 {
		newest, err := store.Newest(ctx)
		if err != nil {
			return nil, err
		}
		edition = newest.ID
	}
	catalog, err := store.Catalog(ctx, edition)
	if err != nil {
		return nil, err
	}
	sc, subject, err := sc.Settle(catalog, today)
	if err != nil {
		return nil, err
	}
	areas, err := indicator.ReadAreas(ctx, store, catalog)
	if err != nil {
		return nil, err
	}
	return subject.Play(ctx, store, areas, sc)
}

// Run prints which projects would bring the indicator to its target.
func (c planCommand) Run(ctx context.Context, p *program, log *slog.Logger) error {
	assumed, err := indicator.ReadAssumed(strings.Join(c.Assume, ","))
	if err != nil {
		return err
	}
	s, ev, q, closeStore, err := asked{Indicator: c.Indicator, Variant: c.Variant, At: c.At, Edition: c.Edition}.prepare(ctx, p, log)
	if err != nil {
		return err
	}
	defer closeStore()
	plan, err := s.Plan(ev, q, indicator.Wish{Objective: indicator.Objective(c.Objective), Bound: indicator.Bound(c.Bound), Assume: assumed})
	if err != nil {
		return err
	}
	if c.JSON {
		return printJSON(plan)
	}
	fmt.Printf("%s (%s), %s, edition %d, %s, %s bound\n", s.Title.En, q.Variant.Title.En, plan.Day, plan.Edition, plan.Unit.En, plan.Bound)
	if plan.NotComputable != nil {
		fmt.Println(plan.NotComputable.En)
		return nil
	}
	fmt.Printf("%s of %s: %s\n", plan.Value, plan.Target.AtLeast, planned(plan))
	table := tabwriter.NewWriter(os.Stdout, 2, 4, 2, ' ', 0)
	fmt.Fprintln(table, "\n\tproject\t\tpart\tamount\tbasis\twith it alone\teffect")
	for _, o := range plan.Projects {
		mark := ""
		if o.Chosen {
			mark = "*"
		}
		fmt.Fprintf(table, "%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\n", mark, o.Feature, o.Name.En, o.Role, o.Amount, o.Basis, o.With, o.Effect)
	}
	for _, n := range plan.Needs {
		fmt.Fprintf(table, "\t%s\t%s\t\t\t%s\n", n.Feature, n.Name.En, n.Reason.En)
	}
	if err := table.Flush(); err != nil {
		return err
	}
	printAssumed(plan.Assumptions)
	return nil
}

// planned says in a sentence what a plan comes to.
func planned(p *indicator.Plan) string {
	chosen := fmt.Sprintf("%s, together %s, make it %s", strings.Join(p.Chosen, ", "), p.Amount, p.After)
	if len(p.Chosen) == 0 {
		chosen = "no project helps"
	}
	switch {
	case p.Status == "reached":
		return "the target stands already"
	case p.Status == "reachable" && p.Proven:
		return chosen + " (proven the smallest)"
	case p.Status == "reachable":
		return chosen + " (not proven the smallest)"
	case p.Proven:
		return chosen + "; out of reach, " + shown(p.MissingAfter) + " still missing"
	default:
		return chosen + "; not settled, " + shown(p.MissingAfter) + " still missing"
	}
}

func printAssumed(list []indicator.Assumed) {
	for i, a := range list {
		if i == 0 {
			fmt.Println("\nassumed:")
		}
		fmt.Printf("- %s %s\n", a.En, strings.Join(a.Features, ", "))
	}
}

func since(day *atlas.Day) string {
	if day == nil {
		return "never"
	}
	return day.String()
}

// readUpTo reads a file, or standard input for -, up to a number of bytes.
func readUpTo(name string, most int64) ([]byte, error) {
	if name == "-" {
		return io.ReadAll(io.LimitReader(os.Stdin, most))
	}
	file, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	return io.ReadAll(io.LimitReader(file, most))
}

// everyIssue adds to an error each of its issues, one a line.
func everyIssue(err error) error {
	var e *atlas.Error
	if !errors.As(err, &e) || len(e.Issues) == 0 {
		return err
	}
	var b strings.Builder
	b.WriteString(e.Error())
	for _, i := range e.Issues {
		fmt.Fprintf(&b, "\n  %s: ", i.Pointer)
		if i.Found != "" {
			fmt.Fprintf(&b, "found %s; ", i.Found)
		}
		fmt.Fprintf(&b, "want %s. %s", i.Wanted.En, i.Fix.En)
	}
	return errors.New(b.String())
}
