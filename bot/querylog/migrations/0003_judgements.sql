CREATE TABLE judgements (
    id        INTEGER PRIMARY KEY,
    query_id  INTEGER NOT NULL,      -- queries.id; the row itself may have been purged, or still wait to be written
    fact_id   TEXT,                  -- absent where it is said of everything that was suggested
    judgement TEXT NOT NULL CHECK (judgement IN ('answers', 'not-asked', 'none-of-these')),
    asker     TEXT,                  -- who says so, as in queries
    judged_at TEXT NOT NULL,         -- UTC, ISO 8601 with milliseconds
    guild_id  TEXT
) STRICT;

-- One judgement per person and (question, fact): a later one takes the place of an earlier one.
CREATE UNIQUE INDEX judgements_once ON judgements (query_id, ifnull(fact_id, ''), ifnull(asker, ''));
CREATE INDEX judgements_by_time ON judgements (judged_at);
