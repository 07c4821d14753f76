-- title: reasons: for each listing what its entry says, in the order of the text; one row for each claim
--
-- The entry of a listing is the passage that backs its number. What is said inside it is what somebody was listed for.
WITH spans_of_text AS (
    SELECT
        evidence.*,
        facts.table_name,
        facts.row_id,
        facts.field,
        CAST(split_part(split_part(evidence.selector, '=', 2), ',', 1) AS BIGINT) AS begins,
        CAST(split_part(evidence.selector, ',', 2) AS BIGINT) AS ends
    FROM evidence
    INNER JOIN facts ON facts.fact_id = evidence.fact_id
    WHERE evidence.selector LIKE 'char=%'
),

entries AS (
    SELECT DISTINCT row_id AS sanction_id, source_id, begins, ends
    FROM spans_of_text
    WHERE table_name = 'sanctions' AND field = 'entry' AND stance = 'asserts'
),

said AS (
    SELECT
        entries.sanction_id,
        spans_of_text.table_name,
        spans_of_text.row_id,
        array_sort(array_agg(DISTINCT spans_of_text.field)) AS fields,
        spans_of_text.claim_id,
        spans_of_text.passage_id,
        spans_of_text.source_id,
        spans_of_text.asserted_by,
        spans_of_text.modality,
        spans_of_text.hedge,
        spans_of_text.stance,
        spans_of_text.as_of,
        spans_of_text.begins,
        spans_of_text.ends
    FROM entries
    INNER JOIN spans_of_text
        ON
            spans_of_text.source_id = entries.source_id
            AND spans_of_text.begins >= entries.begins
            AND spans_of_text.ends <= entries.ends
    WHERE spans_of_text.row_id <> entries.sanction_id
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
