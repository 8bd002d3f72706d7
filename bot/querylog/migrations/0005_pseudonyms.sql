-- No row names its asker by their own id (but an open request's user_id, until they have been told).
-- pseudonym() is ours: see bot/querylog/pseudonyms.py.
UPDATE queries SET asker = pseudonym(asker) WHERE asker IS NOT NULL;
UPDATE judgements SET asker = pseudonym(asker) WHERE asker IS NOT NULL;
UPDATE requests SET asker = pseudonym(asker) WHERE asker IS NOT NULL;
