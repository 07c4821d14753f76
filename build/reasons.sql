-- title: reasons: for each listing what its entry says, in the order of the text; one row for each claim
--
-- The entry of a listing is the passage that backs its number. What is said inside it is what somebody was listed for.
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
    SELECT entries.sanction_id, places.passage_id, places.begins, places.ends
    FROM entries
    INNER JOIN places
        ON
            places.source_id = entries.source_id
            AND places.begins >= entries.begins
            AND places.ends <= entries.ends
),

said AS (
    SELECT
        inside.sanction_id,
        facts.table_name,
        facts.row_id,
        array_sort(array_agg(DISTINCT facts.field)) AS fields,
        evidence.claim_id,
        evidence.passage_id,
        evidence.source_id,
        evidence.asserted_by,
        evidence.modality,
        evidence.hedge,
        evidence.stance,
        evidence.as_of,
        inside.begins,
        inside.ends
    FROM inside
    INNER JOIN evidence ON evidence.passage_id = inside.passage_id
    INNER JOIN facts ON facts.fact_id = evidence.fact_id
    WHERE facts.row_id <> inside.sanction_id
    GROUP BY ALL
)

SELECT
    concat(claim_id, '/', sanction_id) AS reason_id,
    sanction_id,
    row_number() OVER (PARTITION BY sanction_id ORDER BY source_id, begins, ends DESC, claim_id) AS place,
    table_name,
    row_id,
    fields,
    claim_id,
    passage_id,
    source_id,
    asserted_by,
    modality,
    hedge,
    stance,
    as_of
FROM said
