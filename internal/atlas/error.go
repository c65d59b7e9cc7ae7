package atlas

import (
	"errors"
	"fmt"
)

// Kind says what sort of thing went wrong, so that the edge can translate it.
type Kind string

// The kinds of error a caller can do something about.
const (
	Invalid     Kind = "invalid"     // a parameter or value is wrong
	NotFound    Kind = "not-found"   // the thing named does not exist
	Conflict    Kind = "conflict"    // somebody changed it meanwhile
	Rejected    Kind = "rejected"    // the content has issues; see Issues
	TooLarge    Kind = "too-large"   // over a limit
	Unavailable Kind = "unavailable" // try again later
)

// Error is an error fit to be shown to a stranger. Parameter, Given and Wanted
// are filled where they make sense. Its message is a complete sentence in both
// languages: what was wrong, what was expected, what to do.
type Error struct {
	Kind      Kind
	Message   Text
	Parameter string
	Given     string
	Wanted    Text
	Issues    []Issue
	Err       error // cause, for the log only
}

// Error returns the English message.
func (e *Error) Error() string {
	if e.Err != nil {
		return fmt.Sprintf("%s: %v", e.Message.En, e.Err)
	}
	return e.Message.En
}

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Err }

// IsKind reports whether err is, or wraps, an *Error of kind k.
func IsKind(err error, k Kind) bool {
	var e *Error
	return errors.As(err, &e) && e.Kind == k
}

// InvalidParameter builds the error for a request parameter that cannot be
// used; wanted completes the sentence "expected …" in each language.
func InvalidParameter(name, given string, wanted Text) *Error {
	return &Error{
		Kind: Invalid, Parameter: name, Given: given, Wanted: wanted,
		Message: Text{
			Ko: fmt.Sprintf("매개변수 %s의 값 %q을(를) 쓸 수 없습니다. 필요한 값: %s", name, given, wanted.Ko),
			En: fmt.Sprintf("The value %q of parameter %s cannot be used. Expected: %s", given, name, wanted.En),
		},
	}
}

// Missing builds the error for a named thing that does not exist; what is its
// noun in each language.
func Missing(what Text, name string) *Error {
	return &Error{
		Kind: NotFound, Given: name,
		Message: Text{
			Ko: fmt.Sprintf("%s %q을(를) 찾을 수 없습니다.", what.Ko, name),
			En: fmt.Sprintf("There is no %s %q.", what.En, name),
		},
	}
}

// Issue is one thing wrong with a submitted file or document: where it is, what
// was found, what was wanted and how to mend it.
type Issue struct {
	Pointer string   `json:"pointer,omitempty"` // of a JSON document, RFC 6901
	File    string   `json:"file,omitempty"`
	Row     int      `json:"row,omitempty"` // 1 is the header
	Column  string   `json:"column,omitempty"`
	Found   string   `json:"found,omitempty"`
	Wanted  Text     `json:"wanted"`
	Fix     Text     `json:"fix"`
	Level   Severity `json:"level"`
	Feature string   `json:"feature,omitempty"` // id, where known
}

// Severity tells whether an issue stops the import.
type Severity string

// An issue that is Blocking stops the import; a Notice is reported and kept.
const (
	Blocking Severity = "error"
	Notice   Severity = "notice"
)
