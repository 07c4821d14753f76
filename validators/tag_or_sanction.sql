-- code: MST429
-- severity: error
-- title: tag among the sanctions, or sanction among the tags
-- why: a tag marks an entry of a list and is not a listing, but everybody who counts the rows of sanctions would count it
-- remedy: move the row with its id to the other table, or correct the kind of the programme
WITH listings AS (
    SELECT
        'sanctions' AS table_name,
        sanction_id AS row_id,
        programme_id
    FROM sanctions
    UNION ALL
    SELECT
        'tags' AS table_name,
        tag_id AS row_id,
        programme_id
    FROM tags
)

SELECT
    listings.table_name,
    listings.row_id,
    'programme_id' AS field,
    listings.programme_id AS value,
    listings.row_id || ' stands in ' || listings.table_name || ', and ' || listings.programme_id
        || ' is a programme of kind ' || programmes.kind AS message
FROM listings
INNER JOIN programmes ON listings.programme_id = programmes.programme_id
WHERE
    (
        listings.table_name = 'sanctions'
        AND programmes.kind IN ('secondary_sanctions_tag', 'regulatory_tag')
    )
    OR (
        listings.table_name = 'tags'
        AND programmes.kind NOT IN ('secondary_sanctions_tag', 'regulatory_tag')
    )
