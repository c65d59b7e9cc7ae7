package httpapi_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
)

type targetsDoc struct {
	Rule    string
	Targets []struct {
		Layer, Feature, Title, Status, Unit string
		Kind, Theme                         struct{ ID, Title string }
		Value                               *struct{ Low, High string }
		Money                               *struct {
			Currency string
			Scale    int64
		}
		Due     *string
		Regions []string
		Figure  *struct {
			value
			Indicator, Variant, ID, Met string
			Reported                    *string
		}
		Citations []struct{ URL string }
		Links     []struct{ Rel, Href string }
	}
}

// Of 62 policy targets and 42 alliance targets all but PT050 and PT051, which are of September 2026, have been announced
// by the day.
func TestTargets(t *testing.T) {
	c := shipped(t)
	var doc targetsDoc
	c.Get("/api/targets?at=2026-08-27&lang=en").Want(http.StatusOK).JSON(&doc)
	if len(doc.Targets) != 60+42 || !strings.Contains(doc.Rule, "overdue") {
		t.Fatalf("%d targets, rule %q", len(doc.Targets), doc.Rule)
	}
	got := map[string]string{}
	for _, target := range doc.Targets {
		text := target.Status
		if target.Due != nil {
			text += " " + *target.Due
		}
		if f := target.Figure; f != nil {
			text += " " + f.Indicator + "." + f.Variant + " " + f.value.String()
			if !strings.HasPrefix(f.ID, "gm-") {
				t.Errorf("%s: figure %q", target.Feature, f.ID)
			}
		}
		got[target.Feature] = text
		money := ""
		if m := target.Money; m != nil {
			money = fmt.Sprint(m.Scale, " ", m.Currency)
		}
		if want := map[string]string{"Trillion KRW": "1000000000000 KRW", "Billion KRW": "1000000000 KRW", "KRW": "1 KRW", "Billion USD": "1000000000 USD"}[target.Unit]; money != want {
			t.Errorf("%s: a unit %q is %q, want %q", target.Feature, target.Unit, money, want)
		}
		if len(target.Citations) == 0 || target.Title == "" || target.Theme.ID == "" || target.Kind.Title == "" {
			t.Errorf("%s lacks a source, a title, a theme or a kind", target.Feature)
		}
	}
	for feature, want := range map[string]string{
		"PT001":                 "due 2030-12-31 ai-factories.selected 51 [51, 52]",
		"PT002":                 "due 2030-12-31 ai-factories.selected 51 [51, 52]",
		"tgt-ai-factories-500":  "due 2030-12-31 ai-factories.selected 51 [51, 52]",
		"PT003":                 "due 2026-12-31 ai-factories-2026.added 0 [0, 0]",
		"tgt-ai-factories-2026": "due 2026-12-31 ai-factories-2026.added 0 [0, 0]",
		"PT004":                 "due leading-models.confirmed 0 [0, 1]",
		"PT005":                 "due ax-complexes.selected 10 [10, 10]",
		"tgt-ax-complexes":      "due 2026-12-31 ax-complexes.selected 10 [10, 10]",
		"tgt-mini-alliances":    "due 2026-12-31 mini-alliances.operating 5 [5, 10]",
		"PT008":                 "due 2027-12-31 humanoid-trials.selected 6 [6, 6]",
		"PT016":                 "due fund-approvals.supply 16542700000000 [16542700000000, 17834300000000]",
		"PT017":                 "due regional-share.fsc 41.2 [36.2, 48.3]",
		"PT018":                 "due fund-approvals.regional 5821500000000 [5821500000000, 8273100000000]",
		"PT019":                 "due 2026-12-31 fund-2026.total 16542700000000 [16542700000000, 17834300000000]",
		"PT020":                 "due 2026-12-31 fund-2026.regions 5821500000000 [5821500000000, 8273100000000]",
		"PT021":                 "due fund-approvals.regional-200 5821500000000 [5821500000000, 8273100000000]",
		"PT046":                 "due 2030-12-31 supply-chain-complexes.designated 10 [10, 10]",
		"tgt-invest-demand-2":   "due max-demand.ai-chips 1400000000000 [1400000000000, 1400000000000]",
		"tgt-invest-demand-3":   "no-data max-demand.ai-factories - [-, -]",
		"PT028":                 "met 2026-12-31", // a result
		"tgt-members-2025-12":   "met 2025-12-31", // a result
		"PT013":                 "no-data 2026-12-31",
		"PT030":                 "no-data",
	} {
		if got[feature] != want {
			t.Errorf("%s: %s, want %s", feature, got[feature], want)
		}
	}
	// What is due next comes first, then what has no day, then what is past.
	var days []string
	for _, target := range doc.Targets {
		day := "9998"
		if target.Due != nil {
			if day = *target.Due; day < "2026-08-27" {
				day = "9999"
			}
		}
		days = append(days, day)
	}
	if !slices.IsSorted(days) || days[0] != "2026-12-31" {
		t.Errorf("the order of days is %v", days)
	}
}

// A year that has passed: 2026 ends with the additions of the year unknown.
func TestTargetsBecomeOverdue(t *testing.T) {
	c := shipped(t)
	for _, test := range []struct{ day, want string }{{"2026-12-31", "due"}, {"2027-01-01", "overdue"}} {
		var doc targetsDoc
		c.Get("/api/targets?lang=en&at=" + test.day + "&status=" + test.want).Want(http.StatusOK).JSON(&doc)
		found := false
		for _, target := range doc.Targets {
			found = found || target.Feature == "PT003"
			if target.Status != test.want {
				t.Errorf("%s: %s among those that are %s", test.day, target.Feature, test.want)
			}
		}
		if !found {
			t.Errorf("%s: PT003 is not %s", test.day, test.want)
		}
	}
}

func TestTargetsAreFiltered(t *testing.T) {
	c := shipped(t)
	for query, want := range map[string]string{
		"region=JBK":            "PT052 PT053", // 6 GW at Saemangeum, 7 GW in the province
		"region=DKG":            "PT057",       // Yeongnam: DKG and DNM
		"theme=batteries":       "PT044 PT045",
		"theme=AX&status=due":   "PT001 PT002 PT003 PT004 PT005 PT008",
		"region=JJU":            "", // no target is set for it alone
		"theme=drones":          "PT062",
		"region=GWN&status=met": "",
		"theme=%ED%9C%B4%EB%A8%B8%EB%85%B8%EC%9D%B4%EB%93%9C&status=due": "tgt-humanoid-trials tgt-invest-demand-1",
	} {
		var doc targetsDoc
		c.Get("/api/targets?at=2026-08-27&" + query).Want(http.StatusOK).JSON(&doc)
		var got []string
		for _, target := range doc.Targets {
			got = append(got, target.Feature)
		}
		slices.Sort(got)
		if strings.Join(got, " ") != want {
			t.Errorf("%s: %v, want %s", query, got, want)
		}
	}
	for query, names := range map[string]string{
		"status=late": "overdue", "region=XXX": "JBK", "theme=bananas": "AX", "regoin=JBK": "region",
	} {
		answer := c.Get("/api/targets?"+query, "Accept-Language", "en").Want(http.StatusBadRequest)
		if !strings.Contains(string(answer.Body), names) {
			t.Errorf("%s: %s does not name %s", query, answer.Body, names)
		}
	}
	page := c.Get("/api/targets?at=2026-08-27&lang=ko&f=html").Want(http.StatusOK)
	for _, part := range []string{"AI 팩토리 보급 수", "2030-12-31", "gm-"} {
		if !strings.Contains(string(page.Body), part) {
			t.Errorf("the page lacks %q", part)
		}
	}
}
