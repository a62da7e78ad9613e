-- name: AddCommission :exec
insert into commission (centre_id, id, guarantee_id, up_to_on, currency, cost_minor, due_minor, paid_minor, reference, by_login, at_us)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11);

-- name: CommissionSum :one
select cast(coalesce(sum(cost_minor), 0) as bigint) as cost_minor, cast(coalesce(sum(due_minor), 0) as bigint) as due_minor,
  cast(coalesce(sum(paid_minor), 0) as bigint) as paid_minor,
  cast(coalesce(max(case when paid_minor = 0 then up_to_on else '' end), '') as text) as last_on from commission where guarantee_id = $1 and reversed_us = 0;

-- name: Commission :one
select * from commission where centre_id = $1 and id = $2;

-- name: ReverseCommission :exec
update commission set reversed_us = $3 where centre_id = $1 and id = $2;

-- name: CommissionOfReference :one
select * from commission where centre_id = $1 and reference = $2 and reference <> '' and reversed_us = 0;

-- name: CostingGuarantees :many
select id from guarantee where fee_payer = 'house' and id > $1 order by id limit $2;
