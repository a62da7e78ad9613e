package store

import (
	"context"
	"errors"

	"kontor/errs"
)

// sqlPromises are the promises that one query can check. It returns offenders as (id, detail), the first one first.
var sqlPromises = []promise{
	{name: "transfer.accounts", text: errs.T("both sides of a transfer exist and have its currency"), query: `
		select t.id, t.debit_account from transfer t
		left join ledger_account d on d.centre_id = t.centre_id and d.id = t.debit_account and d.currency = t.currency
		left join ledger_account c on c.centre_id = t.centre_id and c.id = t.credit_account and c.currency = t.currency
		where d.id is null or c.id is null order by t.id limit 1`},
	{name: "ledger.debits", text: errs.T("the debits of an account are the sum of its transfers"), query: `
		select a.id, cast(a.debits_minor as text) from ledger_account a
		left join (select centre_id, debit_account, cast(sum(amount_minor) as bigint) as moved from transfer group by centre_id, debit_account) t
		on t.centre_id = a.centre_id and t.debit_account = a.id
		where a.debits_minor <> coalesce(t.moved, 0) order by a.id limit 1`},
	{name: "ledger.credits", text: errs.T("the credits of an account are the sum of its transfers"), query: `
		select a.id, cast(a.credits_minor as text) from ledger_account a
		left join (select centre_id, credit_account, cast(sum(amount_minor) as bigint) as moved from transfer group by centre_id, credit_account) t
		on t.centre_id = a.centre_id and t.credit_account = a.id
		where a.credits_minor <> coalesce(t.moved, 0) order by a.id limit 1`},
	{name: "ledger.balance", text: errs.T("debits and credits are equal in every currency"), query: `
		select currency, cast(sum(debits_minor) - sum(credits_minor) as text) from ledger_account
		group by currency having sum(debits_minor) <> sum(credits_minor) order by currency limit 1`},
	{name: "transfer.reversal", text: errs.T("a reversal exchanges the sides of its original and keeps its amount"), query: `
		select r.id, r.reverses_id from transfer r left join transfer o on o.id = r.reverses_id
		where r.kind = 'reversal' and (o.id is null or o.debit_account <> r.credit_account or o.credit_account <> r.debit_account
		or o.amount_minor <> r.amount_minor or o.currency <> r.currency) order by r.id limit 1`},
	{name: "delivery.release", text: errs.T("no unit is out without a release"), query: `
		select d.unit_id, d.deal_id from delivery d
		left join release_order r on r.centre_id = d.centre_id and r.deal_id = d.deal_id and r.voided_us = 0
		where d.reversed_us = 0 and r.id is null order by d.unit_id limit 1`},
	{name: "unit.delivered", text: errs.T("a delivered unit has an act"), query: `
		select u.id, u.supply from unit u where u.supply = 'delivered'
		and not exists (select 1 from delivery d where d.centre_id = u.centre_id and d.unit_id = u.id and d.reversed_us = 0) order by u.id limit 1`},
	{name: "deal.released", text: errs.T("a deal past its release has a release order"), query: `
		select d.id, d.stage from deal d where d.stage in ('released', 'delivered', 'defaulted', 'recovered')
		and not exists (select 1 from release_order r where r.centre_id = d.centre_id and r.deal_id = d.id and r.voided_us = 0) order by d.id limit 1`},
	{name: "claim.one", text: errs.T("a unit has at most one active claim"), query: `
		select unit_id, cast(count(*) as text) from claim where ended_us = 0 group by centre_id, unit_id having count(*) > 1 order by unit_id limit 1`},
	{name: "guarantee.amount", text: errs.T("paid and reserved are never above the face of a guarantee"), query: `
		select id, cast(paid_minor + reserved_minor as text) from guarantee where paid_minor + reserved_minor > face_minor order by id limit 1`},
	{name: "guarantee.allocated", text: errs.T("no allocation is above the face of its guarantee"), query: `
		select g.id, cast(a.amount_minor as text) from guarantee g join allocation a on a.guarantee_id = g.id
		where a.amount_minor > g.face_minor order by g.id, a.deal_id limit 1`},
	{name: "guarantee.paid", text: errs.T("what a guarantee has paid is the sum of its demands"), query: `
		select g.id, cast(g.paid_minor as text) from guarantee g
		where g.paid_minor <> (select cast(coalesce(sum(d.paid_minor), 0) as bigint) from demand d where d.guarantee_id = g.id) order by g.id limit 1`},
	{name: "guarantee.reserved", text: errs.T("what a guarantee has reserved is the sum of its open demands"), query: `
		select g.id, cast(g.reserved_minor as text) from guarantee g
		where g.reserved_minor <> (select cast(coalesce(sum(d.reserved_minor), 0) as bigint) from demand d where d.guarantee_id = g.id)
		order by g.id limit 1`},
	{name: "commission.booked", text: errs.T("commissions of guarantors stand in the books as they were posted and paid"), query: `
		select c.currency, cast(c.cost as text) from (
			select currency, cast(sum(case when reversed_us = 0 then cost_minor else 0 end) as bigint) as cost,
				cast(sum(case when reversed_us = 0 then due_minor - paid_minor else 0 end) as bigint) as owed from commission group by currency) c
		left join (select currency, cast(sum(case when code = 'guarantee_cost' then debits_minor - credits_minor else 0 end) as bigint) as cost,
				cast(sum(case when code = 'payable_guarantor' then credits_minor - debits_minor else 0 end) as bigint) as owed
			from ledger_account group by currency) a on a.currency = c.currency
		where c.cost <> coalesce(a.cost, 0) or c.owed <> coalesce(a.owed, 0) order by c.currency limit 1`},
	{name: "guarantee.verifier", text: errs.T("nobody verifies what they recorded"), query: `
		select id, verified_by from guarantee where trust = 'authentic' and (verified_by = '' or verified_by = recorded_by) order by id limit 1`},
	{name: "list.activator", text: errs.T("nobody activates a list they loaded"), query: `
		select id, activated_by from list_set where state in ('active', 'superseded') and (activated_by = '' or activated_by = loaded_by) order by id limit 1`},
	{name: "deal.price", text: errs.T("the prices of the units are the price of the deal"), query: `
		select d.id, cast(d.price_minor as text) from deal d
		where d.price_minor <> (select cast(coalesce(sum(u.price_minor), 0) as bigint) from deal_unit u where u.centre_id = d.centre_id and u.deal_id = d.id)
		order by d.id limit 1`},
	{name: "deal.receivables", text: errs.T("what a delivered deal owes is what its accounts of receivables hold"), query: `
		select o.deal_id, cast(o.owed as text) from (
			select d.centre_id, d.id as deal_id, 'receivable_principal:' || d.currency || ':' || d.id as account, case when d.delivered_on = '' then 0
				else (select cast(coalesce(sum(i.principal_minor - i.paid_principal - i.joins_minor * (1 - i.billed)), 0) as bigint) from instalment i where i.centre_id = d.centre_id and i.deal_id = d.id) end as owed from deal d
			union all select d.centre_id, d.id, 'receivable_interest:' || d.currency || ':' || d.id,
				(select cast(coalesce(sum((i.interest_minor - i.paid_interest) * i.billed), 0) as bigint) from instalment i where i.centre_id = d.centre_id and i.deal_id = d.id) from deal d
			union all select d.centre_id, d.id, 'receivable_fee:' || d.currency || ':' || d.id,
				(select cast(coalesce(sum((i.fee_minor - i.paid_fee) * i.billed), 0) as bigint) from instalment i where i.centre_id = d.centre_id and i.deal_id = d.id) from deal d
			union all select d.centre_id, d.id, 'receivable_penalty:' || d.currency || ':' || d.id,
				(select cast(coalesce(sum((i.penalty_minor - i.paid_penalty) * i.billed), 0) as bigint) from instalment i where i.centre_id = d.centre_id and i.deal_id = d.id) from deal d) o
		left join ledger_account a on a.centre_id = o.centre_id and a.id = o.account
		where o.owed <> coalesce(a.debits_minor - a.credits_minor, 0) order by o.deal_id limit 1`},
	{name: "deal.schedule", text: errs.T("a deal that is signed has a schedule"), query: `
		select d.id, d.stage from deal d where d.stage in ('signed', 'released', 'delivered', 'defaulted', 'recovered')
		and not exists (select 1 from instalment i where i.centre_id = d.centre_id and i.deal_id = d.id) order by d.id limit 1`},
	{name: "deal.over", text: errs.T("in a deal that is over nothing is owed either way and nothing is pledged"), query: `
		select d.id, d.stage from deal d where (d.stage in ('closed', 'cancelled')
			and (d.unapplied_minor <> 0 or exists (select 1 from allocation a where a.deal_id = d.id)))
		or (d.stage = 'closed' and exists (select 1 from instalment i where i.centre_id = d.centre_id and i.deal_id = d.id
			and (i.paid_principal < i.principal_minor or i.paid_interest < i.interest_minor or i.paid_fee < i.fee_minor or i.paid_penalty < i.penalty_minor))) order by d.id limit 1`},
	{name: "deal.overdue", text: errs.T("what is overdue of a running deal is what was due before it was last counted and is open"), query: `
		select d.id, cast(d.overdue_minor as text) from deal d where d.stage in ('delivered', 'defaulted')
		and d.overdue_minor <> (select cast(coalesce(sum(i.principal_minor - i.paid_principal + i.interest_minor - i.paid_interest + i.fee_minor - i.paid_fee + i.penalty_minor - i.paid_penalty), 0) as bigint)
			from instalment i where i.centre_id = d.centre_id and i.deal_id = d.id and i.due_on < d.billed_on) order by d.id limit 1`},
	{name: "deal.delivered", text: errs.T("every unit of a delivered deal was handed over by one act, at its price"), query: `
		select d.id, u.unit_id from deal d join deal_unit u on u.centre_id = d.centre_id and u.deal_id = d.id
		left join delivery v on v.centre_id = d.centre_id and v.deal_id = d.id and v.unit_id = u.unit_id and v.reversed_us = 0
		where d.delivered_on <> '' and (v.id is null or v.value_minor <> u.price_minor or v.currency <> d.currency) order by d.id limit 1`},
	{name: "payment.booked", text: errs.T("a payment is what was booked for it, and reversed with all of it or not at all"), query: `
		select y.id, cast(y.amount_minor as text) from payment y left join (
			select t.centre_id, t.group_id, cast(sum(t.amount_minor) as bigint) as moved, cast(sum(case when r.id is null then 0 else t.amount_minor end) as bigint) as back
			from transfer t left join transfer r on r.reverses_id = t.id and r.reverses_id <> '' group by t.centre_id, t.group_id) b on b.centre_id = y.centre_id and b.group_id = y.id
		where y.amount_minor <> coalesce(b.moved, 0) or coalesce(b.back, 0) <> case when y.reversed_us = 0 then 0 else y.amount_minor end order by y.id limit 1`},
	{name: "demand.payment", text: errs.T("a demand that was paid has the payment of the guarantor"), query: `
		select m.id, m.payment_id from demand m left join payment y on y.centre_id = m.centre_id and y.id = m.payment_id and y.reversed_us = 0
		where m.payment_id <> '' and (m.state <> 'paid' or y.id is null or y.deal_id <> m.deal_id or (y.currency = m.currency and y.amount_minor <> m.paid_minor)) order by m.id limit 1`},
	{name: "payment.unapplied", text: errs.T("unapplied cash of a deal is what its unapplied account holds"), query: `
		select d.id, cast(d.unapplied_minor as text) from deal d left join ledger_account a on a.centre_id = d.centre_id and a.id = 'unapplied:' || d.currency || ':' || d.id
		where d.unapplied_minor <> coalesce(a.credits_minor - a.debits_minor, 0) order by d.id limit 1`},
}

// offender is the first row of the query, "" when there is none.
func (tx *Tx) offender(ctx context.Context, query string) (id, detail string, err error) {
	rows, err := tx.DB.QueryContext(ctx, query)
	if err != nil {
		return "", "", err
	}
	defer rows.Close()
	if rows.Next() {
		err = rows.Scan(&id, &detail)
	}
	return id, detail, errors.Join(err, rows.Err())
}
