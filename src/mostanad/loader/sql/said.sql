-- Of each post and part in an event what each asserts of it: a grade or a standing that only another gives is left out.
-- A hedge stands where they say it nowhere without one.
WITH subjects AS (
    SELECT participation_id AS row_id, basis, standing, standing_date
    FROM participations
    UNION ALL
    SELECT position_id, NULL, NULL, NULL
    FROM positions
),

asserted AS (
    SELECT
        asserted_by,
        modality,
        hedge,
        source_id,
        regexp_replace(fact_id, '/[^/]*$', '') AS row_id,
        regexp_extract(fact_id, '[^/]*$') AS field
    FROM evidence
    WHERE stance = 'asserts'
),

voices AS (
    SELECT
        row_id,
        asserted_by,
        list(DISTINCT field) AS given,
        string_agg(DISTINCT modality, '/' ORDER BY modality) AS modality,
        string_agg(DISTINCT modality, '/' ORDER BY modality) FILTER (WHERE field IN ('part', 'basis')) AS of_the_part,
        if(bool_or(hedge = 'none'), 'none', min(hedge)) AS hedge,
        if(
            bool_or(hedge = 'none') FILTER (WHERE field IN ('part', 'basis')),
            'none',
            min(hedge) FILTER (WHERE field IN ('part', 'basis'))
        ) AS hedge_of_the_part,
        list_sort(list(DISTINCT source_id)) AS source_ids
    FROM asserted
    GROUP BY row_id, asserted_by
)

SELECT
    voices.row_id,
    if(list_contains(voices.given, 'basis'), subjects.basis, NULL) AS basis,
    if(list_contains(voices.given, 'standing'), subjects.standing, NULL) AS standing,
    if(list_contains(voices.given, 'standing_date'), subjects.standing_date, NULL) AS standing_date,
    voices.asserted_by,
    coalesce(voices.of_the_part, voices.modality) AS modality,
    coalesce(voices.hedge_of_the_part, voices.hedge) AS hedge,
    voices.source_ids
FROM voices
INNER JOIN subjects ON subjects.row_id = voices.row_id
