package indicator

import (
	"bytes"
	"context"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"growthmap/internal/atlas"
)

// Quotation is a cited figure with the words that say what it is and the edition
// it is of: what is shown of a citation, and frozen in a reply.
type Quotation struct {
	Figure      Figure        `json:"figure"`
	Title       atlas.Text    `json:"title"`
	Description atlas.Text    `json:"description"`
	Variant     QuotedVariant `json:"variant"`
	Area        atlas.Text    `json:"area"`
	Group       *atlas.Text   `json:"group,omitempty"`
	Edition     QuotedEdition `json:"edition"`
	Cite        atlas.Text    `json:"cite"` // the sentence to put into a text
}

// QuotedVariant says which way of measuring a figure is of.
type QuotedVariant struct {
	ID          string     `json:"id"`
	Title       atlas.Text `json:"title"`
	Description atlas.Text `json:"description"`
}

// QuotedEdition is the state of knowledge a figure is of.
type QuotedEdition struct {
	ID     int64     `json:"id"`
	At     time.Time `json:"at"`
	Author string    `json:"author"`
	Reason string    `json:"reason"`
	Digest string    `json:"digest"` // hexadecimal
}

// Quote puts a cited figure into words. The address is that of the service, such
// as https://example.org, or "" when it has none.
func (c *Citations) Quote(ctx context.Context, cited *Cited, address string) (Quotation, error) {
	catalog, err := c.archive.Catalog(ctx, cited.Figure.Edition)
	if err != nil {
		return Quotation{}, err
	}
	return cited.quote(catalog.Edition, address), nil
}

// Freeze writes the quotations of citation ids as the JSON array that a reply
// keeps. The error names every id that cannot be resolved.
func (c *Citations) Freeze(ctx context.Context, ids []string) (json.RawMessage, error) {
	quotations := []Quotation{}
	var problems []error
	for i, id := range ids {
		cited, err := c.Resolve(ctx, id)
		if err == nil && slices.ContainsFunc(quotations, func(q Quotation) bool { return q.Figure.ID == cited.Figure.ID }) {
			err = atlas.InvalidParameter("figures", cited.Figure.ID, atlas.Text{Ko: "서로 다른 인용 번호", En: "every citation id once"})
		}
		if err != nil {
			problems = append(problems, fmt.Errorf("figure %d: %w", i+1, err))
			continue
		}
		quotation, err := c.Quote(ctx, cited, "")
		if err != nil {
			return nil, err
		}
		quotations = append(quotations, quotation)
	}
	if err := errors.Join(problems...); err != nil {
		return nil, err
	}
	var frozen bytes.Buffer
	encoder := json.NewEncoder(&frozen)
	encoder.SetEscapeHTML(false)
	err := encoder.Encode(quotations)
	return bytes.TrimSpace(frozen.Bytes()), err
}

func (c *Cited) quote(e atlas.Edition, address string) Quotation {
	v := c.Question.Variant
	quotation := Quotation{
		Figure: c.Figure, Title: c.Subject.Title, Description: c.Subject.Description,
		Variant: QuotedVariant{v.ID, v.Title, v.Description}, Area: atlas.Text{Ko: "전국", En: "Korea"},
		Edition: QuotedEdition{e.ID, e.At.UTC(), e.Author, e.Reason, hex.EncodeToString(e.Digest)},
	}
	if area, ok := c.Question.Areas.Area(c.Question.Region); ok {
		quotation.Area = area.Name
	}
	if g := c.Question.Group; g != nil {
		title := c.groupTitle(g)
		quotation.Group = &title
	}
	if address != "" {
		address = " " + address + "/f/" + c.Figure.ID
	}
	where := func(lang string) string {
		if quotation.Group == nil {
			return quotation.Area.In(lang)
		}
		return quotation.Area.In(lang) + ", " + quotation.Group.In(lang)
	}
	f, published := c.Figure, atlas.DayOf(e.At)
	quotation.Cite = atlas.Text{
		Ko: quotation.Title.Ko + "(" + v.Title.Ko + "), " + where("ko") + ", " + f.Day.String() + " 기준 " + f.InWords("ko") +
			". Growthmap 제" + strconv.FormatInt(e.ID, 10) + "판(" + published.String() + "), 인용 번호 " + f.ID + "." + address,
		En: quotation.Title.En + " (" + v.Title.En + "), " + where("en") + ", on " + f.Day.String() + ": " + f.InWords("en") +
			". Growthmap, edition " + strconv.FormatInt(e.ID, 10) + " (" + published.String() + "), " + f.ID + "." + address,
	}
	return quotation
}

func (c *Cited) groupTitle(g *Group) atlas.Text {
	column, _ := c.Subject.Entry.Layer.Column(g.Column)
	value := atlas.Text{Ko: "적히지 않음", En: "not stated"}
	if g.Value != nil {
		value = atlas.Text{Ko: *g.Value, En: *g.Value}
		if title, ok := column.Codes[*g.Value]; ok {
			value = title
		}
	}
	return atlas.Text{Ko: column.Title.Ko + ": " + value.Ko, En: column.Title.En + ": " + value.En}
}

// InWords says the number with its unit, its bounds and what was reported, in ko or en.
func (f Figure) InWords(lang string) string {
	ko := lang == "ko"
	choose := func(k, e string) string {
		if ko {
			return k
		}
		return e
	}
	if f.NotComputable != nil {
		return choose("셈할 수 없음 — ", "not computable. ") + strings.TrimSuffix(f.NotComputable.In(lang), ".")
	}
	amount := func(s *string) string {
		if s == nil {
			return choose("알 수 없음", "unknown")
		}
		unit := f.Unit.In(lang)
		if !ko && unit != "%" {
			unit = " " + unit
		}
		return Thousands(*s) + unit
	}
	bounds := choose("하한 "+amount(f.Low)+", 상한 "+amount(f.High), "between "+amount(f.Low)+" and "+amount(f.High))
	said := amount(f.Value.Value)
	switch {
	case f.Value.Value == nil:
		said = bounds
	case !same(f.Low, f.High) || !same(f.Low, f.Value.Value):
		said += " (" + bounds + ")"
	}
	if f.Reported != nil {
		said += choose("; 공식 발표 ", "; officially reported ") + amount(&f.Reported.Value)
	}
	return said
}

var decimalNumber = regexp.MustCompile(`^-?[0-9]+(\.[0-9]+)?$`)

// Thousands writes commas between the thousands of a decimal; any other text
// stays as it is.
func Thousands(decimal string) string {
	if !decimalNumber.MatchString(decimal) {
		return decimal
	}
	whole, fraction, _ := strings.Cut(decimal, ".")
	digits := strings.TrimPrefix(whole, "-")
	var b strings.Builder
	b.WriteString(whole[:len(whole)-len(digits)])
	for i, d := range digits {
		if i > 0 && (len(digits)-i)%3 == 0 {
			b.WriteByte(',')
		}
		b.WriteRune(d)
	}
	if fraction != "" {
		b.WriteString("." + fraction)
	}
	return b.String()
}
