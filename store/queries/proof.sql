-- name: AddProofSubject :exec
insert into proof_subject (centre_id, event_id, kind, entity, subject_json) values ($1, $2, $3, $4, $5);

-- name: ProofSubject :one
select * from proof_subject where centre_id = $1 and event_id = $2;

-- name: ProofSubjectsAfter :many
select * from proof_subject where event_id > $1 order by event_id limit $2;
