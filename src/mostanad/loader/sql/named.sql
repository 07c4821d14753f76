-- The documents that name each post and tie: their days; whether all are lists, or acts that say why somebody is listed;
-- whether it is only inferred from all of them; the last list that prints it without a day of its own, as a list prints
-- old words again, in the entry of whom it is about; and if there is none, the last that does so in the entry of another,
-- and whose it is; from which day on the first and the last of all can be; of one that is only called past, who still
-- print it so on their last list, if that is at most a year older than the day by which it was past, and no claim on it
-- says so too.
-- And for when it is inferred, if nothing else shows that it lasted as long; and of what time documents speak that show it
-- last, if none of them says a day and nobody when it began.
-- A claim on a list that is no reason tells what stands in a column of the entry itself.
WITH lasting AS (
    SELECT position_id AS row_id, holder_id AS about_id, TRUE AS is_post, started, ended, ended_max FROM positions
    UNION ALL
    SELECT affiliation_id, from_id, FALSE, started, ended, ended_max FROM affiliations
),

entries AS (
    SELECT
        reasons.claim_id,
        reasons.source_id,
        sanctions.target_id,
        any_value(coalesce(officials.name, parties.name)) AS name
    FROM reasons
    INNER JOIN sanctions ON sanctions.sanction_id = reasons.sanction_id
    LEFT JOIN officials ON officials.official_id = sanctions.target_id
    LEFT JOIN parties ON parties.party_id = sanctions.target_id
    GROUP BY ALL
),

past AS (
    SELECT DISTINCT
        claims.target_id AS row_id,
        sources.source_id,
        coalesce(claims.asserted_by, sources.author, sources.publisher_id) AS who,
        sources.published_max AS day
    FROM claims
    INNER JOIN passages ON passages.passage_id = claims.passage_id
    INNER JOIN sources ON sources.source_id = passages.source_id
    WHERE list_contains(claims.fields, 'ended')
),

named AS (
    SELECT
        lasting.row_id,
        coalesce(claims.asserted_by, sources.author, sources.publisher_id) AS who,
        past.row_id IS NOT NULL AS is_past,
        coalesce(claims.modality = 'inference', FALSE) AS is_inferred,
        -- what is taken to be a post that other documents name by its title does not name it so
        list_contains(claims.fields, 'title') OR NOT (is_inferred AND lasting.is_post) AS is_named,
        CASE WHEN is_named THEN sources.published_max END AS day,
        CASE WHEN is_named THEN sources.published_min END AS since,
        sources.kind IN ('sanctions_list', 'legal_act', 'official_record') AS is_list,
        is_named AND is_list AND coalesce(starts_with(claims.as_of, '[..'), TRUE) AS is_printed,
        coalesce(entries.target_id = lasting.about_id, TRUE) AS is_own,
        CASE WHEN NOT starts_with(claims.as_of, '[..') THEN claims.as_of_min END AS dated,
        claims.as_of,
        entries.target_id,
        entries.name
    FROM lasting
    INNER JOIN claims ON claims.target_id = lasting.row_id
    INNER JOIN passages ON passages.passage_id = claims.passage_id
    INNER JOIN sources ON sources.source_id = passages.source_id
    LEFT JOIN entries ON entries.claim_id = claims.claim_id AND entries.source_id = sources.source_id
    LEFT JOIN past ON past.row_id = lasting.row_id AND past.source_id = sources.source_id
    WHERE coalesce(claims.stance, 'asserts') = 'asserts' AND claims.fields <> ['ended']
),

printing AS (
    SELECT
        named.row_id,
        named.who,
        max(named.day) FILTER (WHERE is_printed AND is_own AND NOT (is_past OR is_inferred)) AS last_day
    FROM named
    LEFT JOIN past ON past.row_id = named.row_id AND past.who = named.who
    GROUP BY named.row_id, named.who
    HAVING last_day > coalesce(max(past.day), DATE '0001-01-01')
),

still AS (
    SELECT printing.row_id, list({'who': who, 'day': last_day} ORDER BY last_day, who) AS still
    FROM printing
    INNER JOIN lasting ON lasting.row_id = printing.row_id
    WHERE lasting.started IS NULL AND starts_with(lasting.ended, '[..') AND printing.last_day > lasting.ended_max - 366
    GROUP BY printing.row_id
)

SELECT
    named.row_id,
    min(day) AS first_named,
    struct_extract(min({'day': day, 'since': since}) FILTER (WHERE day IS NOT NULL), 'since') AS first_since,
    max(day) AS last_named,
    struct_extract(max({'day': day, 'since': since}) FILTER (WHERE day IS NOT NULL), 'since') AS last_since,
    bool_and(is_list) FILTER (WHERE is_named) AS on_lists,
    bool_and(is_inferred) FILTER (WHERE is_named) AS is_inferred,
    max(day) FILTER (WHERE is_printed AND is_own AND NOT is_inferred) AS printed,
    max({'day': day, 'entry_id': target_id, 'name': name}) FILTER (WHERE is_printed AND NOT is_own) AS elsewhere,
    CASE WHEN bool_and(is_inferred) FILTER (WHERE CAST(dated AS VARCHAR) = spans.last_documented)
        THEN max(named.as_of) FILTER (WHERE CAST(dated AS VARCHAR) = spans.last_documented)
    END AS inferred_for,
    CASE WHEN any_value(spans.earliest) IS NULL
        AND bool_and(starts_with(named.as_of, '[')) FILTER (WHERE CAST(dated AS VARCHAR) = spans.last_documented)
        THEN max(named.as_of) FILTER (WHERE CAST(dated AS VARCHAR) = spans.last_documented)
    END AS documented_for,
    any_value(still.still) AS still
FROM named
LEFT JOIN spans ON spans.row_id = named.row_id
LEFT JOIN still ON still.row_id = named.row_id
GROUP BY named.row_id
