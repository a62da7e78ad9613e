package wording

import (
	"strings"

	"kontor/errs"
	"kontor/money"
)

var (
	namesLimit = signOf(
		"up to|exceed*|maximum|aggregate|total|max", "amount|sum of", "amount", "limited to", "upto",
		"bis zu|zum|zur", "höchstbetrag*|gesamtbetrag*|garantiebetrag*|bürgschaftsbetrag*|maximal*|höhe|insgesamt|betrag|summe",
		"сумм*", "не ..2 превыша*|более|свыше", "пределах|размере|лимит*")
	namesOther = signOf(
		"each|every|per|monthly|instalment*|instalments|rent|rents|rate|rates|reduc*|decreas*|fee|fees|price|value|invoice*|charges|commission|penalt*|increase*|minimum|less|costs|deposit|financed|finance",
		"jede*|je|monatlich*|rate|raten|leasingrate*|miete*|ermäßig*|reduzier*|verringer*|gebühr*|kaufpreis*|preis|wert|provision|mindest*|anzahlung|vertragswert*|kosten|kaution",
		"кажд*|ежемесячн*|платеж*|уменьша*|снижа*|комисси*|цена|цены|стоимост*|неустойк*|штраф*|пен*|аванс*|минимальн*|вознагражден*")
	inWords = signOf("words|say|worten|прописью|i|namely|d")
)

func (c *check) checkAmounts() {
	if c.instrument() || c.facts.Kind == DemandLetter {
		if len(c.amounts) == 0 && !(c.facts.Message && c.facts.Amount.Minor > 0) {
			c.noAmount()
		}
	}
	c.compareWords()
	if !c.instrument() {
		return
	}
	mains := c.mainAmounts()
	want := c.facts.Amount
	for n, s := range mains {
		switch {
		case want.Currency != "" && s.amount.Currency != want.Currency:
			c.add(Finding{Rule: CurrencyConflict, Severity: Error, Clause: AmountClause, From: s.from, To: s.to,
				Reason: errs.T("the text promises {amount}, the field is in {currency}", "amount", s.amount, "currency", string(want.Currency)),
				Hint:   errs.T("correct the field or have the text corrected")})
		case want.Minor != 0 && s.amount != want:
			c.add(Finding{Rule: AmountConflict, Severity: Error, Clause: AmountClause, From: s.from, To: s.to,
				Reason: errs.T("the text promises {amount}, the field says {field}", "amount", s.amount, "field", want),
				Hint:   errs.T("correct the field or have the text corrected")})
		case want.Minor == 0 && n > 0 && s.amount != mains[0].amount:
			c.add(Finding{Rule: AmountConflict, Severity: Error, Clause: AmountClause, From: s.from, To: s.to,
				Reason: errs.T("the text promises {amount}, and before that {other}", "amount", s.amount, "other", mains[0].amount),
				Hint:   errs.T("let the text name one amount")})
		}
	}
}

// noAmount says whether it is the amount or only its currency that is missing.
func (c *check) noAmount() {
	for i, t := range c.tokens {
		if digits, _ := c.figures(i); isNumber(t.word) && len(digits) >= 4 && namesLimit.has(c.tokens[max(0, i-5):i]) && !c.inDay(i) {
			c.found(Finding{Rule: NoAmount, Severity: Error, Clause: AmountClause, Reason: errs.T("the amount has no currency"),
				Hint: errs.T("write the three letters of the currency beside the amount")}, i, i+1)
			return
		}
	}
	c.add(Finding{Rule: NoAmount, Severity: Error, Clause: AmountClause, Reason: errs.T("no amount is promised"),
		Hint: errs.T("state the highest amount with its currency, in figures and in words")})
}

func (c *check) inDay(i int) bool {
	for _, m := range c.days {
		if m.first <= i && i < m.end {
			return true
		}
	}
	return false
}

// mainAmounts are those that the text promises at most. Where no words tell, the only amount of the text is it.
func (c *check) mainAmounts() []sum {
	var out, rest []sum
	for n, s := range c.amounts {
		if s.words && (n > 0 && s.first-c.amounts[n-1].end <= 2 || n+1 < len(c.amounts) && c.amounts[n+1].first-s.end <= 1) {
			continue // it explains the figures beside it
		}
		sentence := c.sentences[c.tokens[s.first].sentence]
		before := c.tokens[max(sentence.first, s.first-10):s.first]
		switch {
		case namesOther.has(before):
		case namesLimit.has(before):
			out = append(out, s)
		default:
			rest = append(rest, s)
		}
	}
	if len(out) == 0 && len(rest) > 0 {
		for _, s := range rest {
			if s.amount == c.facts.Amount {
				return nil
			}
		}
		return rest[:1]
	}
	return out
}

// compareWords holds each amount in figures against the words beside it.
func (c *check) compareWords() {
	for n, s := range c.amounts {
		if s.words {
			if n+1 < len(c.amounts) {
				next := c.amounts[n+1]
				if !next.words && next.first-s.end <= 1 && strings.Contains(c.text[s.to:next.from], "(") && next.amount != s.amount && whole(next.amount) != whole(s.amount) {
					c.wordsDiffer(s.from, next.to, s.amount, next.amount)
				}
			}
			continue
		}
		if n+1 < len(c.amounts) {
			if next := c.amounts[n+1]; next.words && next.first-s.end <= 1 && next.amount.Currency != s.amount.Currency && strings.Contains(c.text[s.to:next.from], "(") {
				c.wordsDiffer(s.from, next.to, next.amount, s.amount)
				continue
			}
		}
		if value, first, end, ok := c.wordsBeside(s); ok && value != whole(s.amount) {
			c.wordsDiffer(min(s.from, c.tokens[first].from), max(s.to, c.tokens[end-1].to), money.Of(value*unit(s.amount.Currency), s.amount.Currency), s.amount)
		}
	}
}

func whole(a money.Amount) int64 { return a.Minor / unit(a.Currency) }

func (c *check) wordsDiffer(from, to int, words, figures money.Amount) {
	c.add(Finding{Rule: WordsConflict, Severity: Error, Clause: AmountClause, From: from, To: to,
		Reason: errs.T("in words it is {words}, in figures {figures}", "words", words, "figures", figures),
		Hint:   errs.T("correct one of the two; a guarantor may hold the lower one against us")})
}

// wordsBeside reads the number in words that explains an amount in figures: in brackets behind it or inside it.
func (c *check) wordsBeside(s sum) (value int64, first, end int, ok bool) {
	for i := s.first + 1; i < min(len(c.tokens), s.end+5); i++ {
		gap := c.text[c.tokens[i-1].to:c.tokens[i].from]
		told := strings.ContainsAny(gap, "(=") || i >= s.end && inWords.has(c.tokens[i-1:i])
		if i >= s.end && strings.ContainsAny(gap, ".;") && !told {
			return 0, 0, 0, false
		}
		if !told {
			continue
		}
		start := i
		if _, named := c.currencyAt(start); named && start+1 < len(c.tokens) { // (euros one million)
			start++
		}
		if start < len(c.tokens) && inWords.has(c.tokens[start:start+1]) {
			start++
		}
		if start >= len(c.tokens) {
			return 0, 0, 0, false
		}
		if value, over := numberAt(c.tokens[start:min(len(c.tokens), start+24)], 0); over > 0 && value >= 20 && value < money.MaxMinor/unit(s.amount.Currency) {
			return value, start, start + over, true
		}
	}
	return 0, 0, 0, false
}
