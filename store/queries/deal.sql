-- name: AddDeal :exec
insert into deal (centre_id, id, nr, kind, customer_id, stage, currency, price_minor, terms_json, quote_version, quote_expires_on, rate, starts_on, ends_on, folded, created_us)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16);

-- name: Deal :one
select * from deal where centre_id = $1 and id = $2;

-- name: DealByNr :one
select * from deal where centre_id = $1 and nr = $2;

-- name: NewestDealNr :one
select cast(coalesce(max(nr), '') as text) from deal where centre_id = $1;

-- name: RequoteDeal :exec
update deal set stage = $3, currency = $4, price_minor = $5, terms_json = $6, quote_version = $7, quote_expires_on = $8, rate = $9, starts_on = $10, ends_on = $11
where centre_id = $1 and id = $2;

-- name: NewestLongDealNr :one
select cast(coalesce(max(nr), '') as text) from deal where centre_id = $1 and length(nr) > length('D-99999');

-- name: SetDealStage :exec
update deal set stage = $3 where centre_id = $1 and id = $2;

-- name: SignDeal :exec
update deal set stage = 'signed', signed_on = $3 where centre_id = $1 and id = $2;

-- name: ReleaseDeal :exec
update deal set stage = 'released', released_us = $3 where centre_id = $1 and id = $2;

-- name: DeliverDeal :exec
update deal set stage = 'delivered', delivered_on = $3, starts_on = $4, ends_on = $5 where centre_id = $1 and id = $2;

-- name: DefaultDeal :exec
update deal set stage = $3, defaulted_on = $4 where centre_id = $1 and id = $2;

-- name: CloseDeal :exec
update deal set stage = $3, closed_on = $4 where centre_id = $1 and id = $2;

-- name: RunningDeals :many
select * from deal where centre_id = $1 and stage in ('delivered', 'defaulted') and id > $2 order by id limit $3;

-- name: AddDealUnit :exec
insert into deal_unit (centre_id, deal_id, unit_id, price_minor) values ($1, $2, $3, $4);

-- name: DropDealUnits :exec
delete from deal_unit where centre_id = $1 and deal_id = $2;

-- name: DealUnits :many
select * from deal_unit where centre_id = $1 and deal_id = $2 order by unit_id;

-- name: UnitDeals :many
select d.id, d.nr, d.kind, d.stage, d.customer_id, p.name as customer, u.price_minor, d.currency from deal_unit u
join deal d on d.centre_id = u.centre_id and d.id = u.deal_id join party p on p.id = d.customer_id
where u.centre_id = $1 and u.unit_id = $2 order by d.id desc limit 100;

-- name: AddQuote :exec
insert into quote (centre_id, deal_id, version, terms_json, result_json, expires_on, by_login, at_us)
values ($1, $2, $3, $4, $5, $6, $7, $8);

-- name: AddInstalment :exec
insert into instalment (centre_id, deal_id, nr, kind, from_on, due_on, principal_minor, interest_minor, fee_minor, penalty_minor,
  joins_minor, paid_principal, paid_interest, paid_fee, paid_penalty, paid_on, billed)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17);

-- name: SetInstalment :exec
update instalment set kind = $4, from_on = $5, due_on = $6, principal_minor = $7, interest_minor = $8, fee_minor = $9, penalty_minor = $10,
  joins_minor = $11, paid_principal = $12, paid_interest = $13, paid_fee = $14, paid_penalty = $15, paid_on = $16, billed = $17
where centre_id = $1 and deal_id = $2 and nr = $3;

-- name: DropInstalment :exec
delete from instalment where centre_id = $1 and deal_id = $2 and nr = $3;

-- name: DropInstalments :exec
delete from instalment where centre_id = $1 and deal_id = $2;

-- name: Instalments :many
select * from instalment where centre_id = $1 and deal_id = $2 order by due_on, nr;

-- name: OpenInstalments :many
select * from instalment where centre_id = $1 and deal_id = $2 and due_on <= $3
and (paid_principal < principal_minor or paid_interest < interest_minor or paid_fee < fee_minor or paid_penalty < penalty_minor or billed = 0) order by nr;

-- name: PayInstalment :exec
update instalment set paid_penalty = paid_penalty + $4, paid_fee = paid_fee + $5, paid_interest = paid_interest + $6, paid_principal = paid_principal + $7, paid_on = $8
where centre_id = $1 and deal_id = $2 and nr = $3;

-- name: BillInstalment :exec
update instalment set billed = 1 where centre_id = $1 and deal_id = $2 and nr = $3;

-- name: AddRelease :exec
insert into release_order (centre_id, id, deal_id, by_login, at_us, on_day, gate_json) values ($1, $2, $3, $4, $5, $6, $7);

-- name: ReleaseOfDeal :one
select * from release_order where centre_id = $1 and deal_id = $2 and voided_us = 0;

-- name: ReleasesAfter :many
select * from release_order where id > $1 order by id limit $2;

-- name: VoidRelease :exec
update release_order set voided_us = $3 where centre_id = $1 and deal_id = $2 and voided_us = 0;

-- name: AddWaiver :exec
insert into waiver (centre_id, deal_id, condition, reason, proposed_by, expires_on, at_us) values ($1, $2, $3, $4, $5, $6, $7);

-- name: ConfirmWaiver :execrows
update waiver set confirmed_by = $5 where centre_id = $1 and deal_id = $2 and condition = $3 and at_us = $4 and confirmed_by = '';

-- name: Waivers :many
select * from waiver where centre_id = $1 and deal_id = $2 order by at_us;

-- name: AddDelivery :exec
insert into delivery (centre_id, id, deal_id, unit_id, act_no, on_day, place, meter, condition, accepted_by, handed_by, value_minor, currency, usd_minor, fx_rate, fx_on, segment, at_us)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18);

-- name: DeliveriesAfter :many
select * from delivery where id > $1 order by id limit $2;

-- name: TurnoverByMonth :many
select cast(substr(on_day, 1, 7) as text) as month, segment, cast(coalesce(sum(usd_minor), 0) as bigint) as usd_minor, count(*) as units
from delivery where reversed_us = 0 group by substr(on_day, 1, 7), segment order by 1, 2;

-- name: PutRate :exec
insert into fx_rate (currency, on_day, usd, source, at_us) values ($1, $2, $3, $4, $5)
on conflict (currency, on_day) do update set usd = excluded.usd, source = excluded.source, at_us = excluded.at_us;

-- name: RateOn :one
select * from fx_rate where currency = $1 and on_day <= $2 order by on_day desc limit 1;

-- name: PutGoal :exec
insert into goal (measure, year, amount_minor, floor_minor, author, reason, at_us) values ($1, $2, $3, $4, $5, $6, $7);

-- name: Goals :many
select * from goal where measure = $1 order by year, at_us;

-- name: PutTurnoverMonth :exec
insert into turnover_month (month, usd_minor, source, at_us) values ($1, $2, $3, $4);

-- name: TurnoverMonths :many
select * from turnover_month order by month, at_us;

-- name: AddClosedDay :exec
insert into closed_day (centre_id, on_day, by_login, at_us, result_json) values ($1, $2, $3, $4, $5);

-- name: NewestClosedDay :one
select * from closed_day where centre_id = $1 order by on_day desc limit 1;

-- name: ClosedDay :one
select * from closed_day where centre_id = $1 and on_day = $2;

-- name: DealsToRelease :many
select d.*, p.name as customer from deal d join party p on p.id = d.customer_id
where d.centre_id = $1 and d.stage = 'signed' order by d.id limit 200;

-- name: LateDeals :many
select d.*, p.name as customer from deal d join party p on p.id = d.customer_id
where d.centre_id = $1 and d.stage in ('delivered', 'defaulted') and (d.dpd > 0 or d.stage = 'defaulted') order by d.dpd desc, d.id limit $2;

-- name: SetAccount :exec
update deal set unapplied_minor = $3, late_since = $4, dpd = $5, overdue_minor = $6, billed_on = $7, newest_on = $8 where centre_id = $1 and id = $2;

-- name: SetCourse :exec
update deal set ends_on = $3, paused_on = $4 where centre_id = $1 and id = $2;

-- name: SetContract :exec
update deal set contract_version = $3, daily = $4 where centre_id = $1 and id = $2;

-- name: SetCustomer :exec
update deal set customer_id = $3, folded = $4 where centre_id = $1 and id = $2;

-- name: AddContractVersion :exec
insert into contract_version (centre_id, deal_id, version, kind, transaction_id, effective_on, reason, customer_id, terms_json, settings_json, rows_json, by_login, at_us)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13);

-- name: ContractVersion :one
select * from contract_version where centre_id = $1 and deal_id = $2 and version = $3;

-- name: ContractVersions :many
select * from contract_version where centre_id = $1 and deal_id = $2 order by version;

-- name: ReverseContractVersion :exec
update contract_version set reversed_us = $4 where centre_id = $1 and deal_id = $2 and transaction_id = $3;

-- name: AddLoanTransaction :exec
insert into loan_transaction (centre_id, id, deal_id, kind, value_on, amount_minor, body_json, parts_json, reason, by_login, at_us)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11);

-- name: LoanTransaction :one
select * from loan_transaction where centre_id = $1 and id = $2;

-- name: LoanTransactions :many
select * from loan_transaction where centre_id = $1 and deal_id = $2 order by at_us, id;

-- name: ReverseLoanTransaction :execrows
update loan_transaction set reversed_us = $3 where centre_id = $1 and id = $2 and reversed_us = 0;

-- name: SetTransactionParts :exec
update loan_transaction set parts_json = $3 where centre_id = $1 and id = $2;

-- name: ReplayedDealsAfter :many
select * from deal where contract_version > 0 and id > $1 order by id limit $2;
