package indicator

import "growthmap/internal/atlas"

// Progress is how far a dated target is.
type Progress string

// What may be said of a dated target; ProgressRule says when.
const (
	Met     Progress = "met"
	Due     Progress = "due"
	Overdue Progress = "overdue"
	NoData  Progress = "no-data"
)

// Progresses are all of them.
var Progresses = []Progress{Met, Due, Overdue, NoData}

// ProgressRule is the rule that ProgressOf follows.
var ProgressRule = atlas.Text{
	Ko: "‘달성’은 공식 수치가, 없거나 확인된 자료보다 뒤처졌으면 그 자료의 하한이 목표에 이르렀을 때, 또는 그 항목이 이룬 결과의 기록일 때이다. " +
		"‘기한 지남’은 기한이 지났는데 달성이 확실하지 않을 때, ‘진행 중’은 기한이 남았거나 없을 때이다. " +
		"목표 연도만 있으면 그해 마지막 날을 기한으로 본다. 목표를 재는 지표가 없거나 계산할 수 없으면 ‘자료 없음’이다.",
	En: "“met”: the official value, or where there is none or it is behind what is known the lower bound of that, has reached the target; or the entry " +
		"records a result. “overdue”: the day has passed and that is not certain. “due”: the day is yet to come, or there is " +
		"none. A target of a year is due on its last day. “no-data”: no indicator measures the target, or its figure cannot be computed.",
}

// ProgressOf says how far a dated target is: result tells that its record is of
// something reached, due is its last day, nil for none, and f is the figure
// that measures it, nil when nothing does.
func ProgressOf(result bool, due *atlas.Day, f *Figure) Progress {
	switch {
	case result:
		return Met
	case f == nil || f.NotComputable != nil || f.Target == nil:
		return NoData
	case f.Target.Met == "yes":
		return Met
	case due != nil && *due < f.Day:
		return Overdue
	default:
		return Due
	}
}

// Records reports whether the target is recorded by the feature.
func (t *Target) Records(layer, feature string) bool {
	if t.Layer == layer && t.Feature == feature {
		return true
	}
	for _, r := range t.Also {
		if r.Layer == layer && r.Feature == feature {
			return true
		}
	}
	return false
}
