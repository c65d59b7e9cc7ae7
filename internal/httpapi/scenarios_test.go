package httpapi_test

import (
	"bytes"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"

	"growthmap/internal/httpapi/apitest"
)

type scenarioDoc struct {
	ID           string
	Hypothetical bool
	Token        string
	Scenario     struct {
		Variant, Day string
		Edition      int64
	}
	Effects     []struct{ Pointer, Feature, Role, Amount string }
	Assumptions []struct {
		En       string
		Features []string
	}
	Figures []struct {
		Region string
		Before struct {
			value
			ID   string
			Rows struct{ In int }
		}
		After struct {
			value
			ID       string
			Scenario bool
		}
	}
	Target struct {
		Before, After struct {
			ForCertain *string `json:"for_certain"`
			Possibly   *string
		}
	}
	Links []apitest.Link
}

func play(t *testing.T, c *apitest.Client, body string) (scenarioDoc, *apitest.Answer) {
	t.Helper()
	var doc scenarioDoc
	a := c.Post("/api/scenarios", "application/json", body).Want(http.StatusOK)
	a.JSON(&doc)
	return doc, a
}

func show(s *string) string {
	if s == nil {
		return "-"
	}
	return *s
}

// By hand from geodata/facts/fund_investments.csv, on 2026-08-27: 17,114.3 bn approved, 6,198.4 regional, 2,074.7 of unknown place.
// NGF-M05 (1,500, announced, Chungbuk) and NGF-P11 (2,300, project cost, Gyeongbuk) make the low bound
// (6,198.4 + 3,800) ÷ (17,114.3 + 3,800) = 47.807 %, the high one (8,273.1 + 3,800) ÷ 20,914.3 = 57.727 %, and among the known
// 9,998.4 ÷ (15,039.6 + 3,800) = 53.071 %.
func TestAScenarioOfApprovals(t *testing.T) {
	t.Parallel()
	c := shipped(t)
	doc, posted := play(t, c, `{"indicator": "regional-share", "day": "2026-12-31", "approve": [
		{"feature": "NGF-M05", "day": "2026-12-18"}, {"feature": "NGF-P11", "day": "2026-12-18"}]}`)
	nation := doc.Figures[0]
	if got := nation.Before.value.String(); got != "41.2 [36.2, 48.3]" {
		t.Errorf("before: %s", got)
	}
	if got := nation.After.value.String(); got != "53.1 [47.8, 57.7]" {
		t.Errorf("after: %s", got)
	}
	if !doc.Hypothetical || !strings.HasPrefix(doc.ID, "sc-") || nation.After.ID != doc.ID || !nation.After.Scenario || !strings.HasPrefix(nation.Before.ID, "gm-") {
		t.Errorf("a supposed figure may pass for one that is: %+v", doc)
	}
	if show(doc.Target.Before.ForCertain) != "-" || show(doc.Target.After.ForCertain) != "2026-12-18" {
		t.Errorf("the target stands since %+v", doc.Target)
	}
	if len(doc.Figures) != 9 || len(doc.Effects) != 2 || doc.Effects[0].Amount != "1500000000000" || doc.Effects[1].Role != "in" {
		t.Errorf("%d figures, effects %+v", len(doc.Figures), doc.Effects)
	}
	var assumed []string
	for _, a := range doc.Assumptions {
		assumed = append(assumed, strings.Join(a.Features, ","))
	}
	if !slices.Equal(assumed, []string{"NGF-M05", "NGF-P11", ""}) {
		t.Errorf("assumed of %q", assumed)
	}

	// The address is the scenario: the same bytes for whoever has it, in the format and language they like.
	address := posted.Header.Get("Content-Location")
	if !strings.HasSuffix(address, "/api/scenarios/"+doc.Token) || posted.Header.Get("Cache-Control") != "no-store" {
		t.Errorf("address %s, %s", address, posted.Header.Get("Cache-Control"))
	}
	again := c.Get(address).Want(http.StatusOK)
	if !bytes.Equal(again.Body, posted.Body) || !strings.Contains(again.Header.Get("Cache-Control"), "immutable") {
		t.Errorf("the address says\n%s\nthe answer\n%s", again.Body, posted.Body)
	}
	if fresh := serve(t, options(t)).Get("/api/scenarios/" + doc.Token).Want(http.StatusOK); !strings.Contains(string(fresh.Body), doc.ID) {
		t.Error("another server answers otherwise")
	}
	page := string(c.Get(address, "Accept", "text/html", "Accept-Language", "en").Want(http.StatusOK).Body)
	if !strings.Contains(page, "not what is") || !strings.Contains(page, "53.1") {
		t.Errorf("the page says\n%s", page)
	}
	if l := apitest.Find(doc.Links, "related", "text/html"); l == nil || !strings.HasSuffix(l.Href, "/?scenario="+doc.Token) {
		t.Errorf("the dashboard is at %v", l)
	}
	c.Get(address + "?edition=1&at=2026-12-31").Want(http.StatusOK)
	c.Get(address + "?at=2026-12-30").Problem(http.StatusBadRequest)
}

func TestAScenarioOfNothing(t *testing.T) {
	c := shipped(t)
	for _, body := range []string{`{"indicator": "regional-share"}`, `{"indicator": "regional-share", "variant": "state-fund-only.split"}`, `{"indicator": "ai-factories"}`, `{"indicator": "package-delivery"}`} {
		doc, _ := play(t, c, body)
		for _, f := range doc.Figures {
			if f.Before.value.String() != f.After.value.String() {
				t.Errorf("%s: %s became %s", body, f.Before.value, f.After.value)
			}
		}
		if doc.Scenario.Day != "2026-11-22" || doc.Scenario.Variant == "" || doc.Scenario.Edition == 0 {
			t.Errorf("%s: settled as %+v", body, doc.Scenario)
		}
	}
}

// An indicator says by its links whether anything may be supposed of it.
func TestWhatMayBeSupposed(t *testing.T) {
	t.Parallel()
	c := shipped(t)
	var list struct {
		Indicators []struct {
			ID    string
			Links []apitest.Link
		}
	}
	c.Get("/api/indicators").Want(http.StatusOK).JSON(&list)
	var supposable []string
	for _, i := range list.Indicators {
		var doc struct{ Takes struct{ Steps []string } }
		c.Post("/api/scenarios", "application/json", `{"indicator": "`+i.ID+`"}`).Want(http.StatusOK).JSON(&doc)
		says := slices.ContainsFunc(i.Links, func(l apitest.Link) bool { return l.Rel == "scenario" && l.Templated })
		if says != (len(doc.Takes.Steps) > 0) {
			t.Errorf("%s takes %q, and the link says %t", i.ID, doc.Takes.Steps, says)
		}
		if says {
			supposable = append(supposable, i.ID)
		}
	}
	if !slices.Contains(supposable, "ai-factories") || !slices.Contains(supposable, "regional-share") {
		t.Errorf("only %q", supposable)
	}
}

// The 102 reported, and 8 a month from July 2026: 398 are missing, the 50th month is August 2030.
func TestAScenarioOfARate(t *testing.T) {
	doc, _ := play(t, shipped(t), `{"indicator": "ai-factories", "per_month": [{"from": "2026-07-01", "until": "2030-12-31", "count": "8", "region": "DNM"}]}`)
	if got := show(doc.Target.After.ForCertain); got != "2030-08-31" || doc.Scenario.Day != "2030-12-31" {
		t.Errorf("500 since %s, on %s", got, doc.Scenario.Day)
	}
	for _, f := range doc.Figures {
		if changed := f.Before.value.String() != f.After.value.String(); changed != (f.Region == "" || f.Region == "DNM") {
			t.Errorf("%q: %s became %s", f.Region, f.Before.value, f.After.value)
		}
	}
}

func TestScenariosThatCannotBe(t *testing.T) {
	c := shipped(t)
	for body, want := range map[string]string{
		`{"indicator": "growth"}`:                            "/indicator",
		`{"indicator": "regional-share", "variant": "mine"}`: "/variant",
		`{"indicator": "regional-share", "approve": [{"feature": "NGF-A01", "day": "2026-12-01"}, {"feature": "x"}]}`:                            "/approve/1/day",
		`{"indicator": "regional-share", "approve": [{"feature": "NGF-A01", "day": "2026-12-01"}, {"feature": "NGF-M05", "day": "2026-12-01"}]}`: "/approve/0/feature",
		`{"indicator": "regional-share", "variant": "state-fund-only", "approve": [{"feature": "NGF-M05", "day": "2026-12-01"}]}`:                "/approve/0/amount",
		`{"indicator": "regional-share", "variant": "motir-growth-engine", "approve": [{"feature": "NGF-M05", "day": "2026-12-01"}]}`:            "/variant",
		`{"indicator": "package-delivery", "add": [{"name": "x", "day": "2026-12-01"}]}`:                                                         "",
	} {
		a := c.Post("/api/scenarios", "application/json", body, "Accept-Language", "en")
		var p struct {
			Issues []struct{ Pointer, Wanted, Fix string }
		}
		a.Problem(http.StatusUnprocessableEntity)
		a.JSON(&p)
		if len(p.Issues) == 0 || p.Issues[len(p.Issues)-1].Pointer != want || p.Issues[0].Wanted == "" || p.Issues[0].Fix == "" {
			t.Errorf("%s: %s", body, a.Body)
		}
	}
	c.Post("/api/scenarios", "application/json", `{`).Problem(http.StatusBadRequest)
	c.Post("/api/scenarios", "text/plain", `{"indicator": "regional-share"}`).Problem(http.StatusUnsupportedMediaType)
	c.Post("/api/scenarios?at=2026-01-01", "application/json", `{"indicator": "regional-share"}`).Problem(http.StatusBadRequest)
	c.Post("/api/scenarios", "application/json", `{"indicator": "regional-share", "edition": 99}`).Problem(http.StatusNotFound)
	c.Post("/api/scenarios", "application/json", `{"indicator": "`+strings.Repeat("x", 70_000)+`"}`).Problem(http.StatusRequestEntityTooLarge)
	c.Get("/api/scenarios/nonsense").Problem(http.StatusBadRequest)
	c.Get("/api/scenarios").Problem(http.StatusNotFound)
	if p := c.Do(http.MethodPut, "/api/scenarios", "Accept-Language", "en").Problem(http.StatusMethodNotAllowed); !strings.Contains(p.Detail, "POST") {
		t.Errorf("another method: %q", p.Detail)
	}
	a := c.Do(http.MethodOptions, "/api/scenarios", "Access-Control-Request-Method", "POST").Want(http.StatusNoContent)
	if methods := a.Header.Get("Access-Control-Allow-Methods"); !strings.Contains(methods, "POST") {
		t.Errorf("scripts of other sites may use %s", methods)
	}
}

// A body whose length is not announced is cut off at the limit too.
func TestAScenarioWithoutALength(t *testing.T) {
	c := shipped(t)
	content := struct{ io.Reader }{strings.NewReader(`"` + strings.Repeat("x", 100_000))}
	request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, c.Base()+"/api/scenarios", content)
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Content-Type", "application/json")
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusRequestEntityTooLarge {
		t.Errorf("status %d", response.StatusCode)
	}
}

type planDoc struct {
	Status, Value, After, Amount string
	Missing                      *string
	MissingAfter                 *string `json:"missing_after"`
	Proven                       bool
	Chosen                       []string
	NotComputable                *struct{ En string } `json:"not_computable"`
	Projects                     []struct {
		Feature, Role, Amount, Basis, With, Effect string
		Counted                                    []string
	}
	Needs       []struct{ Feature, Wanted string }
	Counted     []struct{ Feature, Without, Effect string }
	Assumptions []struct{ Features []string }
	Links       []apitest.Link
}

// On 2026-08-27, whatever the unknown turns out to be, 40 % of 17,114.3 bn is 6,845.72, and 647.32 ÷ 0.6 = 1,078.87 bn are
// missing. Alone, 730 left of NGF-N05 (1,000 − 270) and 400 of NGF-P13 are too little, 900 of NGF-N03 (mixed, 1,400 − 500) too;
// of those that are enough NGF-M05 with 1,500 is the smallest: (6,198.4 + 1,500) ÷ (17,114.3 + 1,500) = 41.357 %. The smallest sum
// is 400 + 730 = 1,130: 7,328.4 ÷ 18,244.3 = 40.168 %.
func TestThePlanForFortyPercent(t *testing.T) {
	c := shipped(t)
	const address = "/api/indicators/regional-share/plan?at=2026-08-27"
	for objective, want := range map[string]string{
		"fewest": "reachable 36.2, 1078866666667 missing: NGF-M05, 1500000000000, 41.4",
		"amount": "reachable 36.2, 1078866666667 missing: NGF-N05 NGF-P13, 1130000000000, 40.2",
	} {
		var p planDoc
		c.Get(address + "&objective=" + objective).Want(http.StatusOK).JSON(&p)
		if got := p.Status + " " + p.Value + ", " + show(p.Missing) + " missing: " + strings.Join(p.Chosen, " ") + ", " + p.Amount + ", " + p.After; got != want || !p.Proven {
			t.Errorf("%s:\n got %s\nwant %s", objective, got, want)
		}
		// What it chooses, supposed, is what it says.
		var played scenarioDoc
		c.Follow(p.Links, "scenario", "application/json").Want(http.StatusOK).JSON(&played)
		if f := played.Figures[0]; show(f.After.Low) != p.After || show(f.Before.Low) != p.Value {
			t.Errorf("%s: the scenario makes %s of %s", objective, f.After.value, f.Before.value)
		}
	}
	var p planDoc
	c.Get(address).Want(http.StatusOK).JSON(&p)
	without := map[string]string{}
	for _, f := range p.Counted {
		without[f.Feature] = f.Without
	}
	// (6,198.4 − 3,400) ÷ (17,114.3 − 3,400) = 20.405 %; without the 2,500 of Pyeongtaek 6,198.4 ÷ 14,614.3 = 42.413 %.
	if len(without) != 30 || without["NGF-A01"] != "20.4" || without["NGF-A02"] != "42.4" {
		t.Errorf("%d count; without NGF-A01 %s, without NGF-A02 %s", len(without), without["NGF-A01"], without["NGF-A02"])
	}
	projects := map[string]string{}
	for _, o := range p.Projects {
		projects[o.Feature] = o.Amount + " " + o.Basis + " " + o.With
	}
	// Saemangeum: 9,000 less 250 and 350; (6,198.4 + 8,400) ÷ 25,514.3 = 57.217 %.
	if projects["NGF-N06"] != "8400000000000 rest 57.2" || projects["NGF-M07"] != "3300000000000 stated 30.4" || projects["NGF-M06"] != "" {
		t.Errorf("projects %v", projects)
	}
	var needs []string
	for _, n := range p.Needs {
		needs = append(needs, n.Feature)
	}
	if !slices.Contains(needs, "NGF-P03") || slices.Contains(needs, "NGF-P11") {
		t.Errorf("needs %q", needs)
	}
	page := string(c.Get(address, "Accept", "text/html", "Accept-Language", "en").Want(http.StatusOK).Body)
	if !strings.Contains(page, "The chosen projects reach the target.") || !strings.Contains(page, "NGF-N06") {
		t.Errorf("the page says\n%s", page)
	}
}

// No open project states its part of the state fund. On 2026-05-28 the part is known of all 16: 1,884.5 of 5,169.5, and
// 183.3 ÷ 0.6 = 305.5 bn are missing.
func TestThePlanForTheStateFund(t *testing.T) {
	c := shipped(t)
	const address = "/api/indicators/regional-share/plan?at=2026-05-28&variant=state-fund-only"
	var p planDoc
	c.Get(address).Want(http.StatusOK).JSON(&p)
	if p.Status != "unreachable" || !p.Proven || show(p.Missing) != "305500000000" || show(p.MissingAfter) != "305500000000" || len(p.Projects) != 0 || len(p.Needs) < 20 {
		t.Errorf("%+v", p)
	}
	c.Get(address + "&assume=NGF-P03:200000000000,NGF-P11:320000000000").Want(http.StatusOK).JSON(&p)
	if p.Status != "reachable" || !slices.Equal(p.Chosen, []string{"NGF-P11"}) || len(p.Assumptions) != 2 || len(p.Assumptions[0].Features) != 2 {
		t.Errorf("%+v", p)
	}
	var played scenarioDoc
	c.Follow(p.Links, "scenario", "application/json").Want(http.StatusOK).JSON(&played)
	if show(played.Figures[0].After.Low) != p.After {
		t.Errorf("the scenario makes %s, the plan %s", played.Figures[0].After.value, p.After)
	}
}

func TestPlansNameWhatIsWrong(t *testing.T) {
	c := shipped(t)
	for path, names := range map[string]string{
		"regional-share/plan?objective=best":   "fewest",
		"regional-share/plan?bound=middle":     "low",
		"regional-share/plan?assume=NGF-P03":   "FEATURE:AMOUNT",
		"regional-share/plan?assume=NGF-A01:5": "NGF-P03",
		"regional-share/plan?assume=a:1,a:2":   "FEATURE:AMOUNT",
		"package-delivery/plan":                "pipeline",
		"regional-share/plan?region=DNM":       "objective",
	} {
		if p := c.Get("/api/indicators/"+path, "Accept-Language", "en").Problem(http.StatusBadRequest); !strings.Contains(p.Detail, names) {
			t.Errorf("%s: %q does not name %s", path, p.Detail, names)
		}
	}
	var p planDoc
	c.Get("/api/indicators/regional-share/plan?variant=motir-growth-engine").Want(http.StatusOK).JSON(&p)
	if p.NotComputable == nil || !strings.Contains(p.NotComputable.En, "growth engines") {
		t.Errorf("%+v", p)
	}
}
