-- Beside words for people, which stay as they were written, stands which text of the box they are, with its values, so that each reads it
-- in the own language. Null: words of a box before this one.
alter table event add column said text;
alter table outcome add column said text;
alter table undone_failure add column said text;
alter table delivery add column said text;
alter table model_event add column said text;
