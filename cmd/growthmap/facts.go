package main

import (
	"context"
	"fmt"
	"os"
	"text/tabwriter"
	"time"

	"growthmap/geodata"
	"growthmap/internal/atlas"
	"growthmap/internal/intake"
)

type factsCommand struct {
	Check factsCheckCommand `cmd:"" help:"Print what loading the shipped facts reports, and every fact whose stated place and coordinates disagree."`
}

type factsCheckCommand struct{}

// Run needs no database: it reads the facts as the first start does.
func (factsCheckCommand) Run(context.Context) error {
	definitions, err := intake.Definitions(geodata.Files)
	if err != nil {
		return err
	}
	day := atlas.DayOf(time.Now())
	publication, issues, err := intake.Shipped(geodata.Files, definitions, day)
	if err != nil {
		return err
	}
	fmt.Printf("%d features; %d notices.\n", len(publication.Changes), len(issues))
	printIssues(os.Stdout, issues)

	var layers []*atlas.Layer
	for _, d := range definitions {
		if d.Kind != atlas.DefinesLayer {
			continue
		}
		layer, err := atlas.ParseLayer(d.Body)
		if err != nil {
			return err
		}
		layers = append(layers, layer)
	}
	features := map[string][]*atlas.Feature{}
	var all []*atlas.Feature
	for _, c := range publication.Changes {
		features[c.Layer] = append(features[c.Layer], c.Feature)
		all = append(all, c.Feature)
	}
	gazetteer := intake.NewGazetteer(intake.AreasOf(layers, features), day)
	found := intake.Disagreements(all, gazetteer)
	fmt.Printf("\n%d facts whose coordinates lie outside the place their source states; none was moved.\n", len(found))
	table := tabwriter.NewWriter(os.Stdout, 2, 4, 2, ' ', 0)
	fmt.Fprintln(table, "layer\tid\tstated\tplaced in\tcoordinates\tlie in")
	for _, d := range found {
		fmt.Fprintf(table, "%s\t%s\t%s\t%s %s\t%s, %s\t%s %s\n", d.Layer, d.ID, d.Stated, d.Code, d.Name, d.Lon, d.Lat, d.OtherCode, d.OtherName)
	}
	return table.Flush()
}
