package export_test

import (
	"bytes"
	"errors"
	"testing"

	"growthmap/internal/export"
)

func TestCSV(t *testing.T) {
	var out bytes.Buffer
	header, rows := []string{"id", "name"}, [][]string{{"1", "시험, \"둘\""}, {"", "a\nb"}, {"3", "=1+1"}}
	if err := export.WriteCSV(&out, false, header, rows); err != nil {
		t.Fatal(err)
	}
	const want = "id,name\r\n1,\"시험, \"\"둘\"\"\"\r\n,\"a\r\nb\"\r\n3,'=1+1\r\n"
	if out.String() != want {
		t.Errorf("got %q, want %q", out.String(), want)
	}
	var marked bytes.Buffer
	if err := export.WriteCSV(&marked, true, header, rows); err != nil || marked.String() != "\ufeff"+want {
		t.Errorf("marked: %q, %v", marked.String(), err)
	}
	for _, room := range []int{0, 5} {
		if err := export.WriteCSV(&failing{left: room}, true, header, rows); !errors.Is(err, errFull) {
			t.Errorf("with room for %d bytes: %v", room, err)
		}
	}
}
