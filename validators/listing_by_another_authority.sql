-- code: MST415
-- severity: error
-- title: listing under another authority's programme
-- why: an authority lists under its own programmes: one of the two was mistaken
-- remedy: correct the authority or the programme, in the listing or in the programme
WITH listings AS (
    SELECT
        'sanctions' AS table_name,
        sanction_id AS row_id,
        authority_id,
        programme_id
    FROM sanctions
    UNION ALL
    SELECT
        'tags' AS table_name,
        tag_id AS row_id,
        authority_id,
        programme_id
    FROM tags
)

SELECT
    listings.table_name,
    listings.row_id,
    'programme_id' AS field,
    listings.programme_id AS value,
    listings.row_id || ' is a listing by ' || listings.authority_id || ' under '
        || programmes.programme_id || ', a programme of ' || programmes.authority_id AS message
FROM listings
INNER JOIN programmes ON listings.programme_id = programmes.programme_id
WHERE listings.authority_id <> programmes.authority_id
