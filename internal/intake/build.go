package intake

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"growthmap/internal/atlas"
)

// builder makes the features of one file.
type builder struct {
	layer   *atlas.Layer
	file    string
	g       *Gazetteer
	columns []atlas.Column
	has     map[string]bool // columns of the file
	issues  []atlas.Issue

	// Of the row at work.
	row     Row
	id      string
	blocked bool
	refused int // rows blocked so far
}

func build(layer *atlas.Layer, file string, table *Table, g *Gazetteer) ([]*atlas.Feature, []atlas.Issue) {
	b := newBuilder(layer, file, g)
	for _, c := range table.Columns {
		b.has[c] = true
	}
	b.checkColumns(table)
	if Blocked(b.issues) {
		return nil, b.issues
	}
	var features []*atlas.Feature
	first := map[string]int{}
	for _, row := range table.Rows {
		if b.refused == MaxRefused {
			b.tooManyIssues()
			break
		}
		f := b.feature(row)
		if n, twice := first[b.id]; twice && b.id != "" {
			b.issue(layer.Intake.ID[0], b.id, atlas.Blocking, wrong{
				atlas.Text{Ko: fmt.Sprintf("하나뿐인 식별자(%d행과 같음)", n), En: fmt.Sprintf("an id of its own (the same as row %d)", n)},
				atlas.Text{Ko: "중복된 행을 지우거나 식별자를 바꾸십시오.", En: "Remove the repeated row or change its id."},
			})
		}
		if b.id != "" {
			first[b.id] = row.Number
		}
		if b.blocked {
			b.refused++
			continue
		}
		features = append(features, f)
	}
	return features, b.issues
}

func (b *builder) tooManyIssues() {
	b.id = ""
	b.issue("", "", atlas.Blocking, wrong{
		atlas.Text{Ko: fmt.Sprintf("잘못된 행이 %d개 미만인 파일", MaxRefused), En: fmt.Sprintf("a file with fewer than %d rows that are wrong", MaxRefused)},
		atlas.Text{Ko: "나머지 행은 읽지 않았습니다. 위의 문제부터 고치십시오.", En: "The rows after it were not read. Mend those above first."},
	})
}

func newBuilder(layer *atlas.Layer, file string, g *Gazetteer) *builder {
	if g == nil {
		g = NewGazetteer(Areas{}, 0)
	}
	return &builder{layer: layer, file: file, g: g, columns: layer.Columns(), has: map[string]bool{}}
}

// issue adds an issue of the row at work; one that is Blocking drops the row.
func (b *builder) issue(column, found string, level atlas.Severity, w wrong) {
	b.blocked = b.blocked || level == atlas.Blocking
	b.issues = append(b.issues, atlas.Issue{
		File: b.file, Row: b.row.Number, Column: column, Found: found, Wanted: w.wanted, Fix: w.fix, Level: level, Feature: b.id,
	})
}

// checkColumns reports columns that the layer reads and the file lacks, and
// columns of the file that nothing reads.
func (b *builder) checkColumns(table *Table) {
	read := b.reads()
	b.row.Number = table.Header
	for _, c := range slices.Sorted(maps.Keys(read)) {
		if b.has[c] {
			continue
		}
		level := atlas.Notice
		if read[c] {
			level = atlas.Blocking
		}
		b.issue(c, "", level, wrong{
			atlas.Text{Ko: "열 " + c, En: "a column " + c},
			atlas.Text{Ko: "첫 행에 이 열을 더하거나 이름을 바로잡으십시오.", En: "Add the column to the first row or correct its name."},
		})
	}
	for _, c := range table.Columns {
		if _, ok := read[c]; !ok {
			b.issue(c, c, atlas.Notice, wrong{
				atlas.Text{Ko: "이 레이어가 읽는 열", En: "a column the layer reads"},
				atlas.Text{Ko: "이 열은 쓰이지 않습니다. 이름을 확인하십시오.", En: "The column is not used. Check its name."},
			})
		}
	}
}

// reads lists the columns of a file that the layer reads, and whether a file
// must have them.
func (b *builder) reads() map[string]bool {
	m := b.layer.Intake
	read := map[string]bool{}
	want := func(column string, must bool) {
		if column != "" {
			read[column] = read[column] || must
		}
	}
	for _, c := range m.ID {
		want(c, true)
	}
	for _, p := range b.layer.Schema {
		for _, source := range b.sourcesOf(p) {
			want(source.column, p.Required && !source.optional)
		}
	}
	for _, column := range m.Place {
		want(column, false)
	}
	for _, stage := range b.layer.Stages {
		// A stage the shipped file has no day for may have one in a later file.
		if column := b.stageColumn(stage); m.Stages[stage.ID] != "" || b.has[column] {
			want(column, false)
		}
	}
	if m.Status != nil {
		want(m.Status.Column, false)
		want(m.Status.Day, false)
	}
	for _, c := range m.Citations {
		for _, column := range []string{c.URL, c.Document, c.Publisher, c.Date, c.Kind, c.Via} {
			want(column, false)
		}
	}
	return read
}

var identifier = regexp.MustCompile(`^[\p{L}\p{N}][\p{L}\p{N}._-]*$`)

// feature builds the feature of a row; b.blocked says that it must not be used.
func (b *builder) feature(row Row) *atlas.Feature {
	b.row, b.blocked, b.id = row, false, ""
	b.id = b.identify()
	f := &atlas.Feature{
		Layer: b.layer.ID, ID: b.id, Precision: atlas.PrecisionNone, Place: atlas.Place{Basis: atlas.BasisNone},
		Properties: b.properties(), Stages: b.stages(), Citations: b.citations(),
	}
	f.Life = b.life(f)
	f.Geometry = b.geometry()
	switch {
	case b.layer.Area != "":
		b.placeArea(f)
	case len(b.layer.Intake.Place) > 0:
		b.place(f)
	}
	return f
}

func (b *builder) identify() string {
	var parts []string
	for _, c := range b.layer.Intake.ID {
		parts = append(parts, b.row.Cells[c])
	}
	id := strings.Join(parts, "-")
	if !identifier.MatchString(id) || len([]rune(id)) > MaxIDLength || slices.Contains(parts, "") {
		b.issue(b.layer.Intake.ID[0], id, atlas.Blocking, wrong{
			atlas.Text{
				Ko: fmt.Sprintf("글자, 숫자, -, _, .로 된 %d자 이하의 식별자", MaxIDLength),
				En: fmt.Sprintf("an id of letters, digits, -, _ and ., at most %d characters", MaxIDLength),
			},
			atlas.Text{Ko: "행마다 바뀌지 않는 식별자를 적으십시오.", En: "Give every row an id that does not change."},
		})
	}
	return id
}

// stageColumn is the column of a file with the day of the stage.
func (b *builder) stageColumn(s atlas.Stage) string {
	if column := b.layer.Intake.Stages[s.ID]; column != "" {
		return column
	}
	return s.Column()
}

// stages returns the day of each stage, from its own column first and from the
// status second.
func (b *builder) stages() map[string]atlas.Interval {
	m := b.layer.Intake
	reached := map[string]atlas.Interval{}
	set := func(stage, column string) {
		cell := b.row.Cells[column]
		if cell == "" {
			return
		}
		day, w := parseDay(cell)
		if w != nil {
			b.issue(column, cell, atlas.Blocking, *w)
			return
		}
		reached[stage] = day
	}
	for _, s := range b.layer.Stages {
		set(s.ID, b.stageColumn(s))
	}
	if m.Status != nil {
		if stage := m.Status.Stages[b.row.Cells[m.Status.Column]]; stage != "" {
			if _, known := reached[stage]; !known {
				set(stage, m.Status.Day)
			}
		}
	}
	return reached
}

// life returns the days on which the feature exists: as the layer's day
// properties say, else from its first stage on, else always.
func (b *builder) life(f *atlas.Feature) atlas.Interval {
	life := atlas.Always
	if l := b.layer.Life; l != nil {
		if from, w := parseDay(text(f, l.From)); w == nil {
			life.From = from.From
		}
		if to, w := parseDay(text(f, l.To)); w == nil {
			life.To = to.To
		}
		if life.From > life.To {
			b.issue(l.To, text(f, l.To), atlas.Blocking, wrong{
				atlas.Text{Ko: "시작일보다 늦은 날", En: "a day after the beginning"},
				atlas.Text{Ko: "두 날짜를 확인하십시오.", En: "Check both days."},
			})
		}
		return life
	}
	for _, day := range f.Stages {
		if life.From == atlas.MinDay || day.From < life.From {
			life.From = day.From
		}
	}
	return life
}

// citations returns the sources of the row. A row without a source is refused.
func (b *builder) citations() []atlas.Citation {
	var all []atlas.Citation
	cite := func(c atlas.Citation) {
		if c.Source == "" {
			c.Source = atlas.SourceID(c.URL)
			if c.URL == "" {
				c.Source = atlas.SourceID(c.Title)
			}
		}
		if !slices.Contains(all, c) {
			all = append(all, c)
		}
	}
	cells := b.row.Cells
	for _, m := range b.layer.Intake.Citations {
		c := atlas.Citation{
			URL: cells[m.URL], Title: cells[m.Document], Publisher: cells[m.Publisher],
			Date: cells[m.Date], Kind: cells[m.Kind], Via: cells[m.Via],
		}
		if c.URL == "" && c.Title == "" {
			continue
		}
		if c.URL != "" {
			if w := parseAddress(c.URL); w != nil {
				b.issue(m.URL, c.URL, atlas.Blocking, *w)
			}
		}
		if c.Date != "" {
			if _, w := parseDay(c.Date); w != nil {
				b.issue(m.Date, c.Date, atlas.Blocking, *w)
			}
		}
		cite(c)
	}
	for _, c := range b.layer.Intake.Cite {
		cite(c)
	}
	if len(all) == 0 {
		m := b.layer.Intake.Citations[0]
		column := m.URL
		if column == "" {
			column = m.Document
		}
		b.issue(column, "", atlas.Blocking, wrong{
			atlas.Text{Ko: "출처", En: "a source"},
			atlas.Text{Ko: "이 행의 근거 문서를 적으십시오.", En: "Name the document the row comes from."},
		})
	}
	return all
}
