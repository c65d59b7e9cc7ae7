package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"time"

	"growthmap/internal/atlas"
	"growthmap/internal/intake"
	"growthmap/internal/postgis"
)

type importCommand struct {
	File   string `arg:"" help:"CSV or GeoJSON file; its columns are those of the layer's definition." type:"existingfile"`
	Layer  string `help:"Layer the features belong to." required:""`
	Author string `help:"Who publishes." required:""`
	Reason string `help:"Why: a sentence for the list of editions." required:""`
}

// Run publishes the file as one edition: all of it, or nothing when any row has
// an error.
func (c importCommand) Run(ctx context.Context, p *program, log *slog.Logger) error {
	store, closeStore, err := p.open(ctx, log)
	if err != nil {
		return err
	}
	defer closeStore()
	newest, err := store.Newest(ctx)
	if err != nil {
		if atlas.IsKind(err, atlas.NotFound) {
			return errors.New("the database is empty: start growthmap serve once, so that it loads its layers")
		}
		return err
	}
	catalog, err := store.Catalog(ctx, newest.ID)
	if err != nil {
		return err
	}
	entry, ok := catalog.Entry(c.Layer)
	if !ok {
		return fmt.Errorf("there is no layer %q; the layers are %s", c.Layer, strings.Join(layerIDs(catalog), ", "))
	}
	today := atlas.DayOf(time.Now())
	gazetteer, err := gazetteerOf(ctx, store, catalog, today)
	if err != nil {
		return err
	}
	file, err := os.Open(c.File)
	if err != nil {
		return err
	}
	defer file.Close()
	sum := sha256.New()
	features, issues, err := intake.Read(entry.Layer, filepath.Base(c.File), io.TeeReader(file, sum), gazetteer)
	if err != nil {
		return err
	}
	printIssues(os.Stderr, issues)
	if intake.Blocked(issues) {
		return fmt.Errorf("nothing was published: mend the errors above in %s and import it again", c.File)
	}
	publication := atlas.Publication{
		Author: c.Author, Reason: c.Reason,
		Origin: map[string]string{"kind": "import", "file": filepath.Base(c.File), "checksum": hex.EncodeToString(sum.Sum(nil))},
	}
	for _, f := range features {
		publication.Changes = append(publication.Changes, atlas.Change{Layer: f.Layer, ID: f.ID, Feature: f})
	}
	edition, err := store.Publish(ctx, publication)
	if err != nil {
		return err
	}
	if edition.ID == newest.ID {
		fmt.Printf("Every feature of %s is already there as it is; edition %d stays the newest.\n", c.File, edition.ID)
		return nil
	}
	fmt.Printf("Edition %d: %d features of %s.\n", edition.ID, len(features), c.File)
	return nil
}

func layerIDs(catalog *atlas.Catalog) []string {
	var ids []string
	for _, e := range catalog.Entries {
		if e.Layer.Intake != nil {
			ids = append(ids, e.Layer.ID)
		}
	}
	return ids
}

// gazetteerOf builds the gazetteer from the areas the database holds.
func gazetteerOf(ctx context.Context, store *postgis.Store, catalog *atlas.Catalog, day atlas.Day) (*intake.Gazetteer, error) {
	var layers []*atlas.Layer
	features := map[string][]*atlas.Feature{}
	always := atlas.Always
	for _, e := range catalog.Entries {
		layers = append(layers, e.Layer)
		if !intake.Gazettes(e.Layer) {
			continue
		}
		q := atlas.Query{Layer: e.Layer, Edition: catalog.Edition.ID, Day: day, During: &always}
		err := store.Features(ctx, q, func(f *atlas.Feature) error {
			features[e.Layer.ID] = append(features[e.Layer.ID], f)
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	return intake.NewGazetteer(intake.AreasOf(layers, features), day), nil
}

func printIssues(w io.Writer, issues []atlas.Issue) {
	const shown = 200
	for n, i := range issues {
		if n == shown {
			fmt.Fprintf(w, "… and %d more\n", len(issues)-shown)
			return
		}
		fmt.Fprintf(w, "%s: %s row %d", i.Level, i.File, i.Row)
		if i.Column != "" {
			fmt.Fprintf(w, ", column %s", i.Column)
		}
		if i.Found != "" {
			fmt.Fprintf(w, ": found %q", i.Found)
		}
		fmt.Fprintf(w, "; wanted %s. %s\n", i.Wanted.En, i.Fix.En)
	}
}
