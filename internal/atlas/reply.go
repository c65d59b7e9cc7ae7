package atlas

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"regexp"
	"time"
	"unicode/utf8"
)

// Reply is a named set of figures frozen as they were served, such as those of
// an answer to the National Assembly. It never changes.
type Reply struct {
	ID       string
	Name     Text
	Note     string
	Author   string
	FrozenAt time.Time       // to the microsecond, UTC
	Figures  json.RawMessage // an array, byte for byte as frozen
	Count    int             // figures in it
	Digest   []byte          // SHA-256 of all of the above
}

// Limits of a reply.
const (
	maxReplyFigures = 200
	maxReplyText    = 2000 // characters
	maxReplyBytes   = 4 << 20
)

var replyID = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)

// Check reports the first thing that keeps the reply from being frozen, as an
// Invalid error.
func (r Reply) Check() error {
	long := Text{Ko: fmt.Sprintf("1자에서 %d자까지", maxReplyText), En: fmt.Sprintf("1 to %d characters", maxReplyText)}
	for _, field := range []struct {
		name, value string
		may         bool // be empty
	}{{"name_ko", r.Name.Ko, false}, {"name_en", r.Name.En, false}, {"author", r.Author, false}, {"note", r.Note, true}} {
		if n := utf8.RuneCountInString(field.value); n > maxReplyText || n == 0 && !field.may {
			return InvalidParameter(field.name, field.value[:min(len(field.value), 40)], long)
		}
	}
	switch {
	case len(r.ID) > 64 || !replyID.MatchString(r.ID):
		return InvalidParameter("id", r.ID, Text{
			Ko: "소문자, 숫자, 붙임표로 된 64자까지의 이름(예: 2026-audit-q12)", En: "up to 64 small letters, digits and hyphens, such as 2026-audit-q12"})
	case r.Count < 1 || r.Count > maxReplyFigures || len(r.Figures) > maxReplyBytes:
		return InvalidParameter("figures", fmt.Sprint(r.Count), Text{
			Ko: fmt.Sprintf("수치 1개에서 %d개까지", maxReplyFigures), En: fmt.Sprintf("1 to %d figures", maxReplyFigures)})
	}
	return nil
}

// Sum is the digest the reply must have: each part with its length before it.
func (r Reply) Sum() []byte {
	h := sha256.New()
	for _, part := range []string{r.ID, r.Name.Ko, r.Name.En, r.Note, r.Author, r.FrozenAt.UTC().Format(time.RFC3339Nano), string(r.Figures)} {
		fmt.Fprintf(h, "%d:%s", len(part), part)
	}
	return h.Sum(nil)
}
