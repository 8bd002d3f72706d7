CREATE TABLE requests (
    id           INTEGER PRIMARY KEY,
    query_id     INTEGER NOT NULL,   -- queries.id, as in judgements
    text         TEXT NOT NULL,      -- the question as it was put to the editors
    asked_at     TEXT NOT NULL,      -- UTC, ISO 8601 with milliseconds
    guild_id     TEXT,
    channel_id   TEXT,               -- where the asker is to be told
    asker        TEXT,               -- as in queries
    user_id      TEXT,               -- the asker's own id in Discord, until they have been told
    base_version TEXT NOT NULL,      -- the base that had no answer
    fact_id      TEXT,               -- the fact that answered it since
    told_at      TEXT                -- when the asker was told; absent while the request is open
) STRICT;

-- Who asks twice asks once.
CREATE UNIQUE INDEX requests_once ON requests (query_id, ifnull(asker, ''));
CREATE INDEX requests_open ON requests (asked_at) WHERE told_at IS NULL;
