-- name: Setting :one
select value_json from setting where name = $1;

-- name: PutSetting :exec
insert into setting (name, value_json, changed_us) values ($1, $2, $3)
on conflict (name) do update set value_json = excluded.value_json, changed_us = excluded.changed_us;

-- name: AddCentre :exec
insert into centre (id, name, city) values ($1, $2, $3);

-- name: Centres :many
select * from centre order by id limit 100;

-- name: AddLogin :exec
insert into login (id, name, email, password_hash, role, party_id, centre_id, lang, created_us)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9);

-- name: LoginByEmail :one
select * from login where email = $1;

-- name: Login :one
select * from login where id = $1;

-- name: Logins :many
select * from login order by id limit 500;

-- name: CountLogins :one
select count(*) from login;

-- name: CloseLogin :execrows
update login set state = 'closed' where id = $1 and state = 'active';

-- name: PutSession :exec
insert into web_session (token_hash, data, expires_us) values ($1, $2, $3)
on conflict (token_hash) do update set data = excluded.data, expires_us = excluded.expires_us;

-- name: Session :one
select data, expires_us from web_session where token_hash = $1;

-- name: DropSession :exec
delete from web_session where token_hash = $1;

-- name: DropOldSessions :exec
delete from web_session where expires_us < $1;

-- name: AddToken :exec
insert into api_token (id, hash, login_id, name, created_us, expires_us) values ($1, $2, $3, $4, $5, $6);

-- name: TokenByHash :one
select t.id as token_id, t.expires_us, t.revoked_us, l.id, l.name, l.email, l.role, l.party_id, l.centre_id, l.lang, l.state
from api_token t join login l on l.id = t.login_id where t.hash = $1;

-- name: RevokeToken :execrows
update api_token set revoked_us = $2 where id = $1 and revoked_us = 0;

-- name: Answer :one
select verb, actor, request_json, answer_json, refused from idempotency where centre_id = $1 and key = $2;

-- name: KeepAnswer :execrows
insert into idempotency (centre_id, key, verb, actor, request_json, answer_json, refused, at_us)
values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict (centre_id, key) do nothing;

-- name: AddImport :exec
insert into import_file (sha256, kind, name, rows_new, rows_changed, rows_same, by_login, at_us)
values ($1, $2, $3, $4, $5, $6, $7, $8);

-- name: ImportedFile :one
select * from import_file where kind = $1 and sha256 = $2;
