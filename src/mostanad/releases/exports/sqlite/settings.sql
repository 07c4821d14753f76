-- Fixed, so that no default of a build of SQLite shows in the file.
PRAGMA page_size = 8192;

PRAGMA encoding = 'UTF-8';

PRAGMA auto_vacuum = NONE;

PRAGMA journal_mode = OFF;

PRAGMA synchronous = OFF;

PRAGMA foreign_keys = OFF;

PRAGMA secure_delete = ON;

-- Kibibytes: room for the index that does not grow at its end; the file does not tell.
PRAGMA cache_size = -16384;

PRAGMA application_id = {application_id};

PRAGMA user_version = {form};
