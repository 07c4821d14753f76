-- All numbers of something ($about_id): between what the words of each surely put it (of "about" they say neither), and
-- on what the number rests, or if it has none, how it is put.
WITH numbers AS (
    SELECT
        *,
        concat(estimate_id, '/', CASE WHEN value IS NULL THEN 'comparator' ELSE 'value' END) AS rests_on
    FROM estimates
    WHERE about_id = $about_id
)

SELECT
    estimate_id,
    measure,
    population,
    counted_by,
    comparator,
    numbers.value,
    value_to,
    CASE WHEN comparator IN ('exactly', 'at_least', 'more_than', 'between') THEN numbers.value END AS at_least,
    CASE
        WHEN comparator = 'between' THEN value_to
        WHEN comparator IN ('exactly', 'at_most', 'as_many_as', 'nearly') THEN numbers.value
    END AS at_most,
    as_of,
    subset_of,
    supersedes,
    facts.support,
    facts.disputed,
    facts.claims,
    facts.origins,
    facts.camps,
    facts.source_ids,
    coalesce(disputes.disputed_values, []) AS disputed_values
FROM numbers
LEFT JOIN facts ON rests_on = facts.fact_id
LEFT JOIN (
    SELECT
        fact_id,
        list_sort(list(value)) AS disputed_values
    FROM evidence
    WHERE stance = 'disputes'
    GROUP BY fact_id
) AS disputes ON rests_on = disputes.fact_id
ORDER BY measure, population, numbers.value NULLS LAST, estimate_id
