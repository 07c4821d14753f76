-- Fixed, because the defaults of a build of SQLite would otherwise show in the file.
PRAGMA page_size = 8192;

PRAGMA encoding = 'UTF-8';

PRAGMA auto_vacuum = NONE;

PRAGMA journal_mode = OFF;

PRAGMA synchronous = OFF;

PRAGMA foreign_keys = OFF;

PRAGMA secure_delete = ON;

-- In KiB: room for the index, which does not grow at its end. The file does not record this setting.
PRAGMA cache_size = -16384;

PRAGMA application_id = {application_id};

PRAGMA user_version = {form};
