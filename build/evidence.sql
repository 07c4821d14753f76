-- title: evidence: one row for each cell and claim; who says so, in which document, where in it, for or against
--
-- Claims also name a cell of our coding: the name under which a passage identifies somebody. Such a cell has evidence,
-- but is not a fact.
CREATE VIEW places AS
SELECT
    passages.passage_id,
    passages.selector,
    passages.sha256 AS passage_sha256,
    sources.url AS source_url,
    sources.sha256 AS source_sha256
FROM passages
INNER JOIN sources ON sources.source_id = passages.source_id;

SELECT
    concat(claim_cells.claim_id, '/', claim_cells.field) AS evidence_id,
    claim_cells.fact_id,
    claim_cells.claim_id,
    claim_cells.passage_id,
    claim_cells.source_id,
    places.source_url,
    places.source_sha256,
    places.selector,
    places.passage_sha256,
    claim_cells.asserted_by,
    claim_cells.published_by,
    claim_cells.origin,
    claim_cells.camp,
    claim_cells.modality,
    claim_cells.hedge,
    claim_cells.stance,
    claim_cells.as_of,
    -- a dispute has its rival value, an approximation its coarser date
    coalesce(claim_cells.value, claimable_cells.value) AS value,
    claim_cells.as_stated
FROM (SELECT *, concat(row_id, '/', field) AS fact_id FROM claim_cells) AS claim_cells
INNER JOIN places ON places.passage_id = claim_cells.passage_id
INNER JOIN (
    SELECT concat(row_id, '/', field) AS fact_id, value FROM cells
    UNION ALL
    SELECT concat(row_id, '/', field) AS fact_id, value FROM coding_cells
) AS claimable_cells ON claimable_cells.fact_id = claim_cells.fact_id
