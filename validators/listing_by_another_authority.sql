-- code: MST415
-- severity: error
-- title: listing under another authority's programme
-- why: an authority lists under its own programmes: one of the two was mistaken
-- remedy: correct the authority or the programme, in the listing or in the programme
SELECT
    'sanctions' AS table_name,
    sanctions.sanction_id AS row_id,
    'programme_id' AS field,
    sanctions.programme_id AS value,
    sanctions.sanction_id || ' is a listing by ' || sanctions.authority_id || ' under '
        || programmes.programme_id || ', a programme of ' || programmes.authority_id AS message
FROM sanctions
INNER JOIN programmes ON sanctions.programme_id = programmes.programme_id
WHERE sanctions.authority_id <> programmes.authority_id
