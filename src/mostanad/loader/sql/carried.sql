-- Listings that were carried over from a programme of the same authority, under which the same target stood before, and
-- which ended at a time when the listing can have begun: of those that can be it, the first. The former listing has no
-- end of its own, and both are for human rights, or neither is. Of several such programmes the last in order of the
-- listings.
WITH found AS (
    SELECT
        later.sanction_id,
        former.programme_id,
        former.sanction_id AS former_id
    FROM sanctions AS former
    INNER JOIN programmes ON former.programme_id = programmes.programme_id
    INNER JOIN sanctions AS later
        ON former.target_id = later.target_id AND former.authority_id = later.authority_id
    WHERE
        programmes.ended IS NOT NULL
        AND former.delisted IS NULL
        AND former.human_rights IS NOT DISTINCT FROM later.human_rights
        AND former.listed_max < later.listed_min
        AND later.listed_min >= coalesce(programmes.ended_min, later.listed_min)
        AND later.listed_min <= coalesce(programmes.ended_max, later.listed_min)
    QUALIFY later.listed_min = min(later.listed_min) OVER (PARTITION BY former.sanction_id)
)

SELECT
    sanction_id,
    max_by(programme_id, former_id) AS programme_id
FROM found
GROUP BY sanction_id
ORDER BY sanction_id
