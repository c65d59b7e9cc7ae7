package export

import (
	"fmt"

	"growthmap/internal/atlas"
)

func tooLarge(ko, en string, args ...any) error {
	return &atlas.Error{Kind: atlas.TooLarge, Parameter: "f", Message: atlas.Text{Ko: fmt.Sprintf(ko, args...), En: fmt.Sprintf(en, args...)}}
}

func tooManyBytes(most int64) error {
	const mebibyte = 1 << 20
	limit := fmt.Sprintf("%d MiB", most/mebibyte)
	if most < mebibyte {
		limit = fmt.Sprintf("%d B", most)
	}
	return tooLarge(
		"파일이 너무 큽니다. 한 파일은 %s까지입니다. filter, bbox나 열 조건으로 범위를 좁히거나 f=json으로 쪽을 나누어 받으세요.",
		"The file would be too large: it may have %s at most. Narrow the query with filter, bbox or a column, or read page by page with f=json.", limit)
}

func tooManyRows(most int) error {
	return tooLarge(
		"엑셀 시트에는 제목 줄 아래 %d줄까지만 들어갑니다. 조건을 좁히거나 f=gpkg 또는 f=csv로 받으세요.",
		"A sheet of Excel holds %d rows below its header. Narrow the query, or take f=gpkg or f=csv.", most)
}

func tooLongText(feature, column string, most int) error {
	return tooLarge(
		"항목 %s의 열 %s에 있는 글이 엑셀 칸에 들어가는 %d자보다 깁니다. f=gpkg 또는 f=csv로 받으세요.",
		"The text of feature %s in column %s is longer than the %d characters a cell of Excel holds. Take f=gpkg or f=csv.", feature, column, most)
}
