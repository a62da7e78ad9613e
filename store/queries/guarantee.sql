-- name: AddGuarantee :exec
insert into guarantee (id, nr, kind, rules, guarantor_id, applicant_id, currency, face_minor, issued_on, effective_on, expires_on, place, text_sha256, body, life, trust, recorded_by, folded, created_us)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19);

-- name: KeepGuarantee :exec
update guarantee set terms_json = $2, seq = $3, face_minor = $4, paid_minor = $5, reserved_minor = $6, reduced_minor = $7, effective_on = $8, expires_on = $9, place = $10,
  text_sha256 = $11, agreed_sha256 = $12, life = $13, trust = $14, wording = $15, barred = $16, recorded_by = $17, verified_by = $18, verified_on = $19, reverify_on = $20,
  evidence_kind = $21, evidence_ref = $22, evidence_on = $23, ended_on = $24, applicant_id = $25, guarantor_id = $26, rules = $27, kind = $28, nr = $29, fee_payer = $30,
  lasts_on = $31, next_due_on = $32, archived_on = $33 where id = $1;

-- name: CorrectGuarantee :exec
update guarantee set currency = $2, issued_on = $3, body = $4, folded = $5 where id = $1;

-- name: SetGuaranteeBody :exec
update guarantee set body = $2 where id = $1;

-- name: AddGuaranteeEvent :exec
insert into guarantee_event (guarantee_id, seq, kind, on_day, at_us, by_login, fact_json) values ($1, $2, $3, $4, $5, $6, $7);

-- name: GuaranteeHistory :many
select * from guarantee_event where guarantee_id = $1 order by seq;

-- name: Guarantee :one
select * from guarantee where id = $1;

-- name: GuaranteeByNr :one
select * from guarantee where guarantor_id = $1 and nr = $2;

-- name: GuaranteesByNr :many
select * from guarantee where nr = $1 order by id limit 20;

-- name: GuaranteesOfDeal :many
select g.* from guarantee g join allocation a on a.guarantee_id = g.id where a.deal_id = $1 order by g.id;

-- name: GuaranteesOfGuarantor :many
select * from guarantee where guarantor_id = $1 and life in ('recorded', 'in_force') and id > $2 order by id limit 500;

-- name: LapsingGuarantees :many
select * from guarantee where life in ('recorded', 'in_force') and lasts_on < $1 and lasts_on <> '' order by lasts_on, id limit 1000;

-- name: DueGuarantees :many
select * from guarantee where next_due_on <= $1 and next_due_on <> '' and id > $2 order by id limit 500;

-- name: PutAllocation :exec
insert into allocation (guarantee_id, deal_id, centre_id, amount_minor, at_us) values ($1, $2, $3, $4, $5);

-- name: DropAllocations :exec
delete from allocation where guarantee_id = $1;

-- name: AllocationsOfGuarantee :many
select a.*, d.nr as deal_nr from allocation a join deal d on d.centre_id = a.centre_id and d.id = a.deal_id where a.guarantee_id = $1 order by a.at_us, a.deal_id;

-- name: AllocationsOfDeal :many
select a.*, g.nr as guarantee_nr from allocation a join guarantee g on g.id = a.guarantee_id where a.deal_id = $1 order by a.at_us, a.guarantee_id;

-- name: AddDemand :exec
insert into demand (id, guarantee_id, centre_id, deal_id, amount_minor, currency, account, breach, body, body_json, made_on, state, reserved_minor, by_login, at_us)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15);

-- name: Demand :one
select * from demand where id = $1;

-- name: DemandsOfGuarantee :many
select * from demand where guarantee_id = $1 order by at_us;

-- name: DemandsOfDeal :many
select * from demand where deal_id = $1 order by at_us;

-- name: KeepDemand :exec
update demand set body_json = $2, state = $3, reserved_minor = $4, paid_minor = $5, paid_on = $6, payment_id = $7,
  presented_on = $8, next_on = $9 where id = $1;

-- name: DemandOfPayment :one
select * from demand where payment_id = $1 and payment_id <> '';

-- name: UnverifiedGuarantees :many
select * from guarantee where life in ('recorded', 'in_force') and (trust in ('unverified', 'verifying', 'reverify', 'mismatch') or (trust = 'authentic' and reverify_on < $1)) order by id limit 200;

-- name: GuaranteesAfter :many
select * from guarantee where id > $1 order by id limit $2;
