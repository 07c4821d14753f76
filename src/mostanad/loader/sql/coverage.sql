-- How far each list reaches that the record holds: its versions are the files that are derived from it and published by the
-- same, in a format that is read ($formats); what somebody made of it for another is none.
WITH held AS (
    SELECT
        lists.source_id AS list_id,
        lists.title,
        lists.publisher_id,
        sources.source_id,
        sources.coverage,
        sources.entries,
        sources.format,
        sources.sha256,
        CAST(sources.published_max AS VARCHAR) AS day
    FROM sources AS lists
    INNER JOIN sources
        ON sources.derived_from = lists.source_id AND sources.publisher_id IS NOT DISTINCT FROM lists.publisher_id
    WHERE sources.published IS NOT NULL AND list_contains($formats, sources.format)
),

ranked AS (
    SELECT
        *,
        count(*) OVER (PARTITION BY list_id) AS versions,
        min(day) OVER (PARTITION BY list_id) AS first_day,
        row_number() OVER (PARTITION BY list_id ORDER BY day DESC, source_id DESC) AS place
    FROM held
),

listings AS (
    SELECT sanction_id AS row_id, authority_id, entry, coalesce(entry, listed, programme_id) IS NULL AS is_bare
    FROM sanctions
    UNION ALL
    SELECT tag_id, authority_id, entry, FALSE
    FROM tags
),

-- of the entries that a version shows, by authority, those that stood on the day of the last version
by_authority AS (
    SELECT held.list_id, listings.authority_id, count(DISTINCT listings.entry) AS stood
    FROM held
    INNER JOIN ranked AS latest ON latest.list_id = held.list_id AND latest.place = 1
    INNER JOIN passages ON passages.source_id = held.source_id
    INNER JOIN claims ON claims.passage_id = passages.passage_id
    INNER JOIN listings ON listings.row_id = claims.target_id
    INNER JOIN spans ON spans.row_id = listings.row_id
    WHERE
        -- a cell that only an entry states, if there is one: a list can mark entries of another
        (listings.is_bare OR list_has_any(claims.fields, ['entry', 'listed', 'programme_id']))
        AND spans.begun_by <= latest.day
        AND spans.last_documented >= latest.day
        AND coalesce(spans.earliest <= latest.day, TRUE)
        AND coalesce(spans.latest >= latest.day, TRUE)
    GROUP BY held.list_id, listings.authority_id
),

-- a list can print the number of an entry of another's list: it is that of the authority with most entries
standing AS (
    SELECT list_id, max(stood) AS stood
    FROM by_authority
    GROUP BY list_id
),

others AS (
    SELECT derived_from AS list_id, CAST(max(published_max) AS VARCHAR) AS last_of_others
    FROM sources
    WHERE kind = 'dataset' AND published IS NOT NULL
    GROUP BY derived_from
)

SELECT
    ranked.list_id,
    ranked.title,
    ranked.versions,
    ranked.first_day AS first,
    ranked.day AS last,
    ranked.source_id,
    ranked.coverage,
    ranked.entries,
    standing.stood,
    others.last_of_others,
    ranked.publisher_id,
    ranked.format,
    ranked.sha256
FROM ranked
INNER JOIN standing ON standing.list_id = ranked.list_id
LEFT JOIN others ON others.list_id = ranked.list_id
WHERE ranked.place = 1
ORDER BY ranked.list_id
