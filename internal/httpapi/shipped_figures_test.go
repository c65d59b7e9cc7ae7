package httpapi_test

import (
	"math/big"
	"net/http"
	"strings"
	"testing"

	"growthmap/geodata"
	"growthmap/internal/atlas"
	"growthmap/internal/indicator"
	"growthmap/internal/intake"
)

// shippedFigures are worked out by hand from geodata/facts, for 2026-05-28 and 2026-08-27: "value [low, high]", "-" for
// what is not known, and "n/c" for a variant that cannot be computed. Sums of money are in billion won. An official
// value that stands beside follows a bar.
//
// The approvals (fund_investments.csv, record_type approved; bn won; state fund part in brackets):
//
//	to 05-28  regional      A01 3,400 [750]  A03 100 [100]  A05 250 [200]  A07 400 [18]  A09 16.5 [16.5]  A10 20 [20]
//	                        A11 400 [340]  A15 20 [20]  A16 220 [170]; mixed A13 300 [250]      = 5,126.5 [1,884.5]
//	          capital       A02 2,500 [2,000]  A04 600 [250]  A06 560 [100]  A08 85 [65]  A12 800 [370]
//	                        A14 2,796.2 [500]                                                   = 7,341.2 [3,285.0]
//	to 08-27  regional      A17 270  A23 55 [50]  A24 350 [150]  A27 376.9  A29 20 [20]         + 1,071.9 [220.0]
//	          capital       A22 1,500 [1,300]                                                   + 1,500.0 [1,300.0]
//	          unknown       A18 80  A19 20  A20 500 [250]  A21 500  A25 220 [50]  A26 560
//	                        A28 182.2  A30 12.5                                                 = 2,074.7 [300.0]
//	          A31 720 [30], a retail fund closed in June 2026, has no day of approval and no region.
//
// A27, A28 and A30 (571.6) are scales of a public tracker and A31 is a closing: not approved supply, so in the upper
// bound of a sum. A share keeps A27, A28 and A30, as the published one does, and leaves A31 out.
var shippedFigures = map[string]map[string][2]string{
	// 26 selected on 2024-10-28, 25 more and one possible duplicate in 2025; hdmipo-cobot, iksan and yeosu operate.
	"ai-factories": {
		"selected":           same("51 [51, 52] | 102"),
		"under-construction": same("0 [0, 52]"),
		"operating":          same("3 [3, 52]"),
	},
	"ai-factories-2026": {"added": same("0 [0, 0]")},
	// The last of the ten is reported on 2026-02-26; the three of 2026 have no names.
	"ax-complexes": {"selected": same("10 [10, 10] | 10")},
	// Changwon operates from 02-26, Myeongji-Noksan, Gunsan and Daebul from 06-22, Gwangju from 06-30; five are announced.
	"mini-alliances": {
		"operating": {"1 [1, 6]", "5 [5, 10]"},
		"announced": {"6 [6, 6]", "10 [10, 10]"},
	},
	// Only axm-gyeongnam-lge is selected, under another programme.
	"leading-models": {"confirmed": same("0 [0, 1]")},
	// Six hum-* rows of 2025-10-01; CJ Logistics has begun.
	"humanoid-trials": {
		"selected":  same("6 [6, 6]"),
		"operating": same("1 [1, 6]"),
		"companies": same("6 [6, 6] | 10"),
	},
	// CL034 to CL044 are eleven nodes in ten fields: Cheonan and Asan share displays.
	"supply-chain-complexes": {"designated": same("10 [10, 10] | 10")},
	// GE068 to GE076 name no engine; GE023–043, GE050–061, GE001–022.
	"growth-engines": {
		"selected":   {"0 [0, 0]", "0 [0, 0] | 25"},
		"candidates": same("21 [21, 21]"),
		"proposals":  same("12 [12, 12]"),
		"strategy":   same("22 [22, 22]"),
	},
	// Decided: the budget GP026 (fiscal) and the approval GP030 (finance, HNM). GP017 and GP047 are of September 2026.
	"package-delivery": {
		"announced": same("5 [5, 5]"), "announced.own": same("1 [1, 1]"),
		"decided": same("2 [2, 2]"), "decided.own": same("1 [1, 1]"),
		"delivered": same("1 [1, 1]"), "delivered.own": same("1 [1, 1]"),
	},
	"fund-approvals": {
		// 5,126.5 + 7,341.2; + 1,071.9 + 1,500 + 2,074.7 − 571.6, and at most + 571.6 + 720
		"supply":     {"12467.7 [12467.7, 12467.7] | 12500.0", "16542.7 [16542.7, 17834.3] | 17900.0"},
		"supply-200": {"12467.7 [12467.7, 12467.7] | 12500.0", "16542.7 [16542.7, 17834.3] | 17900.0"},
		// 1,884.5 + 3,285; + 220 + 1,300 + 300. Not stated: A17 270, A18 80, A19 20, A21 500, A26 560 and the 571.6 = 2,001.6; A31 30.
		"state-fund": {"5169.5 [5169.5, 5169.5] | 5170.0", "6989.5 [6989.5, 9021.1] | 5170.0"},
		// A04 600, A06 560, A12 800; A20 500, A24 350
		"direct": {"1960.0 [1960.0, 1960.0] | 2000.0", "2810.0 [2810.0, 2810.0] | 2830.0"},
		// A21 500, A25 220; A31 720
		"indirect": {"0.0 [0.0, 0.0]", "720.0 [720.0, 1440.0] | 1220.0"},
		// A01 3,400, A07 400, A14 2,796.2; A17 270
		"infrastructure": {"6596.2 [6596.2, 6596.2] | 6600.0", "6866.2 [6866.2, 6866.2] | 6870.0"},
		// the rest: 12,467.7 − 1,960 − 6,596.2; + A18 80, A19 20, A22 1,500, A23 55, A26 560, A29 20; at most + 571.6
		"loans": {"3911.5 [3911.5, 3911.5] | 3910.0", "6146.5 [6146.5, 6718.1] | 3910.0"},
		// 6,198.4 − A27 376.9; + 376.9 + 2,074.7
		"regional":     {"5126.5 [5126.5, 5126.5]", "5821.5 [5821.5, 8273.1]"},
		"regional-200": {"5126.5 [5126.5, 5126.5]", "5821.5 [5821.5, 8273.1]"},
	},
	"fund-2026": {
		"total":          {"12467.7 [12467.7, 12467.7] | 12500.0", "16542.7 [16542.7, 17834.3] | 17900.0"},
		"regions":        {"5126.5 [5126.5, 5126.5]", "5821.5 [5821.5, 8273.1]"},
		"direct":         {"1960.0 [1960.0, 1960.0] | 2000.0", "2810.0 [2810.0, 2810.0] | 2830.0"},
		"indirect":       {"0.0 [0.0, 0.0]", "720.0 [720.0, 1440.0] | 1220.0"},
		"infrastructure": {"6596.2 [6596.2, 6596.2] | 6600.0", "6866.2 [6866.2, 6866.2] | 6870.0"},
		"loans":          {"3911.5 [3911.5, 3911.5] | 3910.0", "6146.5 [6146.5, 6718.1] | 3910.0"},
		"ai":             same("n/c"),
		"semiconductors": {"2536.5 [2536.5, 3936.5]", "3171.5 [3171.5, 4753.7]"},
		"mobility":       {"0.0 [0.0, 0.0]", "0.0 [0.0, 12.5]"},
		"bio":            {"385.0 [385.0, 385.0]", "905.0 [905.0, 905.0]"},
		"batteries":      {"570.0 [570.0, 570.0]", "570.0 [570.0, 946.9]"},
		"media":          {"0.0 [0.0, 0.0]", "220.0 [220.0, 220.0]"},
		"defence":        {"0.0 [0.0, 0.0]", "500.0 [500.0, 500.0]"},
		"displays":       {"0.0 [0.0, 0.0]", "1500.0 [1500.0, 1500.0]"},
	},
	"fund-industries": {
		// A02 2,500, A09 16.5, A10 20, at most + A04 600 + A12 800; + A19 20, A23 55, A26 560, at most + A28 182.2
		"semiconductors": {"2536.5 [2536.5, 3936.5]", "3171.5 [3171.5, 4753.7]"},
		"ai":             same("n/c"),
		"mobility":       {"0.0 [0.0, 0.0]", "0.0 [0.0, 12.5]"},            // at most A30
		"bio":            {"385.0 [385.0, 385.0]", "905.0 [905.0, 905.0]"}, // A08 85, A13 300; A20 500, A29 20
		"batteries":      {"570.0 [570.0, 570.0]", "570.0 [570.0, 946.9]"}, // A03 100, A05 250, A16 220; at most A27 376.9
		"media":          {"0.0 [0.0, 0.0]", "220.0 [220.0, 220.0]"},       // A25
	},
	"max-demand": {
		"ai-chips":     same("1400.0 [1400.0, 1400.0]"),        // A04 600, A12 800
		"humanoids":    {"0.0 [0.0, 0.0]", "0.0 [0.0, 350.0]"}, // at most A24
		"ai-factories": same("n/c"),
		"all-fields":   same("n/c"),
	},
	"regional-share": {
		// 5,126.5 ÷ 12,467.7 = 41.118 %. In August 6,198.4 regional, 8,841.2 capital, 2,074.7 unknown:
		// 6,198.4 ÷ 15,039.6 = 41.214; ÷ 17,114.3 = 36.218; 8,273.1 ÷ 17,114.3 = 48.340
		"fsc": {"41.1 [41.1, 41.1] | 41.0", "41.2 [36.2, 48.3] | 42.5"},
		// 10 of 16; 15 of 22, 15 of 30, 23 of 30
		"fsc.cases": {"62.5 [62.5, 62.5]", "68.2 [50.0, 76.7]"},
		// ÷ 12,500, at most + 32.3 that the rows lack; ÷ 17,900: 34.628, and (8,273.1 + 785.7) ÷ 17,900 = 50.608
		"fsc.over-reported": {"41.0 [41.0, 41.3] | 41.0", "34.6 [34.6, 50.6] | 42.5"},
		"fsc.of-150":        {"3.4 [3.4, 3.4]", "4.1 [4.1, 5.5]"}, // 3.418; 4.132, 5.515
		"fsc.of-200":        {"2.6 [2.6, 2.6]", "3.1 [3.1, 4.1]"}, // 2.563; 3.099, 4.137
		// Without A13: 4,826.5 ÷ 12,167.7 = 39.666, ÷ 12,467.7 = 38.712; 5,898.4 ÷ 14,739.6 = 40.017, ÷ 17,114.3 = 34.465
		"fsc.split":               {"39.7 [38.7, 41.1] | 41.0", "40.0 [34.5, 48.3] | 42.5"},
		"fsc.split.cases":         {"60.0 [56.3, 62.5]", "66.7 [46.7, 76.7]"}, // 9 of 15, 9 and 10 of 16; 14 of 21, 14 and 23 of 30
		"fsc.split.over-reported": {"38.6 [38.6, 41.3] | 41.0", "33.0 [33.0, 50.6] | 42.5"},
		"fsc.split.of-150":        {"3.2 [3.2, 3.4]", "3.9 [3.9, 5.5]"},
		"fsc.split.of-200":        {"2.4 [2.4, 2.6]", "2.9 [2.9, 4.1]"},
		// P01–P11 regional, P12, P14 and from 08-24 P19 capital, P15–P18 unknown; P13 has no day of proposal. No amount is
		// approved supply, and all but P11 have none.
		"fsc.proposed":             same("- [0.0, 100.0]"),
		"fsc.proposed.cases":       {"84.6 [64.7, 88.2]", "78.6 [61.1, 83.3]"}, // 11 of 13, 11 and 15 of 17; 11 of 14, 11 and 15 of 18
		"fsc.proposed.split":       same("- [0.0, 100.0]"),
		"fsc.proposed.split.cases": {"84.6 [64.7, 88.2]", "78.6 [61.1, 83.3]"},
		// Only A04 (capital, 600) is known to be disbursed: at most 5,126.5 ÷ 5,726.5, and 8,273.1 ÷ 8,873.1
		"fsc.disbursed":              {"0.0 [0.0, 89.5]", "0.0 [0.0, 93.2]"},
		"fsc.disbursed.cases":        {"0.0 [0.0, 90.9]", "0.0 [0.0, 95.8]"}, // 10 of 11; 23 of 24
		"fsc.disbursed.of-150":       {"0.0 [0.0, 3.4]", "0.0 [0.0, 5.5]"},
		"fsc.disbursed.of-200":       {"0.0 [0.0, 2.6]", "0.0 [0.0, 4.1]"},
		"fsc.disbursed.split":        {"0.0 [0.0, 89.5]", "0.0 [0.0, 93.2]"},
		"fsc.disbursed.split.cases":  {"0.0 [0.0, 90.9]", "0.0 [0.0, 95.8]"},
		"fsc.disbursed.split.of-150": {"0.0 [0.0, 3.4]", "0.0 [0.0, 5.5]"},
		"fsc.disbursed.split.of-200": {"0.0 [0.0, 2.6]", "0.0 [0.0, 4.1]"},
		// 1,884.5 ÷ 5,169.5 = 36.454. In August 2,104.5 regional and at most A17 270 + A27 376.9 = 2,751.4; capital 4,585;
		// unknown 300 and at most 1,654.7: 2,104.5 ÷ 6,689.5 = 31.460; ÷ 8,344.2 = 25.221; 4,406.1 ÷ 8,991.1 = 49.005
		"state-fund-only": {"36.5 [36.5, 36.5]", "31.5 [25.2, 49.0]"},
		// Without A13 250: 1,634.5 ÷ 4,919.5 = 33.225, ÷ 5,169.5 = 31.618; 1,854.5 ÷ 6,439.5 = 28.799, ÷ 8,344.2 = 22.225
		"state-fund-only.split":           {"33.2 [31.6, 36.5]", "28.8 [22.2, 49.0]"},
		"state-fund-only.proposed":        same("- [0.0, 100.0]"),
		"state-fund-only.proposed.split":  same("- [0.0, 100.0]"),
		"state-fund-only.disbursed":       {"0.0 [0.0, 88.3]", "0.0 [0.0, 94.6]"}, // 1,884.5 ÷ 2,134.5; 4,406.1 ÷ 4,656.1
		"state-fund-only.disbursed.split": {"0.0 [0.0, 88.3]", "0.0 [0.0, 94.6]"},
	},
}

// same is one value for both days.
func same(text string) [2]string { return [2]string{text, text} }

// neverComputable are variants and options for which the facts lack the names or places, whatever else is chosen.
var neverComputable = []string{"motir-growth-engine", "headquarters"}

func TestShippedFigures(t *testing.T) {
	c := shipped(t)
	definitions, err := intake.Definitions(geodata.Files)
	if err != nil {
		t.Fatal(err)
	}
	for _, definition := range definitions {
		if definition.Kind == atlas.DefinesLayer {
			continue
		}
		d, err := indicator.Parse(definition.Body)
		if err != nil {
			t.Fatal(err)
		}
		t.Run(d.ID, func(t *testing.T) {
			c := c.For(t)
			wanted := shippedFigures[d.ID]
			for _, v := range d.Resolved() {
				want, ok := wanted[v.ID]
				for _, never := range neverComputable {
					if strings.Contains("."+v.ID+".", "."+never+".") {
						want, ok = same("n/c"), true
					}
				}
				if !ok {
					t.Errorf("%s has no expected value", v.ID)
				}
				for i, day := range []string{"2026-05-28", "2026-08-27"} {
					var doc figureDoc
					c.Get("/api/indicators/" + d.ID + "/figures?variant=" + v.ID + "&edition=1&at=" + day).Want(http.StatusOK).JSON(&doc)
					f := doc.Figures[0]
					got := f.value.String()
					money := d.Unit.En == "KRW"
					if money {
						got = value{billions(f.Value), billions(f.Low), billions(f.High)}.String()
					}
					if f.NotComputable != nil {
						got = "n/c"
					}
					if r := f.Reported; r != nil {
						reported := &r.Value
						if money {
							reported = billions(reported)
						}
						got += " | " + *reported
					}
					if got != want[i] {
						t.Errorf("%s on %s: %s, want %s", v.ID, day, got, want[i])
					}
				}
				delete(wanted, v.ID)
			}
			for id := range wanted {
				t.Errorf("there is no variant %s", id)
			}
		})
	}
}

// billions writes whole won in billions.
func billions(won *string) *string {
	if won == nil {
		return nil
	}
	n, ok := new(big.Rat).SetString(*won)
	if !ok {
		return won
	}
	s := n.Quo(n, big.NewRat(1_000_000_000, 1)).FloatString(1)
	return &s
}

// The parts of a figure by region: an engine named for two regions together is in the upper bound of each, and a
// nation-wide measure of the package counts in every region.
func TestShippedFiguresByRegion(t *testing.T) {
	c := shipped(t)
	for _, test := range []struct{ address, want string }{
		// GE001–022: five each for DNM, DKG and CHC; four for HNM and JBK together, three for GWN and JJU together.
		{"growth-engines/figures?variant=strategy", "CAP 0 [0, 0]; DNM 5 [5, 5]; DKG 5 [5, 5]; CHC 5 [5, 5]; HNM 0 [0, 4]; GWN 0 [0, 3]; JBK 0 [0, 4]; JJU 0 [0, 3]"},
		{"growth-engines/figures?variant=candidates", "CAP 0 [0, 0]; DNM 5 [5, 5]; DKG 4 [4, 4]; CHC 4 [4, 4]; HNM 3 [3, 3]; GWN 2 [2, 2]; JBK 2 [2, 2]; JJU 1 [1, 1]"},
		{"package-delivery/figures?variant=announced", "CAP 5 [5, 5]; DNM 5 [5, 5]; DKG 5 [5, 5]; CHC 5 [5, 5]; HNM 5 [5, 5]; GWN 5 [5, 5]; JBK 5 [5, 5]; JJU 5 [5, 5]"},
		// GP026 is everywhere, GP030 in HNM.
		{"package-delivery/figures?variant=decided", "CAP 1 [1, 1]; DNM 1 [1, 1]; DKG 1 [1, 1]; CHC 1 [1, 1]; HNM 2 [2, 2]; GWN 1 [1, 1]; JBK 1 [1, 1]; JJU 1 [1, 1]"},
		{"package-delivery/figures?variant=delivered.own", "CAP 0 [0, 0]; DNM 0 [0, 0]; DKG 0 [0, 0]; CHC 0 [0, 0]; HNM 1 [1, 1]; GWN 0 [0, 0]; JBK 0 [0, 0]; JJU 0 [0, 0]"},
	} {
		var doc figureDoc
		c.Get("/api/indicators/" + test.address + "&by=region&at=2026-08-27&edition=1").Want(http.StatusOK).JSON(&doc)
		var got []string
		for _, f := range doc.Figures {
			got = append(got, f.Region+" "+f.value.String())
		}
		if joined := strings.Join(got, "; "); joined != test.want {
			t.Errorf("%s:\n%s, want\n%s", test.address, joined, test.want)
		}
	}
}
