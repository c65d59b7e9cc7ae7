package intake

import (
	"encoding/json"
	"net/url"
	"regexp"
	"strings"

	"github.com/cockroachdb/apd/v3"

	"growthmap/internal/atlas"
)

// wrong says what a cell should have held and how to mend it; the row and the
// column are added where they are known.
type wrong struct{ wanted, fix atlas.Text }

var (
	wantNumber = &wrong{
		atlas.Text{Ko: "숫자", En: "a number"},
		atlas.Text{Ko: "단위와 글자를 빼고 숫자만 적으십시오.", En: "Write the number alone, without unit or words."},
	}
	wantWhole = &wrong{
		atlas.Text{Ko: "정수", En: "a whole number"},
		atlas.Text{Ko: "소수점 아래를 없애거나 단위를 바꾸어 적으십시오.", En: "Write it without a fraction, or in a smaller unit."},
	}
	wantRange = &wrong{
		atlas.Text{Ko: "숫자 하나 또는 작은 값-큰 값", En: "one number, or low-high"},
		atlas.Text{Ko: "예: 8-15", En: "For example: 8-15"},
	}
	wantBoolean = &wrong{
		atlas.Text{Ko: "예/아니요 값", En: "yes or no"},
		atlas.Text{Ko: "yes, no, true, false, 1, 0 가운데 하나로 적으십시오.", En: "Write yes, no, true, false, 1 or 0."},
	}
	wantDay = &wrong{
		atlas.Text{Ko: "날짜 YYYY-MM-DD, YYYY-MM 또는 YYYY", En: "a date YYYY-MM-DD, YYYY-MM or YYYY"},
		atlas.Text{Ko: "아는 데까지만 적으십시오. 예: 2026-05-28, 2026-05", En: "Write it as far as it is known, such as 2026-05-28 or 2026-05."},
	}
	wantAddress = &wrong{
		atlas.Text{Ko: "http:// 또는 https://로 시작하는 주소", En: "an address that begins with http:// or https://"},
		atlas.Text{Ko: "문서의 주소 전체를 적으십시오.", En: "Write the whole address of the document."},
	}
)

var (
	grouped  = regexp.MustCompile(`^[-+]?\d{1,3}(,\d{3})+(\.\d+)?$`)
	literal  = regexp.MustCompile(`^-?(0|[1-9]\d*)(\.\d+)?$`)
	interval = regexp.MustCompile(`^(-?[\d.,]+)\s*[-–~∼〜]\s*(-?[\d.,]+)$`)
)

// maxDigits bounds a number before and after its point: 10^30 won is more money
// than there is.
const maxDigits = 30

// parseDecimal reads a number in decimal digits; 1,234 is 1234.
func parseDecimal(cell string) (*apd.Decimal, *wrong) {
	if grouped.MatchString(cell) {
		cell = strings.ReplaceAll(cell, ",", "")
	}
	d, _, err := apd.NewFromString(cell)
	if err != nil || d.Form != apd.Finite || d.Exponent < -maxDigits || int64(d.Exponent)+d.NumDigits() > maxDigits {
		return nil, wantNumber
	}
	return d, nil
}

// number writes a decimal as JSON, with the digits it was given.
func number(cell string, d *apd.Decimal) json.Number {
	digits := strings.ReplaceAll(strings.TrimPrefix(cell, "+"), ",", "")
	if literal.MatchString(digits) {
		return json.Number(digits)
	}
	plain, _ := new(apd.Decimal).Reduce(d)
	return json.Number(plain.Text('f'))
}

// rounded returns the whole number nearest to d, half away from zero, and
// whether d had a fraction.
func rounded(d *apd.Decimal) (whole *apd.Decimal, fraction bool) {
	whole = new(apd.Decimal)
	ctx := apd.Context{Precision: 2 * maxDigits, MaxExponent: apd.MaxExponent, MinExponent: apd.MinExponent, Rounding: apd.RoundHalfUp}
	if _, err := ctx.Quantize(whole, d, 0); err != nil {
		return d, true
	}
	return whole, whole.Cmp(d) != 0
}

// parseInteger reads a whole number. Money is rounded to the won, because
// amounts pass through spreadsheets that leave 8369999999999.999 of 8.37 tn;
// residue reports that it was.
func parseInteger(cell, unit string) (value int64, residue bool, w *wrong) {
	d, w := parseDecimal(cell)
	if w != nil {
		return 0, false, w
	}
	whole, fraction := rounded(d)
	if fraction && unit != won {
		return 0, false, wantWhole
	}
	value, err := whole.Int64()
	if err != nil {
		return 0, false, wantNumber
	}
	return value, fraction, nil
}

// won is the unit of money.
const won = "KRW"

// parseRange reads "8-15" as low and high; one number is both.
func parseRange(cell string) (low, high json.Number, w *wrong) {
	ends := [2]string{cell, cell}
	if m := interval.FindStringSubmatch(cell); m != nil {
		ends = [2]string{m[1], m[2]}
	}
	l, w := parseDecimal(ends[0])
	if w != nil {
		return "", "", wantRange
	}
	h, w := parseDecimal(ends[1])
	if w != nil || l.Cmp(h) > 0 {
		return "", "", wantRange
	}
	return number(ends[0], l), number(ends[1], h), nil
}

// parseBoolean reads the words tables use for yes and no.
func parseBoolean(cell string) (bool, *wrong) {
	switch strings.ToLower(cell) {
	case "yes", "y", "true", "1", "예":
		return true, nil
	case "no", "n", "false", "0", "아니요", "아니오":
		return false, nil
	}
	return false, wantBoolean
}

// parseDay reads a day as far as it is known.
func parseDay(cell string) (atlas.Interval, *wrong) {
	i, err := atlas.ParsePartial(cell)
	if err != nil {
		return atlas.Interval{}, wantDay
	}
	return i, nil
}

// parseList reads several values divided by semicolons.
func parseList(cell string) []string {
	var items []string
	for item := range strings.SplitSeq(cell, ";") {
		if item = strings.TrimSpace(item); item != "" {
			items = append(items, item)
		}
	}
	return items
}

// parseAddress checks the address of a document: readers follow it as a link.
func parseAddress(cell string) *wrong {
	u, err := url.Parse(cell)
	if err != nil || u.Host == "" || (u.Scheme != "http" && u.Scheme != "https") {
		return wantAddress
	}
	return nil
}
