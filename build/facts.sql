-- title: facts: one row for each assertion cell, with what it rests on; counts are of asserting claims only
--
-- First what kind of claim: an authority's own record of its own act proves that it acted.
CREATE TABLE official_claims AS
SELECT DISTINCT claims_on_acts.claim_id
FROM claims_on_acts
INNER JOIN sources ON sources.source_id = claims_on_acts.source_id
LEFT JOIN act_camps AS asserter
    ON asserter.entity_id = claims_on_acts.asserted_by AND asserter.date = claims_on_acts.date
LEFT JOIN act_camps AS actor
    ON actor.entity_id = claims_on_acts.actor_id AND actor.date = claims_on_acts.date
WHERE
    sources.kind IN ('official_record', 'sanctions_list', 'legal_act', 'court_record')
    AND (claims_on_acts.asserted_by = claims_on_acts.actor_id OR asserter.camp = actor.camp);

CREATE TABLE asserting_cells AS
SELECT
    claim_cells.*,
    CASE WHEN official_claims.claim_id IS NULL THEN 0 ELSE 1 END AS is_official
FROM claim_cells
LEFT JOIN official_claims ON official_claims.claim_id = claim_cells.claim_id
WHERE claim_cells.stance = 'asserts';

-- Then, for each cell, what can be counted. An origin is placed if its camp is known.
CREATE TABLE cell_counts AS
SELECT
    row_id,
    field,
    count(*) AS claims,
    count(DISTINCT source_id) AS sources,
    count(DISTINCT origin) AS origins,
    count(DISTINCT camp) AS camps,
    count(DISTINCT CASE WHEN camp IS NOT NULL THEN origin END) AS placed,
    max(is_official) AS is_official,
    array_sort(array_agg(DISTINCT modality)) AS modalities,
    array_sort(array_agg(DISTINCT asserted_by)) AS asserted_by,
    array_sort(array_agg(DISTINCT origin)) AS origin_ids,
    array_sort(array_agg(DISTINCT source_id)) AS source_ids
FROM asserting_cells
GROUP BY row_id, field;

CREATE TABLE disputed_cells AS
SELECT DISTINCT row_id, field
FROM claim_cells
WHERE stance IN ('denies', 'disputes', 'retracts');

CREATE TABLE fact_rows AS
SELECT
    concat(cells.row_id, '/', cells.field) AS fact_id,
    cells.table_name,
    cells.row_id,
    cells.field,
    cells.value,
    cell_counts.modalities,
    CASE
        WHEN cell_counts.is_official = 1 THEN 'official'
        WHEN cell_counts.origins = 1 THEN 'single'
        WHEN cell_counts.camps >= 2 AND cell_counts.placed >= 2 THEN 'corroborated'
        WHEN cell_counts.camps = 1 AND cell_counts.placed = cell_counts.origins THEN 'one_camp'
        ELSE 'unplaced'
    END AS support,
    disputed_cells.row_id IS NOT NULL AS disputed,
    cell_counts.claims,
    cell_counts.sources,
    cell_counts.origins,
    cell_counts.camps,
    cell_counts.asserted_by,
    cell_counts.origin_ids,
    cell_counts.source_ids
FROM cells
INNER JOIN cell_counts ON cell_counts.row_id = cells.row_id AND cell_counts.field = cells.field
LEFT JOIN disputed_cells ON disputed_cells.row_id = cells.row_id AND disputed_cells.field = cells.field;

SELECT * FROM fact_rows
ORDER BY fact_id
