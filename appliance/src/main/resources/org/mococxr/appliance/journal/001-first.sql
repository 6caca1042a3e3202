-- What was received. Evidence: never changed, never deleted.
create table film (
  id               integer primary key,
  ref              text    not null unique,
  object_digest    text    not null unique,
  size_bytes       integer not null,
  received_at      integer not null,
  source           text    not null check (source in ('dicom', 'web')),
  sender           text    not null,
  sop_instance_uid text,
  conflicts_with   integer references film (id)
);
create index film_sop_instance on film (sop_instance_uid);
create index film_received on film (received_at);

-- The one moving part: what still has to be done with a film.
create table work (
  film_id     integer primary key references film (id),
  stage       text    not null check (stage in ('waiting', 'working', 'done')),
  attempts    integer not null default 0,
  not_before  integer not null,
  lease_until integer
);
create index work_open on work (not_before) where stage <> 'done';

-- Evidence: every try.
create table attempt (
  film_id    integer not null references film (id),
  number     integer not null,
  started_at integer not null,
  primary key (film_id, number)
);
create table attempt_failure (
  film_id integer not null references film (id),
  number  integer not null,
  at      integer not null,
  reason  text    not null,
  primary key (film_id, number)
);

-- Evidence: the one end of a film. The primary key is the promise that there is only one.
create table outcome (
  film_id           integer primary key references film (id),
  at                integer not null,
  kind              text    not null check (kind in ('scored', 'refused', 'failed')),
  code              text,
  words             text,
  model_name        text,
  model_digest      text,
  model_release     text,
  provider          text,
  millis            integer not null,
  film_rows         integer,
  film_columns      integer,
  prepared_size     integer,
  remarks           text    not null default '',
  check ((kind = 'scored') = (model_digest is not null)),
  check ((kind = 'refused') = (code is not null))
);
create table identity (
  film_id       integer primary key references film (id),
  patient_id    text not null,
  initials      text not null,
  sex           text not null,
  age_years     integer,
  view          text not null,
  device        text not null,
  study_date    text not null
);
create table assessment (
  film_id         integer not null references film (id),
  position        integer not null,
  finding         text    not null,
  probability     real    not null check (probability between 0 and 1),
  suggestive      integer not null check (suggestive in (0, 1)),
  near_cut_off    integer not null check (near_cut_off in (0, 1)),
  operating_point text    not null,
  threshold       real    not null,
  map_rows        integer not null,
  map_columns     integer not null,
  map             blob    not null,
  primary key (film_id, finding)
);

-- The outbox.
create table delivery (
  id               integer primary key,
  film_id          integer not null references film (id),
  peer             text    not null,
  kind             text    not null,
  sop_instance_uid text    not null default '',
  state            text    not null check (state in ('waiting', 'delivered', 'dead')),
  attempts         integer not null default 0,
  not_before       integer not null,
  changed_at       integer not null,
  words            text    not null default '',
  unique (film_id, peer, kind)
);
create index delivery_open on delivery (not_before) where state = 'waiting';
create index delivery_sop_instance on delivery (sop_instance_uid);

-- Evidence: what happened, in words without identifiers.
create table event (
  id      integer primary key,
  at      integer not null,
  film_id integer references film (id),
  kind    text    not null,
  words   text    not null
);
create index event_film on event (film_id);

create trigger film_kept before delete on film begin select raise(abort, 'received films are evidence'); end;
create trigger film_fixed before update on film begin select raise(abort, 'received films are evidence'); end;
create trigger attempt_kept before delete on attempt begin select raise(abort, 'attempts are evidence'); end;
create trigger attempt_fixed before update on attempt begin select raise(abort, 'attempts are evidence'); end;
create trigger attempt_failure_kept before delete on attempt_failure begin select raise(abort, 'attempts are evidence'); end;
create trigger attempt_failure_fixed before update on attempt_failure begin select raise(abort, 'attempts are evidence'); end;
create trigger outcome_kept before delete on outcome begin select raise(abort, 'outcomes are evidence'); end;
create trigger outcome_fixed before update on outcome begin select raise(abort, 'outcomes are evidence'); end;
create trigger identity_kept before delete on identity begin select raise(abort, 'identities are evidence'); end;
create trigger identity_fixed before update on identity begin select raise(abort, 'identities are evidence'); end;
create trigger assessment_kept before delete on assessment begin select raise(abort, 'assessments are evidence'); end;
create trigger assessment_fixed before update on assessment begin select raise(abort, 'assessments are evidence'); end;
create trigger event_kept before delete on event begin select raise(abort, 'events are evidence'); end;
create trigger event_fixed before update on event begin select raise(abort, 'events are evidence'); end;
