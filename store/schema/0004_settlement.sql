-- +goose Up
-- What ended a contract or a part of it: the legs as they were worked out on the day, their result, and what was done about it.
create table settlement (
  centre_id    text   not null,
  id           text   not null,
  deal_id      text   not null,
  kind         text   not null check (kind in ('buyout', 'partial_termination', 'termination', 'total_loss', 'end_of_term')),
  settled_on   text   not null,
  legs_json    text   not null,
  result_minor bigint not null,
  currency     text   not null,
  body_json    text   not null default '{}',
  reason       text   not null default '',
  by_login     text   not null,
  at_us        bigint not null,
  primary key (centre_id, id)
);
create index settlement_deal on settlement (centre_id, deal_id, id);

-- A unit whose part of the contract ended early stays in the deal that it was delivered under.
alter table deal_unit add column ended_on text not null default '';

-- How likely a party is to default, in the grades of the house's risk policy; a change adds a row.
create table party_grade (
  party_id text   not null,
  grade    bigint not null check (grade > 0),
  graded_on text  not null,
  reason   text   not null default '',
  by_login text   not null,
  at_us    bigint not null,
  primary key (party_id, at_us)
);
