package main

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"os"
	"strings"
	"text/tabwriter"

	"growthmap/internal/indicator"
)

type backtestCommand struct {
	Indicator string `arg:"" help:"Id of the indicator, such as regional-share."`
	Variant   string `help:"Id of a variant; the indicator's first when left out."`
	At        string `help:"The last day of which forecasts are made; today in Korea when left out." placeholder:"YYYY-MM-DD"`
	Edition   int64  `help:"The state of knowledge; the newest edition when left out."`
	Markdown  bool   `help:"Print the table as Markdown, as in docs/methods.md." xor:"form"`
	JSON      bool   `help:"Print JSON for programs." name:"json" xor:"form"`
}

// Run prints every forecast that could have been made earlier, against what came.
func (c backtestCommand) Run(ctx context.Context, p *program, log *slog.Logger) error {
	question := asked{Indicator: c.Indicator, Variant: c.Variant, At: c.At, Edition: c.Edition}
	s, ev, q, closeStore, err := question.prepare(ctx, p, log)
	if err != nil {
		return err
	}
	defer closeStore()
	b, err := s.Backtest(ev, q)
	if err != nil {
		return err
	}
	switch {
	case c.JSON:
		return printJSON(b)
	case c.Markdown:
		_, err := io.WriteString(os.Stdout, backtestMarkdown(b))
		return err
	}
	fmt.Printf("%s (%s), forecasts up to %s, edition %d, %s\n", s.Title.En, q.Variant.Title.En, q.Day, s.Edition(), s.Unit.En)
	if b.NoBand != nil {
		fmt.Println(b.NoBand.En)
		return nil
	}
	table := tabwriter.NewWriter(os.Stdout, 2, 4, 2, ' ', 0)
	fmt.Fprintln(table, strings.Join(backtestHead, "\t"))
	for _, r := range b.Rows {
		fmt.Fprintln(table, strings.Join(backtestCells(r), "\t"))
	}
	if err := table.Flush(); err != nil {
		return err
	}
	fmt.Println(backtestSummary(b))
	return nil
}

var backtestHead = []string{"made on", "rounds", "of", "days ahead", "came", "median", "80 %", "95 %", "error"}

// backtestCells are the row as text; a band that did not hold what came is marked.
func backtestCells(r indicator.BacktestRow) []string {
	band := func(low, high *string, inside bool) string {
		text := shown(low) + " to " + shown(high)
		if !inside {
			text += " (missed)"
		}
		return text
	}
	return []string{
		r.Made.String(), fmt.Sprint(r.Rounds), r.Day.String(), fmt.Sprint(r.DaysAhead), shown(r.Actual), shown(r.Median),
		band(r.Low80, r.High80, r.Inside80), band(r.Low95, r.High95, r.Inside95), shown(r.Error),
	}
}

func backtestSummary(b indicator.Backtest) string {
	return fmt.Sprintf("%d forecasts: the 80 %% band held what came in %d, the 95 %% band in %d; mean absolute error of the medians %s.",
		len(b.Rows), b.Inside80, b.Inside95, shown(b.MeanAbsoluteError))
}

func backtestMarkdown(b indicator.Backtest) string {
	if b.NoBand != nil {
		return b.NoBand.En + "\n"
	}
	var text strings.Builder
	line := func(cells []string) { text.WriteString("| " + strings.Join(cells, " | ") + " |\n") }
	line(backtestHead)
	rules := make([]string, len(backtestHead))
	for i := range rules {
		rules[i] = "---"
	}
	line(rules)
	for _, r := range b.Rows {
		line(backtestCells(r))
	}
	text.WriteString("\n" + backtestSummary(b) + "\n")
	return text.String()
}
