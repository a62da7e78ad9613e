-- name: AddUnit :exec
insert into unit (centre_id, id, maker_id, model, segment, serial, serial_raw, vin, year, hs, price_minor, currency, ownership, supply, passport, passport_no, customs, inspection, located, folded, created_us)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21);

-- name: ChangeUnit :exec
update unit set model = $3, segment = $4, vin = $5, year = $6, hs = $7, price_minor = $8, currency = $9, folded = $10
where centre_id = $1 and id = $2;

-- name: Unit :one
select * from unit where centre_id = $1 and id = $2;

-- name: UnitBySerial :one
select * from unit where maker_id = $1 and serial = $2;

-- name: UnitByVIN :one
select * from unit where vin = $1 and vin <> '';

-- name: MoveUnit :exec
update unit set supply = $3, ownership = $4, located = $5 where centre_id = $1 and id = $2;

-- name: SetPapers :exec
update unit set passport = $3, passport_no = $4, customs = $5, inspection = $6 where centre_id = $1 and id = $2;

-- name: AddClaim :exec
insert into claim (centre_id, id, unit_id, kind, deal_id, until_on, began_us) values ($1, $2, $3, $4, $5, $6, $7);

-- name: ActiveClaim :one
select * from claim where centre_id = $1 and unit_id = $2 and ended_us = 0;

-- name: UnitClaims :many
select * from claim where centre_id = $1 and unit_id = $2 order by began_us desc limit 100;

-- name: EndClaim :execrows
update claim set ended_us = $3, ended_why = $4 where centre_id = $1 and id = $2 and ended_us = 0;

-- name: LapsedReservations :many
select * from claim where centre_id = $1 and kind = 'reserved' and ended_us = 0 and until_on <> '' and until_on < $2 order by id limit 1000;
