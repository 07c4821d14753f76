-- code: MST545
-- severity: error
-- title: answer no about a listing, without a list that shows it
-- why: somebody who is not in this record may be on a list; only a list or a programme that began later shows otherwise
-- remedy: name in shown_by a passage of a list without them, a listing on a list, or a programme that began later
WITH shown AS (
    SELECT
        row_references.row_id AS item_id,
        row_references.value
    FROM row_references
    WHERE row_references.table_name = 'fact_check_answers' AND row_references.field = 'shown_by'
),

places AS (
    SELECT
        shown.item_id,
        shown.value AS passage_id
    FROM shown
    UNION ALL
    SELECT
        shown.item_id,
        claims.passage_id
    FROM shown
    INNER JOIN claims ON shown.value = claims.target_id
),

proven AS (
    SELECT fact_check_answers.item_id
    FROM fact_check_answers
    INNER JOIN fact_checks ON fact_check_answers.check_id = fact_checks.check_id
    INNER JOIN places ON fact_check_answers.item_id = places.item_id
    INNER JOIN passages ON places.passage_id = passages.passage_id
    INNER JOIN sources ON passages.source_id = sources.source_id
    WHERE
        (passages.selector LIKE 'absent=%' OR passages.selector LIKE 'record=%')
        AND sources.published_min IS NOT NULL
        AND fact_checks.as_of_max IS NOT NULL
        AND sources.published_min <= fact_checks.as_of_max
    UNION ALL
    SELECT fact_check_answers.item_id
    FROM fact_check_answers
    INNER JOIN fact_checks ON fact_check_answers.check_id = fact_checks.check_id
    INNER JOIN row_references
        ON
            fact_check_answers.item_id = row_references.row_id
            AND row_references.table_name = 'fact_check_answers'
    INNER JOIN programmes ON row_references.value = programmes.programme_id
    WHERE
        programmes.started_min IS NOT NULL
        AND fact_checks.as_of_max IS NOT NULL
        AND programmes.started_min > fact_checks.as_of_max
)

SELECT
    'fact_check_answers' AS table_name,
    fact_check_answers.item_id AS row_id,
    'answer' AS field,
    fact_check_answers.answer AS value,
    fact_check_answers.item_id || ' answers no for ' || fact_check_answers.authority_id
        || ', and shown_by has no list of that day or before, and no programme that began later' AS message
FROM fact_check_answers
LEFT JOIN (SELECT DISTINCT proven.item_id FROM proven) AS proven ON fact_check_answers.item_id = proven.item_id
WHERE
    fact_check_answers.answer = 'no'
    AND fact_check_answers.authority_id IS NOT NULL
    AND proven.item_id IS NULL
