-- code: MST545
-- severity: error
-- title: answer no about a listing, without a list that shows it
-- why: somebody who is not in this record may be on a list; only a list or a programme that began later shows otherwise
-- remedy: name in shown_by a passage of a list without them, a listing on a list, or a programme that began later
-- local: yes
WITH places AS (
    SELECT
        row_references.row_id AS item_id,
        row_references.value AS passage_id
    FROM row_references
    WHERE row_references.table_name = 'fact_check_answers' AND row_references.field = 'shown_by'
    UNION ALL
    SELECT
        row_references.row_id AS item_id,
        claims.passage_id
    FROM row_references
    INNER JOIN claims ON row_references.value = claims.target_id
    WHERE row_references.table_name = 'fact_check_answers' AND row_references.field = 'shown_by'
)

SELECT
    'fact_check_answers' AS table_name,
    fact_check_answers.item_id AS row_id,
    'answer' AS field,
    fact_check_answers.answer AS value,
    fact_check_answers.item_id || ' answers no for ' || fact_check_answers.authority_id
        || ', and shown_by has no list of that day or before, and no programme that began later' AS message
FROM fact_check_answers
WHERE
    fact_check_answers.answer = 'no'
    AND fact_check_answers.authority_id IS NOT NULL
    AND NOT EXISTS (
        SELECT 1
        FROM places
        INNER JOIN passages ON places.passage_id = passages.passage_id
        INNER JOIN sources ON passages.source_id = sources.source_id
        INNER JOIN fact_checks ON fact_check_answers.check_id = fact_checks.check_id
        WHERE
            places.item_id = fact_check_answers.item_id
            AND (passages.selector LIKE 'absent=%' OR passages.selector LIKE 'record=%')
            AND sources.published_min IS NOT NULL
            AND fact_checks.as_of_max IS NOT NULL
            AND sources.published_min <= fact_checks.as_of_max
    )
    AND NOT EXISTS (
        SELECT 1
        FROM row_references
        INNER JOIN programmes ON row_references.value = programmes.programme_id
        INNER JOIN fact_checks ON fact_check_answers.check_id = fact_checks.check_id
        WHERE
            row_references.table_name = 'fact_check_answers'
            AND row_references.row_id = fact_check_answers.item_id
            AND programmes.started_min IS NOT NULL
            AND fact_checks.as_of_max IS NOT NULL
            AND programmes.started_min > fact_checks.as_of_max
    )
