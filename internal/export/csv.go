package export

import (
	"encoding/csv"
	"io"
)

// CSVMediaType is the media type of comma-separated values, RFC 4180.
const CSVMediaType = "text/csv"

// byteOrderMark tells Excel that a file is UTF-8, and is noise to programs.
const byteOrderMark = "\ufeff"

// WriteCSV writes a table as RFC 4180 says, in UTF-8: lines end with CRLF, the
// first is the header. With mark it begins with a byte order mark.
func WriteCSV(w io.Writer, mark bool, header []string, rows [][]string) error {
	if mark {
		if _, err := io.WriteString(w, byteOrderMark); err != nil {
			return err
		}
	}
	c := csv.NewWriter(w)
	c.UseCRLF = true
	if err := c.Write(header); err != nil {
		return err
	}
	return c.WriteAll(rows)
}
