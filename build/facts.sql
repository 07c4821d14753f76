-- title: facts: one row for each assertion cell, with what it rests on; counts are of asserting claims only
--
-- Official claims: an authority's own record of its own act proves that it acted; our inferences from the record
-- do not.
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
    AND claims_on_acts.modality <> 'inference'
    AND (claims_on_acts.asserted_by = claims_on_acts.actor_id OR asserter.camp = actor.camp);

-- Many claims have the same voice (source, asserter, origin, camp, modality). Each voice gets a number, and the counts
-- are computed once for each list of numbers.
CREATE TABLE asserting_claims AS
SELECT
    claim_rows.row_id,
    claim_rows.fields,
    claim_rows.source_id,
    claim_rows.asserted_by,
    claim_rows.origin,
    claim_rows.camp,
    claim_rows.modality,
    CASE WHEN official_claims.claim_id IS NULL THEN 0 ELSE 1 END AS is_official
FROM claim_rows
LEFT JOIN official_claims ON official_claims.claim_id = claim_rows.claim_id
WHERE claim_rows.stance = 'asserts';

CREATE TABLE voices AS
SELECT row_number() OVER (ORDER BY source_id, asserted_by, origin, camp, modality, is_official) AS voice, *
FROM (SELECT DISTINCT source_id, asserted_by, origin, camp, modality, is_official FROM asserting_claims);

CREATE TABLE claim_voices AS
SELECT asserting_claims.row_id, asserting_claims.fields, voices.voice
FROM asserting_claims
INNER JOIN voices
    ON
        voices.source_id = asserting_claims.source_id
        AND voices.asserted_by = asserting_claims.asserted_by
        AND voices.origin = asserting_claims.origin
        AND voices.camp IS NOT DISTINCT FROM asserting_claims.camp
        AND voices.modality = asserting_claims.modality
        AND voices.is_official = asserting_claims.is_official;

CREATE TABLE cell_voices AS
SELECT row_id, field, count(*) AS claims, array_sort(array_agg(voice)) AS heard
FROM (SELECT row_id, unnest(fields) AS field, voice FROM claim_voices)
GROUP BY row_id, field;

-- An origin is placed if its camp is known.
CREATE TABLE heard_counts AS
SELECT
    heard_voices.heard,
    count(DISTINCT voices.source_id) AS sources,
    count(DISTINCT voices.origin) AS origins,
    count(DISTINCT voices.camp) AS camps,
    count(DISTINCT CASE WHEN voices.camp IS NOT NULL THEN voices.origin END) AS placed,
    max(voices.is_official) AS is_official,
    array_sort(array_agg(DISTINCT voices.modality)) AS modalities,
    array_sort(array_agg(DISTINCT voices.asserted_by)) AS asserted_by,
    array_sort(array_agg(DISTINCT voices.origin)) AS origin_ids,
    array_sort(array_agg(DISTINCT voices.source_id)) AS source_ids
FROM (SELECT heard, unnest(heard) AS voice FROM (SELECT DISTINCT heard FROM cell_voices)) AS heard_voices
INNER JOIN voices ON voices.voice = heard_voices.voice
GROUP BY heard_voices.heard;

CREATE VIEW disputed_cells AS
SELECT DISTINCT row_id, field
FROM claim_cells
WHERE stance IN ('denies', 'disputes', 'retracts');

SELECT
    concat(cells.row_id, '/', cells.field) AS fact_id,
    cells.table_name,
    cells.row_id,
    cells.field,
    cells.value,
    heard_counts.modalities,
    CASE
        WHEN heard_counts.is_official = 1 THEN 'official'
        WHEN heard_counts.origins = 1 THEN 'single'
        WHEN heard_counts.camps >= 2 AND heard_counts.placed >= 2 THEN 'corroborated'
        WHEN heard_counts.camps = 1 AND heard_counts.placed = heard_counts.origins THEN 'one_camp'
        ELSE 'unplaced'
    END AS support,
    disputed_cells.row_id IS NOT NULL AS disputed,
    cell_voices.claims,
    heard_counts.sources,
    heard_counts.origins,
    heard_counts.camps,
    heard_counts.asserted_by,
    heard_counts.origin_ids,
    heard_counts.source_ids
FROM cells
INNER JOIN cell_voices ON cell_voices.row_id = cells.row_id AND cell_voices.field = cells.field
INNER JOIN heard_counts ON heard_counts.heard = cell_voices.heard
LEFT JOIN disputed_cells ON disputed_cells.row_id = cells.row_id AND disputed_cells.field = cells.field
