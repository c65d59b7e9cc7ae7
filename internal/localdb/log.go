package localdb

import (
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"time"
)

const (
	logLimitBytes = 10 << 20 // twice this much is kept at most
	logCheck      = time.Minute
	logQuoteBytes = 2 << 10
)

// openLog opens the server's log, which the server only ever appends to.
func openLog(path string) (*os.File, error) {
	if err := boundLog(path); err != nil && !errors.Is(err, os.ErrNotExist) {
		return nil, fmt.Errorf("shortening the database's log: %w", err)
	}
	f, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR|os.O_APPEND, 0o600)
	if err != nil {
		return nil, fmt.Errorf("opening the database's log: %w", err)
	}
	return f, nil
}

// boundLog moves a log that has grown too long aside. The server has the file open, so its text is moved, not the file.
func boundLog(path string) error {
	info, err := os.Stat(path)
	if err != nil || info.Size() <= logLimitBytes {
		return err
	}
	from, err := os.Open(path)
	if err != nil {
		return err
	}
	defer from.Close()
	if _, err := from.Seek(-logLimitBytes, io.SeekEnd); err != nil {
		return err
	}
	to, err := os.OpenFile(path+".1", os.O_CREATE|os.O_WRONLY|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	_, err = io.Copy(to, io.LimitReader(from, logLimitBytes))
	return errors.Join(err, to.Close(), os.Truncate(path, 0))
}

// logSince quotes the end of what the server has said since offset, to follow an error.
func logSince(path string, offset int64) string {
	f, err := os.Open(path)
	if err != nil {
		return ""
	}
	defer f.Close()
	if info, err := f.Stat(); err == nil {
		offset = max(offset, info.Size()-logQuoteBytes)
	}
	text, err := io.ReadAll(io.NewSectionReader(f, offset, logQuoteBytes))
	if err != nil || len(text) == 0 {
		return ""
	}
	return "; it said: " + strings.Join(strings.Split(strings.TrimSpace(string(text)), "\n"), " | ")
}
