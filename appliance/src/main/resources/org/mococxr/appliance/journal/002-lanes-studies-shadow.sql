-- Whose film comes first: 0 a person waits for it, 1 a modality sent it, 2 bulk.
alter table work add column lane integer not null default 1 check (lane between 0 and 2);
drop index work_open;
create index work_open on work (lane, film_id) where stage <> 'done';

-- A study collects its films; it is open from the first film on, closed after a quiet period, and opened again by a late film.
create table study (
  id                 integer primary key,
  ref                text    not null unique,
  study_instance_uid text    not null unique,
  opened_at          integer not null,
  changed_at         integer not null,
  open               integer not null default 1 check (open in (0, 1))
);
create index study_open on study (changed_at) where open = 1;
create index study_changed on study (changed_at, id);
create table study_film (
  film_id  integer primary key references film (id),
  study_id integer not null references study (id)
);
create index study_film_study on study_film (study_id);
create index identity_patient on identity (patient_id);

-- Evidence: what all films of a study said together, each time it was closed.
create table study_result (
  study_id integer not null references study (id),
  number   integer not null,
  at       integer not null,
  films    integer not null,
  scored   integer not null,
  primary key (study_id, number)
);
create table study_assessment (
  study_id     integer not null,
  number       integer not null,
  finding      text    not null,
  film_id      integer not null references film (id),
  probability  real    not null,
  suggestive   integer not null check (suggestive in (0, 1)),
  near_cut_off integer not null check (near_cut_off in (0, 1)),
  primary key (study_id, number, finding),
  foreign key (study_id, number) references study_result (study_id, number)
);

-- Evidence: what a model that is tried out beside the active one said. Stored, not shown as a result.
create table shadow_outcome (
  film_id      integer not null references film (id),
  model_digest text    not null,
  at           integer not null,
  kind         text    not null check (kind in ('scored', 'refused', 'failed')),
  words        text    not null default '',
  millis       integer not null,
  primary key (film_id, model_digest)
);
create table shadow_assessment (
  film_id      integer not null,
  model_digest text    not null,
  finding      text    not null,
  probability  real    not null,
  suggestive   integer not null check (suggestive in (0, 1)),
  near_cut_off integer not null check (near_cut_off in (0, 1)),
  primary key (film_id, model_digest, finding),
  foreign key (film_id, model_digest) references shadow_outcome (film_id, model_digest)
);
create index shadow_outcome_model on shadow_outcome (model_digest);

-- Evidence: installed, tried out, activated, rolled back, self-tests that failed.
create table model_event (
  id     integer primary key,
  at     integer not null,
  digest text    not null,
  kind   text    not null,
  words  text    not null
);

-- Evidence: films whose pixels were deleted to make room or because of their age. What was said about them stays.
create table removal (
  film_id integer primary key references film (id),
  at      integer not null,
  reason  text    not null
);

-- Counting what needs a person must not take longer the more films there are.
create index outcome_kind on outcome (kind);
create index delivery_dead on delivery (film_id) where state = 'dead';

create trigger study_result_kept before delete on study_result begin select raise(abort, 'study results are evidence'); end;
create trigger study_result_fixed before update on study_result begin select raise(abort, 'study results are evidence'); end;
create trigger study_assessment_kept before delete on study_assessment begin select raise(abort, 'study results are evidence'); end;
create trigger study_assessment_fixed before update on study_assessment begin select raise(abort, 'study results are evidence'); end;
create trigger shadow_outcome_kept before delete on shadow_outcome begin select raise(abort, 'shadow results are evidence'); end;
create trigger shadow_outcome_fixed before update on shadow_outcome begin select raise(abort, 'shadow results are evidence'); end;
create trigger shadow_assessment_kept before delete on shadow_assessment begin select raise(abort, 'shadow results are evidence'); end;
create trigger shadow_assessment_fixed before update on shadow_assessment begin select raise(abort, 'shadow results are evidence'); end;
create trigger model_event_kept before delete on model_event begin select raise(abort, 'model events are evidence'); end;
create trigger model_event_fixed before update on model_event begin select raise(abort, 'model events are evidence'); end;
create trigger removal_kept before delete on removal begin select raise(abort, 'removals are evidence'); end;
create trigger removal_fixed before update on removal begin select raise(abort, 'removals are evidence'); end;
