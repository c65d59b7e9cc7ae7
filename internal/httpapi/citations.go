package httpapi

import (
	"context"
	"fmt"
	"net/url"
	"slices"
	"strings"

	"growthmap/internal/atlas"
	"growthmap/internal/export"
	"growthmap/internal/indicator"
)

// relCiteAs leads to the address to cite something under, RFC 8574.
const relCiteAs = "cite-as"

// maxCauses is how many editions behind a correction are listed, the oldest.
const maxCauses = 100

// citedFigure is what a citation id stands for, and whether it still stands.
type citedFigure struct {
	ID string `json:"id"`
	indicator.Quotation
	Rows      []figureRow        `json:"rows"`
	Documents []evidenceDocument `json:"documents"`
	Standing  standing           `json:"standing"`
	Links     []export.Link      `json:"links"`
	Address   string             `json:"-"` // for programs, on the page
}

// evidenceDocument is a document and what it says for the figure.
type evidenceDocument struct {
	atlas.Citation `json:"citation"`
	For            []documented `json:"for"`
}

// documented is a feature that a document stands behind, and its part: row,
// reported or target.
type documented struct {
	As    string `json:"as"`
	Layer string `json:"layer"`
	ID    string `json:"id"`
	Title string `json:"title"`
	Href  string `json:"href"`
}

// standing compares a cited figure with the answer of the edition asked for.
type standing struct {
	Status      indicator.Status       `json:"status"`
	Edition     int64                  `json:"edition"` // compared with
	Text        string                 `json:"text"`
	Figure      *indicator.Figure      `json:"figure,omitempty"` // the answer there
	Cite        *atlas.Text            `json:"cite,omitempty"`
	Differences []indicator.Difference `json:"differences"`
	Redefined   bool                   `json:"redefined"`
	Rows        []rowChange            `json:"rows"`
	Editions    []edition              `json:"editions"` // that changed the evidence since, the oldest
	// MoreEditions says that others followed, which are not listed.
	MoreEditions bool          `json:"more_editions,omitempty"`
	Links        []export.Link `json:"links"`
}

// rowChange is a feature whose part in the figure is another.
type rowChange struct {
	ID      string          `json:"id"`
	Title   string          `json:"title"`
	Change  string          `json:"change"` // added, removed or changed
	Before  *indicator.Part `json:"before,omitempty"`
	After   *indicator.Part `json:"after,omitempty"`
	Columns []columnChange  `json:"columns"`
	Links   []export.Link   `json:"links"` // the feature before and after
}

type columnChange struct {
	Column string  `json:"column"`
	Title  string  `json:"title"`
	Old    *string `json:"old"`
	New    *string `json:"new"`
}

// citePath is the address of a citation, the same in every edition.
func citePath(id string) string { return "/f/" + url.PathEscape(id) }

// citeURL leads to a citation. It leaves the day and the edition of the request
// behind: whether a figure still stands is a question about now.
func (a *ask) citeURL(id string) string {
	query := url.Values{}
	if lang, ok := a.query["lang"]; ok {
		query.Set("lang", lang)
	}
	return address(a.base+citePath(id), query)
}

func (s *Server) citation(a *ask) (*answer, error) {
	id := a.path["citation"]
	// Whatever the id, the answer depends on the newest edition alone, for it
	// says whether the figure stands.
	return s.reply(a, []int64{a.catalog.Edition.ID}, func(ctx context.Context) (*body, error) {
		citations := indicator.NewCitations(s.store)
		cited, err := citations.Resolve(ctx, id)
		if err != nil {
			return nil, err
		}
		doc := citedFigure{ID: cited.Figure.ID, Rows: []figureRow{}, Links: a.selfLinks()}
		if doc.Quotation, err = citations.Quote(ctx, cited, a.base); err != nil {
			return nil, err
		}
		for _, r := range cited.Rows {
			doc.Rows = append(doc.Rows, a.figureRow(cited.Subject, cited.Question, r))
		}
		if doc.Documents, err = s.documents(ctx, a, cited); err != nil {
			return nil, err
		}
		if doc.Standing, err = s.standing(ctx, a, citations, cited); err != nil {
			return nil, err
		}
		links := a.figureLinks(cited.Subject, cited.Figure)
		links[0].Rel = "item" // itself is the citation here
		doc.Links = append(doc.Links, links...)
		doc.Address = a.base + "/api/citations/" + url.PathEscape(doc.ID)
		title := cited.Subject.Title.In(a.lang) + ": " + doc.Area.In(a.lang) + ", " + cited.Figure.Day.String()
		return s.document(a, doc, doc.Links, page{name: "citation", Title: title})
	})
}

// documents lists every document behind a cited figure once, in the order of
// what it stands behind.
func (s *Server) documents(ctx context.Context, a *ask, cited *indicator.Cited) ([]evidenceDocument, error) {
	list := []evidenceDocument{}
	at := map[atlas.Citation]int{}
	add := func(as string, layer *atlas.Layer, f *atlas.Feature) {
		for _, c := range f.Citations {
			i, known := at[c]
			if !known {
				i = len(list)
				at[c], list = i, append(list, evidenceDocument{Citation: c})
			}
			list[i].For = append(list[i].For, documented{
				As: as, Layer: layer.ID, ID: f.ID, Title: layer.NameOf(f, a.lang), Href: a.itemURL(f, cited.Figure.Day, cited.Figure.Edition),
			})
		}
	}
	for _, r := range cited.Rows {
		add("row", cited.Subject.Entry.Layer, r.Feature)
	}
	catalog, err := s.catalogOf(ctx, cited.Figure.Edition)
	if err != nil {
		return nil, err
	}
	beside := func(as, layer, id string) error {
		entry, ok := catalog.Entry(layer)
		if !ok {
			return fmt.Errorf("figure %s: edition %d has no layer %s", cited.Figure.ID, cited.Figure.Edition, layer)
		}
		f, err := s.store.Feature(ctx, entry.Layer, cited.Figure.Edition, id)
		if err != nil {
			return err
		}
		add(as, entry.Layer, f)
		return nil
	}
	if r := cited.Figure.Reported; r != nil {
		if err := beside("reported", r.Layer, r.Feature); err != nil {
			return nil, err
		}
	}
	if t := cited.Figure.Target; t != nil {
		if err := beside("target", t.Layer, t.Feature); err != nil {
			return nil, err
		}
	}
	return list, nil
}

// itemURL leads to a feature as it was.
func (a *ask) itemURL(f *atlas.Feature, day atlas.Day, edition int64) string {
	return a.url(layerPath(f.Layer)+"/items/"+url.PathEscape(f.ID), "at", day.String(), "edition", fmt.Sprint(edition))
}

func (s *Server) standing(ctx context.Context, a *ask, citations *indicator.Citations, cited *indicator.Cited) (standing, error) {
	doc := standing{Edition: a.catalog.Edition.ID, Differences: []indicator.Difference{}, Rows: []rowChange{}, Editions: []edition{}, Links: []export.Link{}}
	found, err := citations.Standing(ctx, cited.Figure, a.catalog.Edition.ID)
	if err != nil {
		return doc, err
	}
	doc.Status, doc.Redefined, doc.Text = found.Status, found.Redefined, a.standingText(found)
	doc.Differences = append(doc.Differences, found.Differences...)
	if found.Status == indicator.Current {
		return doc, nil
	}
	causes, more, err := s.store.EditionsTouching(ctx, cited.Subject.Layers, cited.Subject.ID, cited.Figure.Edition, a.catalog.Edition.ID, maxCauses)
	if err != nil {
		return doc, err
	}
	if more {
		doc.MoreEditions = true
		doc.Links = append(doc.Links, export.Link{Href: a.url("/api/editions"), Rel: relVersionHistory, Type: jsonFormat.media, Title: words(a.lang).Editions})
	}
	for _, e := range causes {
		described := a.describeEdition(e)
		described.Links = append([]export.Link{{Href: a.url(fmt.Sprintf("/api/editions/%d", e.ID)), Rel: "self", Type: jsonFormat.media}}, described.Links...)
		doc.Editions = append(doc.Editions, described)
	}
	now := found.Now
	if now == nil {
		return doc, nil
	}
	quotation, err := citations.Quote(ctx, now, a.base)
	if err != nil {
		return doc, err
	}
	doc.Figure, doc.Cite = &now.Figure, &quotation.Cite
	doc.Links = append(doc.Links, export.Link{Href: a.citeURL(now.Figure.ID), Rel: relCiteAs, Type: htmlFormat.media, Title: words(a.lang).IsNow})
	for _, c := range indicator.RowChanges(now.Subject.Entry.Layer, cited.Figure.Day, cited.Rows, now.Rows) {
		doc.Rows = append(doc.Rows, a.rowChange(c, cited, now))
	}
	return doc, nil
}

func (a *ask) standingText(found indicator.Standing) string {
	w := words(a.lang)
	text := map[indicator.Status]string{
		indicator.Current: w.IsCurrent, indicator.Stands: w.StillStands, indicator.Corrected: w.IsCorrected, indicator.Withdrawn: w.IsWithdrawn,
	}[found.Status]
	if found.Gone != nil {
		text += " " + found.Gone.In(a.lang)
	}
	return text
}

func (a *ask) rowChange(c indicator.RowChange, before, after *indicator.Cited) rowChange {
	w := words(a.lang)
	row := rowChange{ID: c.ID(), Change: "changed", Before: c.Before, After: c.After, Columns: []columnChange{}, Links: []export.Link{}}
	link := func(f *atlas.Feature, title string, of *indicator.Cited) {
		row.Title = of.Subject.Entry.Layer.NameOf(f, a.lang)
		row.Links = append(row.Links, export.Link{
			Href: a.itemURL(f, of.Figure.Day, of.Figure.Edition), Rel: "item", Type: export.GeoJSONMediaType, Title: title})
	}
	if c.Old != nil {
		link(c.Old, w.Before, before)
	}
	if c.New != nil {
		link(c.New, w.After, after)
	}
	switch {
	case c.Before == nil:
		row.Change = "added"
	case c.After == nil:
		row.Change = "removed"
	}
	for _, column := range c.Columns {
		row.Columns = append(row.Columns, columnChange{column.Column.ID, column.Column.Heading(a.lang), column.Old, column.New})
	}
	return row
}

// Member names a number of a figure for people: reported.value is "Officially
// reported, Value".
func (w *lexicon) Member(path string) string {
	names := map[string]string{
		"value": w.Value, "low": w.Low, "high": w.High, "numerator": w.Numerator, "denominator": w.Denominator, "reported": w.Reported,
		"total": w.Whole, "over_total": w.OverTotal, "target": w.Target, "at_least": w.Target, "by": w.DueOn, "met": w.IsMet,
	}
	var words []string
	for step := range strings.SplitSeq(path, ".") {
		if name := names[step]; !slices.Contains(words, name) {
			words = append(words, name)
		}
	}
	return strings.Join(words, ", ")
}

// Thousands writes commas into a number, given as text or as a pointer to it.
func (w *lexicon) Thousands(number any) string {
	if p, ok := number.(*string); ok {
		return indicator.Thousands(*p)
	}
	return indicator.Thousands(fmt.Sprint(number))
}

// Digits writes a value of a figure or of a feature for people. A number of four
// digits may be a year.
func (w *lexicon) Digits(s *string) string {
	switch {
	case s == nil:
		return "–"
	case len(*s) <= len("2026"):
		return *s
	}
	return indicator.Thousands(*s)
}

// RoleName says what a feature does to a figure.
func (w *lexicon) RoleName(r indicator.Role) string {
	return map[indicator.Role]string{
		indicator.In: w.RoleIn, indicator.Out: w.RoleOut, indicator.Unknown: w.RoleUnknown, indicator.Uncertain: w.RoleUncertain,
	}[r]
}

// PlanTerm is the word for a bound, an objective or the basis of an amount.
func (w *lexicon) PlanTerm(code any) string {
	return map[string]string{
		"low": w.BoundLow, "value": w.BoundValue, "high": w.BoundHigh, "fewest": w.FewestProjects, "amount": w.LeastAmount,
		"stated": w.AmountStated, "rest": w.AmountRest, "assumed": w.AmountAssumed, "case": w.OneCase,
	}[fmt.Sprint(code)]
}

// Part says what a feature does to a figure, and how much.
func (w *lexicon) Part(p *indicator.Part) string {
	if p.Known() {
		return w.RoleName(p.Role) + ": " + w.Digits(p.Low)
	}
	return w.RoleName(p.Role) + ": " + w.Digits(p.Low) + " ~ " + w.Digits(p.High)
}

// Name is what a document is called.
func (d evidenceDocument) Name() string {
	if d.Title != "" {
		return d.Title
	}
	return strings.TrimPrefix(strings.TrimPrefix(d.URL, "https://"), "http://")
}
