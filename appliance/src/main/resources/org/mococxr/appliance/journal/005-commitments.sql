-- Questions to peers whether they vouch for reports, until they are answered: an answer may come after a restart.
create table commitment (
  transaction_uid  text    not null,
  ae_title         text    not null,
  asked_at         integer not null,
  sop_instance_uid text    not null,
  delivery_id      integer not null references delivery (id),
  primary key (transaction_uid, sop_instance_uid)
);
create index commitment_asked on commitment (asked_at);
