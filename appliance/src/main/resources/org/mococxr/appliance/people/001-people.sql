-- Who may use the box. A password is an Argon2id hash, tokens are SHA-256 hashes of 32 random bytes.
create table person (
  id                   integer primary key,
  name                 text    not null unique collate nocase,
  password             text    not null,
  roles                text    not null,
  starting_password    integer not null check (starting_password in (0, 1)),
  disabled             integer not null default 0 check (disabled in (0, 1)),
  failures             integer not null default 0,
  locked_until         integer not null default 0,
  created_at           integer not null
);

create table session (
  id         integer primary key,
  person_id  integer not null references person (id),
  token_hash text    not null unique,
  began_at   integer not null,
  seen_at    integer not null,
  ended_at   integer,
  address    text    not null,
  browser    text    not null
);
create index session_person on session (person_id) where ended_at is null;

create table token (
  id         integer primary key,
  name       text    not null,
  token_hash text    not null unique,
  rights     text    not null,
  made_by    text    not null,
  made_at    integer not null,
  expires_at integer not null,
  revoked_at integer,
  used_at    integer
);

-- Evidence: who did what. Each line's seal covers the line before it, so that none can be changed or left out unseen.
create table audit (
  id    integer primary key,
  at    integer not null,
  who   text    not null,
  act   text    not null,
  about text    not null,
  words text    not null,
  seal  text    not null
);
create index audit_at on audit (at);
create trigger audit_kept before delete on audit begin select raise(abort, 'the audit is evidence'); end;
create trigger audit_fixed before update on audit begin select raise(abort, 'the audit is evidence'); end;
