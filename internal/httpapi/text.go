package httpapi

// lexicon is every word for people in one language. Each sentence with a verb
// such as %d takes the same arguments in both.
type lexicon struct {
	Language string // its own name
	// Titles are what a problem of each status is called; without one, what HTTP
	// calls it.
	Titles map[int]string

	// The service and its parts.
	ServiceTitle, ServiceDescription string
	APIDefinition, Conformance       string
	Layers, LayersOfEdition          string
	Features, Columns, Queryables    string
	Definition, Geometry, ID         string
	Tiles, Tileset, TileMatrixSets   string
	Editions, EditionTitle           string // number
	SchemaDescription                string
	QueryablesDescription            string
	DayAsKnown                       string
	ThisDocument, ThisDocumentAs     string // format
	NextPage, PreviousPage           string
	FirstPage                        string

	// Figures.
	Indicators, Figures, Series, FigureRows string
	FiguresThen                             string // by the areas of their day
	Reported, Target, Variant, Variants     string
	Value, Low, High, Since, Role, Region   string
	Nation, Citation                        string
	Forecast, Backtest, Median              string
	Low80, High80, Low95, High95            string
	KnownRounds, Inside, Outside, NotKnown  string
	MadeOn, DaysAhead, Actual, Deviation    string
	MeanDeviation, HeldWhatCame             string // HeldWhatCame: of 80 %, of 95 %, all
	TargetReached, ChanceInTime, TooFar     string
	Assumptions                             string
	Targets, DueOn, Status                  string

	// Scenarios and plans.
	Scenario, Plan, Step, Effect, Basis    string
	Chosen, Needed, Counted, With, Without string
	Amount, Objective, Bound, Proven       string
	PlanReached, PlanReachable             string
	PlanUnreachable, PlanOpen              string
	Missing, MissingAfter, SinceForCertain string
	SincePossibly, Never                   string

	// Citations and replies.
	IsCurrent, StillStands, IsCorrected, IsWithdrawn string
	HowToCite, Documents, Correction, APIAddress     string
	Before, After, ChangedRows, CausedBy, Redefined  string
	MoreEditions                                     string
	Was, IsNow, RowAdded, RowRemoved                 string
	AsOf, Meets                                      string // Meets: value
	Numerator, Denominator, Whole, OverTotal, IsMet  string
	RoleIn, RoleOut, RoleUnknown, RoleUncertain      string
	Replies, ReplyNoun, FrozenAt, FrozenFigures      string
	Day, BoundLow, BoundValue, BoundHigh             string
	FewestProjects, LeastAmount                      string
	AmountStated, AmountRest, AmountAssumed, OneCase string
	FrozenNote, StandsNow, NoReplies, WantReply      string

	// Tallies.
	Tallies, Total, AtMost   string
	AmountsUnknown           string
	NoStage, Quotient        string
	MeasuredOver             string // weight, left out
	Herfindahl, Normalised   string
	Theil, Between, Within   string
	MixedKinds, WantOneKind  string // column, kind column; kind column
	WantColumns, WantNoSum   string // most
	WantMeasured             string // measure, least
	WantNotCSV, WantPositive string

	// The pages.
	SkipToContent, Breadcrumbs, Home  string
	Formats, ShownAs                  string // edition, day
	Count, Kind, NoGeometry           string
	Period, OpenEnd, ChangedIn        string
	Matched, NoFeatures, Paging, Name string // Matched: returned, matched
	Column, Type, Values, Meaning     string
	Sources, NoSources, Via, Document string
	Yes, No                           string
	MapOf, MapNote, MapHollow, MapNot string // MapOf: title
	At, Author, Reason, Origin        string
	Digest, Number                    string
	Zoom, Rows, CellSize, Scale       string
	Parameters, Path                  string
	Required, Unit                    string
	RequestID, Parameter, Given       string
	Wanted                            string
	Dashboard, TileAddress            string
	TableOf, Files, Rights            string

	// Nouns for what can be missing.
	EditionNoun, LayerNoun, FeatureNoun, TileMatrixSetNoun string

	// Problems.
	NoPage, NotAcceptable, MethodNotAllowed string // NotAcceptable: formats; MethodNotAllowed: methods
	WantJSON, BodyUnreadable                string
	TooBusy, TookTooLong, Internal          string
	Stopping, NoEdition                     string
	URLTooLong, BodyTooLarge                string // bytes
	BadQuery, BadHost                       string
	BadFilter                               string // character, detail
	UnknownParameter                        string // name, wanted
	NoTiles                                 string // layer
	NoTilesAtZoom                           string // layer, first, last

	// What was wanted.
	OneOf, OneOfNear                   string // list; list, nearest
	FromTo                             string // first, last
	WantOnce, WantValue                string
	WantDay, WantPartialDay            string
	WantDatetime, WantBBox             string
	WantEdition, WantEditionUpTo       string // number
	WantFeature                        string // layer, address
	WantWhole, WantInteger, WantNumber string // WantWhole: least
	WantNoPage                         string // format
	WantOffset                         string // most
	IndicatorNoun, WantArea            string
	WantAreasDay                       string // the first day
	WantAreaNow                        string // a day, a code
	WantAreaThen                       string // a code, a day
	WantNoColumn, WantGroupOrAcross    string
	WantAfter, WantOnEarth             string
	WantInScenario, WantOwn            string // WantOwn: the one value
}

// words returns the lexicon of a language.
func words(lang string) *lexicon {
	if lang == "ko" {
		return &korean
	}
	return &english
}
