package indicator

import (
	"crypto/sha256"
	"encoding/base32"
	"encoding/binary"
	"fmt"
	"math/big"
	"strings"

	"growthmap/internal/atlas"
)

// CitationPrefix begins every citation id.
const CitationPrefix = "gm-"

// A citation id is "gm-" and 19 characters of base32: 23 bits of the edition, 22
// of the day counted from 1 January of the year 1, and 50 of the hash of all
// that is asked. It needs no storing: edition and day are read from it, and what
// else was asked is found among what that edition can be asked.
const (
	citationLetters = 19
	dayBits         = 22
	hashBits        = 50
	fillBits        = 1
	maxEdition      = 1<<23 - 1
	firstDay        = atlas.Day(-719162) // 0001-01-01
	lastDay         = atlas.Day(2932896) // 9999-12-31, the last that may be asked for
)

var citationAlphabet = base32.StdEncoding.WithPadding(base32.NoPadding)

// CitationID is the short id of a figure: the same question about the same state
// of the same data has the same id everywhere.
func CitationID(indicator string, q Question, p Provenance) string {
	return citationOf(p.Edition, q.Day, whatCheck(indicator, q, p)^whereCheck(q.Areas.Key(q.Region), p))
}

// The check of an id joins a hash of what is asked and one of where: among n
// questions about m areas the cited one is found in n + m steps.
func whatCheck(indicator string, q Question, p Provenance) uint64 {
	group := ""
	if q.Group != nil {
		group = q.Group.Column
		if q.Group.Value != nil {
			group += "=" + *q.Group.Value
		}
	}
	return check("%s\n%s\n%q\n%s\n%d\n%s\n%s", indicator, q.Variant.ID, group, q.Day, p.Edition, p.State, p.Definition)
}

func whereCheck(area string, p Provenance) uint64 { return check("%s\n%s", area, p.State) }

// check is the hash of the text in the bits that an id has for it.
func check(format string, args ...any) uint64 {
	hash := sha256.Sum256(fmt.Appendf(nil, format, args...))
	return binary.BigEndian.Uint64(hash[:8]) >> (64 - hashBits)
}

func citationOf(edition int64, day atlas.Day, check uint64) string {
	n := new(big.Int).SetInt64(edition & maxEdition)
	n.Lsh(n, dayBits).Or(n, big.NewInt(int64(day-firstDay)))
	n.Lsh(n, hashBits).Or(n, new(big.Int).SetUint64(check))
	// 95 bits are 19 letters of five; the bytes are filled up to 96 at the end.
	packed := n.Lsh(n, fillBits).FillBytes(make([]byte, 12))
	return CitationPrefix + strings.ToLower(citationAlphabet.EncodeToString(packed)[:citationLetters])
}

// ParseCitation reads the edition and the day of a citation id, and false when
// the text is not one.
func ParseCitation(id string) (edition int64, day atlas.Day, ok bool) {
	edition, day, _, ok = parseCitation(id)
	return edition, day, ok
}

func parseCitation(id string) (edition int64, day atlas.Day, check uint64, ok bool) {
	text, found := strings.CutPrefix(strings.ToLower(strings.TrimSpace(id)), CitationPrefix)
	if !found || len(text) != citationLetters {
		return 0, 0, 0, false
	}
	// The 20th letter is filling, so that whole bytes are decoded.
	packed, err := citationAlphabet.DecodeString(strings.ToUpper(text) + "A")
	if err != nil {
		return 0, 0, 0, false
	}
	n := new(big.Int).SetBytes(packed)
	n.Rsh(n, fillBits)
	check = new(big.Int).And(n, big.NewInt(1<<hashBits-1)).Uint64()
	n.Rsh(n, hashBits)
	day = atlas.Day(new(big.Int).And(n, big.NewInt(1<<dayBits-1)).Int64()) + firstDay
	edition = n.Rsh(n, dayBits).Int64()
	return edition, day, check, edition > 0
}
