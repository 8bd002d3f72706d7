-- Since when this machine's clock is doubted, by that clock, and old rows are left; no row where it is not.
CREATE TABLE doubts (
    since TEXT NOT NULL              -- UTC, ISO 8601 with milliseconds
) STRICT;
