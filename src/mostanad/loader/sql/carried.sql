-- Listings that were carried over from a programme of the same authority, under which the same target stood before, and
-- which ended at a time when the listing can have begun; of several such programmes the last in order of the listings.
SELECT
    later.sanction_id,
    max_by(former.programme_id, former.sanction_id) AS programme_id
FROM sanctions AS former
INNER JOIN programmes ON former.programme_id = programmes.programme_id
INNER JOIN sanctions AS later
    ON former.target_id = later.target_id AND former.authority_id = later.authority_id
WHERE
    programmes.ended IS NOT NULL
    AND former.listed_max < later.listed_min
    AND later.listed_min >= coalesce(programmes.ended_min, later.listed_min)
    AND later.listed_min <= coalesce(programmes.ended_max, later.listed_min)
    AND later.listed_min <= coalesce(former.delisted_max, programmes.ended_max, later.listed_min)
GROUP BY later.sanction_id
ORDER BY later.sanction_id
