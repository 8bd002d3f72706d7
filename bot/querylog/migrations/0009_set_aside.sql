-- When editors set an open request aside, off their list: UTC, ISO 8601 with milliseconds; absent while it is on it.
-- Its asker is told of an answer all the same.
ALTER TABLE requests ADD COLUMN set_aside_at TEXT;
