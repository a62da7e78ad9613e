package actus

// projectPAM projects a bullet loan.
func projectPAM(j *job) []Event { return nil }
