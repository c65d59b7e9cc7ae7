package export

import (
	"encoding/hex"
	"fmt"
	"strconv"
	"time"

	"growthmap/internal/atlas"
)

// Provenance says where the features of a file come from, so that they can be
// cited and found again.
type Provenance struct {
	Edition   atlas.Edition // that the features are known in
	Selection string        // the parameters that chose them, "" for all
	Address   string        // answers with the same features for ever
	Schema    string        // address of the columns
	Rights    atlas.Text    // who is to be named, and what holds for use
}

// fact is a line of the provenance.
type fact struct {
	id    string
	title atlas.Text
	value string
}

// facts are the provenance of a file with that many features.
func (d *Document) facts(count int) []fact {
	p := d.Provenance
	selection := atlas.Text{Ko: "모든 항목", En: "all features"}.In(d.Lang)
	if p.Selection != "" {
		selection = p.Selection
	}
	return []fact{
		{"layer", atlas.Text{Ko: "레이어", En: "Layer"}, d.Layer.ID},
		{"title", atlas.Text{Ko: "제목", En: "Title"}, d.Layer.Title.In(d.Lang)},
		{"description", atlas.Text{Ko: "설명", En: "Description"}, d.Layer.Description.In(d.Lang)},
		{"features", atlas.Text{Ko: "항목 수", En: "Features"}, strconv.Itoa(count)},
		{"selection", atlas.Text{Ko: "조건", En: "Selection"}, selection},
		{"day", atlas.Text{Ko: "기준일", En: "As of"}, d.Day.String()},
		{"edition", atlas.Text{Ko: "판", En: "Edition"}, strconv.FormatInt(p.Edition.ID, 10)},
		{"edition_published", atlas.Text{Ko: "판 발행 시각", En: "Edition published"}, p.Edition.At.UTC().Format(time.RFC3339)},
		{"edition_sha256", atlas.Text{Ko: "판 다이제스트(SHA-256)", En: "Digest of the edition (SHA-256)"}, hex.EncodeToString(p.Edition.Digest)},
		{"address", atlas.Text{Ko: "같은 내용을 다시 여는 주소", En: "Address of the same content"}, p.Address},
		{"schema", atlas.Text{Ko: "열 설명 주소", En: "Address of the columns"}, p.Schema},
		{"rights", atlas.Text{Ko: "이용 조건과 출처 표시", En: "Terms of use and attribution"}, p.Rights.In(d.Lang)},
		{"cite_ko", atlas.Text{Ko: "인용(한국어)", En: "Cite in Korean"}, d.cite("ko", count)},
		{"cite_en", atlas.Text{Ko: "인용(영어)", En: "Cite in English"}, d.cite("en", count)},
	}
}

// cite is the sentence to cite the file by.
func (d *Document) cite(lang string, count int) string {
	e, selection := d.Provenance.Edition, ""
	if d.Provenance.Selection != "" {
		selection = " [" + d.Provenance.Selection + "]"
	}
	published := atlas.DayOf(e.At)
	if lang == "ko" {
		return fmt.Sprintf("%s%s, %s 기준 항목 %d건. Growthmap 제%d판(%s). %s",
			d.Layer.Title.Ko, selection, d.Day, count, e.ID, published, d.Provenance.Address)
	}
	return fmt.Sprintf("%s%s, %d features as of %s. Growthmap, edition %d (%s). %s",
		d.Layer.Title.En, selection, count, d.Day, e.ID, published, d.Provenance.Address)
}
