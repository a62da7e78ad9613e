-- name: AddParty :exec
insert into party (id, kind, name, folded, aliases_json, country, address, legal_form, registered_on, born_on, roles, limit_minor, limit_currency, fingerprint, created_us)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15);

-- name: ChangeParty :exec
update party set kind = $2, name = $3, folded = $4, aliases_json = $5, country = $6, address = $7, legal_form = $8, registered_on = $9,
  born_on = $10, roles = $11, fingerprint = $12, vetting = $13 where id = $1;

-- name: SetPartyLimit :exec
update party set limit_minor = $2, limit_currency = $3 where id = $1;

-- name: Party :one
select * from party where id = $1;

-- name: PartyByIdentifier :one
select p.* from party p join party_identifier i on i.party_id = p.id where i.scheme = $1 and i.value = $2 order by p.id limit 1;

-- name: PartiesByFolded :many
select * from party where folded = $1 limit 10;

-- name: PartiesByKey :many
select p.* from party_key k join party p on p.id = k.party_id where k.key = $1 order by p.id limit 200;

-- name: AllParties :many
select * from party where id > $1 order by id limit $2;

-- name: AddIdentifier :exec
insert into party_identifier (party_id, scheme, value, raw) values ($1, $2, $3, $4);

-- name: DropIdentifiers :exec
delete from party_identifier where party_id = $1;

-- name: Identifiers :many
select * from party_identifier where party_id = $1 order by scheme, value;

-- name: AddPartyKey :exec
insert into party_key (party_id, key) values ($1, $2) on conflict do nothing;

-- name: DropPartyKeys :exec
delete from party_key where party_id = $1;

-- name: SetVetting :exec
update party set vetting = $2, vetted_us = $3 where id = $1;

-- name: AddVetting :exec
insert into vetting (id, party_id, fingerprint, list_sets, outcome, reasons_json, by_login, at_us)
values ($1, $2, $3, $4, $5, $6, $7, $8);

-- name: NewestVetting :one
select * from vetting where party_id = $1 order by at_us desc limit 1;

-- name: Vettings :many
select * from vetting where party_id = $1 order by at_us desc limit $2;

-- name: AddListSet :exec
insert into list_set (id, source, listed_on, sha256, parser, entries, added, changed, removed, state, loaded_by, loaded_us)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12);

-- name: ListSet :one
select * from list_set where id = $1;

-- name: ActiveListSets :many
select * from list_set where state = 'active' order by source;

-- name: ActiveListSet :one
select * from list_set where state = 'active' and source = $1;

-- name: ListSetBySHA :one
select * from list_set where source = $1 and sha256 = $2 and state <> 'rejected' order by loaded_us desc limit 1;

-- name: SupersedeListSet :exec
update list_set set state = 'superseded' where source = $1 and state = 'active';

-- name: ActivateListSet :exec
update list_set set state = 'active', activated_by = $2, activated_us = $3, activated_on = $4 where id = $1;

-- name: AddListEntry :exec
insert into list_entry (set_id, entry_id, name, hash, entry_json) values ($1, $2, $3, $4, $5);

-- name: ListEntryHashes :many
select entry_id, hash from list_entry where set_id = $1;

-- name: ListEntry :one
select * from list_entry where set_id = $1 and entry_id = $2;

-- name: EntriesByKey :many
select e.*, s.source from list_key k
join list_set s on s.id = k.set_id and s.state = 'active'
join list_entry e on e.set_id = k.set_id and e.entry_id = k.entry_id
where k.key = $1 order by e.set_id, e.entry_id limit 200;

-- name: AddHit :execrows
insert into hit (id, party_id, fingerprint, set_id, source, entry_id, entry_hash, entry_name, score_bp, parts_json, state, at_us)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 'open', $11)
on conflict (party_id, source, entry_id, entry_hash, fingerprint) do update set set_id = excluded.set_id, score_bp = excluded.score_bp, parts_json = excluded.parts_json;

-- name: Hit :one
select * from hit where id = $1;

-- name: PartyHits :many
select * from hit where party_id = $1 and fingerprint = $2 order by score_bp desc, id;

-- name: AllPartyHits :many
select * from hit where party_id = $1 order by at_us desc, id limit 200;

-- name: ReviewHit :exec
update hit set state = $2, reason_code = $3, reason = $4, first_reviewer = $5, second_reviewer = $6, expires_on = $7 where id = $1;

-- name: CountOpenHits :one
select count(*) from hit where state in ('open', 'proposed', 'escalated');

-- name: CountWaitingLists :one
select count(*) from list_set where state = 'checked';

-- name: DropListKeys :exec
delete from list_key where set_id = $1;

-- name: EntryInForce :one
select count(*) from list_entry e join list_set s on s.id = e.set_id where s.state = 'active' and s.source = $1 and e.entry_id = $2;

-- name: ConfirmedHits :many
select * from hit where party_id = $1 and state = 'confirmed' order by id;

-- name: LapsedClearings :many
select * from hit where state = 'cleared' and expires_on <= $1 order by party_id, id limit $2;

-- name: PartyDeals :many
select * from deal where customer_id = $1 order by id desc limit 100;

-- name: PartyGuarantees :many
select * from guarantee where guarantor_id = $1 or applicant_id = $1 order by expires_on desc, id limit 200;

-- name: IdentifiersOfScheme :many
select distinct value from party_identifier where scheme = $1 order by value limit 5000;

-- name: CustomersLike :many
select * from party where folded like $1 and roles like '%customer%' order by id limit 2;
