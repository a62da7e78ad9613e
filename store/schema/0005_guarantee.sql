-- +goose Up
-- What became of a guarantee follows from its events (package guarantee). The rows of guarantee, allocation and demand are kept as the
-- last event left them, so that lists and cover are plain SQL. A guarantee without events (seq 0) was recorded before they were kept;
-- its first new event is preceded by one that tells how it stood.
alter table guarantee add column terms_json text not null default '{}';
alter table guarantee add column seq bigint not null default 0;
alter table guarantee add column reduced_minor bigint not null default 0;
alter table guarantee add column wording text not null default '';
alter table guarantee add column barred text not null default '';
alter table guarantee add column agreed_sha256 text not null default '';
alter table guarantee add column evidence_on text not null default '';
alter table guarantee add column ended_on text not null default '';

create table guarantee_event (
  guarantee_id text   not null references guarantee (id),
  seq          bigint not null check (seq > 0),
  kind         text   not null,
  on_day       text   not null,
  at_us        bigint not null,
  by_login     text   not null,
  fact_json    text   not null,
  primary key (guarantee_id, seq)
);

-- A demand has more states than before. SQLite cannot change a check, so the table is built anew. body_json is the demand as its events left it.
create table demand_2 (
  id           text   not null primary key,
  guarantee_id text   not null references guarantee (id),
  centre_id    text   not null,
  deal_id      text   not null,
  amount_minor bigint not null check (amount_minor > 0),
  currency     text   not null,
  account      text   not null,
  breach       text   not null,
  body         text   not null,
  body_json    text   not null default '{}',
  made_on      text   not null,
  state        text   not null,
  reserved_minor bigint not null default 0 check (reserved_minor between 0 and amount_minor),
  paid_minor   bigint not null default 0 check (paid_minor between 0 and amount_minor),
  paid_on      text   not null default '',
  by_login     text   not null,
  at_us        bigint not null,
  payment_id   text   not null default '',
  presented_on text   not null default '',
  next_on      text   not null default ''
);
insert into demand_2 (id, guarantee_id, centre_id, deal_id, amount_minor, currency, account, breach, body, made_on, state, reserved_minor, paid_minor, paid_on, by_login, at_us, payment_id)
select id, guarantee_id, centre_id, deal_id, amount_minor, currency, account, breach, body, made_on, state,
  case when state = 'presented' then amount_minor else 0 end, paid_minor, paid_on, by_login, at_us, payment_id from demand;
drop table demand;
alter table demand_2 rename to demand;
create index demand_guarantee on demand (guarantee_id);
create index demand_deal on demand (deal_id);
create index demand_payment on demand (payment_id) where payment_id <> '';
create index demand_next on demand (next_on) where next_on <> '';
