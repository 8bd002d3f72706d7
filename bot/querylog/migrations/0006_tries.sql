-- How often it was tried to tell the asker: a request is closed before each try, and opened again where Discord failed.
ALTER TABLE requests ADD COLUMN tries INTEGER NOT NULL DEFAULT 0;
UPDATE requests SET tries = 1 WHERE told_at IS NOT NULL;
