-- Passwords that were tried, before they are compared: by account and address, where somebody signed in from there before; by account from all other
-- addresses together ('*'); by address for all accounts together ('*'). An account is the hash of a name, because people type passwords into
-- the wrong field, and so that names nobody has are counted like others.
create table guess (
  account text    not null,
  address text    not null,
  tries   integer not null,
  until   integer not null default 0,
  at      integer not null,
  primary key (account, address)
) without rowid;
alter table person drop column failures;
