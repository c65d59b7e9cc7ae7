package indicator

import (
	"bytes"
	"compress/flate"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"math/big"
	"slices"
	"strings"

	"growthmap/internal/atlas"
)

// Limits of a scenario.
const (
	MaxScenarioBytes = 64 << 10 // of its JSON
	// maxTokenLetters leaves room in an address of 8 KiB for the rest of it.
	maxTokenLetters = 6000
	maxSteps        = 200 // in each list
	maxMonths       = 600
	maxSupposed     = 10_000 // features made up in all
	maxSupposedWon  = 1e16
)

// Scenario is a number of suppositions about an indicator in a variant: what
// would be if they held. It says nothing of what is.
type Scenario struct {
	Indicator string `json:"indicator"`
	Variant   string `json:"variant"`
	// Edition is the state of knowledge it is applied to; 0 until it is settled.
	Edition int64 `json:"edition"`
	// Day is the day of its figures; MinDay until it is settled.
	Day      atlas.Day  `json:"day"`
	Approve  []Approval `json:"approve,omitempty"`
	Add      []Addition `json:"add,omitempty"`
	Shift    []Shift    `json:"shift,omitempty"`
	PerMonth []Rate     `json:"per_month,omitempty"`
}

// Approval supposes that a project of the pipeline counts from a day on.
type Approval struct {
	Feature string    `json:"feature"`
	Day     atlas.Day `json:"day"`
	// Amount is in whole won; nil for what the sources state.
	Amount *int64 `json:"amount,omitempty"`
	// Region is the code of an area, for a project of which no place is known.
	Region string `json:"region,omitempty"`
	// In is whether it belongs to the numerator of a share, where nobody knows.
	In *bool `json:"in,omitempty"`
}

// Addition supposes a project that nobody has proposed, or several.
type Addition struct {
	Name   string    `json:"name"`
	Day    atlas.Day `json:"day"`
	Amount *int64    `json:"amount,omitempty"` // whole won, where amounts are measured
	Count  *int64    `json:"count,omitempty"`  // how many, where features are counted
	Region string    `json:"region,omitempty"`
	In     *bool     `json:"in,omitempty"`
}

// Shift supposes that an amount had gone to one area instead of another: so many
// won, or so many percent of what is known to have gone to the first by the day.
type Shift struct {
	From    string    `json:"from"`
	To      string    `json:"to"`
	Day     atlas.Day `json:"day"`
	Amount  *int64    `json:"amount,omitempty"`
	Percent string    `json:"percent,omitempty"`
}

// Rate supposes that on the last day of each month from one day to another
// something is added: an amount, or a number of features, of which fractions
// are carried over until they make one.
type Rate struct {
	From   atlas.Day `json:"from"`
	Until  atlas.Day `json:"until"`
	Amount *int64    `json:"amount,omitempty"`
	Count  string    `json:"count,omitempty"`
	Region string    `json:"region,omitempty"`
	In     *bool     `json:"in,omitempty"`
}

// ReadScenario reads the JSON of a scenario strictly. The error is an
// *atlas.Error: Invalid when it is not JSON, TooLarge over MaxScenarioBytes, and
// Rejected with every issue there is, each with its JSON Pointer. What depends on
// the data is checked by Settle and Subject.Play.
func ReadScenario(body []byte) (Scenario, error) {
	sc := Scenario{Day: atlas.MinDay}
	if len(body) > MaxScenarioBytes {
		return sc, &atlas.Error{Kind: atlas.TooLarge, Message: atlas.Text{
			Ko: fmt.Sprintf("시나리오가 너무 큽니다. %d바이트까지 받을 수 있습니다.", MaxScenarioBytes),
			En: fmt.Sprintf("The scenario is too large. It may have up to %d bytes.", MaxScenarioBytes),
		}}
	}
	decoder := json.NewDecoder(bytes.NewReader(body))
	decoder.UseNumber()
	var document any
	err := decoder.Decode(&document)
	if err == nil && decoder.More() {
		err = fmt.Errorf("something follows the JSON object")
	}
	if err != nil {
		return sc, &atlas.Error{Kind: atlas.Invalid, Err: err, Message: atlas.Text{
			Ko: fmt.Sprintf("시나리오를 JSON으로 읽을 수 없습니다(%v). JSON 객체 하나를 UTF-8로 보내 주세요.", err),
			En: fmt.Sprintf("The scenario cannot be read as JSON (%v). Send one JSON object in UTF-8.", err),
		}}
	}
	r := &reading{}
	r.object("", document, []string{"indicator"}, map[string]func(string, any){
		"indicator": r.text(&sc.Indicator),
		"variant":   r.text(&sc.Variant),
		"edition":   func(at string, v any) { sc.Edition = r.whole(at, v, 1, 1<<53) },
		"day":       r.day(&sc.Day),
		"approve": r.list(func(at string, v any) {
			var a Approval
			r.object(at, v, []string{"feature", "day"}, map[string]func(string, any){
				"feature": r.text(&a.Feature), "day": r.day(&a.Day), "amount": r.won(&a.Amount), "region": r.text(&a.Region), "in": r.flag(&a.In),
			})
			sc.Approve = append(sc.Approve, a)
		}),
		"add": r.list(func(at string, v any) {
			var a Addition
			r.object(at, v, []string{"name", "day"}, map[string]func(string, any){
				"name": r.text(&a.Name), "day": r.day(&a.Day), "amount": r.won(&a.Amount), "region": r.text(&a.Region), "in": r.flag(&a.In),
				"count": func(at string, v any) { n := r.whole(at, v, 1, maxSupposed); a.Count = &n },
			})
			sc.Add = append(sc.Add, a)
		}),
		"shift": r.list(func(at string, v any) {
			var s Shift
			r.object(at, v, []string{"from", "to", "day"}, map[string]func(string, any){
				"from": r.text(&s.From), "to": r.text(&s.To), "day": r.day(&s.Day), "amount": r.won(&s.Amount),
				"percent": r.decimal(&s.Percent, 100),
			})
			if (s.Amount == nil) == (s.Percent == "") {
				r.wrong(at, "", say("amount와 percent 가운데 하나", "either amount or percent"), say("하나만 적어 주세요.", "Give one of the two."))
			}
			sc.Shift = append(sc.Shift, s)
		}),
		"per_month": r.list(func(at string, v any) {
			var m Rate
			r.object(at, v, []string{"from", "until"}, map[string]func(string, any){
				"from": r.day(&m.From), "until": r.day(&m.Until), "amount": r.won(&m.Amount), "region": r.text(&m.Region), "in": r.flag(&m.In),
				"count": r.decimal(&m.Count, maxSupposed),
			})
			if n := len(endsOfMonths(m.From, m.Until)); m.From > m.Until || n > maxMonths {
				r.wrong(at+"/until", m.Until.String(), say("from 이후 %d개월 안의 날", "a day after from, up to %d months later", maxMonths), say("날짜를 고쳐 주세요.", "Correct the day."))
			}
			sc.PerMonth = append(sc.PerMonth, m)
		}),
	})
	return sc, r.rejected()
}

// rejected is the error with every issue of a scenario, nil when there is none.
func rejected(issues []atlas.Issue) error {
	if len(issues) == 0 {
		return nil
	}
	return &atlas.Error{Kind: atlas.Rejected, Issues: issues,
		Message: say("시나리오에 고칠 곳이 %d군데 있습니다.", "The scenario has %d issues to correct.", len(issues))}
}

// Token is the scenario as a part of an address: base64url of its deflated JSON.
// A scenario that is too large to be shared so is TooLarge.
func (sc Scenario) Token() (string, error) {
	body, err := json.Marshal(sc)
	if err != nil {
		return "", fmt.Errorf("scenario: %w", err)
	}
	var packed bytes.Buffer
	w, err := flate.NewWriter(&packed, flate.BestCompression)
	if err != nil {
		return "", fmt.Errorf("scenario: %w", err)
	}
	if _, err := w.Write(body); err != nil {
		return "", fmt.Errorf("scenario: %w", err)
	}
	if err := w.Close(); err != nil {
		return "", fmt.Errorf("scenario: %w", err)
	}
	token := base64.RawURLEncoding.EncodeToString(packed.Bytes())
	if len(token) > maxTokenLetters {
		return "", &atlas.Error{Kind: atlas.TooLarge, Message: say(
			"시나리오가 길어 주소 하나에 담을 수 없습니다(%d자, 최대 %d자). 항목을 줄여 주세요.",
			"The scenario is too long for an address (%d letters, %d at most). Give it fewer steps.", len(token), maxTokenLetters)}
	}
	return token, nil
}

// ReadToken reads a scenario from its token. The error is an *atlas.Error.
func ReadToken(token string) (Scenario, error) {
	invalid := func(err error) error {
		shown := token
		if len(shown) > 40 {
			shown = shown[:40] + "…"
		}
		e := atlas.InvalidParameter("token", shown, say("시나리오의 주소 그대로", "the address of a scenario, exactly as it was given"))
		e.Err = err
		return e
	}
	if len(token) > maxTokenLetters {
		return Scenario{}, invalid(fmt.Errorf("%d letters", len(token)))
	}
	packed, err := base64.RawURLEncoding.Strict().DecodeString(token)
	if err != nil {
		return Scenario{}, invalid(err)
	}
	rest := bytes.NewReader(packed)
	body, err := io.ReadAll(io.LimitReader(flate.NewReader(rest), MaxScenarioBytes+1))
	if err != nil {
		return Scenario{}, invalid(err)
	}
	sc, err := ReadScenario(body)
	if err == nil && rest.Len() > 0 {
		err = invalid(fmt.Errorf("%d bytes too many", rest.Len()))
	}
	if err == nil && (sc.Edition == 0 || sc.Day == atlas.MinDay) {
		err = invalid(fmt.Errorf("the edition or the day is missing"))
	}
	return sc, err
}

// lastDay is the last day on which the scenario supposes anything.
func (sc Scenario) lastDay() atlas.Day {
	last := atlas.MinDay
	for _, a := range sc.Approve {
		last = max(last, a.Day)
	}
	for _, a := range sc.Add {
		last = max(last, a.Day)
	}
	for _, s := range sc.Shift {
		last = max(last, s.Day)
	}
	for _, m := range sc.PerMonth {
		if ends := endsOfMonths(m.From, m.Until); len(ends) > 0 {
			last = max(last, ends[len(ends)-1])
		}
	}
	return last
}

// endsOfMonths are the last days of the months that end between two days, up to
// one more than a scenario may have.
func endsOfMonths(from, until atlas.Day) []atlas.Day {
	var ends []atlas.Day
	for d := from; d <= until && len(ends) <= maxMonths; d++ {
		if d.Date().Day() > (d + 1).Date().Day() {
			ends = append(ends, d)
		}
	}
	return ends
}

// reading collects what is wrong with a document while it is read.
type reading struct{ issues []atlas.Issue }

func (r *reading) rejected() error { return rejected(r.issues) }

func (r *reading) wrong(at, found string, wanted, fix atlas.Text) {
	if runes := []rune(found); len(runes) > 60 {
		found = string(runes[:60]) + "…"
	}
	r.issues = append(r.issues, atlas.Issue{Pointer: at, Found: found, Wanted: wanted, Fix: fix, Level: atlas.Blocking})
}

var pointerEscapes = strings.NewReplacer("~", "~0", "/", "~1")

func (r *reading) object(at string, v any, required []string, members map[string]func(at string, v any)) {
	object, ok := v.(map[string]any)
	if !ok {
		r.wrong(at, shown(v), say("JSON 객체", "a JSON object"), say("{ }로 적어 주세요.", "Write { … }."))
		return
	}
	known := strings.Join(slices.Sorted(maps.Keys(members)), ", ")
	for _, name := range slices.Sorted(maps.Keys(object)) {
		below := at + "/" + pointerEscapes.Replace(name)
		if read, ok := members[name]; ok {
			read(below, object[name])
		} else {
			r.wrong(below, name, say("%s 가운데 하나", "one of %s", known), say("지우거나 이름을 고쳐 주세요.", "Remove it or correct its name."))
		}
	}
	for _, name := range required {
		if _, ok := object[name]; !ok {
			r.wrong(at+"/"+name, "", say("값", "a value"), say("%s를 적어 주세요.", "Give %s.", name))
		}
	}
}

func (r *reading) list(each func(at string, v any)) func(string, any) {
	return func(at string, v any) {
		list, ok := v.([]any)
		if !ok || len(list) > maxSteps {
			r.wrong(at, shown(v), say("%d개까지의 목록", "a list of up to %d", maxSteps), say("[ ]로 적고 항목을 줄여 주세요.", "Write [ … ] with fewer steps."))
			return
		}
		for i, one := range list {
			each(fmt.Sprintf("%s/%d", at, i), one)
		}
	}
}

func (r *reading) text(into *string) func(string, any) {
	const most = 200
	return func(at string, v any) {
		s, ok := v.(string)
		if !ok || strings.TrimSpace(s) == "" || len([]rune(s)) > most {
			r.wrong(at, shown(v), say("%d자까지의 글", "text of up to %d letters", most), say("비우지 말고 그 안에서 적어 주세요.", "Write something, no longer than that."))
			return
		}
		*into = s
	}
}

func (r *reading) day(into *atlas.Day) func(string, any) {
	return func(at string, v any) {
		s, _ := v.(string)
		day, err := atlas.ParseDay(s)
		if err != nil {
			r.wrong(at, shown(v), say("YYYY-MM-DD로 적은 날(예: 2026-12-31)", "a day written YYYY-MM-DD, such as 2026-12-31"), say("날짜를 고쳐 주세요.", "Correct the day."))
			return
		}
		*into = day
	}
}

func (r *reading) whole(at string, v any, least, most int64) int64 {
	n, ok := v.(json.Number)
	i, err := n.Int64()
	if !ok || err != nil || i < least || i > most {
		r.wrong(at, shown(v), say("%d부터 %d까지의 정수", "a whole number from %d to %d", least, most), say("수를 고쳐 주세요.", "Correct the number."))
		return least
	}
	return i
}

func (r *reading) won(into **int64) func(string, any) {
	return func(at string, v any) {
		n := r.whole(at, v, 1, maxSupposedWon)
		*into = &n
	}
}

func (r *reading) flag(into **bool) func(string, any) {
	return func(at string, v any) {
		b, ok := v.(bool)
		if !ok {
			r.wrong(at, shown(v), say("true 또는 false", "true or false"), say("따옴표 없이 적어 주세요.", "Write it without quotes."))
			return
		}
		*into = &b
	}
}

// decimal reads a number above zero, given as text.
func (r *reading) decimal(into *string, most int64) func(string, any) {
	return func(at string, v any) {
		s, _ := v.(string)
		n, ok := new(big.Rat).SetString(s)
		if !ok || len(s) > 20 || strings.ContainsAny(s, "/eExXpP_") || n.Sign() <= 0 || n.Cmp(big.NewRat(most, 1)) > 0 {
			r.wrong(at, shown(v), say("0보다 크고 %d 이하인 수를 따옴표 안에(예: \"7.2\")", "a number above 0, up to %d, in quotes, such as \"7.2\"", most), say("수를 고쳐 주세요.", "Correct the number."))
			return
		}
		*into = s
	}
}

func shown(v any) string {
	b, err := json.Marshal(v)
	if err != nil {
		return fmt.Sprint(v)
	}
	return string(b)
}

// say fills the same arguments into a sentence in both languages.
func say(ko, en string, args ...any) atlas.Text {
	return atlas.Text{Ko: fmt.Sprintf(ko, args...), En: fmt.Sprintf(en, args...)}
}
