package indicator

import (
	"fmt"
	"strings"

	"growthmap/internal/atlas"
)

// whenLetters are the letters of a citation id that hold the edition and the day;
// the rest is the check.
const whenLetters = citationLetters - hashBits/5

var lookalikes = map[rune]string{'0': "o", '1': "l, i", '8': "b", '9': "g, q"}

// slips are the ids from which the given one, of the right form, may have come by
// one slip in its check: a letter mistaken, or two neighbours that changed places.
func slips(given string) []string {
	const letters = "abcdefghijklmnopqrstuvwxyz234567"
	var ids []string
	for i := len(CitationPrefix) + whenLetters; i < len(given); i++ {
		if i > len(CitationPrefix)+whenLetters {
			ids = append(ids, given[:i-1]+given[i:i+1]+given[i-1:i]+given[i+1:])
		}
		for _, l := range letters {
			ids = append(ids, given[:i]+string(l)+given[i+1:])
		}
	}
	return ids
}

// malformed says why a text cannot be a citation id.
func malformed(given string) error {
	wanted := atlas.Text{
		Ko: fmt.Sprintf("%s 뒤에 영문자 a–z와 숫자 2–7로 된 %d자", CitationPrefix, citationLetters),
		En: fmt.Sprintf("%s followed by %d of the letters a–z and the digits 2–7", CitationPrefix, citationLetters),
	}
	why := atlas.Text{Ko: "이 모양이 아닙니다.", En: "This is not of that form."}
	text, prefixed := strings.CutPrefix(strings.ToLower(strings.TrimSpace(given)), CitationPrefix)
	letters := []rune(text)
	switch {
	case !prefixed:
	case len(letters) != citationLetters:
		why = atlas.Text{
			Ko: fmt.Sprintf("%s 뒤가 %d자입니다. 글자가 빠지거나 더 들어갔습니다.", CitationPrefix, len(letters)),
			En: fmt.Sprintf("There are %d letters after %s: some are missing, or too many.", len(letters), CitationPrefix),
		}
	default:
		for i, r := range letters {
			if (r < 'a' || r > 'z') && (r < '2' || r > '7') {
				why = atlas.Text{Ko: fmt.Sprintf("%d번째 글자 %q은(는) 인용 번호에 쓰이지 않습니다.", i+1, string(r)), En: fmt.Sprintf("Letter %d, %q, is in no citation id.", i+1, string(r))}
				if like, ok := lookalikes[r]; ok {
					why.Ko += fmt.Sprintf(" 혹시 %s?", like)
					why.En += fmt.Sprintf(" Perhaps it is %s?", like)
				}
				break
			}
		}
	}
	return unresolved(given, wanted, why)
}

func unknownEdition(given string, edition, newest int64) error {
	return unresolved(given, atlas.Text{Ko: fmt.Sprintf("1부터 %d까지의 판의 인용 번호", newest), En: fmt.Sprintf("the citation id of an edition from 1 to %d", newest)}, atlas.Text{
		Ko: fmt.Sprintf("앞의 다섯 자가 제%d판을 가리키는데, 가장 새 판은 제%d판입니다. 앞부분을 잘못 옮겼거나 다른 곳에 설치된 Growthmap의 번호입니다.", edition, newest),
		En: fmt.Sprintf("Its first five letters say edition %d, and the newest is %d: one of them is mistyped, or the id is of another installation of Growthmap.", edition, newest),
	})
}

// noSuchFigure is the error for an id whose check fits nothing that can be asked.
func noSuchFigure(given string, edition int64, day atlas.Day, near string) error {
	check := strings.TrimPrefix(given, CitationPrefix)[whenLetters:]
	why := atlas.Text{
		Ko: fmt.Sprintf("앞의 %d자는 제%d판의 %s 수치라고 하지만, 그 판의 그날 수치 가운데 끝의 %d자가 %q인 것은 없습니다. 한 글자라도 잘못 옮기면 이렇게 되고, 다른 곳에 설치된 Growthmap의 번호여도 그렇습니다.",
			whenLetters, edition, day, len(check), check),
		En: fmt.Sprintf("Its first %d letters say edition %d and %s, but no figure of that edition and day has the check %q, the last %d letters. One mistyped letter is enough for this, and so is an id of another installation of Growthmap.",
			whenLetters, edition, day, check, len(check)),
	}
	wanted := atlas.Text{Ko: "수치 옆에 적힌 그대로의 인용 번호", En: "a citation id exactly as it is shown beside a figure"}
	if near != "" {
		wanted = atlas.Text{Ko: "혹시 " + near + "?", En: "perhaps " + near}
	}
	return unresolved(given, wanted, why)
}

func unresolved(given string, wanted, why atlas.Text) error {
	const longest = 64
	if len(given) > longest {
		given = strings.ToValidUTF8(given[:longest], "") + "…"
	}
	err := atlas.Missing(atlas.Text{Ko: "인용 번호", En: "citation"}, given)
	err.Parameter, err.Wanted = "citation", wanted
	err.Message.Ko += " " + why.Ko
	err.Message.En += " " + why.En
	return err
}
