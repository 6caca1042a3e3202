-- A film that failed may be put back into the queue. Evidence: the end that it had. Only once that is taken down does it leave the place
-- of the film's one end, for the next.
create table undone_failure (
  film_id   integer not null references film (id),
  attempts  integer not null,
  at        integer not null,
  words     text    not null,
  millis    integer not null,
  undone_at integer not null,
  primary key (film_id, attempts)
);
create trigger undone_failure_kept before delete on undone_failure begin select raise(abort, 'outcomes are evidence'); end;
create trigger undone_failure_fixed before update on undone_failure begin select raise(abort, 'outcomes are evidence'); end;
drop trigger outcome_kept;
create trigger outcome_kept before delete on outcome
  when old.kind <> 'failed'
    or not exists (select 1 from undone_failure u where u.film_id = old.film_id and u.at = old.at and u.words = old.words)
  begin select raise(abort, 'outcomes are evidence'); end;

-- Attempts that were spent before the film was put back: those that count against it begin after them.
alter table work add column attempts_before integer not null default 0;
