-- +goose Up
-- Pages of lists are found from an index: the usual order of each list with the text that is searched, and what people sort by.
create index deal_list on deal (centre_id, nr, id, folded);
create index deal_list_stage on deal (centre_id, stage, nr, id);
create index deal_list_kind on deal (centre_id, kind, nr, id);
create index deal_list_price on deal (centre_id, price_minor, id);
create index deal_list_begins on deal (centre_id, starts_on, id);
create index deal_list_ends on deal (centre_id, ends_on, id);
create index deal_list_overdue on deal (centre_id, overdue_minor, id);
create index unit_list on unit (centre_id, id, folded);
create index unit_list_supply on unit (centre_id, supply, id);
create index unit_list_price on unit (centre_id, price_minor, id);
create index party_list on party (name, id, folded);
create index party_list_vetting on party (vetting, name, id);
create index guarantee_list on guarantee (expires_on, id, folded);
create index guarantee_list_life on guarantee (life, expires_on, id);
create index payment_list on payment (centre_id, id, reference);
create index payment_list_value on payment (centre_id, value_on, id);
create index event_list on event (centre_id, at_us, id);
