-- +goose Up
-- Levelling: programmes whose sponsors pay a part of what a lease costs, what moved their budgets, and the observed values of
-- indices and indicators, such as a key rate, that caps and floating rates follow.

create table programme (
  centre_id    text   not null,
  id           text   not null,
  name         text   not null,
  sponsor_id   text   not null,
  formula      text   not null check (formula in ('advance_discount', 'rate_buy_down', 'lost_income')),
  currency     text   not null,
  budget_minor bigint not null check (budget_minor >= 0),
  from_on      text   not null,
  until_on     text   not null,
  terms_json   text   not null,
  folded       text   not null,
  by_login     text   not null,
  created_us   bigint not null,
  primary key (centre_id, id)
);
create unique index programme_name on programme (centre_id, folded);

create table budget_move (
  centre_id    text   not null,
  id           text   not null,
  programme_id text   not null,
  deal_id      text   not null,
  kind         text   not null check (kind in ('reserve', 'use', 'free', 'return')),
  on_day       text   not null,
  until_on     text   not null,
  amount_minor bigint not null check (amount_minor >= 0),
  by_login     text   not null,
  at_us        bigint not null,
  primary key (centre_id, id)
);
create index budget_move_programme on budget_move (centre_id, programme_id, id);
create index budget_move_deal on budget_move (centre_id, deal_id, id);

-- One value an index and day; a corrected value is a new row, the newest one counts.
create table index_value (
  name         text   not null,
  on_day       text   not null,
  value        text   not null,
  published_on text   not null,
  source       text   not null,
  by_login     text   not null,
  at_us        bigint not null,
  primary key (name, on_day, at_us)
);
