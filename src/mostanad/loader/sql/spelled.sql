-- By which name a list has somebody, if whoever publishes it never prints the one of the record: the primary name, or one
-- that is no line of its own in the entry. Names of the Arabic script do not count.
WITH said AS (
    SELECT
        claims.target_id AS row_id,
        claims.fields,
        passages.selector,
        coalesce(claims.asserted_by, sources.author, sources.publisher_id) AS who
    FROM claims
    INNER JOIN passages ON passages.passage_id = claims.passage_id
    INNER JOIN sources ON sources.source_id = passages.source_id
    WHERE coalesce(claims.stance, 'asserts') = 'asserts'
),

printed AS (
    SELECT
        names.name_id,
        names.entity_id,
        said.who,
        names.kind <> 'primary' AS is_other,
        bool_and(contains(said.selector, '/')) AS is_line,
        lower(replace(strip_accents(names.name), '-', ' ')) AS folded
    FROM names
    INNER JOIN said ON said.row_id = names.name_id AND list_contains(said.fields, 'name')
    WHERE coalesce(names.script, '') <> 'Arab'
    GROUP BY ALL
),

called AS (
    SELECT official_id AS entity_id, lower(replace(strip_accents(name), '-', ' ')) AS folded FROM officials
    UNION ALL
    SELECT party_id, lower(replace(strip_accents(name), '-', ' ')) FROM parties
),

listing AS (
    SELECT DISTINCT sanctions.sanction_id, sanctions.target_id, said.who
    FROM sanctions
    INNER JOIN said ON said.row_id = sanctions.sanction_id AND list_contains(said.fields, 'target_id')
)

SELECT
    listing.sanction_id,
    min({'is_other': is_other, 'is_line': is_line, 'name_id': name_id}).name_id AS name_id
FROM listing
INNER JOIN printed ON printed.entity_id = listing.target_id AND printed.who = listing.who
INNER JOIN called ON called.entity_id = listing.target_id
GROUP BY listing.sanction_id
HAVING NOT bool_or(printed.folded = called.folded)
ORDER BY listing.sanction_id
