-- The mapping to FollowTheMoney (docs/ftm.md), from the tables of a release, with lists as in CSV, to "said": a row for
-- each value of a property of an entity and each row of evidence that states it. "mapping" is mapping.toml. iso() is a
-- date in the form of FollowTheMoney, or ''. __init__.py fills the tables that a release does not have: "subjects",
-- "needed", "captions" and "reason_lines".

CREATE VIEW labels AS
SELECT official_id AS labelled_id, name AS label FROM officials UNION ALL SELECT party_id, name FROM parties;

-- What documents assert about a cell, unless the asserter retracts it. Plain: as a fact, without a hedge. With whom:
-- the document states as plainly whom or what the row is about.
CREATE INDEX evidence_of_fact ON evidence (fact_id);
CREATE INDEX evidence_of_claim ON evidence (claim_id);
CREATE TABLE told AS
SELECT evidence_id, claim_id, source_id, modality, hedge, as_of, table_name, row_id, field, facts.value,
  modality = 'fact' AND hedge = 'none' AS is_plain
FROM evidence JOIN facts USING (fact_id)
WHERE stance = 'asserts' AND NOT EXISTS (
  SELECT 1 FROM evidence AS back
  WHERE back.fact_id = evidence.fact_id AND back.asserted_by = evidence.asserted_by AND back.stance = 'retracts');
CREATE INDEX told_of ON told (row_id, field, source_id);

CREATE VIEW plain AS
SELECT told.*, subjects.field IS NULL OR EXISTS (
    SELECT 1 FROM told AS whom
    WHERE whom.row_id = told.row_id AND whom.field = subjects.field AND whom.source_id = told.source_id
      AND whom.is_plain
  ) AS with_whom
FROM told LEFT JOIN subjects USING (table_name)
WHERE is_plain;

-- The rows whose needed cells are all stated plainly, and whom they are about.
CREATE TABLE admitted AS
SELECT DISTINCT facts.table_name, facts.row_id, about.value AS about_id
FROM facts
JOIN subjects USING (table_name)
JOIN facts AS about ON about.fact_id = facts.row_id || '/' || subjects.field
WHERE NOT EXISTS (
  SELECT 1 FROM needed
  WHERE needed.table_name = facts.table_name AND NOT EXISTS (
    SELECT 1 FROM told WHERE told.row_id = facts.row_id AND told.field = needed.field AND is_plain));

-- Every person and organisation that is exported. People who only spoke are left out: they do not belong in a file for
-- screening people.
CREATE TABLE actors (actor_id PRIMARY KEY, schema, is_organisation);
INSERT INTO actors
SELECT actor_id, schema, schema IN ('PublicBody', 'Organization', 'Company')
FROM (
  SELECT official_id AS actor_id, 'Person' AS schema FROM officials
  UNION ALL
  SELECT party_id, coalesce(theirs, 'LegalEntity')
  FROM parties LEFT JOIN mapping ON section = 'schemas' AND ours = kind)
WHERE schema != '' AND (schema != 'Person' OR actor_id IN (SELECT official_id FROM officials) OR actor_id IN (
  SELECT about_id FROM admitted WHERE table_name IN ('sanctions', 'positions', 'affiliations')
  UNION ALL
  SELECT to_id FROM affiliations JOIN admitted ON row_id = affiliation_id));

-- The entities made of each row, with the section of the mapping that has their properties.
CREATE TABLE entities (row_id, section, entity_id, schema);
INSERT INTO entities
SELECT actor_id, 'people', actor_id, schema FROM actors WHERE schema = 'Person'
UNION ALL
SELECT row_id, 'names', about_id, schema FROM admitted JOIN actors ON actor_id = about_id WHERE table_name = 'names'
UNION ALL
SELECT identifier_id, iif(scheme = 'wikidata', scheme, 'identifiers'), iif(scheme = 'wikidata', about_id, identifier_id),
  iif(scheme = 'wikidata', schema, 'Identification')
FROM identifiers JOIN admitted ON row_id = identifier_id JOIN actors ON actor_id = about_id
UNION ALL
SELECT row_id, 'posts', row_id || '.post', 'Position'
FROM admitted JOIN actors ON actor_id = about_id WHERE table_name = 'positions' AND schema = 'Person'
UNION ALL
SELECT row_id, 'positions', row_id, 'Occupancy'
FROM admitted JOIN actors ON actor_id = about_id WHERE table_name = 'positions' AND schema = 'Person'
UNION ALL
SELECT row_id, 'sanctions', row_id, 'Sanction'
FROM admitted JOIN actors ON actor_id = about_id WHERE table_name = 'sanctions'
UNION ALL
SELECT affiliation_id, iif(is_membership, 'memberships', 'links'), affiliation_id,
  iif(is_membership, 'Membership', 'UnknownLink')
FROM (
  SELECT affiliation_id, relation = 'member_of' AND whole.is_organisation AS is_membership
  FROM affiliations JOIN admitted ON row_id = affiliation_id
  JOIN actors AS part ON part.actor_id = from_id JOIN actors AS whole ON whole.actor_id = to_id)
UNION ALL
SELECT row_id, table_name, row_id, 'Note'
FROM admitted JOIN actors ON actor_id = about_id WHERE table_name IN (SELECT table_name FROM captions);
CREATE INDEX entities_of ON entities (row_id);

CREATE TABLE said (
  entity_id, schema, prop, value, source_id DEFAULT '', lang DEFAULT '', original DEFAULT '',
  evidence_id);

-- Cells as they are; dates as far as FollowTheMoney can express them, else in words.
INSERT INTO said (entity_id, schema, prop, value, source_id, original, evidence_id)
SELECT entity_id, schema,
  CASE WHEN NOT is_date OR day != '' THEN theirs WHEN schema = 'Person' THEN 'notes' ELSE 'summary' END,
  CASE WHEN day != '' THEN day WHEN is_date OR theirs = 'notes' THEN field || ': ' || value || ' (EDTF)' ELSE value END,
  source_id, iif(is_date, value, ''), evidence_id
FROM (
  SELECT *, theirs LIKE '%Date' AS is_date, iif(theirs LIKE '%Date', iso(value), '') AS day
  FROM plain JOIN entities USING (row_id) JOIN mapping USING (section) WHERE ours = field)
WHERE (with_whom OR theirs IN ('endDate', 'deathDate'))
  AND (theirs != 'organization' OR value IN (SELECT actor_id FROM actors WHERE is_organisation));

-- An end that is not stated plainly, with how it is stated: without it, the row would seem to go on.
INSERT INTO said (entity_id, schema, prop, value, source_id, original, evidence_id)
SELECT entity_id, schema, iif(schema = 'Person', 'notes', 'summary'),
  field || ': ' || value || ' (EDTF; ' || modality || ', hedge ' || hedge || ')', source_id, value, evidence_id
FROM told JOIN entities USING (row_id) JOIN mapping USING (section)
WHERE ours = field AND theirs IN ('endDate', 'deathDate')
  AND NOT EXISTS (SELECT 1 FROM plain WHERE plain.row_id = told.row_id AND plain.field = told.field);

-- Labels and countries are our own coding. Codes that ISO 3166-1 leaves to its users are left out.
INSERT INTO said (entity_id, schema, prop, value)
SELECT actor_id, schema, 'name', name FROM actors JOIN officials ON official_id = actor_id
UNION ALL
SELECT actor_id, schema, 'name', name FROM actors JOIN parties ON party_id = actor_id;
INSERT INTO said (entity_id, schema, prop, value, original)
SELECT actor_id, schema, 'country', lower(country), country
FROM actors JOIN parties ON party_id = actor_id
WHERE country != '' AND country NOT IN ('AA', 'ZZ') AND country NOT GLOB 'X*' AND country NOT GLOB 'Q[M-Z]*';

INSERT INTO said
SELECT entities.entity_id, schema, coalesce(kinds.theirs, 'alias'), value, source_id, coalesce(languages.theirs, ''), '', evidence_id
FROM entities JOIN names ON name_id = row_id JOIN plain USING (row_id)
LEFT JOIN mapping AS kinds ON kinds.section = 'kinds_of_names' AND kinds.ours = kind
LEFT JOIN mapping AS languages ON languages.section = 'languages' AND languages.ours = language
WHERE field = 'name' AND with_whom;

INSERT INTO said (entity_id, schema, prop, value, original)
SELECT identifier_id, schema, 'type', coalesce(theirs, scheme), scheme
FROM entities JOIN identifiers ON identifier_id = row_id
LEFT JOIN mapping ON mapping.section = 'schemes' AND ours = scheme
WHERE entities.section = 'identifiers';

CREATE VIEW known_programmes AS
SELECT programme_id, code FROM programmes WHERE programme_id IN (SELECT row_id FROM plain WHERE field = 'code');
INSERT INTO said (entity_id, schema, prop, value, source_id, original, evidence_id)
SELECT entity_id, schema, 'post', row_id || '.post', source_id, '', evidence_id
FROM entities JOIN plain USING (row_id) WHERE section = 'positions' AND field = 'title' AND with_whom
UNION ALL
SELECT entity_id, schema, iif(iso(as_of) != '', 'date', 'summary'),
  iif(iso(as_of) != '', iso(as_of), 'as of: ' || as_of || ' (EDTF)'), source_id, as_of, evidence_id
FROM entities JOIN plain USING (row_id) WHERE section = 'positions' AND field = 'holder_id' AND as_of != ''
UNION ALL
SELECT entity_id, schema, 'role', replace(value, '_', ' '), source_id, value, evidence_id
FROM entities JOIN plain USING (row_id) WHERE section IN ('memberships', 'links') AND field = 'relation' AND with_whom
UNION ALL
SELECT entity_id, schema, 'authority', label, source_id, value, evidence_id
FROM entities JOIN plain USING (row_id) JOIN labels ON labelled_id = value
WHERE section = 'sanctions' AND field = 'authority_id' AND with_whom
UNION ALL
SELECT entity_id, schema, 'program', code, source_id, programme_id, evidence_id
FROM entities JOIN plain USING (row_id) JOIN known_programmes ON programme_id = value
WHERE section = 'sanctions' AND field = 'programme_id' AND with_whom
UNION ALL
SELECT entity_id, schema, 'programId', programme_id, source_id, '', evidence_id
FROM entities JOIN plain USING (row_id) JOIN known_programmes ON programme_id = value
WHERE section = 'sanctions' AND field = 'programme_id' AND with_whom
UNION ALL
SELECT entity_id, schema, 'description', caption, source_id, '', evidence_id
FROM entities JOIN plain USING (row_id) JOIN captions USING (row_id, field) WHERE with_whom;

-- What a listing does: its own measures, else those that are common to all acts of its programme with known measures.
CREATE TABLE stating AS
SELECT entity_id, row_id, measures FROM entities JOIN sanctions ON sanction_id = row_id
WHERE section = 'sanctions' AND measures != ''
UNION ALL
SELECT entity_id, basis_id, legal_bases.measures
FROM entities JOIN sanctions ON sanction_id = row_id JOIN legal_bases USING (programme_id)
WHERE section = 'sanctions' AND sanctions.measures IS NULL AND legal_bases.ended IS NULL
  AND basis_id IN (SELECT row_id FROM plain WHERE field = 'measures');
CREATE TABLE doing AS
SELECT entity_id, row_id, measure.value AS measure
FROM stating, json_each('["' || replace(measures, ' ', '","') || '"]') AS measure;
INSERT INTO said (entity_id, schema, prop, value, source_id, original, evidence_id)
SELECT entity_id, 'Sanction', 'provisions', measure, source_id, value, evidence_id
FROM doing JOIN plain USING (row_id) WHERE field = 'measures' AND with_whom AND (entity_id, measure) IN (
  SELECT entity_id, measure FROM doing GROUP BY entity_id, measure
  HAVING count(*) = (SELECT count(*) FROM stating WHERE stating.entity_id = doing.entity_id));

-- The topic needs a listing without an end that the authority's own record shows and nobody disputes.
INSERT INTO said (entity_id, schema, prop, value, evidence_id)
SELECT actor_id, actors.schema, 'topics', 'sanction', evidence_id
FROM entities JOIN sanctions ON sanction_id = entities.row_id JOIN actors ON actor_id = target_id
JOIN facts ON fact_id = sanction_id || '/target_id'
JOIN plain ON plain.row_id = sanction_id AND plain.field = 'target_id'
WHERE section = 'sanctions' AND delisted IS NULL AND support = 'official' AND NOT disputed;

-- The reasons for a listing, in our own lines, each with who says so: an allegation stays one.
INSERT INTO said (entity_id, schema, prop, value, source_id, evidence_id)
SELECT entity_id, schema, 'reason', line, source_id, evidence_id
FROM entities JOIN reason_lines USING (row_id) JOIN evidence USING (claim_id) WHERE section = 'sanctions';

-- A note for each denial, dispute and retraction of a cell that is exported.
INSERT INTO said (entity_id, schema, prop, value, source_id, evidence_id)
SELECT claim_id || '.' || replace(field, '_', '-'), 'Note', column1, iif(column1 = 'entity', about_id,
    label || ' ' || stance || ' ' || fact_id || iif(stance = 'disputes', ', and gives ' || value || ' instead', '')
    || ' (' || modality || ', hedge ' || hedge || ')'), source_id, evidence_id
FROM (
  SELECT *, substr(fact_id, 1, instr(fact_id, '/') - 1) AS row_id, substr(fact_id, instr(fact_id, '/') + 1) AS field
  FROM evidence WHERE stance IN ('denies', 'disputes', 'retracts'))
JOIN (
  SELECT row_id, about_id FROM admitted UNION ALL SELECT actor_id, actor_id FROM actors WHERE schema = 'Person') USING (row_id)
JOIN actors ON actor_id = about_id JOIN labels ON labelled_id = asserted_by, (VALUES ('description'), ('entity'));

-- The document and its address, for every entity about which the document states something.
INSERT INTO said (entity_id, schema, prop, value, source_id)
SELECT DISTINCT entity_id, schema, 'proof', source_id, source_id FROM said WHERE source_id != '';
INSERT INTO said (entity_id, schema, prop, value, source_id)
SELECT entity_id, schema, 'sourceUrl', coalesce(sources.url, original.url), said.source_id
FROM said JOIN sources USING (source_id) LEFT JOIN sources AS original ON original.source_id = sources.derived_from
WHERE prop = 'proof' AND coalesce(sources.url, original.url) IS NOT NULL;

INSERT INTO said (entity_id, schema, prop, value)
SELECT source_id, 'Document', prop, value
FROM (
  SELECT source_id, 'title' AS prop, title AS value FROM sources
  UNION ALL
  SELECT source_id, 'publisher', label FROM sources JOIN labels ON labelled_id = publisher_id
  UNION ALL
  SELECT source_id, 'author', label FROM sources JOIN labels ON labelled_id = author WHERE author != 'unnamed'
  UNION ALL
  SELECT source_id, 'language', theirs FROM sources JOIN mapping ON section = 'languages' AND ours = language
  UNION ALL
  SELECT source_id, 'publishedAt', iso(published) FROM sources WHERE iso(published) != ''
  UNION ALL
  SELECT source_id, 'notes', 'published: ' || published || ' (EDTF)' FROM sources WHERE iso(published) = ''
  UNION ALL
  SELECT source_id, 'sourceUrl', url FROM sources
  UNION ALL
  SELECT source_id, 'fileSize', CAST(bytes AS TEXT) FROM sources WHERE bytes != 0
  UNION ALL
  SELECT source_id, 'notes', 'sha256: ' || sha256 FROM sources
  UNION ALL
  SELECT source_id, 'notes', 'archive: ' || archive_url FROM sources)
WHERE value != '';
