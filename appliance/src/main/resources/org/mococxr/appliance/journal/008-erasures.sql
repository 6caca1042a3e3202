-- Films that were erased because somebody asked for it: that there was one, and nothing that leads to its patient. Its number is never given
-- again. Evidence, and the only key to deleting other evidence. The digest finds the bytes until they are deleted.
create table erasure (
  film_id       integer primary key,
  ref           text    not null unique,
  at            integer not null,
  object_digest text,
  finished_at   integer
);
create index erasure_unfinished on erasure (film_id) where finished_at is null;
create trigger erasure_kept before delete on erasure begin select raise(abort, 'erasures are evidence'); end;
create trigger erasure_fixed before update on erasure when old.finished_at is not null or new.ref <> old.ref or new.at <> old.at
  begin select raise(abort, 'erasures are evidence'); end;

drop trigger film_kept;
create trigger film_kept before delete on film when not exists (select 1 from erasure e where e.film_id = old.id)
  begin select raise(abort, 'received films are evidence'); end;
drop trigger film_fixed;
create trigger film_fixed before update on film
  when new.conflicts_with is not null or not exists (select 1 from erasure e where e.film_id = old.conflicts_with)
    or (new.id, new.ref, new.object_digest, new.size_bytes, new.received_at, new.source, new.sender)
      <> (old.id, old.ref, old.object_digest, old.size_bytes, old.received_at, old.source, old.sender)
    or new.sop_instance_uid is not old.sop_instance_uid
  begin select raise(abort, 'received films are evidence'); end;
drop trigger attempt_kept;
create trigger attempt_kept before delete on attempt when not exists (select 1 from erasure e where e.film_id = old.film_id)
  begin select raise(abort, 'attempts are evidence'); end;
drop trigger attempt_failure_kept;
create trigger attempt_failure_kept before delete on attempt_failure when not exists (select 1 from erasure e where e.film_id = old.film_id)
  begin select raise(abort, 'attempts are evidence'); end;
drop trigger undone_failure_kept;
create trigger undone_failure_kept before delete on undone_failure when not exists (select 1 from erasure e where e.film_id = old.film_id)
  begin select raise(abort, 'outcomes are evidence'); end;
drop trigger outcome_kept;
create trigger outcome_kept before delete on outcome
  when not exists (select 1 from erasure e where e.film_id = old.film_id)
    and (old.kind <> 'failed'
      or not exists (select 1 from undone_failure u where u.film_id = old.film_id and u.at = old.at and u.words = old.words))
  begin select raise(abort, 'outcomes are evidence'); end;
drop trigger identity_kept;
create trigger identity_kept before delete on identity when not exists (select 1 from erasure e where e.film_id = old.film_id)
  begin select raise(abort, 'identities are evidence'); end;
drop trigger assessment_kept;
create trigger assessment_kept before delete on assessment when not exists (select 1 from erasure e where e.film_id = old.film_id)
  begin select raise(abort, 'assessments are evidence'); end;
drop trigger event_kept;
create trigger event_kept before delete on event
  when old.film_id is null or not exists (select 1 from erasure e where e.film_id = old.film_id)
  begin select raise(abort, 'events are evidence'); end;
drop trigger removal_kept;
create trigger removal_kept before delete on removal when not exists (select 1 from erasure e where e.film_id = old.film_id)
  begin select raise(abort, 'removals are evidence'); end;
drop trigger reading_kept;
create trigger reading_kept before delete on reading when not exists (select 1 from erasure e where e.film_id = old.film_id)
  begin select raise(abort, 'readings are evidence'); end;
drop trigger reading_withdrawn_kept;
create trigger reading_withdrawn_kept before delete on reading_withdrawn
  when not exists (select 1 from erasure e join reading r on r.film_id = e.film_id where r.id = old.reading_id)
  begin select raise(abort, 'readings are evidence'); end;
drop trigger shadow_outcome_kept;
create trigger shadow_outcome_kept before delete on shadow_outcome when not exists (select 1 from erasure e where e.film_id = old.film_id)
  begin select raise(abort, 'shadow results are evidence'); end;
drop trigger shadow_assessment_kept;
create trigger shadow_assessment_kept before delete on shadow_assessment when not exists (select 1 from erasure e where e.film_id = old.film_id)
  begin select raise(abort, 'shadow results are evidence'); end;
drop trigger study_result_kept;
create trigger study_result_kept before delete on study_result
  when not exists (select 1 from study_film sf join erasure e on e.film_id = sf.film_id where sf.study_id = old.study_id)
  begin select raise(abort, 'study results are evidence'); end;
drop trigger study_assessment_kept;
create trigger study_assessment_kept before delete on study_assessment
  when not exists (select 1 from study_film sf join erasure e on e.film_id = sf.film_id where sf.study_id = old.study_id)
  begin select raise(abort, 'study results are evidence'); end;
