-- The query log. Moments are UTC in ISO 8601 with milliseconds; ids of servers and channels are Discord's snowflakes.
-- Step 1 of the log's shape. From the first release on it stays as it is: a change is migrations/0002_….sql and so on.

-- One question, or one statement of a message that was checked, and its reply.
CREATE TABLE queries (
    id           INTEGER PRIMARY KEY, -- milliseconds since 1970, then 21 random bits
    asked_at     TEXT NOT NULL,
    guild_id     TEXT,                -- null outside a server
    channel_id   TEXT,                -- null outside a server
    asker        TEXT,                -- a pseudonym, see rows.py
    command      TEXT NOT NULL,       -- the command or control that was used: fact, fact pick, ask, ...
    query        TEXT NOT NULL,       -- empty if words are not kept, and for statements of checked messages
    outcome      TEXT NOT NULL CHECK (outcome IN ('answer', 'suggestions', 'none')),
    fact_id      TEXT,                -- the fact that was answered with
    confidence   REAL NOT NULL,       -- 0..1
    latency_ms   REAL NOT NULL,       -- from the question's arrival at the desk to its reply
    base_version TEXT NOT NULL
) STRICT;

CREATE INDEX queries_by_time ON queries (asked_at);

-- What a person says of a reply: one row for each person, question and fact; the latest counts.
CREATE TABLE judgements (
    id        INTEGER PRIMARY KEY,
    query_id  INTEGER NOT NULL,       -- queries.id; that row may be deleted, or still wait to be written
    fact_id   TEXT,                   -- null if it is said of everything that was suggested
    judgement TEXT NOT NULL CHECK (judgement IN ('answers', 'not-asked', 'none-of-these')),
    asker     TEXT,
    judged_at TEXT NOT NULL,
    guild_id  TEXT,
    reason    TEXT CHECK (reason IN ('another-fact', 'out-of-date', 'misread', 'other')) -- why not, if they say
) STRICT;

CREATE UNIQUE INDEX judgements_once ON judgements (query_id, ifnull(fact_id, ''), ifnull(asker, ''));
CREATE INDEX judgements_by_time ON judgements (judged_at);

-- A question that somebody put to the editors.
CREATE TABLE requests (
    id           INTEGER PRIMARY KEY,
    query_id     INTEGER NOT NULL,    -- as in judgements
    text         TEXT NOT NULL,
    asked_at     TEXT NOT NULL,
    guild_id     TEXT,
    channel_id   TEXT,                -- where the asker is to be told of an answer
    asker        TEXT,
    user_id      TEXT,                -- the asker's own id in Discord, until they have been told
    tries        INTEGER NOT NULL DEFAULT 0, -- how often it was tried to tell them
    set_aside_at TEXT,                -- when editors dismissed it from their list; the asker is told all the same
    fact_id      TEXT,                -- the fact that answered it since
    told_at      TEXT                 -- when the asker was told; null while the request is open
) STRICT;

CREATE UNIQUE INDEX requests_once ON requests (query_id, ifnull(asker, ''));
CREATE INDEX requests_by_time ON requests (asked_at);
CREATE INDEX requests_by_asker ON requests (asker);
CREATE INDEX requests_by_user ON requests (user_id) WHERE user_id IS NOT NULL;
CREATE INDEX requests_open ON requests (guild_id, id) WHERE told_at IS NULL;

-- A fact that somebody follows: they are told when its verdict or a value changes, or when it is gone.
CREATE TABLE follows (
    id          INTEGER PRIMARY KEY,  -- another one after each message, whose nonce it is
    fact_id     TEXT NOT NULL,
    claim       TEXT NOT NULL,
    seen        TEXT NOT NULL,        -- its verdict and values as last told: a JSON list
    followed_at TEXT NOT NULL,
    guild_id    TEXT,
    channel_id  TEXT,                 -- where to tell them if they take no direct messages
    user_id     TEXT NOT NULL,        -- the follower's own id in Discord
    tries       INTEGER NOT NULL DEFAULT 0 -- how often it was tried to tell them of the latest change
) STRICT;

CREATE UNIQUE INDEX follows_once ON follows (user_id, fact_id);
CREATE INDEX follows_by_time ON follows (followed_at);

-- What an editor decided about a question that no fact answers, and about those like it.
CREATE TABLE decisions (
    id         INTEGER PRIMARY KEY,
    question   TEXT NOT NULL,
    choice     TEXT NOT NULL CHECK (choice IN ('phrasing', 'new-fact', 'not-for-us', 'later')),
    fact_id    TEXT,                  -- the fact that the question is to be a phrasing of
    decided_at TEXT NOT NULL,
    guild_id   TEXT,                  -- the server in which it was decided; null on a terminal
    written_at TEXT                   -- when the phrasing was written into the fact's file
) STRICT;

CREATE INDEX decisions_by_time ON decisions (decided_at);

-- The fingerprint of the key by which rows name their askers; the key itself lies beside the log.
CREATE TABLE key (
    only        INTEGER PRIMARY KEY CHECK (only = 1),
    fingerprint TEXT NOT NULL
) STRICT;
