-- The keys by which rows name their askers. The present one lies beside the log; of each the log knows the fingerprint,
-- from which neither key nor people can be told.
CREATE TABLE keys (
    fingerprint TEXT PRIMARY KEY,
    since       TEXT NOT NULL,       -- UTC, ISO 8601 with milliseconds
    own         INTEGER NOT NULL     -- 1 where it lay beside this log, 0 where rows came with it from another
) STRICT, WITHOUT ROWID;
