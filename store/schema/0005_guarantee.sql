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
-- lasts_on: last day to present, as reckoned; next_due_on: first day on which the calendar has something to do, so that a close of the day
-- reads no other guarantee. Those recorded before are looked at once by the next close.
alter table guarantee add column lasts_on text not null default '';
alter table guarantee add column next_due_on text not null default '';
alter table guarantee add column archived_on text not null default '';
update guarantee set lasts_on = expires_on;
update guarantee set next_due_on = issued_on where life in ('recorded', 'in_force');
create index guarantee_due on guarantee (next_due_on) where next_due_on <> '';
create index guarantee_lasts on guarantee (lasts_on);
create table amendment (
  guarantee_id text   not null references guarantee (id),
  nr           bigint not null check (nr > 0),
  state        text   not null,
  recorded_on  text   not null,
  source       text   not null,
  body_json    text   not null,
  body         text   not null default '',
  answer       text   not null default '',
  at_us        bigint not null,
  primary key (guarantee_id, nr)
);
create index amendment_state on amendment (state);
alter table guarantee add column fee_payer text not null default '';

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

create index guarantee_nr on guarantee (nr);

-- Texts that two people of the house have agreed to before a contract is signed; what is issued is held against them word by word.
create table agreed_text (
  id            text   not null primary key,
  deal_id       text   not null default '',
  applicant_id  text   not null default '',
  kind          text   not null,
  rules         text   not null default '',
  language      text   not null default '',
  template      text   not null default '',
  version       bigint not null default 0,
  body          text   not null,
  sha256        text   not null,
  findings_json text   not null default '[]',
  state         text   not null check (state in ('proposed', 'agreed', 'refused')),
  proposed_by   text   not null,
  proposed_role text   not null,
  proposed_us   bigint not null,
  agreed_by     text   not null default '',
  agreed_us     bigint not null default 0,
  folded        text   not null default ''
);
create index agreed_text_deal on agreed_text (deal_id) where deal_id <> '';
create index agreed_text_applicant on agreed_text (applicant_id);
create index agreed_text_hash on agreed_text (sha256);

-- Files that belong to an entity, whole: the hash is that of all bytes. content is base64, because no column type of bytes is common to both engines.
create table document (
  id       text   not null primary key,
  entity   text   not null,
  purpose  text   not null,
  name     text   not null,
  media    text   not null,
  size     bigint not null,
  sha256   text   not null,
  content  text   not null,
  body     text   not null default '',
  by_login text   not null,
  at_us    bigint not null,
  unique (entity, sha256)
);
create index document_hash on document (sha256);

-- SWIFT messages as they came or left, byte by byte; one that breaks a rule is kept too, with what is wrong.
create table message (
  id            text   not null primary key,
  direction     text   not null check (direction in ('in', 'out')),
  type          text   not null,
  sender        text   not null default '',
  receiver      text   not null default '',
  nr            text   not null default '',
  raw           text   not null,
  sha256        text   not null unique,
  valid         bigint not null,
  state         text   not null check (state in ('kept', 'booked', 'refused', 'parked', 'sent')),
  findings_json text   not null default '[]',
  guarantee_id  text   not null default '',
  by_login      text   not null,
  at_us         bigint not null
);
create index message_guarantee on message (guarantee_id) where guarantee_id <> '';
create index message_nr on message (nr) where nr <> '';

-- Keys with which a party signs files for the house; a second person lets each of them in.
create table signing_key (
  id           text   not null primary key,
  party_id     text   not null references party (id),
  public_key   text   not null unique,
  proposed_by  text   not null,
  proposed_us  bigint not null,
  confirmed_by text   not null default '',
  confirmed_us bigint not null default 0,
  revoked_us   bigint not null default 0
);
create index signing_key_party on signing_key (party_id);
-- Calendars of places, each version for ever: a computed date cites the version that produced it.
create table place_calendar (
  name       text   not null,
  nr         bigint not null check (nr > 0),
  version    text   not null,
  rules_json text   not null,
  by_login   text   not null,
  loaded_us  bigint not null,
  primary key (name, nr)
);

-- A branch is where documents are presented and examined. What is empty comes from its calendar.
create table branch (
  id             text   not null primary key,
  party_id       text   not null references party (id),
  name           text   not null,
  place          text   not null,
  country        text   not null,
  bic            text   not null default '',
  licence        text   not null default '',
  licence_source text   not null default '',
  calendar       text   not null default '',
  timezone       text   not null default '',
  cut_off        text   not null default '',
  address        text   not null default '',
  call_back      text   not null default '',
  call_back_source text not null default '',
  transport_days bigint not null default 0,
  lang           text   not null default '',
  folded         text   not null default '',
  by_login       text   not null,
  changed_us     bigint not null
);
create index branch_party on branch (party_id);
create index branch_calendar on branch (calendar);
-- What guarantors cost the house, one row each time it is posted or paid; the sums of a guarantee are what its terms come to (package
-- guarantee), posted so far.
create table commission (
  centre_id     text   not null,
  id            text   not null,
  guarantee_id  text   not null references guarantee (id),
  up_to_on      text   not null,
  currency      text   not null,
  cost_minor    bigint not null, -- cost of the days so far, since the row before
  due_minor     bigint not null, -- what the guarantor may ask for, since the row before
  paid_minor    bigint not null,
  reference     text   not null default '',
  reversed_us   bigint not null default 0,
  by_login      text   not null,
  at_us         bigint not null,
  primary key (centre_id, id)
);
create index commission_guarantee on commission (guarantee_id);
