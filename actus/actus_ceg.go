package actus

// projectCEG projects a guarantee: the guarantor pays what is covered of a contract on which the debtor fails, and the
// buyer pays a fee for it.
func projectCEG(j *job) []Event {
	return (&enhancement{job: j}).project()
}
