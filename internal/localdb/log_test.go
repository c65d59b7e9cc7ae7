package localdb

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
)

func TestLogIsBounded(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), logName)
	f, err := openLog(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	line := append(bytes.Repeat([]byte("x"), 1<<20-1), '\n')
	for range 25 {
		if _, err := f.Write(line); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := f.WriteString("last\n"); err != nil {
		t.Fatal(err)
	}
	if err := boundLog(path); err != nil {
		t.Fatal(err)
	}
	if _, err := f.WriteString("after\n"); err != nil {
		t.Fatal(err)
	}
	if now, err := os.ReadFile(path); err != nil || string(now) != "after\n" {
		t.Errorf("the log holds %d bytes (%v), want only what came after", len(now), err)
	}
	earlier, err := os.ReadFile(path + ".1")
	if err != nil || len(earlier) != logLimitBytes || !bytes.HasSuffix(earlier, []byte("\nlast\n")) {
		t.Errorf("%d bytes were kept (%v), want the last %d", len(earlier), err, logLimitBytes)
	}
}
