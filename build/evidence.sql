-- title: evidence: one row for each cell and claim; who says so, in which document, where in it, for or against
--
-- Claims can also be about a coding cell: the name under which a passage identifies somebody. Such a cell has evidence
-- but is not a fact.
SELECT
    concat(claim_cells.claim_id, '/', claim_cells.field) AS evidence_id,
    concat(claim_cells.row_id, '/', claim_cells.field) AS fact_id,
    claim_cells.claim_id,
    claim_cells.passage_id,
    claim_cells.source_id,
    claim_cells.source_url,
    claim_cells.source_sha256,
    claim_cells.selector,
    claim_cells.passage_sha256,
    claim_cells.asserted_by,
    claim_cells.published_by,
    claim_cells.origin,
    claim_cells.camp,
    claim_cells.modality,
    claim_cells.hedge,
    claim_cells.stance,
    claim_cells.as_of,
    -- a dispute has a rival value, an approximation a coarser date
    coalesce(claim_cells.value, claimable_cells.value) AS value,
    claim_cells.as_stated,
    claim_cells.row_id
FROM (SELECT *, unnest(fields) AS field FROM claim_rows) AS claim_cells
INNER JOIN (
    SELECT row_id, field, value FROM cells
    UNION ALL
    SELECT row_id, field, value FROM coding_cells
) AS claimable_cells ON claimable_cells.row_id = claim_cells.row_id AND claimable_cells.field = claim_cells.field
