package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"strings"
	"text/tabwriter"
	"time"

	"growthmap/internal/atlas"
	"growthmap/internal/indicator"
	"growthmap/internal/postgis"
)

type citeCommand struct {
	Show   citeShow   `cmd:"" default:"withargs" help:"Print a citation: the figure, its rows and documents, and whether it still stands."`
	Freeze citeFreeze `cmd:"" help:"Keep a named set of cited figures for ever, such as a reply to the National Assembly."`
}

// citeShow takes a citation id, or what a figure is asked for.
type citeShow struct{ asked }

type citeFreeze struct {
	Name    string   `arg:"" help:"Name of the reply in its address: small letters, digits and hyphens, such as 2026-audit-q12."`
	Figures []string `arg:"" help:"Citation ids, gm-…"`
	Ko      string   `help:"What it is called in Korean." required:""`
	En      string   `help:"What it is called in English." required:""`
	Note    string   `help:"What it was for, or what to bear in mind."`
	Author  string   `help:"Who freezes it." required:""`
	JSON    bool     `help:"Print JSON for programs." name:"json"`
}

// citation is a cited figure for programs; the members are those of the API.
type citation struct {
	ID string `json:"id"`
	indicator.Quotation
	Rows     []citedRow    `json:"rows"`
	Standing citedStanding `json:"standing"`
}

type citedRow struct {
	ID string `json:"id"`
	indicator.Part
	Citations []atlas.Citation `json:"citations"`
}

type citedStanding struct {
	Status      indicator.Status       `json:"status"`
	Edition     int64                  `json:"edition"`
	Figure      *indicator.Figure      `json:"figure,omitempty"`
	Differences []indicator.Difference `json:"differences"`
	Redefined   bool                   `json:"redefined"`
	Gone        *atlas.Text            `json:"gone,omitempty"`
	Rows        []citedChange          `json:"rows"`
	Editions    []atlas.Edition        `json:"editions"`
	// MoreEditions says that others followed, which are not listed.
	MoreEditions bool `json:"more_editions,omitempty"`
}

type citedChange struct {
	ID     string          `json:"id"`
	Before *indicator.Part `json:"before,omitempty"`
	After  *indicator.Part `json:"after,omitempty"`
}

// maxCauses is how many editions behind a correction are listed, the oldest.
const maxCauses = 100

// Run prints the citation of an id, or of the figure asked for.
func (c citeShow) Run(ctx context.Context, p *program, log *slog.Logger) error {
	id := c.Indicator
	if !strings.HasPrefix(strings.ToLower(id), indicator.CitationPrefix) {
		s, ev, q, closeStore, err := c.prepare(ctx, p, log)
		if err != nil {
			return err
		}
		f, err := s.Figure(ev, q)
		closeStore()
		if err != nil {
			return err
		}
		id = f.ID
	} else if c.Variant != "" || c.Region != "" || c.At != "" || c.Areas != "" || c.Edition != 0 {
		return errors.New("a citation id says all that was asked: leave --variant, --region, --areas, --at and --edition out")
	}
	store, closeStore, err := p.open(ctx, log)
	if err != nil {
		return err
	}
	defer closeStore()
	doc, err := cite(ctx, store, id)
	if err != nil {
		return err
	}
	if c.JSON {
		return printJSON(doc)
	}
	return doc.print()
}

func cite(ctx context.Context, store *postgis.Store, id string) (*citation, error) {
	citations := indicator.NewCitations(store)
	cited, err := citations.Resolve(ctx, id)
	if err != nil {
		return nil, err
	}
	doc := &citation{ID: cited.Figure.ID, Rows: []citedRow{}}
	if doc.Quotation, err = citations.Quote(ctx, cited, ""); err != nil {
		return nil, err
	}
	for _, r := range cited.Rows {
		doc.Rows = append(doc.Rows, citedRow{r.Feature.ID, r.Part(), r.Feature.Citations})
	}
	newest, err := store.Newest(ctx)
	if err != nil {
		return nil, err
	}
	found, err := citations.Standing(ctx, cited.Figure, newest.ID)
	if err != nil {
		return nil, err
	}
	doc.Standing = citedStanding{
		Status: found.Status, Edition: newest.ID, Differences: append([]indicator.Difference{}, found.Differences...),
		Redefined: found.Redefined, Gone: found.Gone, Rows: []citedChange{}, Editions: []atlas.Edition{},
	}
	if found.Status == indicator.Current {
		return doc, nil
	}
	doc.Standing.Editions, doc.Standing.MoreEditions, err = store.EditionsTouching(ctx, cited.Subject.Layers, cited.Subject.ID, cited.Figure.Edition, newest.ID, maxCauses)
	if found.Now != nil {
		doc.Standing.Figure = &found.Now.Figure
		for _, change := range indicator.RowChanges(found.Now.Subject.Entry.Layer, cited.Figure.Day, cited.Rows, found.Now.Rows) {
			doc.Standing.Rows = append(doc.Standing.Rows, citedChange{change.ID(), change.Before, change.After})
		}
	}
	return doc, err
}

var standings = map[indicator.Status]string{
	indicator.Current:   "Nothing it is computed from has changed since.",
	indicator.Stands:    "Something it is computed from has changed since; its numbers are the same.",
	indicator.Corrected: "CORRECTED: the same question has another answer now.",
	indicator.Withdrawn: "WITHDRAWN: the same question can no longer be asked.",
}

func (c *citation) print() error {
	fmt.Printf("%s\n%s\n\n%s\n", c.Cite.En, c.Cite.Ko, standings[c.Standing.Status])
	if c.Standing.Gone != nil {
		fmt.Println(c.Standing.Gone.En)
	}
	for _, d := range c.Standing.Differences {
		fmt.Printf("  %s: %s, now %s\n", d.Member, shown(d.Old), shown(d.New))
	}
	for _, r := range c.Standing.Rows {
		fmt.Printf("  %s: %s, now %s\n", r.ID, partInWords(r.Before), partInWords(r.After))
	}
	for _, e := range c.Standing.Editions {
		fmt.Printf("  edition %d, %s, %s: %s\n", e.ID, atlas.DayOf(e.At), e.Author, e.Reason)
	}
	if c.Standing.MoreEditions {
		fmt.Println("  and later editions, which are not listed")
	}
	if len(c.Rows) == 0 {
		return nil
	}
	fmt.Println()
	table := tabwriter.NewWriter(os.Stdout, 2, 4, 2, ' ', 0)
	fmt.Fprintln(table, "row\trole\tlow\thigh\tdocument")
	for _, r := range c.Rows {
		documents := make([]string, len(r.Citations))
		for i, d := range r.Citations {
			documents[i] = strings.Join(strings.Fields(d.Publisher+" "+d.Date+" "+d.URL), " ")
		}
		fmt.Fprintf(table, "%s\t%s\t%s\t%s\t%s\n", r.ID, r.Role, shown(r.Low), shown(r.High), strings.Join(documents, "; "))
	}
	return table.Flush()
}

func partInWords(p *indicator.Part) string {
	switch {
	case p == nil:
		return "no part"
	case p.Known():
		return string(p.Role) + " " + *p.Low
	default:
		return fmt.Sprintf("%s %s to %s", p.Role, shown(p.Low), shown(p.High))
	}
}

// Run freezes the figures and says where they are.
func (c citeFreeze) Run(ctx context.Context, p *program, log *slog.Logger) error {
	store, closeStore, err := p.open(ctx, log)
	if err != nil {
		return err
	}
	defer closeStore()
	figures, err := indicator.NewCitations(store).Freeze(ctx, c.Figures)
	if err != nil {
		return fmt.Errorf("nothing was frozen: %w", err)
	}
	r, err := store.Freeze(ctx, atlas.Reply{
		ID: c.Name, Name: atlas.Text{Ko: c.Ko, En: c.En}, Note: c.Note, Author: c.Author, Figures: figures, Count: len(c.Figures),
	}, time.Now())
	if err != nil {
		return err
	}
	if c.JSON {
		return printJSON(struct {
			ID       string    `json:"id"`
			FrozenAt time.Time `json:"frozen_at"`
			Digest   string    `json:"digest"`
		}{r.ID, r.FrozenAt, fmt.Sprintf("%x", r.Digest)})
	}
	fmt.Printf("Frozen: %d figures at /api/replies/%s, digest %x.\n", r.Count, r.ID, r.Digest)
	return nil
}
