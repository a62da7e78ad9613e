-- name: OpenDemands :many
select m.*, g.nr as guarantee_nr, coalesce(d.nr, '') as deal_nr from demand m join guarantee g on g.id = m.guarantee_id left join deal d on d.centre_id = m.centre_id and d.id = m.deal_id
where m.centre_id = $1 and m.reserved_minor > 0 order by m.next_on, m.id limit $2;

-- name: NewestDemandAccount :one
select account from demand where centre_id = $1 and currency = $2 and account <> '' order by at_us desc, id desc limit 1;
