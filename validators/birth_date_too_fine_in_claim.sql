-- code: MST457
-- severity: error
-- title: birth date finer than a year in a claim or a correction
-- why: a rival value, the words of a source or an old value reveal the day just as the cell would
-- remedy: keep the year only, or add the post that the official holds or held
WITH born AS (
    SELECT
        claim_cells.claim_id,
        claim_cells.row_id,
        claim_cells.value,
        claim_cells.as_stated
    FROM claim_cells
    WHERE claim_cells.table_name IN ('officials', 'parties') AND claim_cells.field = 'born'
),

told AS (
    SELECT
        'claims' AS table_name,
        born.claim_id AS row_id,
        born.row_id AS person_id,
        'value' AS field,
        born.value AS words
    FROM born
    UNION ALL
    SELECT
        'claims' AS table_name,
        born.claim_id AS row_id,
        born.row_id AS person_id,
        'as_stated' AS field,
        born.as_stated AS words
    FROM born
    UNION ALL
    SELECT
        'corrections' AS table_name,
        corrections.correction_id AS row_id,
        corrections.target_id AS person_id,
        'before' AS field,
        corrections.before AS words
    FROM corrections
    WHERE corrections.field = 'born'
    UNION ALL
    SELECT
        'corrections' AS table_name,
        corrections.correction_id AS row_id,
        corrections.target_id AS person_id,
        'after' AS field,
        corrections.after AS words
    FROM corrections
    WHERE corrections.field = 'born'
)

SELECT DISTINCT
    told.table_name,
    told.row_id,
    told.field,
    -- not the date itself: reports end up in public logs
    '' AS value,
    told.field || ' gives the birth date of ' || told.person_id
        || ' finer than a year, and no post of an official is recorded' AS message
FROM told
LEFT JOIN positions ON told.person_id = positions.holder_id
LEFT JOIN parties ON told.person_id = parties.party_id
WHERE
    (positions.position_id IS NULL OR parties.party_id IS NOT NULL)
    AND told.words IS NOT NULL
    AND (
        -- in a date of the subset a hyphen leads to a month; a source may print 1960-61
        (told.field <> 'as_stated' AND told.words LIKE '%-%')
        OR told.words LIKE '%-__-%'
        OR told.words LIKE '%/_%/%'
        OR told.words LIKE '%._%.%'
        OR told.words LIKE '%Jan%'
        OR told.words LIKE '%Feb%'
        OR told.words LIKE '%Mar%'
        OR told.words LIKE '%Apr%'
        OR told.words LIKE '%May%'
        OR told.words LIKE '%Jun%'
        OR told.words LIKE '%Jul%'
        OR told.words LIKE '%Aug%'
        OR told.words LIKE '%Sep%'
        OR told.words LIKE '%Oct%'
        OR told.words LIKE '%Nov%'
        OR told.words LIKE '%Dec%'
        OR told.words LIKE '%Farvardin%'
        OR told.words LIKE '%Ordibehesht%'
        OR told.words LIKE '%Khordad%'
        OR told.words LIKE '%Tir%'
        OR told.words LIKE '%Mordad%'
        OR told.words LIKE '%Shahrivar%'
        OR told.words LIKE '%Mehr%'
        OR told.words LIKE '%Aban%'
        OR told.words LIKE '%Azar%'
        OR told.words LIKE '%Dey%'
        OR told.words LIKE '%Bahman%'
        OR told.words LIKE '%Esfand%'
    )
