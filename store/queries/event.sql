-- name: AddEvent :exec
insert into event (centre_id, id, at_us, effective_on, actor, actor_name, verb, entity, party_id, unit_id, deal_id, guarantee_id, text_form, text_json, reason, data_json)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16);

-- name: NewestEvent :one
select cast(coalesce(max(at_us), 0) as bigint) from event;

-- name: Event :one
select * from event where centre_id = $1 and id = $2;

-- name: DealEvents :many
select * from event where deal_id = $1 and deal_id <> '' order by at_us desc limit $2;

-- name: PartyEvents :many
select * from event where party_id = $1 and party_id <> '' order by at_us desc limit $2;

-- name: UnitEvents :many
select * from event where unit_id = $1 and unit_id <> '' order by at_us desc limit $2;

-- name: GuaranteeEvents :many
select * from event where guarantee_id = $1 and guarantee_id <> '' order by at_us desc limit $2;

-- name: QueueEvent :exec
insert into unsealed (at_us, event_id, centre_id) values ($1, $2, $3);

-- name: UnsealedEvents :many
select e.* from unsealed u join event e on e.centre_id = u.centre_id and e.id = u.event_id order by u.at_us, u.event_id limit $1;

-- name: CountUnsealed :one
select count(*) from unsealed;

-- name: LogSize :one
select cast(coalesce(max(leaf) + 1, 0) as bigint) from log_leaf;

-- name: LeafOfEvent :one
select * from log_leaf where centre_id = $1 and event_id = $2;

-- name: LeafHashes :many
select hash from log_leaf where leaf >= $1 and leaf < $2 order by leaf;

-- name: LogHashes :many
select hash from log_hash where level = $1 and nr >= $2 and nr < $3 order by nr;

-- name: AddLogHash :exec
insert into log_hash (level, nr, hash) values ($1, $2, $3);

-- name: AddCheckpoint :exec
insert into log_checkpoint (size, note, at_us) values ($1, $2, $3);

-- name: NewestCheckpoint :one
select * from log_checkpoint order by size desc limit 1;

-- name: Checkpoint :one
select * from log_checkpoint where size = $1;

-- name: Checkpoints :many
select * from log_checkpoint where size > $1 order by size limit $2;

-- name: SealedEvents :many
select sqlc.embed(l), sqlc.embed(e) from log_leaf l join event e on e.centre_id = l.centre_id and e.id = l.event_id
where l.leaf >= $1 order by l.leaf limit $2;

-- name: LeafAt :one
select * from log_leaf where leaf = $1;

-- name: CountLogHashes :one
select count(*) from log_hash;
