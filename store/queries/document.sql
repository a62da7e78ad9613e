-- name: AddDocument :exec
insert into document (id, entity, purpose, name, media, size, sha256, content, body, by_login, at_us) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11);

-- name: Document :one
select * from document where id = $1;

-- name: DocumentOfHash :one
select id from document where entity = $1 and sha256 = $2;

-- name: DocumentsOf :many
select id, entity, purpose, name, media, size, sha256, body, by_login, at_us from document where entity = $1 order by id limit 200;

-- name: HashesKnown :one
select (select count(*) from document d where d.sha256 = $1) + (select count(*) from message m where m.sha256 = $1) + (select count(*) from guarantee g where g.text_sha256 = $1) as n;
