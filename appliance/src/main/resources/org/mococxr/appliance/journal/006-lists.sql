-- Each list of films is read newest first from an index of its own, however many films there are.
create index assessment_suggestive on assessment (film_id) where suggestive = 1;
create index work_unfinished on work (film_id) where stage <> 'done';
create index delivery_tried on delivery (attempts, film_id) where state = 'waiting';
