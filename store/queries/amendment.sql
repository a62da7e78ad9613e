-- name: PutAmendment :exec
insert into amendment (guarantee_id, nr, state, recorded_on, source, body_json, at_us) values ($1, $2, $3, $4, $5, $6, $7)
on conflict (guarantee_id, nr) do update set state = excluded.state, body_json = excluded.body_json;

-- name: KeepAmendmentText :exec
update amendment set body = $3 where guarantee_id = $1 and nr = $2;

-- name: AnswerAmendment :exec
update amendment set answer = $3 where guarantee_id = $1 and nr = $2;

-- name: AmendmentsOfGuarantee :many
select * from amendment where guarantee_id = $1 order by nr;

-- name: OpenAmendments :many
select a.*, g.nr as guarantee_nr from amendment a join guarantee g on g.id = a.guarantee_id where a.state in ('issued', 'parked') order by a.at_us, a.guarantee_id, a.nr limit 200;
