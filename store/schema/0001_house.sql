-- +goose Up
-- One SQL text for SQLite and PostgreSQL (docs/ARCHITECTURE.md, "One SQL text"). Absent is the empty text or 0, never NULL.
-- Days are TEXT YYYY-MM-DD (*_on), instants BIGINT UTC microseconds (*_us), amounts BIGINT minor units (*_minor), documents JSON
-- in TEXT (*_json). Large tables carry the centre as first key column, so that a house can be split by centre.

create table setting (
  name       text   not null primary key,
  value_json text   not null,
  changed_us bigint not null
);

create table centre (
  id   text not null primary key,
  name text not null,
  city text not null default ''
);

create table login (
  id            text   not null primary key,
  name          text   not null,
  email         text   not null unique,
  password_hash text   not null,
  role          text   not null,
  party_id      text   not null default '',
  centre_id     text   not null references centre (id),
  lang          text   not null default 'en',
  state         text   not null default 'active' check (state in ('active', 'closed')),
  created_us    bigint not null
);

create table web_session (
  token_hash text   not null primary key,
  data       bytea  not null,
  expires_us bigint not null
);
create index web_session_expires on web_session (expires_us);

create table api_token (
  id         text   not null primary key,
  hash       text   not null unique,
  login_id   text   not null references login (id),
  name       text   not null,
  created_us bigint not null,
  expires_us bigint not null,
  revoked_us bigint not null default 0
);

-- The stored answer of every changing call, found again by its key.
create table idempotency (
  centre_id    text   not null,
  key          text   not null,
  verb         text   not null,
  actor        text   not null,
  request_json text   not null,
  answer_json  text   not null,
  refused      bigint not null default 0 check (refused in (0, 1)),
  at_us        bigint not null,
  primary key (centre_id, key)
);

-- What happened: who, what, when, why. Timelines, audit and the Merkle log are this one table.
create table event (
  centre_id    text   not null,
  id           text   not null,
  at_us        bigint not null,
  effective_on text   not null,
  actor        text   not null,
  actor_name   text   not null,
  verb         text   not null,
  entity       text   not null,
  party_id     text   not null default '',
  unit_id      text   not null default '',
  deal_id      text   not null default '',
  guarantee_id text   not null default '',
  text_form    text   not null,
  text_json    text   not null default '{}',
  reason       text   not null default '',
  data_json    text   not null default '{}',
  primary key (centre_id, id)
);
create index event_party on event (party_id, at_us) where party_id <> '';
create index event_unit on event (unit_id, at_us) where unit_id <> '';
create index event_deal on event (deal_id, at_us) where deal_id <> '';
create index event_guarantee on event (guarantee_id, at_us) where guarantee_id <> '';
create index event_at on event (at_us, id);

-- Events that are not in the log yet. A line is written with its event and goes when the event is sealed, so that none is
-- missed, however late its transaction commits.
create table unsealed (
  at_us     bigint not null,
  event_id  text   not null,
  centre_id text   not null,
  primary key (at_us, event_id)
);

-- The sealed log: leaf number -> event; the roots of the complete subtrees of 2^level leaves, kept at every eighth level
-- only, the others are quickly made of them; the signed checkpoints.
create table log_leaf (
  leaf      bigint not null primary key,
  centre_id text   not null,
  event_id  text   not null unique,
  hash      text   not null
);
create table log_hash (
  level bigint not null,
  nr    bigint not null,
  hash  text   not null,
  primary key (level, nr)
);
create table log_checkpoint (
  size  bigint not null primary key,
  note  text   not null,
  at_us bigint not null
);

create table party (
  id            text   not null primary key,
  kind          text   not null check (kind in ('entity', 'person')),
  name          text   not null,
  folded        text   not null,
  aliases_json  text   not null default '[]',
  country       text   not null,
  address       text   not null default '',
  legal_form    text   not null default '',
  registered_on text   not null default '',
  born_on       text   not null default '',
  roles         text   not null,
  limit_minor   bigint not null default 0 check (limit_minor >= 0),
  limit_currency text  not null default '',
  vetting       text   not null default 'unscreened' check (vetting in ('unscreened', 'clear', 'review', 'blocked', 'stale')),
  vetted_us     bigint not null default 0,
  fingerprint   text   not null,
  created_us    bigint not null
);
create index party_name on party (folded, id);

create table party_identifier (
  party_id text not null references party (id),
  scheme   text not null,
  value    text not null,
  raw      text not null,
  primary key (party_id, scheme, value)
);
create index party_identifier_value on party_identifier (scheme, value);

create table party_key (
  party_id text not null references party (id),
  key      text not null,
  primary key (key, party_id)
);
create index party_key_party on party_key (party_id);

-- Watch lists: a set is loaded by one person and activated by another; its entries are found by the keys of their names.
create table list_set (
  id           text   not null primary key,
  source       text   not null,
  listed_on    text   not null,
  sha256       text   not null,
  parser       text   not null,
  entries      bigint not null,
  added        bigint not null default 0,
  changed      bigint not null default 0,
  removed      bigint not null default 0,
  state        text   not null check (state in ('checked', 'active', 'superseded', 'rejected')),
  loaded_by    text   not null,
  loaded_us    bigint not null,
  activated_by text   not null default '',
  activated_us bigint not null default 0,
  activated_on text   not null default ''
);
create unique index list_set_one_active on list_set (source) where state = 'active';
create index list_set_state on list_set (state);

create table list_entry (
  set_id     text not null references list_set (id),
  entry_id   text not null,
  name       text not null,
  hash       text not null,
  entry_json text not null,
  primary key (set_id, entry_id)
);
create table list_key (
  set_id   text not null,
  key      text not null,
  entry_id text not null,
  primary key (key, set_id, entry_id)
);

create table vetting (
  id           text   not null primary key,
  party_id     text   not null references party (id),
  fingerprint  text   not null,
  list_sets    text   not null,
  outcome      text   not null,
  reasons_json text   not null,
  by_login     text   not null,
  at_us        bigint not null
);
create index vetting_party on vetting (party_id, at_us);

create table hit (
  id              text   not null primary key,
  party_id        text   not null references party (id),
  fingerprint     text   not null,
  set_id          text   not null,
  source          text   not null,
  entry_id        text   not null,
  entry_hash      text   not null,
  entry_name      text   not null,
  score_bp        bigint not null check (score_bp between 0 and 10000),
  parts_json      text   not null,
  state           text   not null check (state in ('open', 'proposed', 'cleared', 'escalated', 'confirmed')),
  reason_code     text   not null default '',
  reason          text   not null default '',
  first_reviewer  text   not null default '',
  second_reviewer text   not null default '',
  expires_on      text   not null default '',
  at_us           bigint not null,
  unique (party_id, source, entry_id, entry_hash, fingerprint)
);
create index hit_party on hit (party_id);
create index hit_open on hit (state, at_us);

create table unit (
  centre_id      text   not null,
  id             text   not null,
  maker_id       text   not null references party (id),
  model          text   not null,
  segment        text   not null,
  serial         text   not null,
  serial_raw     text   not null,
  vin            text   not null default '',
  year           bigint not null default 0,
  hs             text   not null default '',
  price_minor    bigint not null check (price_minor > 0),
  currency       text   not null,
  ownership      text   not null,
  supply         text   not null,
  passport       text   not null,
  passport_no    text   not null default '',
  customs        text   not null,
  inspection     text   not null,
  located        text   not null default '',
  folded         text   not null,
  created_us     bigint not null,
  primary key (centre_id, id),
  unique (maker_id, serial)
);
create unique index unit_vin on unit (vin) where length(vin) = 17;
create index unit_segment on unit (centre_id, segment, id);

create table claim (
  centre_id text   not null,
  id        text   not null,
  unit_id   text   not null,
  kind      text   not null check (kind in ('reserved', 'allocated', 'on_demo', 'on_trial', 'leased', 'sold')),
  deal_id   text   not null default '',
  until_on  text   not null default '',
  began_us  bigint not null,
  ended_us  bigint not null default 0,
  ended_why text   not null default '',
  primary key (centre_id, id)
);
create unique index claim_one_active on claim (centre_id, unit_id) where ended_us = 0;
create index claim_unit on claim (unit_id, began_us);
create index claim_deal on claim (deal_id);

create table deal (
  centre_id        text   not null,
  id               text   not null,
  nr               text   not null,
  kind             text   not null check (kind in ('lease', 'sale')),
  customer_id      text   not null references party (id),
  stage            text   not null,
  currency         text   not null,
  price_minor      bigint not null check (price_minor > 0),
  terms_json       text   not null,
  quote_version    bigint not null default 1,
  quote_expires_on text   not null default '',
  rate             text   not null default '',
  starts_on        text   not null,
  ends_on          text   not null,
  signed_on        text   not null default '',
  released_us      bigint not null default 0,
  delivered_on     text   not null default '',
  defaulted_on     text   not null default '',
  closed_on        text   not null default '',
  billed_on        text   not null default '',
  late_since       text   not null default '',
  dpd              bigint not null default 0,
  overdue_minor    bigint not null default 0,
  unapplied_minor  bigint not null default 0 check (unapplied_minor >= 0),
  folded           text   not null,
  created_us       bigint not null,
  primary key (centre_id, id)
);
create unique index deal_nr on deal (centre_id, nr);
create index deal_customer on deal (customer_id);
create index deal_stage on deal (centre_id, stage, id);

create table deal_unit (
  centre_id   text   not null,
  deal_id     text   not null,
  unit_id     text   not null,
  price_minor bigint not null check (price_minor > 0),
  primary key (centre_id, deal_id, unit_id)
);

create table quote (
  centre_id   text   not null,
  deal_id     text   not null,
  version     bigint not null,
  terms_json  text   not null,
  result_json text   not null,
  expires_on  text   not null,
  by_login    text   not null,
  at_us       bigint not null,
  primary key (centre_id, deal_id, version)
);

create table instalment (
  centre_id       text   not null,
  deal_id         text   not null,
  nr              bigint not null,
  kind            text   not null check (kind in ('advance', 'rental', 'residual', 'price')),
  due_on          text   not null,
  principal_minor bigint not null check (principal_minor >= 0),
  interest_minor  bigint not null check (interest_minor >= 0),
  fee_minor       bigint not null default 0 check (fee_minor >= 0),
  paid_principal  bigint not null default 0 check (paid_principal between 0 and principal_minor),
  paid_interest   bigint not null default 0 check (paid_interest between 0 and interest_minor),
  paid_fee        bigint not null default 0 check (paid_fee between 0 and fee_minor),
  billed          bigint not null default 0 check (billed in (0, 1)),
  primary key (centre_id, deal_id, nr)
);
create index instalment_due on instalment (due_on, centre_id, deal_id);

create table release_order (
  centre_id text   not null,
  id        text   not null,
  deal_id   text   not null,
  by_login  text   not null,
  at_us     bigint not null,
  on_day    text   not null,
  gate_json text   not null,
  voided_us bigint not null default 0,
  primary key (centre_id, id)
);
create unique index release_order_deal on release_order (centre_id, deal_id) where voided_us = 0;

create table waiver (
  centre_id    text   not null,
  deal_id      text   not null,
  condition    text   not null check (condition in ('limits', 'papers')),
  reason       text   not null,
  proposed_by  text   not null,
  confirmed_by text   not null default '',
  expires_on   text   not null,
  at_us        bigint not null,
  primary key (centre_id, deal_id, condition, at_us)
);

create table delivery (
  centre_id    text   not null,
  id           text   not null,
  deal_id      text   not null,
  unit_id      text   not null,
  act_no       text   not null,
  on_day       text   not null,
  place        text   not null,
  meter        bigint not null default 0,
  condition    text   not null default '',
  accepted_by  text   not null,
  handed_by    text   not null,
  value_minor  bigint not null,
  currency     text   not null,
  usd_minor    bigint not null,
  fx_rate      text   not null,
  fx_on        text   not null,
  segment      text   not null,
  reversed_us  bigint not null default 0,
  at_us        bigint not null,
  primary key (centre_id, id)
);
create unique index delivery_unit on delivery (centre_id, deal_id, unit_id) where reversed_us = 0;
create index delivery_on on delivery (on_day);

create table guarantee (
  id             text   not null primary key,
  nr             text   not null,
  kind           text   not null,
  rules          text   not null,
  guarantor_id   text   not null references party (id),
  applicant_id   text   not null references party (id),
  currency       text   not null,
  face_minor     bigint not null check (face_minor > 0),
  paid_minor     bigint not null default 0 check (paid_minor >= 0),
  reserved_minor bigint not null default 0 check (reserved_minor >= 0),
  issued_on      text   not null,
  effective_on   text   not null,
  expires_on     text   not null,
  place          text   not null default '',
  text_sha256    text   not null default '',
  body           text   not null default '',
  life           text   not null,
  trust          text   not null,
  recorded_by    text   not null,
  verified_by    text   not null default '',
  verified_on    text   not null default '',
  reverify_on    text   not null default '',
  evidence_kind  text   not null default '',
  evidence_ref   text   not null default '',
  folded         text   not null,
  created_us     bigint not null,
  unique (guarantor_id, nr),
  check (paid_minor + reserved_minor <= face_minor)
);
create index guarantee_expires on guarantee (expires_on);
create index guarantee_applicant on guarantee (applicant_id);

create table allocation (
  guarantee_id text   not null references guarantee (id),
  deal_id      text   not null,
  centre_id    text   not null,
  amount_minor bigint not null check (amount_minor > 0),
  at_us        bigint not null,
  primary key (guarantee_id, deal_id)
);
create index allocation_deal on allocation (deal_id);

create table demand (
  id           text   not null primary key,
  guarantee_id text   not null references guarantee (id),
  centre_id    text   not null,
  deal_id      text   not null,
  amount_minor bigint not null check (amount_minor > 0),
  currency     text   not null,
  account      text   not null,
  breach       text   not null,
  body         text   not null,
  made_on      text   not null,
  state        text   not null check (state in ('presented', 'paid', 'rejected', 'withdrawn')),
  paid_minor   bigint not null default 0 check (paid_minor between 0 and amount_minor),
  paid_on      text   not null default '',
  by_login     text   not null,
  at_us        bigint not null,
  payment_id   text   not null default ''
);
create index demand_guarantee on demand (guarantee_id);
create index demand_deal on demand (deal_id);
create index demand_payment on demand (payment_id) where payment_id <> ''; -- the payment that settled it, so that it can be taken back

create table ledger_account (
  centre_id    text   not null,
  id           text   not null,
  code         text   not null,
  currency     text   not null,
  deal_id      text   not null default '',
  debits_minor  bigint not null default 0 check (debits_minor >= 0),
  credits_minor bigint not null default 0 check (credits_minor >= 0),
  primary key (centre_id, id)
);
create index ledger_account_deal on ledger_account (deal_id) where deal_id <> '';

-- Written once: no code path updates or deletes a transfer.
create table transfer (
  centre_id      text   not null,
  id             text   not null,
  group_id       text   not null,
  kind           text   not null check (kind in ('single', 'reversal')),
  debit_account  text   not null,
  credit_account text   not null,
  amount_minor   bigint not null check (amount_minor > 0),
  currency       text   not null,
  effective_on   text   not null,
  at_us          bigint not null,
  deal_id        text   not null default '',
  reverses_id    text   not null default '',
  what           text   not null,
  by_login       text   not null,
  primary key (centre_id, id),
  check (debit_account <> credit_account)
);
create unique index transfer_reverses on transfer (reverses_id) where reverses_id <> '';
create index transfer_group on transfer (group_id);
create index transfer_deal on transfer (deal_id, id) where deal_id <> '';

create table payment (
  centre_id     text   not null,
  id            text   not null,
  deal_id       text   not null,
  kind          text   not null check (kind in ('customer', 'guarantee')),
  amount_minor  bigint not null check (amount_minor > 0),
  currency      text   not null,
  value_on      text   not null,
  reference     text   not null,
  unapplied_minor bigint not null default 0,
  parts_json    text   not null,
  reversed_us   bigint not null default 0,
  by_login      text   not null,
  at_us         bigint not null,
  primary key (centre_id, id)
);
create unique index payment_reference on payment (centre_id, reference) where reversed_us = 0;
create index payment_deal on payment (deal_id, id);

create table fx_rate (
  currency text   not null,
  on_day   text   not null,
  usd      text   not null,
  source   text   not null,
  at_us    bigint not null,
  primary key (currency, on_day)
);

-- What a year is to bring: of the house's own deliveries, or of all trade between the regions.
create table goal (
  measure      text   not null check (measure in ('house', 'region')),
  year         bigint not null,
  amount_minor bigint not null check (amount_minor > 0),
  floor_minor  bigint not null check (floor_minor >= 0),
  author       text   not null,
  reason       text   not null,
  at_us        bigint not null,
  primary key (measure, year, at_us)
);

-- Trade between the regions as official statistics report it, one row a month; our own deliveries are in delivery, and the two are
-- never added up.
create table turnover_month (
  month     text   not null,
  usd_minor bigint not null,
  source    text   not null,
  at_us     bigint not null,
  primary key (month, at_us)
);

create table closed_day (
  centre_id text   not null,
  on_day    text   not null,
  by_login  text   not null,
  at_us     bigint not null,
  result_json text not null,
  primary key (centre_id, on_day)
);

create table import_file (
  sha256      text   not null,
  kind        text   not null,
  name        text   not null,
  rows_new    bigint not null,
  rows_changed bigint not null,
  rows_same   bigint not null,
  by_login    text   not null,
  at_us       bigint not null,
  primary key (kind, sha256)
);

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
