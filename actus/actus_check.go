package actus

import "kontor/errs"

// Check says what is wrong with the terms: every bad one at once, by its name, with what is allowed. Errors: Invalid.
func (t *Terms) Check() error {
	var faults errs.Faults
	if t.ContractType == "" || !permits(t.ContractType, string(t.ContractType)) {
		notOneOf(&faults, "contractType", string(t.ContractType), t.ContractType)
	}
	return faults.Err()
}
