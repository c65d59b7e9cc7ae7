package indicator

import "growthmap/internal/atlas"

// Takes says what may be supposed in a variant.
type Takes struct {
	// Steps are the lists that a scenario may fill: approve, add, shift, per_month.
	Steps []string `json:"steps"`
	// Amount is the property of the layer that the amount of a step stands for, so
	// that one given in a variant is not taken for another in the next; nil where
	// features are counted.
	Amount *string `json:"amount"`
}

// takes finds out what may be supposed in the variant of the question. The error
// is a filter that cannot be evaluated.
func (d *Definition) takes(ev Evidence, q Question) (Takes, error) {
	t, m := Takes{Steps: []string{}}, q.Variant.measure
	if m.Amount != "" {
		t.Amount = &m.Amount
	}
	if d.Supposition == nil || q.Variant.NotComputable != nil {
		return t, nil
	}
	if d.Pipeline != nil {
		t.Steps = append(t.Steps, "approve")
	}
	one := int64(1)
	q.Region, q.Group, q.Day = "", nil, lastDayOfAll
	_, counts, err := d.pieces(ev, q)(d.counting(d.blank("probe"), m, lastDayOfAll, &one))
	if err != nil || !counts || m.Kind == Distinct {
		return t, err
	}
	t.Steps = append(t.Steps, "add", "per_month")
	if m.Amount != "" {
		t.Steps = append(t.Steps, "shift")
	}
	return t, nil
}

// blank is a feature of which nothing is known.
func (d *Definition) blank(id string) *atlas.Feature {
	return &atlas.Feature{Layer: d.Layer, ID: id, Precision: atlas.PrecisionNone, Life: atlas.Always, Properties: map[string]any{}}
}
