package loan

import (
	"kontor/money"
)

// PenaltyRule is what being late costs (A4).
type PenaltyRule struct {
	PerDay money.Rate `json:"per_day_pct,omitzero"` // percent of the overdue part, each day until it is paid
	Cap    money.Rate `json:"cap_pct,omitzero"`     // at most so many percent of the overdue part; none: no cap
	OneOff money.Rate `json:"one_off_pct,omitzero"` // percent of principal and interest of a row, once, dated on its due date
}
