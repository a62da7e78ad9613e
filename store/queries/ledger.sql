-- name: LedgerAccount :one
select * from ledger_account where centre_id = $1 and id = $2;

-- name: LedgerAccountsOfDeal :many
select * from ledger_account where deal_id = $1 and deal_id <> '' order by id;

-- name: AddLedgerAccount :exec
insert into ledger_account (centre_id, id, code, currency, deal_id) values ($1, $2, $3, $4, $5) on conflict (centre_id, id) do nothing;

-- name: SetBalances :exec
update ledger_account set debits_minor = $3, credits_minor = $4 where centre_id = $1 and id = $2;

-- name: AddTransfer :exec
insert into transfer (centre_id, id, group_id, kind, debit_account, credit_account, amount_minor, currency, effective_on, at_us, deal_id, reverses_id, what, by_login, for_id, cause_id)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16);

-- name: Transfer :one
select * from transfer where centre_id = $1 and id = $2;

-- name: TransferGroup :many
select * from transfer where group_id = $1 order by id;

-- name: ReversalOf :one
select * from transfer where reverses_id = $1 and reverses_id <> '';

-- name: AddPayment :exec
insert into payment (centre_id, id, deal_id, kind, amount_minor, currency, value_on, reference, unapplied_minor, parts_json, body_json, by_login, at_us)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13);

-- name: Payment :one
select * from payment where centre_id = $1 and id = $2;

-- name: PaymentByReference :one
select * from payment where centre_id = $1 and reference = $2 and reversed_us = 0;

-- name: DealPayments :many
select * from payment where deal_id = $1 order by id desc limit $2;

-- name: ReversePayment :execrows
update payment set reversed_us = $3 where centre_id = $1 and id = $2 and reversed_us = 0;

-- name: LoanPayments :many
select * from payment where centre_id = $1 and deal_id = $2 order by at_us, id;

-- name: SetPaymentParts :exec
update payment set parts_json = $3, unapplied_minor = $4 where centre_id = $1 and id = $2;

-- name: TransfersOfDeal :many
select * from transfer where deal_id = $1 and deal_id <> '' order by id;
