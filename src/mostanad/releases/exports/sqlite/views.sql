CREATE VIEW who_says AS
SELECT evidence.evidence_id, evidence.fact_id,
  substr(evidence.fact_id, 1, instr(evidence.fact_id, '/') - 1) AS row_id,
  substr(evidence.fact_id, instr(evidence.fact_id, '/') + 1) AS field,
  facts.value AS fact_value, facts.support, facts.disputed,
  evidence.stance, evidence.value AS claimed_value, evidence.modality, evidence.hedge,
  evidence.asserted_by, COALESCE((SELECT name FROM parties WHERE party_id = evidence.asserted_by), (SELECT name FROM officials WHERE official_id = evidence.asserted_by)) AS asserted_by_name,
  evidence.origin, evidence.camp, evidence.as_of, evidence.as_stated,
  evidence.source_id, sources.title AS source_title, parties.name AS publisher, sources.published,
  evidence.source_url AS url, evidence.selector, evidence.claim_id, evidence.passage_id,
  evidence.passage_sha256, evidence.source_sha256
FROM evidence
LEFT JOIN facts ON facts.fact_id = evidence.fact_id
LEFT JOIN sources ON sources.source_id = evidence.source_id
LEFT JOIN parties ON parties.party_id = evidence.published_by;

CREATE VIEW listings AS
SELECT sanctions.sanction_id, sanctions.target_id, COALESCE((SELECT name FROM parties WHERE party_id = sanctions.target_id), (SELECT name FROM officials WHERE official_id = sanctions.target_id)) AS target,
  (SELECT name FROM names WHERE entity_id = sanctions.target_id AND script = 'Arab' AND kind != 'misprint' ORDER BY kind != 'primary', kind = 'former', name_id LIMIT 1) AS target_persian,
  sanctions.authority_id, parties.name AS authority, sanctions.programme_id, programmes.code AS programme, programmes.scope,
  sanctions.human_rights, sanctions.listed, sanctions.listed_min, sanctions.listed_max,
  sanctions.delisted, sanctions.delisted_min, sanctions.delisted_max, sanctions.entry, sanctions.measures,
  (SELECT NULLIF(json_group_array(DISTINCT value), '[]') FROM (SELECT value FROM legal_bases, json_each(legal_bases.measures) WHERE legal_bases.programme_id = sanctions.programme_id ORDER BY value)) AS measures_of_programme
FROM sanctions
LEFT JOIN parties ON parties.party_id = sanctions.authority_id
LEFT JOIN programmes ON programmes.programme_id = sanctions.programme_id;

CREATE VIEW people AS
SELECT official_id, name, (SELECT name FROM names WHERE entity_id = official_id AND script = 'Arab' AND kind != 'misprint' ORDER BY kind != 'primary', kind = 'former', name_id LIMIT 1) AS name_persian,
  (SELECT json_group_array(name) FROM (SELECT name FROM names WHERE entity_id = official_id AND script = 'Arab' AND kind != 'misprint' ORDER BY kind != 'primary', name_id)) AS names_persian, (SELECT json_group_array(name) FROM (SELECT name FROM names WHERE entity_id = official_id AND script != 'Arab' AND kind != 'misprint' ORDER BY kind != 'primary', name_id)) AS names_latin,
  born, died, gender,
  (SELECT count(*) FROM positions WHERE holder_id = official_id) AS positions,
  (SELECT count(*) FROM sanctions WHERE target_id = official_id) AS listings
FROM officials;

CREATE VIRTUAL TABLE search USING fts5(about_id UNINDEXED, table_name UNINDEXED, row_id UNINDEXED, field UNINDEXED, text, folded, content="texts", content_rowid="text_id", tokenize="unicode61 remove_diacritics 2");
