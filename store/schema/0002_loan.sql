-- +goose Up
-- What a customer owes follows from the contract and from everything that happened to it (package loan). The instalments are kept as
-- the last replay left them, so that lists and cover are plain SQL.

-- Rows can be charged with fees and penalties, and new kinds of them are made after the signature. SQLite cannot change a check, so the
-- table is built anew. What was paid, waived or written off of a part stands in one figure: paid.
create table instalment_2 (
  centre_id       text   not null,
  deal_id         text   not null,
  nr              bigint not null,
  kind            text   not null check (kind in ('advance', 'rental', 'residual', 'price', 'fee', 'called', 'prepaid', 'extra', 'aged', 'skip')),
  from_on         text   not null default '',
  due_on          text   not null,
  principal_minor bigint not null check (principal_minor >= 0),
  interest_minor  bigint not null check (interest_minor >= 0),
  fee_minor       bigint not null default 0 check (fee_minor >= 0),
  penalty_minor   bigint not null default 0 check (penalty_minor >= 0),
  joins_minor     bigint not null default 0 check (joins_minor >= 0),
  paid_principal  bigint not null default 0 check (paid_principal between 0 and principal_minor),
  paid_interest   bigint not null default 0 check (paid_interest between 0 and interest_minor),
  paid_fee        bigint not null default 0 check (paid_fee between 0 and fee_minor),
  paid_penalty    bigint not null default 0 check (paid_penalty between 0 and penalty_minor),
  paid_on         text   not null default '',
  billed          bigint not null default 0 check (billed in (0, 1)),
  primary key (centre_id, deal_id, nr)
);
insert into instalment_2 (centre_id, deal_id, nr, kind, due_on, principal_minor, interest_minor, fee_minor, paid_principal, paid_interest, paid_fee, billed)
select centre_id, deal_id, nr, kind, due_on, principal_minor, interest_minor, fee_minor, paid_principal, paid_interest, paid_fee, billed from instalment;
drop table instalment;
alter table instalment_2 rename to instalment;
create index instalment_due on instalment (due_on, centre_id, deal_id);

-- Insurers and sponsors pay too, and a unit that comes back is worth something: to the house, or to whom it is sold. What is paid ahead of its time has the new rows in its body.
create table payment_2 (
  centre_id     text   not null,
  id            text   not null,
  deal_id       text   not null,
  kind          text   not null check (kind in ('customer', 'guarantee', 'insurer', 'sponsor', 'unit', 'sale')),
  amount_minor  bigint not null check (amount_minor > 0),
  currency      text   not null,
  value_on      text   not null,
  reference     text   not null,
  unapplied_minor bigint not null default 0,
  parts_json    text   not null,
  body_json     text   not null default '{}',
  reversed_us   bigint not null default 0,
  by_login      text   not null,
  at_us         bigint not null,
  primary key (centre_id, id)
);
insert into payment_2 (centre_id, id, deal_id, kind, amount_minor, currency, value_on, reference, unapplied_minor, parts_json, reversed_us, by_login, at_us)
select centre_id, id, deal_id, kind, amount_minor, currency, value_on, reference, unapplied_minor, parts_json, reversed_us, by_login, at_us from payment;
drop table payment;
alter table payment_2 rename to payment;
create unique index payment_reference on payment (centre_id, reference) where reversed_us = 0;
create index payment_deal on payment (deal_id, id);
create index payment_list on payment (centre_id, id, reference);
create index payment_list_value on payment (centre_id, value_on, id);

-- What was agreed, each version in full: the first one is the delivery, every addendum makes another. An addendum that was reversed stays.
create table contract_version (
  centre_id     text   not null,
  deal_id       text   not null,
  version       bigint not null check (version > 0),
  kind          text   not null,
  transaction_id text  not null default '',
  effective_on  text   not null,
  reason        text   not null default '',
  customer_id   text   not null,
  terms_json    text   not null,
  settings_json text   not null,
  rows_json     text   not null,
  reversed_us   bigint not null default 0,
  by_login      text   not null,
  at_us         bigint not null,
  primary key (centre_id, deal_id, version)
);

-- Everything but payments that changes what is owed; it is never edited, only marked reversed.
create table loan_transaction (
  centre_id    text   not null,
  id           text   not null,
  deal_id      text   not null,
  kind         text   not null check (kind in ('opening', 'refund', 'charge', 'waive', 'write_off', 'restructure', 'holiday', 'rate_fixing', 'partial_end', 'reschedule', 're_age',
    're_amortise', 'accelerate', 'pause', 'resume', 'assign')),
  value_on     text   not null,
  amount_minor bigint not null default 0 check (amount_minor >= 0),
  body_json    text   not null default '{}',
  parts_json   text   not null default '[]',
  reason       text   not null default '',
  reversed_us  bigint not null default 0,
  by_login     text   not null,
  at_us        bigint not null,
  primary key (centre_id, id)
);
create index loan_transaction_deal on loan_transaction (deal_id, at_us);

-- Whose money a transfer moves (a payment or another transaction, none for what is billed), and the transaction by which it came to meet
-- other rows than before, none at first.
alter table transfer add column for_id text not null default '';
alter table transfer add column cause_id text not null default '';

-- contract_version is the newest one, 0 while the account was never replayed; newest_on the latest value date in it; daily tells that what is
-- owed grows by the day, so that a new day is a new replay.
alter table deal add column contract_version bigint not null default 0;
alter table deal add column newest_on text not null default '';
alter table deal add column daily bigint not null default 0 check (daily in (0, 1));
alter table deal add column paused_on text not null default '';
