-- Ids that rise with time and need no agreement between processes: milliseconds since 1970, then 21 bits of our own.
-- Rows from before keep their old number in the low bits, so that taking this step twice yields the same ids.
UPDATE queries SET id =
    ((CAST(strftime('%s', asked_at) AS INTEGER) * 1000 + CAST(substr(strftime('%f', asked_at), 4) AS INTEGER)) << 21)
    | (id & 0x1FFFFF);
