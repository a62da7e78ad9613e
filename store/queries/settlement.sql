-- name: AddSettlement :exec
insert into settlement (centre_id, id, deal_id, kind, settled_on, legs_json, result_minor, currency, body_json, reason, by_login, at_us)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12);

-- name: SettlementsOfDeal :many
select * from settlement where centre_id = $1 and deal_id = $2 order by id;

-- name: SettlementsAfter :many
select * from settlement where id > $1 order by id limit $2;

-- name: EndDealUnit :exec
update deal_unit set ended_on = $4 where centre_id = $1 and deal_id = $2 and unit_id = $3;

-- name: AddGrade :exec
insert into party_grade (party_id, grade, graded_on, reason, by_login, at_us) values ($1, $2, $3, $4, $5, $6);

-- name: Grades :many
select * from party_grade where party_id = $1 order by at_us;
