-- Listings that can be older than the law of their programme: the name of that has a later year, or the same and the list
-- carries older listings on. Then they can have been made under another act.
WITH laws AS (
    SELECT
        programme_id,
        list_max(CAST(regexp_extract_all(concat_ws(' ', code, title), '\b(?:19|20)[0-9]{2}\b') AS INTEGER[])) AS of_law
    FROM programmes
),

listings AS (
    SELECT
        sanctions.sanction_id,
        laws.of_law,
        year(sanctions.listed_max) AS of_listing,
        min(of_listing) OVER (PARTITION BY sanctions.programme_id) AS of_first
    FROM sanctions
    INNER JOIN laws ON laws.programme_id = sanctions.programme_id
)

SELECT sanction_id
FROM listings
WHERE of_listing < of_law OR (of_listing = of_law AND of_first < of_law)
