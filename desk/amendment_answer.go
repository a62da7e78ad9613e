package desk

import (
	"fmt"
	"strings"

	"kontor/store/q"
	"kontor/wire/mt"
)

// answerAmendment writes our answer to an amendment as an MT 787 and keeps it beside the amendment. Where a BIC is missing there is no
// message, and the answer goes by letter.
func (w *work) answerAmendment(p *promise, nr int, rejectedWhy string) (string, error) {
	office, err := w.houseOffice()
	if err != nil {
		return "", err
	}
	branch, known, err := w.branchOf(p.Instrument)
	if err != nil || !known || office.BIC == "" || branch.Bic == "" {
		return "", err
	}
	m, err := mt.AmendmentResponse{Sender: office.BIC, Receiver: branch.Bic, Reference: answerReference(p.ID, nr), Related: reference16(p.Number), Issuer: mt.Party{BIC: branch.Bic},
		Amendment: nr, Accepted: rejectedWhy == "", Reasons: rejectedWhy}.Message()
	if err != nil {
		return "", err
	}
	text := string(m.Bytes())
	return text, w.tx.AnswerAmendment(w.ctx, q.AnswerAmendmentParams{GuaranteeID: p.ID, Nr: int64(nr), Answer: text})
}

// answerReference is our reference of an answer: the end of the guarantee's id, and the number of the amendment.
func answerReference(guaranteeID string, nr int) string {
	tail := strings.ToUpper(guaranteeID[max(0, len(guaranteeID)-11):])
	return fmt.Sprintf("%s-A%d", tail, nr)
}

// reference16 is a number in the 16 characters of a reference, without a slash at either end or a double one.
func reference16(number string) string {
	if r := []rune(number); len(r) > 16 {
		number = string(r[:16])
	}
	for strings.Contains(number, "//") {
		number = strings.ReplaceAll(number, "//", "/")
	}
	return strings.Trim(number, "/ ")
}
