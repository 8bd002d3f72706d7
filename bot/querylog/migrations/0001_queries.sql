CREATE TABLE queries (
    id           INTEGER PRIMARY KEY,
    asked_at     TEXT NOT NULL,      -- UTC, ISO 8601 with milliseconds
    guild_id     TEXT,               -- Discord's snowflake, absent outside a server
    channel_id   TEXT,               -- Discord's snowflake, absent outside Discord
    asker        TEXT,               -- who asked, as the face that they used knows them
    command      TEXT NOT NULL,      -- through which command or control: fact, fact pick, ask, ...
    query        TEXT NOT NULL,
    outcome      TEXT NOT NULL CHECK (outcome IN ('answer', 'suggestions', 'none')),
    fact_id      TEXT,               -- the fact that was answered with
    confidence   REAL NOT NULL,      -- 0..1
    latency_ms   REAL NOT NULL,      -- from the question's arrival at the desk to its reply
    base_version TEXT NOT NULL
) STRICT;

CREATE INDEX queries_by_time ON queries (asked_at);
