-- +goose Up
-- What was proved: the thing as it stood, in canonical JSON, whose hash the event holds. With it a proof file can be made again.
create table proof_subject (
  centre_id    text   not null,
  event_id     text   not null,
  kind         text   not null check (kind in ('guarantee', 'verification', 'release', 'demand')),
  entity       text   not null,
  subject_json text   not null,
  primary key (centre_id, event_id)
);
