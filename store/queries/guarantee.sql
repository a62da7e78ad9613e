-- name: AddGuarantee :exec
insert into guarantee (id, nr, kind, rules, guarantor_id, applicant_id, currency, face_minor, issued_on, effective_on, expires_on, place, text_sha256, body, life, trust, recorded_by, folded, created_us)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19);

-- name: Guarantee :one
select * from guarantee where id = $1;

-- name: GuaranteeByNr :one
select * from guarantee where guarantor_id = $1 and nr = $2;

-- name: JudgeGuarantee :exec
update guarantee set trust = $2, life = $3, verified_by = $4, verified_on = $5, reverify_on = $6, evidence_kind = $7, evidence_ref = $8 where id = $1;

-- name: SetGuaranteeLife :exec
update guarantee set life = $2 where id = $1;

-- name: ExtendGuarantee :exec
update guarantee set expires_on = $2, trust = 'unverified', verified_by = '', verified_on = '', reverify_on = '' where id = $1;

-- name: SetGuaranteeMoney :exec
update guarantee set paid_minor = $2, reserved_minor = $3, life = $4 where id = $1;

-- name: GuaranteesOfDeal :many
select g.* from guarantee g join allocation a on a.guarantee_id = g.id where a.deal_id = $1 order by g.id;

-- name: GuaranteesOfGuarantor :many
select * from guarantee where guarantor_id = $1 and life in ('recorded', 'in_force') and id > $2 order by id limit 500;

-- name: LapsingGuarantees :many
select * from guarantee where life in ('recorded', 'in_force') and expires_on < $1 order by expires_on, id limit 1000;

-- name: LapsingGuaranteesAfter :many
select * from guarantee where life in ('recorded', 'in_force') and expires_on < $1 and id > $2 order by id limit 500;

-- name: PutAllocation :exec
insert into allocation (guarantee_id, deal_id, centre_id, amount_minor, at_us) values ($1, $2, $3, $4, $5)
on conflict (guarantee_id, deal_id) do update set amount_minor = excluded.amount_minor, at_us = excluded.at_us;

-- name: DropAllocation :execrows
delete from allocation where guarantee_id = $1 and deal_id = $2;

-- name: AllocationsOfGuarantee :many
select a.*, d.nr as deal_nr from allocation a join deal d on d.centre_id = a.centre_id and d.id = a.deal_id where a.guarantee_id = $1 order by a.at_us, a.deal_id;

-- name: AllocationsOfDeal :many
select a.*, g.nr as guarantee_nr from allocation a join guarantee g on g.id = a.guarantee_id where a.deal_id = $1 order by a.at_us, a.guarantee_id;

-- name: AddDemand :exec
insert into demand (id, guarantee_id, centre_id, deal_id, amount_minor, currency, account, breach, body, made_on, state, by_login, at_us)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 'presented', $11, $12);

-- name: Demand :one
select * from demand where id = $1;

-- name: DemandsOfGuarantee :many
select * from demand where guarantee_id = $1 order by at_us;

-- name: DemandsOfDeal :many
select * from demand where deal_id = $1 order by at_us;

-- name: SettleDemand :exec
update demand set state = $2, paid_minor = $3, paid_on = $4, payment_id = $5 where id = $1;

-- name: DemandOfPayment :one
select * from demand where payment_id = $1 and payment_id <> '';

-- name: SetRecorder :exec
update guarantee set recorded_by = $2 where id = $1;

-- name: UnverifiedGuarantees :many
select * from guarantee where life in ('recorded', 'in_force') and (trust = 'unverified' or (trust = 'authentic' and reverify_on < $1)) order by id limit 200;
