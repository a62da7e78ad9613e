-- name: AddEvent :exec
insert into event (centre_id, id, at_us, effective_on, actor, actor_name, verb, entity, party_id, unit_id, deal_id, guarantee_id, text_form, text_json, reason, data_json)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16);

-- name: NewestEvent :one
select cast(coalesce(max(at_us), 0) as bigint) from event;

-- name: CountEvents :one
select count(*) from event;

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

-- name: RecentEvents :many
select * from event order by at_us desc, id desc limit $1;

-- name: UnsealedEvents :many
select e.* from event e where not exists (select 1 from log_leaf l where l.event_id = e.id)
and e.at_us >= $1 order by e.at_us, e.id limit $2;

-- name: CountUnsealed :one
select count(*) from event e where not exists (select 1 from log_leaf l where l.event_id = e.id);

-- name: LogSize :one
select cast(coalesce(max(leaf) + 1, 0) as bigint) from log_leaf;

-- name: AddLeaf :exec
insert into log_leaf (leaf, centre_id, event_id, hash) values ($1, $2, $3, $4);

-- name: Leaves :many
select * from log_leaf where leaf >= $1 order by leaf limit $2;

-- name: LeafOfEvent :one
select * from log_leaf where event_id = $1;

-- name: AddLogHash :exec
insert into log_hash (nr, hash) values ($1, $2);

-- name: LogHash :one
select hash from log_hash where nr = $1;

-- name: AddCheckpoint :exec
insert into log_checkpoint (size, note, at_us) values ($1, $2, $3);

-- name: NewestCheckpoint :one
select * from log_checkpoint order by size desc limit 1;

-- name: Checkpoints :many
select * from log_checkpoint where size > $1 order by size limit $2;
