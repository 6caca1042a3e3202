-- Evidence: what people who read a film say about a finding, and that they took it back.
create table reading (
  id      integer primary key,
  film_id integer not null references film (id),
  at      integer not null,
  reader  text    not null,
  finding text    not null,
  agrees  integer not null check (agrees in (0, 1)),
  reason  text    not null,
  note    text    not null
);
create index reading_film on reading (film_id);
create table reading_withdrawn (
  reading_id integer primary key references reading (id),
  at         integer not null
);

-- The list sorted by score must not take longer the more films there are.
create index assessment_score on assessment (finding, probability);

create trigger reading_kept before delete on reading begin select raise(abort, 'readings are evidence'); end;
create trigger reading_fixed before update on reading begin select raise(abort, 'readings are evidence'); end;
create trigger reading_withdrawn_kept before delete on reading_withdrawn begin select raise(abort, 'readings are evidence'); end;
create trigger reading_withdrawn_fixed before update on reading_withdrawn begin select raise(abort, 'readings are evidence'); end;
