-- The names by which a list has somebody, if whoever publishes it never prints that of the record, signs and accents apart.
-- Which of them is the first in the entry, the record does not say. Names of the Arabic script do not count, nor those that
-- are only taken as names of it.
WITH said AS (
    SELECT
        claims.target_id AS row_id,
        claims.fields,
        coalesce(claims.asserted_by, sources.author, sources.publisher_id) AS who
    FROM claims
    INNER JOIN passages ON passages.passage_id = claims.passage_id
    INNER JOIN sources ON sources.source_id = passages.source_id
    WHERE coalesce(claims.stance, 'asserts') = 'asserts' AND claims.modality IS DISTINCT FROM 'inference'
),

printed AS (
    SELECT
        names.name_id,
        names.entity_id,
        names.name,
        said.who,
        trim(regexp_replace(lower(strip_accents(names.name)), '[^a-z0-9]+', ' ', 'g')) AS folded
    FROM names
    INNER JOIN said ON said.row_id = names.name_id AND list_contains(said.fields, 'name')
    WHERE coalesce(names.script, '') <> 'Arab'
    GROUP BY ALL
),

called AS (
    SELECT official_id AS entity_id, name FROM officials
    UNION ALL
    SELECT party_id, name FROM parties
),

listing AS (
    SELECT DISTINCT sanctions.sanction_id, sanctions.target_id, said.who
    FROM sanctions
    INNER JOIN said ON said.row_id = sanctions.sanction_id AND list_contains(said.fields, 'target_id')
)

SELECT
    listing.sanction_id,
    list_sort(list(DISTINCT printed.name_id)) AS name_ids
FROM listing
INNER JOIN printed ON printed.entity_id = listing.target_id AND printed.who = listing.who
INNER JOIN called ON called.entity_id = listing.target_id
GROUP BY listing.sanction_id
HAVING NOT bool_or(printed.folded = trim(regexp_replace(lower(strip_accents(called.name)), '[^a-z0-9]+', ' ', 'g')))
ORDER BY listing.sanction_id
