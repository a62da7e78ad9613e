-- name: AddAgreedText :exec
insert into agreed_text (id, deal_id, applicant_id, kind, rules, language, template, version, body, sha256, findings_json, state, proposed_by, proposed_role, proposed_us, folded)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 'proposed', $12, $13, $14, $15);

-- name: SettleAgreedText :exec
update agreed_text set state = $2, agreed_by = $3, agreed_us = $4 where id = $1;

-- name: AgreedText :one
select * from agreed_text where id = $1;

-- name: AgreedTextsOfDeal :many
select * from agreed_text where deal_id = $1 and deal_id <> '' order by id limit 50;
