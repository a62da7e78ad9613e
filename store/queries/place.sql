-- name: AddCalendar :exec
insert into place_calendar (name, nr, version, rules_json, by_login, loaded_us) values ($1, $2, $3, $4, $5, $6);

-- name: NewestCalendar :one
select * from place_calendar where name = $1 order by nr desc limit 1;

-- name: CalendarVersion :one
select * from place_calendar where name = $1 and version = $2;

-- name: AddBranch :exec
insert into branch (id, party_id, name, place, country, bic, licence, licence_source, calendar, timezone, cut_off, address, call_back, call_back_source, transport_days, lang, folded, by_login, changed_us)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19);

-- name: ChangeBranch :exec
update branch set name = $2, place = $3, country = $4, bic = $5, licence = $6, licence_source = $7, calendar = $8, timezone = $9, cut_off = $10, address = $11, call_back = $12,
  call_back_source = $13, transport_days = $14, lang = $15, folded = $16, by_login = $17, changed_us = $18 where id = $1;

-- name: Branch :one
select * from branch where id = $1;

-- name: BranchesOfParty :many
select * from branch where party_id = $1 order by id desc limit 100;

-- name: RunningGuaranteesAfter :many
select * from guarantee where life in ('recorded', 'in_force') and id > $1 order by id limit 500;

-- name: GuaranteesOfGuarantorAfter :many
select * from guarantee where guarantor_id = $1 and life in ('recorded', 'in_force', 'expired') and archived_on = '' and id > $2 order by id limit 500;

-- name: GuaranteesNumbered :many
select * from guarantee where nr = $1 order by id limit 20;

-- name: EndingGuarantees :many
select * from guarantee where life in ('recorded', 'in_force') and lasts_on >= $1 and lasts_on <= $2 and lasts_on <> '' order by lasts_on, id limit $3;

-- name: BranchesOfBIC :many
select * from branch where substr(bic, 1, 8) = $1 order by id limit 20;
