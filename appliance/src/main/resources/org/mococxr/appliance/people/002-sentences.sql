-- Beside a line's words, which stay as they were written, stands which text of the box they are, with its values, so that each reads it in
-- the own language. The line's seal covers it too. Empty: words of a box before this one.
alter table audit add column said text not null default '';
