-- code: MST412
-- severity: error
-- title: act before the birth or after the death of a person
-- why: two people with similar names have been joined into one, or a date is wrong
-- remedy: find out whether it is the same person; split the rows if not, or correct the date
WITH acts AS (
    SELECT
        'positions' AS table_name,
        position_id AS row_id,
        'started' AS field,
        holder_id AS actor_id,
        started AS act_text,
        started_min AS act_first,
        started_max AS act_last
    FROM positions
    UNION ALL
    SELECT
        'statements' AS table_name,
        statement_id AS row_id,
        'made' AS field,
        speaker_id AS actor_id,
        made AS act_text,
        made_min AS act_first,
        made_max AS act_last
    FROM statements
    UNION ALL
    -- the dead can be honoured, accused and tried
    SELECT
        'participations' AS table_name,
        participations.participation_id AS row_id,
        'event_id' AS field,
        participations.entity_id AS actor_id,
        events.date AS act_text,
        events.date_min AS act_first,
        events.date_max AS act_last
    FROM participations
    INNER JOIN events ON participations.event_id = events.event_id
    WHERE participations.part NOT IN ('target', 'accused', 'defendant')
),

people AS (
    SELECT
        official_id AS person_id,
        born,
        born_min,
        died,
        died_max
    FROM officials
    UNION ALL
    SELECT
        party_id AS person_id,
        born,
        born_min,
        NULL AS died,
        NULL AS died_max
    FROM parties
)

SELECT
    acts.table_name,
    acts.row_id,
    acts.field,
    acts.act_text AS value,
    CASE
        -- NULL counts as not after it: then the birth is what is known
        WHEN acts.act_first > people.died_max
            THEN people.person_id || ' died ' || people.died || ', but acts '
                || acts.act_text || ' (' || acts.row_id || ')'
        ELSE people.person_id || ' was born ' || people.born || ', but acts '
            || acts.act_text || ' (' || acts.row_id || ')'
    END AS message
FROM acts
INNER JOIN people ON acts.actor_id = people.person_id
WHERE
    (acts.act_first IS NOT NULL AND people.died_max IS NOT NULL AND acts.act_first > people.died_max)
    OR (acts.act_last IS NOT NULL AND people.born_min IS NOT NULL AND acts.act_last < people.born_min)
