-- name: AddSigningKey :exec
insert into signing_key (id, party_id, public_key, proposed_by, proposed_us) values ($1, $2, $3, $4, $5);

-- name: ConfirmSigningKey :exec
update signing_key set confirmed_by = $2, confirmed_us = $3 where id = $1;

-- name: RevokeSigningKey :exec
update signing_key set revoked_us = $2 where id = $1;

-- name: SigningKey :one
select * from signing_key where id = $1;

-- name: SigningKeyOf :one
select * from signing_key where public_key = $1;

-- name: SigningKeysOf :many
select * from signing_key where party_id = $1 order by id;
