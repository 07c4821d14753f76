-- code: MST425
-- severity: error
-- title: listing whose human_rights differs from its programme
-- why: the programme decides whether a listing is for human rights, and everybody filters by that
-- remedy: give the listing the human_rights of its programme, or correct the programme
SELECT
    'sanctions' AS table_name,
    sanctions.sanction_id AS row_id,
    'human_rights' AS field,
    CAST(sanctions.human_rights AS STRING) AS value,
    sanctions.sanction_id || ' has human_rights=' || CAST(sanctions.human_rights AS STRING) || ', and its programme '
        || programmes.programme_id || ' has ' || CAST(programmes.human_rights AS STRING) AS message
FROM sanctions
INNER JOIN programmes ON sanctions.programme_id = programmes.programme_id
WHERE
    sanctions.human_rights IS NOT NULL
    -- a programme that is mixed has none, and leaves it to the listing
    AND programmes.human_rights IS NOT NULL
    AND sanctions.human_rights <> programmes.human_rights
