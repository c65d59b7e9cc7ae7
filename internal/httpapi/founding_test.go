package httpapi_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"net/http"
	"os"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/text/language"
	"golang.org/x/text/message"
	"golang.org/x/text/number"

	"growthmap/internal/httpapi/apitest"
)

var update = flag.Bool("update", false, "rewrite the documents that tests write")

const foundingFile = "../../docs/founding-statements.md"

// asOf pins the answers: the day of the last facts about the fund, and the edition the service is born with.
const asOf = "at=2026-08-27&edition=1"

// reply is what the product says to a statement: the value at a path of the answer of an address.
type reply struct {
	id      string // of the statement
	address string
	path    string // members with slashes between; KEY=VALUE chooses the element whose member has the value
	want    string
	meaning string // what the value is
}

func figureOf(indicator, variant string) string {
	return "/api/indicators/" + indicator + "/figures?variant=" + variant + "&" + asOf
}

func itemOf(layer, id string) string {
	return "/api/collections/" + layer + "/items/" + id + "?" + asOf
}

func targetOf(layer, feature string) (address, path string) {
	return "/api/targets?" + asOf, "targets/layer=" + layer + "/feature=" + feature
}

// founding are the answers to all statements of the documents from which the project began.
var founding = func() []reply {
	const (
		won    = "properties/amount_krw"
		note   = "properties/note"
		status = "properties/status"
		count  = "numberMatched"
	)
	var all []reply
	say := func(id, address, path, want, meaning string) {
		all = append(all, reply{id, address, path, want, meaning})
	}
	// milestone answers with the due day of a target, and its number where it has one.
	milestone := func(id, layer, feature, due, value, unit string) {
		address, path := targetOf(layer, feature)
		if value != "" {
			say(id, address, path+"/value/low", value, "target, "+unit)
		}
		if due != "" {
			say(id, address, path+"/due", due, "day on which it is due")
		}
		say(id, address, path+"/status", "no-data", "status: no public number measures it")
	}
	// stated answers with the statement itself: nothing else on record says more.
	stated := func(id, member, want string) {
		say(id, itemOf("founding-statements", id), "properties/"+member, want, "the statement; no other source on record")
	}

	say("fund-total", figureOf("fund-approvals", "supply"), "figures/0/target/at_least", "150000000000000", "target, won")
	say("fund-total", figureOf("fund-approvals", "supply"), "figures/0/reported/value", "17900000000000", "approved by then as reported, won")
	say("fund-direct", figureOf("fund-approvals", "direct"), "figures/0/target/at_least", "15000000000000", "plan, won")
	say("fund-direct", figureOf("fund-approvals", "direct"), "figures/0/value", "2810000000000", "approved by then, won")
	say("fund-indirect", figureOf("fund-approvals", "indirect"), "figures/0/target/at_least", "35000000000000", "plan, won")
	say("fund-indirect", figureOf("fund-approvals", "indirect"), "figures/0/value", "720000000000", "approved by then, won")
	say("fund-loans", figureOf("fund-approvals", "loans"), "figures/0/target/at_least", "50000000000000", "plan, won")
	say("fund-loans", figureOf("fund-approvals", "loans"), "figures/0/value", "6146500000000", "approved by then, won")
	say("fund-infrastructure", figureOf("fund-approvals", "infrastructure"), "figures/0/target/at_least", "50000000000000", "plan, won")
	say("fund-infrastructure", figureOf("fund-approvals", "infrastructure"), "figures/0/value", "6866200000000", "approved by then, won")
	say("fund-ai", itemOf("fund-envelope", "ENV-021"), won, "30000000000000", "indicative plan for AI, won")
	say("fund-ai", figureOf("fund-industries", "ai"), "figures/0/not_computable/en",
		"Not computable: the plan for AI includes AI transformation and cuts across industries, and which approvals are booked under it has not been published.",
		"approvals against it")
	stated("fund-direct-use", "statement_en", "Use of direct investment: production facilities, joint ventures and SPCs for acquisitions")
	say("fund-direct-use", itemOf("fund-envelope", "ENV-067"), "properties/item_en", "Direct investment works as a match to privately set terms", "how it works, as the press reports")
	stated("fund-loan-terms", "statement_en", "Loan terms: interest near treasury bonds, for facilities and R&D")
	say("fund-infra-use", itemOf("fund-envelope", "ENV-054"), "properties/definition_note",
		"Power plants, AI data centres and region-only funds were named as means to reach 40%", "uses named")

	say("max-demand", itemOf("fund-pipeline", "MAX-001"), won, "10000000000000", "demand surveyed, won, at least")
	say("max-demand-humanoid", figureOf("max-demand", "humanoids"), "figures/0/target/at_least", "6600000000000", "demand surveyed, won")
	say("max-demand-humanoid", figureOf("max-demand", "humanoids"), "figures/0/high", "350000000000", "approved in the field by then, won, at most")
	say("max-demand-chips", figureOf("max-demand", "ai-chips"), "figures/0/target/at_least", "1500000000000", "demand surveyed, won")
	say("max-demand-chips", figureOf("max-demand", "ai-chips"), "figures/0/value", "1400000000000", "approved in the field by then, won")
	say("max-demand-factories", itemOf("fund-pipeline", "MAX-004"), won, "1300000000000", "demand surveyed, won")
	say("max-demand-factories", figureOf("max-demand", "ai-factories"), "figures/0/not_computable/en",
		"Not computable: AI factories cut across all manufacturing, and no source says whether an approval is for one.", "approvals against it")
	say("max-members-dec", itemOf("alliance-targets", "tgt-members-2025-09"), "properties/value", "1000", "members, about, in September 2025")
	say("max-members-2025", itemOf("alliance-targets", "tgt-members-2025-12"), "properties/value", "1300", "members in December 2025")
	say("max-channel", itemOf("fund-pipeline", "MAX-013"), status, "agreed_to_operate", "status")
	say("max-proposals", itemOf("fund-pipeline", "MAX-014"), status, "agreed", "status")
	milestone("max-2026", "policy-targets", "PT013", "2026-12-31", "700", "billion won")
	milestone("max-data", "policy-targets", "PT011", "2030-12-31", "100", "billion won")
	milestone("max-models", "policy-targets", "PT012", "2032-12-31", "700", "billion won")
	milestone("max-chip-test", "alliance-targets", "tgt-chip-custom", "2028-12-31", "", "")
	milestone("max-chips", "policy-targets", "PT010", "2030-12-31", "10", "chips")
	milestone("max-value", "policy-targets", "PT006", "2030-12-31", "100", "trillion won")
	milestone("max-humanoid", "policy-targets", "PT009", "2029-12-31", "", "")
	milestone("max-selfdriving", "alliance-targets", "tgt-av-e2e", "2030-12-31", "", "")
	say("max-projects", itemOf("fund-pipeline", "MAX-020"), "properties/item_ko", "2026년 제조 AX 지원 계획(5대 과제)", "the plan with its five projects")

	say("engines-selection", figureOf("growth-engines", "selected"), "figures/0/reported/value", "25", "engines selected, as reported")
	say("engines-selection", figureOf("growth-engines", "selected"), "figures/0/reported/day/0", "2026-08-27", "day of the selection, after February 2026")
	say("engines-selection", figureOf("growth-engines", "selected"), "figures/0/value", "0", "of them known by name")
	say("engines-share", itemOf("fund-envelope", "ENV-052"), "properties/share_pct", "40", "rule of the industry ministry, %")
	say("engines-share", figureOf("regional-share", "motir-growth-engine"), "figures/0/not_computable/en",
		"Not computable: the names of the 25 growth engines selected by 27 August 2026 are unknown.", "share reached")
	say("engines-hubs", "/api/collections/region-definitions/items?kind=hub&"+asOf, count, "5", "hubs")
	say("engines-special", "/api/collections/region-definitions/items?kind=special&"+asOf, count, "3", "special provinces")
	say("package-five", figureOf("package-delivery", "announced"), "figures/0/value", "5", "pillars with a measure")
	say("package-five", figureOf("package-delivery", "decided"), "figures/0/value", "2", "pillars with a measure that was decided or went further")
	say("package-universities", "/api/collections/universities/items?"+asOf, count, "9", "flagship national universities")
	say("package-grant", itemOf("growth-package", "GP018"), status, "under_review", "status in December 2025")
	say("package-grant", itemOf("growth-package", "GP019"), status, "planned", "status in January 2026")
	stated("package-rd", "qualifier", "conflicting")
	say("package-rd", itemOf("growth-package", "GP032"), note, "Sources agree on 2 trillion (2조원). A figure of 200 bn KRW was not found anywhere.", "what the other sources say")

	const chips, battery = "%EB%82%A8%EB%B6%80%EA%B6%8C%20%EB%B0%98%EB%8F%84%EC%B2%B4%20%ED%98%81%EC%8B%A0%EB%B2%A8%ED%8A%B8", "%EB%B0%B0%ED%84%B0%EB%A6%AC%20%EC%82%BC%EA%B0%81%EB%B2%A8%ED%8A%B8"
	say("belt-chips", "/api/collections/cluster-nodes/items?belt="+chips+"&status=announced&"+asOf, count, "3", "nodes announced: Gwangju, Gumi and Busan")
	say("belt-battery", "/api/collections/cluster-nodes/items?belt="+battery+"&status=announced&"+asOf, count, "4", "nodes announced: Chungcheong, Honam, and two in Yeongnam")
	say("belt-raw", itemOf("cluster-nodes", "CL032"), "properties/stage", "proposed", "stage: applied for, not designated")
	say("factories-500", figureOf("ai-factories", "selected"), "figures/0/target/at_least", "500", "target by 2030")
	say("factories-500", figureOf("ai-factories", "selected"), "figures/0/reported/value", "102", "selected by then, as reported")
	say("factories-500", figureOf("ai-factories", "selected"), "figures/0/value", "51", "of them known by name")
	say("models-demos", figureOf("leading-models", "confirmed"), "figures/0/value", "0", "leading models confirmed, of 15")
	say("models-demos", figureOf("ax-complexes", "selected"), "figures/0/value", "10", "demonstration complexes selected, of 13")

	stated("trade-hubs", "value", "40")
	stated("trade-hubs-money", "value", "4.5")
	stated("trade-cptpp", "statement_en", "Consider joining CPTPP; Korea-China services and investment FTA")
	stated("org-security", "target_year", "2025")
	stated("org-ai", "target_year", "2025")
	for _, plan := range [][2]string{
		{"plan-hyundai", "MAX-005"}, {"plan-hdksoe", "MAX-006"}, {"plan-doosan", "MAX-007"}, {"plan-cj", "MAX-008"}, {"plan-ecoprobm", "MAX-009"},
	} {
		say(plan[0], itemOf("fund-pipeline", plan[1]), status, "presented", "stage: presented, which is not an application")
	}
	say("plan-furiosa", itemOf("fund-pipeline", "MAX-010"), status, "fund_approved", "stage: approved by the fund on 28 May 2026")
	say("plan-furiosa", itemOf("fund-investments", "NGF-A12"), won, "800000000000", "approved, won")
	return all
}()

// Every statement of the founding documents has an answer in the product, and docs/founding-statements.md lists them.
// The flag -update rewrites it.
func TestFoundingStatements(t *testing.T) {
	c := shipped(t)
	var statements struct {
		Features []struct {
			ID         string
			Properties map[string]any
		}
	}
	c.Get("/api/collections/founding-statements/items?limit=1000&" + asOf).Want(http.StatusOK).JSON(&statements)
	if len(statements.Features) != 50 {
		t.Fatalf("%d founding statements, want 50", len(statements.Features))
	}
	answers := map[string][]string{}
	for _, r := range founding {
		got, err := valueAt(c, r.address, r.path)
		if err != nil || got != r.want {
			t.Errorf("%s: %s at %s is %q (%v), want %q", r.id, r.path, r.address, got, err, r.want)
		}
		answers[r.id] = append(answers[r.id], fmt.Sprintf("%s (%s): [`%s`](%s)", grouped(r.want), r.meaning, r.path, r.address))
	}

	var b strings.Builder
	b.WriteString("# Founding statements\n\nWhat the four documents from which Growthmap began say, and what the product answers, as of 2026-08-27 in\n" +
		"edition 1. Addresses are those of a running service. A test calls every address, compares the value, and writes this\n" +
		"page: `go test ./internal/httpapi -run TestFoundingStatements -update`.\n\n| statement | said | answered |\n|---|---|---|\n")
	for _, s := range statements.Features {
		text := func(column string) string {
			if v, ok := s.Properties[column]; ok && v != nil {
				return fmt.Sprint(v)
			}
			return ""
		}
		if len(answers[s.ID]) == 0 {
			t.Errorf("%s has no answer", s.ID)
		}
		said := strings.TrimSpace(text("value") + " " + text("unit"))
		for _, more := range []string{text("qualifier"), text("target_year")} {
			if more != "" {
				said = strings.TrimPrefix(said+", "+more, ", ")
			}
		}
		if said != "" {
			said = ": " + said
		}
		fmt.Fprintf(&b, "| `%s` | %s%s (%s) | %s |\n", s.ID, text("statement_en"), said, text("document_date"), strings.Join(answers[s.ID], "<br>"))
		delete(answers, s.ID)
	}
	for id := range answers {
		t.Errorf("there is no statement %s", id)
	}
	if *update && !t.Failed() {
		if err := os.WriteFile(foundingFile, []byte(b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	written, err := os.ReadFile(foundingFile)
	if err != nil || string(written) != b.String() {
		t.Errorf("%s is not what the product answers (%v); run the test with -update", foundingFile, err)
	}
}

// grouped writes a large whole number in groups of three digits.
func grouped(text string) string {
	if n, err := strconv.ParseInt(text, 10, 64); err == nil && n >= 10_000 {
		return message.NewPrinter(language.English).Sprint(number.Decimal(n))
	}
	return text
}

// valueAt is the value at a path of an answer, as text.
func valueAt(c *apitest.Client, address, path string) (string, error) {
	var doc any
	dec := json.NewDecoder(bytes.NewReader(c.Get(address, "Accept-Language", "en").Want(http.StatusOK).Body))
	dec.UseNumber()
	if err := dec.Decode(&doc); err != nil {
		return "", err
	}
	for step := range strings.SplitSeq(path, "/") {
		var ok bool
		if doc, ok = member(doc, step); !ok {
			return "", fmt.Errorf("there is no %s", step)
		}
	}
	if list, ok := doc.([]any); ok && len(list) == 1 {
		doc = list[0]
	}
	return fmt.Sprint(doc), nil
}

// member is a member of an object, an element of a list, or the elements whose member has a value.
func member(doc any, step string) (any, bool) {
	switch doc := doc.(type) {
	case map[string]any:
		v, ok := doc[step]
		return v, ok
	case []any:
		if key, value, chosen := strings.Cut(step, "="); chosen {
			var matching []any
			for _, e := range doc {
				if v, ok := member(e, key); ok && fmt.Sprint(v) == value {
					matching = append(matching, e)
				}
			}
			return matching, len(matching) > 0
		}
		i, err := strconv.Atoi(step)
		if err != nil && len(doc) == 1 {
			return member(doc[0], step)
		}
		if err != nil || i < 0 || i >= len(doc) {
			return nil, false
		}
		return doc[i], true
	}
	return nil, false
}
