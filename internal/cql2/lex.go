package cql2

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

type tokenKind int

const (
	tokenEnd    tokenKind = iota
	tokenWord             // an unquoted name or a keyword
	tokenName             // a property name in double quotes
	tokenString           // a text in single quotes
	tokenNumber
	tokenSymbol
	tokenBad // no token; err says why
)

type token struct {
	kind    tokenKind
	at      int    // byte of the input
	text    string // as written; without quotes and escapes for names and strings
	keyword string // in capitals, for words that are keywords
	err     error
}

// is reports whether the token is the given symbol or keyword.
func (t token) is(s string) bool {
	return t.kind == tokenSymbol && t.text == s || t.kind == tokenWord && t.keyword == s
}

// keywords are the words that name a property only in double quotes.
var keywords = wordSet(`
	AND BBOX BETWEEN CASEI DATE FALSE GEOMETRYCOLLECTION IN INTERVAL IS LIKE LINESTRING MULTILINESTRING
	MULTIPOINT MULTIPOLYGON NOT NULL OR POINT POLYGON TIMESTAMP TRUE
	S_CONTAINS S_CROSSES S_DISJOINT S_EQUALS S_INTERSECTS S_OVERLAPS S_TOUCHES S_WITHIN
	T_AFTER T_BEFORE T_DURING T_EQUALS T_INTERSECTS ` + unsupportedWords)

// unsupportedWords are the keywords of the classes that are not covered.
const unsupportedWords = `
	ACCENTI A_CONTAINEDBY A_CONTAINS A_EQUALS A_OVERLAPS DIV
	T_CONTAINS T_DISJOINT T_FINISHEDBY T_FINISHES T_MEETS T_METBY T_OVERLAPPEDBY T_OVERLAPS T_STARTEDBY T_STARTS`

var unsupported = wordSet(unsupportedWords)

func wordSet(words string) map[string]bool {
	set := map[string]bool{}
	for _, w := range strings.Fields(words) {
		set[w] = true
	}
	return set
}

// keyword returns the keyword a word is, in capitals, or "". Only ASCII letters
// are folded: strings.ToUpper would turn the Turkish ı into I.
func keyword(word string) string {
	upper := strings.Map(func(r rune) rune {
		if 'a' <= r && r <= 'z' {
			return r - 'a' + 'A'
		}
		return r
	}, word)
	if keywords[upper] {
		return upper
	}
	return ""
}

// nameStart holds the characters with which an unquoted name may begin.
var nameStart = &unicode.RangeTable{
	R16: []unicode.Range16{
		{':', ':', 1}, {'A', 'Z', 1}, {'_', '_', 1}, {'a', 'z', 1},
		{0xC0, 0xD6, 1}, {0xD8, 0xF6, 1}, {0xF8, 0x2FF, 1}, {0x370, 0x37D, 1}, {0x37F, 0x1FFE, 1},
		{0x200C, 0x200D, 1}, {0x2070, 0x218F, 1}, {0x2C00, 0x2FEF, 1}, {0x3001, 0xD7FF, 1},
		{0xF900, 0xFDCF, 1}, {0xFDF0, 0xFFFC, 1},
	},
	R32: []unicode.Range32{{0x10000, 0xEFFFF, 1}},
}

// nameMore holds the further characters that may follow.
var nameMore = &unicode.RangeTable{
	R16: []unicode.Range16{{'.', '.', 1}, {'0', '9', 1}, {0x300, 0x36F, 1}, {0x203F, 0x2040, 1}},
}

func isNameStart(r rune) bool { return unicode.Is(nameStart, r) && !unicode.IsSpace(r) }
func isNamePart(r rune) bool  { return isNameStart(r) || unicode.Is(nameMore, r) }

// isCharacter reports whether r may occur in a string or a quoted name. The
// replacement character is left out: it is what broken UTF-8 is read as.
func isCharacter(r rune) bool {
	switch {
	case r < ' ':
		return '\a' <= r && r <= '\r'
	case r == utf8.RuneError, r == 0xFFFE, r == 0xFFFF:
		return false
	}
	return true
}

const wantedCharacter = "text in UTF-8 without control characters"

// lex splits a filter into tokens. The last one is the end of the input or bad.
func lex(input string) []token {
	var tokens []token
	for at := 0; ; {
		at += len(input[at:]) - len(strings.TrimLeftFunc(input[at:], unicode.IsSpace))
		t, length := lexOne(input, at)
		tokens = append(tokens, t)
		if t.kind == tokenEnd || t.kind == tokenBad {
			return tokens
		}
		at += length
	}
}

// lexOne reads the token that begins at the given byte, and its length in bytes.
func lexOne(input string, at int) (token, int) {
	rest := input[at:]
	if rest == "" {
		return token{kind: tokenEnd, at: at}, 0
	}
	r, width := utf8.DecodeRuneInString(rest)
	switch {
	case r == '\'':
		return lexQuoted(input, at, tokenString)
	case r == '"':
		return lexQuoted(input, at, tokenName)
	case isNameStart(r):
		length := width
		for _, r := range rest[width:] {
			if !isNamePart(r) {
				break
			}
			length += utf8.RuneLen(r)
		}
		word := rest[:length]
		return token{kind: tokenWord, at: at, text: word, keyword: keyword(word)}, length
	}
	if number := numberPattern.FindString(rest); number != "" {
		if r, _ := utf8.DecodeRuneInString(rest[len(number):]); isNamePart(r) {
			return bad(input, at, "", wantedNumber)
		}
		return token{kind: tokenNumber, at: at, text: number}, len(number)
	}
	for _, symbol := range []string{"<>", "<=", ">=", "=", "<", ">", "(", ")", ",", "+", "-", "*", "/", "%", "^"} {
		if strings.HasPrefix(rest, symbol) {
			return token{kind: tokenSymbol, at: at, text: symbol}, len(symbol)
		}
	}
	if strings.HasPrefix(rest, "!=") {
		return bad(input, at, "!= is not an operator of the language", "<>")
	}
	return bad(input, at, "", "a property, a value, an operator or a parenthesis")
}

func bad(input string, at int, problem, wanted string) (token, int) {
	return token{kind: tokenBad, at: at, err: syntaxError(input, at, problem, wanted)}, 0
}

// controls are the escapes that a backslash makes in a string. A backslash before
// any other character stays, so that a LIKE pattern may say \% and \_.
var controls = map[byte]byte{
	'\'': '\'', '\\': '\\', 'a': '\a', 'b': '\b', 't': '\t', 'n': '\n', 'v': '\v', 'f': '\f', 'r': '\r',
}

// lexQuoted reads a string or a quoted name; the quote is doubled inside it.
func lexQuoted(input string, at int, kind tokenKind) (token, int) {
	quote := input[at]
	var b strings.Builder
	for i := at + 1; i < len(input); {
		c := input[i]
		if i+1 < len(input) {
			next := input[i+1]
			if c == quote && next == quote {
				b.WriteByte(quote)
				i += 2
				continue
			}
			if control, ok := controls[next]; ok && c == '\\' && kind == tokenString {
				b.WriteByte(control)
				i += 2
				continue
			}
		}
		if c == quote {
			if kind == tokenName && b.Len() == 0 {
				return bad(input, at, "", "a property name between the double quotes")
			}
			return token{kind: kind, at: at, text: b.String()}, i + 1 - at
		}
		r, width := utf8.DecodeRuneInString(input[i:])
		if !isCharacter(r) {
			return bad(input, i, "", wantedCharacter)
		}
		b.WriteRune(r)
		i += width
	}
	return bad(input, at, "the quote that opens here is never closed", "a closing "+string(quote))
}
