-- The claims that rules and release models read; relations.py fills the names in braces.
--
-- What an adapted text adds is its own: we hold the original or an unchanged copy, and no other asserter in its lineage
-- has a claim on these cells.
CREATE TABLE additions AS
SELECT claims.claim_id
FROM claims
JOIN passages ON passages.passage_id = claims.passage_id
JOIN lineage ON lineage.source_id = passages.source_id AND lineage.asserter <> lineage.origin
WHERE EXISTS (
    SELECT 1
    FROM lineage AS originals
    JOIN sources AS held ON held.source_id = originals.source_id AND held.sha256 IS NOT NULL
    WHERE originals.root_id = lineage.root_id AND originals.asserter = lineage.origin
) AND NOT EXISTS (
    SELECT 1
    FROM claims AS others
    JOIN passages AS places ON places.passage_id = others.passage_id
    JOIN lineage AS kin ON kin.source_id = places.source_id
    WHERE others.target_id = claims.target_id AND kin.root_id = lineage.root_id AND kin.asserter <> lineage.asserter
        AND list_has_any(others.fields, claims.fields)
);
-- The origin of a number is its counter, and of another claim, the one on whose word it is made. If that one is unnamed
-- or is the asserter of the document, the origin is that of the text: the reporter.
CREATE TABLE claim_origins AS
SELECT claims.claim_id, claims.passage_id, passages.source_id, targets.table_name, targets.row_id,
       coalesce(claims.asserted_by, lineage.asserter) AS asserted_by,
       lineage.publisher AS published_by,
       CASE WHEN additions.claim_id IS NULL THEN lineage.origin ELSE lineage.asserter END AS reporter,
       CASE
           WHEN estimates.counted_by NOT IN ('unnamed', lineage.asserter) THEN estimates.counted_by
           WHEN claims.asserted_by NOT IN ('unnamed', lineage.asserter) THEN claims.asserted_by
           ELSE reporter
       END AS origin,
       coalesce(claims.modality, 'fact') AS modality,
       coalesce(claims.hedge, 'none') AS hedge,
       coalesce(claims.stance, 'asserts') AS stance,
       claims.as_of,
       coalesce(claims.as_of, sources.published, '') AS camp_date,
       claims.value, claims.as_stated, passages.selector, passages.sha256 AS passage_sha256,
       sources.url AS source_url, sources.sha256 AS source_sha256, claims.fields
FROM claims
JOIN passages ON passages.passage_id = claims.passage_id
JOIN sources ON sources.source_id = passages.source_id
JOIN lineage ON lineage.source_id = passages.source_id
JOIN (SELECT * FROM ids WHERE table_name IN {fact_tables}) AS targets ON targets.row_id = claims.target_id
LEFT JOIN additions ON additions.claim_id = claims.claim_id
LEFT JOIN estimates ON estimates.estimate_id = claims.target_id;

-- An origin gets its camp only if we hold a document of its own, or documents of two camps report its word on the row.
CREATE TABLE reported_twice AS
SELECT claim_origins.row_id, claim_origins.origin
FROM claim_origins
JOIN camps ON camps.entity_id = claim_origins.reporter AND camps.date = claim_origins.camp_date
WHERE claim_origins.reporter <> claim_origins.origin AND claim_origins.stance = 'asserts'
GROUP BY claim_origins.row_id, claim_origins.origin
HAVING count(DISTINCT camps.camp) >= 2;
CREATE TABLE claim_rows AS
SELECT claim_origins.* EXCLUDE (reporter),
       CASE WHEN coalesce(first_hand.asserter, reported_twice.origin) IS NOT NULL THEN camps.camp END AS camp
FROM claim_origins
LEFT JOIN camps ON camps.entity_id = claim_origins.origin AND camps.date = claim_origins.camp_date
LEFT JOIN (
    SELECT DISTINCT asserter
    FROM lineage
    JOIN sources ON sources.source_id = lineage.source_id
    WHERE sources.sha256 IS NOT NULL
) AS first_hand ON first_hand.asserter = claim_origins.origin
LEFT JOIN reported_twice
    ON reported_twice.row_id = claim_origins.row_id AND reported_twice.origin = claim_origins.origin;
DROP TABLE additions;
DROP TABLE claim_origins;
DROP TABLE reported_twice;

CREATE VIEW claim_cells AS
SELECT * EXCLUDE (fields, camp_date, selector, passage_sha256, source_url, source_sha256), unnest(fields) AS field
FROM claim_rows;

-- The claims on acts, and the actor of each act.
CREATE VIEW claims_on_acts AS
SELECT claim_rows.claim_id, claim_rows.source_id, claim_rows.asserted_by, claim_rows.modality,
       coalesce(programmes.authority_id, acts.whose) AS actor_id, claim_rows.camp_date AS date
FROM claim_rows
INNER JOIN ({actors}) AS acts ON acts.row_id = claim_rows.row_id
LEFT JOIN programmes ON programmes.programme_id = acts.whose;
