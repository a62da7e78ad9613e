-- name: AddProgramme :exec
insert into programme (centre_id, id, name, sponsor_id, formula, currency, budget_minor, from_on, until_on, terms_json, folded, by_login, created_us)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13);

-- name: Programme :one
select * from programme where centre_id = $1 and id = $2;

-- name: ProgrammeByName :one
select * from programme where centre_id = $1 and folded = $2;

-- name: EndProgramme :exec
update programme set until_on = $3, terms_json = $4 where centre_id = $1 and id = $2;

-- name: AddBudgetMove :exec
insert into budget_move (centre_id, id, programme_id, deal_id, kind, on_day, until_on, amount_minor, by_login, at_us)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10);

-- name: BudgetMoves :many
select * from budget_move where centre_id = $1 and programme_id = $2 order by id;

-- name: BudgetMovesOfDeal :many
select * from budget_move where centre_id = $1 and deal_id = $2 order by id;

-- name: AddIndexValue :exec
insert into index_value (name, on_day, value, published_on, source, by_login, at_us) values ($1, $2, $3, $4, $5, $6, $7);

-- name: IndexValues :many
select * from index_value order by name, on_day, at_us;
