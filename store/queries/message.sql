-- name: AddMessage :exec
insert into message (id, direction, type, sender, receiver, nr, raw, sha256, valid, state, findings_json, guarantee_id, by_login, at_us)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14);

-- name: Message :one
select * from message where id = $1;

-- name: MessageOfHash :one
select * from message where sha256 = $1;

-- name: MessagesOf :many
select * from message where guarantee_id = $1 and guarantee_id <> '' order by id limit 200;

-- name: SettleMessage :exec
update message set state = $2, guarantee_id = $3 where id = $1;

-- name: KeptMessages :many
select * from message where nr = $1 and nr <> '' and direction = 'in' and state = 'kept' and valid = 1 order by id limit 50;
