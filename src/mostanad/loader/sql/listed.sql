-- Who is on whose lists: of each listing whether it was in force at the end of a day ($day), as
-- mostanad.evidence.spans.in_force has it; without a day by the last list held, on which those left open were not looked
-- for.
WITH asked AS (
    SELECT
        sanctions.*,
        CASE
            WHEN $day IS NULL AND our_left_open.sanction_id IS NOT NULL THEN 'unsure'
            WHEN $day IS NULL THEN if(sanctions.delisted IS NULL AND spans.last_documented IS NOT NULL, 'yes', 'no')
            WHEN spans.earliest > $day OR spans.latest < $day THEN 'no'
            WHEN spans.begun_by <= $day AND spans.last_documented >= $day THEN 'yes'
            ELSE 'unsure'
        END AS answer,
        CAST(coalesce($day, spans.last_documented) AS DATE) AS day
    FROM sanctions
    INNER JOIN spans ON spans.row_id = sanctions.sanction_id
    LEFT JOIN our_left_open ON our_left_open.sanction_id = sanctions.sanction_id
    WHERE sanctions.human_rights OR NOT $human_rights
),

lists AS (
    SELECT
        target_id AS entity_id,
        authority_id,
        -- yes comes after unsure in the alphabet
        max(answer) AS answer,
        max(day) AS day,
        -- for human rights if one of them is; for something else only if that is shown of all
        if(bool_or(human_rights IS TRUE), TRUE, if(bool_or(human_rights IS NULL), NULL, FALSE)) AS human_rights,
        list(listed ORDER BY listed_max NULLS LAST, sanction_id)[1] AS listed,
        list(sanction_id ORDER BY sanction_id) AS sanction_ids
    FROM asked
    WHERE answer <> 'no'
    GROUP BY target_id, authority_id
),

together AS (
    SELECT *, list(authority_id) OVER (PARTITION BY entity_id) AS authority_ids
    FROM lists
),

-- Whom the others list, or may list. For a day on_lists has that, also where no list shows whether somebody stood on it;
-- a release that lacks it does not know the latter.
answers AS (
    SELECT entity_id, authority_id, answer FROM lists
    WHERE $day IS NULL OR NOT EXISTS (SELECT 1 FROM on_lists)
    UNION ALL
    SELECT entity_id, authority_id, answer FROM on_lists
    WHERE $day BETWEEN first_day AND last_day AND human_rights = $human_rights
),

others AS (
    SELECT entity_id, max(answer) AS answer
    FROM answers
    WHERE list_contains($not_by, authority_id) AND answer <> 'no'
    GROUP BY entity_id
)

SELECT
    together.entity_id,
    coalesce(parties.name, officials.name) AS name,
    together.authority_id,
    coalesce(others.answer, together.answer) AS answer,
    together.day,
    together.listed,
    together.human_rights,
    together.sanction_ids
FROM together
LEFT JOIN officials ON officials.official_id = together.entity_id
LEFT JOIN parties ON parties.party_id = together.entity_id
LEFT JOIN others ON others.entity_id = together.entity_id
WHERE
    list_has_all(together.authority_ids, $by)
    AND (others.entity_id IS NULL OR ($day IS NOT NULL AND others.answer = 'unsure'))
    AND (len($by) = 0 OR list_contains($by, together.authority_id))
ORDER BY together.entity_id, together.authority_id
