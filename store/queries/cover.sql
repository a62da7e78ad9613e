-- name: SecuringGuarantees :many
select g.* from guarantee g where g.id in (
  select a.guarantee_id from allocation a where a.deal_id = $1
  union select d.guarantee_id from demand d where d.deal_id = $1 and d.reserved_minor > 0) order by g.id;

-- name: HeldOfGuarantor :many
select g.guarantor_id, g.currency, cast(sum(g.reserved_minor + case
    when g.face_minor - g.paid_minor - g.reserved_minor - g.reduced_minor <= 0 then 0
    when coalesce(p.pledged, 0) < g.face_minor - g.paid_minor - g.reserved_minor - g.reduced_minor then coalesce(p.pledged, 0)
    else g.face_minor - g.paid_minor - g.reserved_minor - g.reduced_minor end) as bigint) as held
from guarantee g left join (select guarantee_id, sum(amount_minor) as pledged from allocation a where a.guarantee_id in (select h.id from guarantee h where h.guarantor_id = $1) group by guarantee_id) p on p.guarantee_id = g.id
where g.guarantor_id = $1 and g.life in ('recorded', 'in_force') group by g.guarantor_id, g.currency order by g.currency;

-- name: Held :many
select g.guarantor_id, g.currency, cast(sum(g.reserved_minor + case
    when g.face_minor - g.paid_minor - g.reserved_minor - g.reduced_minor <= 0 then 0
    when coalesce(p.pledged, 0) < g.face_minor - g.paid_minor - g.reserved_minor - g.reduced_minor then coalesce(p.pledged, 0)
    else g.face_minor - g.paid_minor - g.reserved_minor - g.reduced_minor end) as bigint) as held
from guarantee g left join (select guarantee_id, sum(amount_minor) as pledged from allocation group by guarantee_id) p on p.guarantee_id = g.id
where g.life in ('recorded', 'in_force') group by g.guarantor_id, g.currency order by g.guarantor_id, g.currency;
