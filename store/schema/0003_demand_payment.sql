-- +goose Up
-- The payment that settled a demand, so that it can be taken back.
alter table demand add column payment_id text not null default '';
create index demand_payment on demand (payment_id) where payment_id <> '';
