-- code: MST505
-- severity: error
-- title: person accused by somebody who is not named
-- why: people accused by name must be able to learn who accuses them; hearsay about a named person is not coded
-- remedy: name who says so in asserted_by, or delete the claim, and the part if nobody else asserts it
WITH persons AS (
    SELECT officials.official_id AS person_id FROM officials
    UNION ALL
    SELECT parties.party_id AS person_id FROM parties
    WHERE parties.kind = 'person'
)

SELECT DISTINCT
    'claims' AS table_name,
    claim_cells.claim_id AS row_id,
    'asserted_by' AS field,
    'unnamed' AS value,
    participations.participation_id || ' accuses ' || participations.entity_id || ' (part '
        || participations.part || ', standing ' || coalesce(participations.standing, 'none')
        || '), but who says so is not named' AS message
FROM participations
INNER JOIN persons ON participations.entity_id = persons.person_id
LEFT JOIN events ON participations.event_id = events.event_id
INNER JOIN claim_cells
    ON participations.participation_id = claim_cells.row_id AND claim_cells.table_name = 'participations'
WHERE
    claim_cells.stance = 'asserts'
    AND claim_cells.asserted_by = 'unnamed'
    AND (
        participations.part = 'accused'
        OR (
            participations.part IN ('commander', 'decider', 'organiser')
            AND coalesce(events.kind, '') IN (
                'killing', 'execution', 'torture', 'detention', 'attack', 'repression', 'ill_treatment', 'sexual_violence',
                'death', 'punishment'
            )
        )
        OR coalesce(participations.standing, '') IN ('alleged', 'investigated', 'charged', 'on_trial', 'convicted')
    )
