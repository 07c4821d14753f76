-- title: reasons: for each listing what its entry says, in the order of the text; one row for each claim
--
-- The entry of a listing is the passage that backs its entry number. The claims inside this passage are the reasons.
WITH places AS (
    SELECT
        passage_id,
        source_id,
        CAST(split_part(split_part(selector, '=', 2), ',', 1) AS BIGINT) AS begins,
        CAST(split_part(selector, ',', 2) AS BIGINT) AS ends
    FROM passages
    WHERE selector LIKE 'char=%'
),

entries AS (
    SELECT DISTINCT facts.row_id AS sanction_id, places.source_id, places.begins, places.ends
    FROM facts
    INNER JOIN evidence ON evidence.fact_id = facts.fact_id
    INNER JOIN places ON places.passage_id = evidence.passage_id
    WHERE facts.table_name = 'sanctions' AND facts.field = 'entry' AND evidence.stance = 'asserts'
),

inside AS (
    SELECT DISTINCT entries.sanction_id, places.passage_id, places.source_id, places.begins, places.ends
    FROM entries
    INNER JOIN places
        ON
            places.source_id = entries.source_id
            AND places.begins >= entries.begins
            AND places.ends <= entries.ends
),

-- All cells of a claim belong to one row.
said AS (
    SELECT
        evidence.claim_id,
        any_value(evidence.passage_id) AS passage_id,
        any_value(facts.table_name) AS table_name,
        any_value(facts.row_id) AS row_id,
        array_sort(array_agg(facts.field)) AS fields,
        any_value(evidence.asserted_by) AS asserted_by,
        any_value(evidence.modality) AS modality,
        any_value(evidence.hedge) AS hedge,
        any_value(evidence.stance) AS stance,
        any_value(evidence.as_of) AS as_of
    FROM evidence
    INNER JOIN facts ON facts.fact_id = evidence.fact_id
    WHERE evidence.passage_id IN (SELECT passage_id FROM inside)
    GROUP BY evidence.claim_id
),

numbered AS (
    SELECT
        inside.sanction_id,
        inside.source_id,
        said.claim_id,
        row_number() OVER (
            PARTITION BY inside.sanction_id
            ORDER BY inside.source_id, inside.begins, inside.ends DESC, said.claim_id
        ) AS place
    FROM inside
    INNER JOIN said ON said.passage_id = inside.passage_id
    WHERE said.row_id <> inside.sanction_id
)

SELECT
    concat(numbered.claim_id, '/', numbered.sanction_id) AS reason_id,
    numbered.sanction_id,
    numbered.place,
    said.table_name,
    said.row_id,
    said.fields,
    said.claim_id,
    said.passage_id,
    numbered.source_id,
    said.asserted_by,
    said.modality,
    said.hedge,
    said.stance,
    said.as_of
FROM numbered
INNER JOIN said ON said.claim_id = numbered.claim_id
