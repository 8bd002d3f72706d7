ALTER TABLE requests DROP COLUMN base_version;
