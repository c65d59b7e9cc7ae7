package cql2

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
)

// node is a JSON value and the place where it begins.
type node struct {
	at      int
	value   any             // string, json.Number, bool or nil; nil for arrays and objects
	items   []node          // of an array
	members map[string]node // of an object
	isArray bool
}

const jsonSpace = " \t\r\n"

// readJSON reads the whole input. It uses tokens, not Unmarshal, to know where
// each value begins and to notice a member given twice; Token overlooks some
// mistakes, so the whole is checked first.
func readJSON(input string) (node, error) {
	d := json.NewDecoder(strings.NewReader(input))
	var whole json.RawMessage
	var syntax *json.SyntaxError
	if err := d.Decode(&whole); errors.As(err, &syntax) {
		return node{}, notJSON(input, int(syntax.Offset)-1) // the offset is that after the character at fault
	} else if err != nil {
		return node{}, notJSON(input, len(input))
	}
	end := int(d.InputOffset())
	if rest := strings.TrimLeft(input[end:], jsonSpace); rest != "" {
		return node{}, syntaxError(input, len(input)-len(rest), "", "the end of the filter")
	}
	d = json.NewDecoder(strings.NewReader(input))
	d.UseNumber()
	return readNode(d, input)
}

func notJSON(input string, at int) error {
	return syntaxError(input, at, "it is not JSON", "one complete JSON value")
}

func readNode(d *json.Decoder, input string) (node, error) {
	at := int(d.InputOffset())
	at += len(input[at:]) - len(strings.TrimLeft(input[at:], jsonSpace+",:"))
	n := node{at: at}
	t, err := d.Token()
	if err != nil {
		return n, notJSON(input, at)
	}
	switch t := t.(type) {
	case string:
		if i := strings.IndexFunc(t, func(r rune) bool { return !isCharacter(r) }); i >= 0 {
			return n, syntaxError(input, at, "", wantedCharacter)
		}
		n.value = t
	case json.Delim:
		if t == '[' {
			n.isArray = true
			err = readItems(d, input, &n)
		} else {
			err = readMembers(d, input, &n)
		}
	default:
		n.value = t
	}
	return n, err
}

func readItems(d *json.Decoder, input string, n *node) error {
	for d.More() {
		item, err := readNode(d, input)
		if err != nil {
			return err
		}
		n.items = append(n.items, item)
	}
	_, err := d.Token()
	return err
}

func readMembers(d *json.Decoder, input string, n *node) error {
	n.members = map[string]node{}
	for d.More() {
		key, err := readNode(d, input)
		if err != nil {
			return err
		}
		name, _ := key.value.(string)
		if _, twice := n.members[name]; twice {
			return syntaxError(input, key.at, fmt.Sprintf("the member %q is given twice", name), "each member once")
		}
		if n.members[name], err = readNode(d, input); err != nil {
			return err
		}
	}
	_, err := d.Token()
	return err
}
