-- The days on which rows surely or possibly held, and who was on which sanctions lists on which days; spans.py fills
-- the names in braces.
CREATE MACRO day_before(day) AS CASE WHEN day > DATE '0001-01-01' THEN day - 1 END;
CREATE MACRO day_after(day) AS CASE WHEN day < DATE '9999-12-31' THEN day + 1 ELSE day END;
CREATE MACRO in_force(day, earliest, begun_by, last_documented, latest) AS CASE
    WHEN day < earliest OR latest < day THEN 'no'
    WHEN begun_by <= day AND day <= last_documented THEN 'yes'
    ELSE 'unsure'
END;

-- The rows with a duration. A disputed begin or end may be any of the days that are given for it.
CREATE TABLE lasting AS
WITH
told AS ({lasting}),

rivals AS (
    SELECT row_id, edge, bool_or(first IS NULL) AS is_open, min(first) AS first, max(last) AS last
    FROM disputed
    GROUP BY row_id, edge
)

SELECT
    told.* REPLACE (
        CASE WHEN begin_min IS NOT NULL AND begins.is_open IS NOT TRUE THEN least(begin_min, begins.first) END
            AS begin_min,
        CASE WHEN begin_max IS NOT NULL THEN greatest(begin_max, begins.last) END AS begin_max,
        CASE WHEN end_min IS NOT NULL AND ends.is_open IS NOT TRUE THEN least(end_min, ends.first) END AS end_min,
        CASE WHEN end_max IS NOT NULL THEN greatest(end_max, ends.last) END AS end_max
    )
FROM told
LEFT JOIN rivals AS begins ON begins.row_id = told.row_id AND begins.edge = 'begin'
LEFT JOIN rivals AS ends ON ends.row_id = told.row_id AND ends.edge = 'end';

-- What claims say about these rows, and in which document.
CREATE TABLE said AS
SELECT
    lasting.row_id, lasting.table_name, lasting.end_max, claims.fields, claims.as_of, claims.as_of_min, claims.as_of_max,
    sources.source_id, sources.kind, sources.coverage, sources.derived_from, sources.published_min, sources.published_max,
    bool_or(list_contains(claims.fields, 'ended')) OVER (PARTITION BY lasting.row_id, sources.source_id) AS tells_end
FROM claims
INNER JOIN lasting ON lasting.row_id = claims.target_id
LEFT JOIN passages ON passages.passage_id = claims.passage_id
LEFT JOIN sources ON sources.source_id = passages.source_id
WHERE claims.stance IS NULL OR claims.stance = 'asserts';

-- For each row, the day by which claims show that it had begun, and the day until which they show that it lasted. A
-- claim without a day of its own is about the day of its document; about the days of a listing it says nothing. A list
-- or a version of an act still prints what is over, and only shows that posts and ties had begun. So does a document
-- that names their end, or that may have come out after it.
CREATE TABLE said_days AS
SELECT
    row_id,
    min(CASE WHEN as_of IS NULL THEN published_max ELSE as_of_max END) AS begun,
    max(CASE
        WHEN as_of IS NOT NULL THEN as_of_min
        WHEN table_name NOT IN ('positions', 'affiliations') THEN published_min
        WHEN kind = 'sanctions_list' THEN NULL
        WHEN derived_from IS NOT NULL AND kind IN ('legal_act', 'official_record') THEN NULL
        WHEN NOT tells_end AND (end_max IS NULL OR published_max < end_max) THEN published_min
    END) AS lasted
FROM said
WHERE CASE
    WHEN table_name IN ('sanctions', 'tags') THEN as_of IS NOT NULL
    ELSE fields IS DISTINCT FROM ['ended']
END
GROUP BY row_id;

-- The documents that show each listing, and the lists of which they are versions.
CREATE TABLE shown AS
SELECT DISTINCT
    row_id, source_id, published_min, coverage = 'whole' AS is_whole,
    CASE WHEN kind = 'sanctions_list' THEN derived_from END AS list_id
FROM said
WHERE
    table_name IN ('sanctions', 'tags') AND as_of IS NULL AND source_id IS NOT NULL
    AND list_has_any(fields, ['entry', 'listed']);

-- The lists that show each listing; if there are none, the documents.
CREATE TABLE stands AS
SELECT DISTINCT row_id, coalesce(list_id, source_id) AS list_id
FROM (SELECT *, max(list_id) OVER (PARTITION BY row_id) AS any_list FROM shown)
WHERE list_id IS NOT NULL OR any_list IS NULL;

-- The day of the last document of a list that could have shown the end of an entry under a programme, because it shows
-- an entry older than itself. An extract of new entries could not, nor an excerpt without entries of the programme.
CREATE TABLE last_seen AS
SELECT stands.list_id, lasting.programme_id, shown.is_whole, max(shown.published_min) AS last_day
FROM stands
INNER JOIN shown ON shown.row_id = stands.row_id
INNER JOIN lasting ON lasting.row_id = shown.row_id
WHERE lasting.begin_min IS NULL OR lasting.begin_min < shown.published_min
GROUP BY stands.list_id, lasting.programme_id, shown.is_whole
HAVING max(shown.published_min) IS NOT NULL;

-- A post ends with the death of its holder, a listing with its programme. A row without an end held on its first day,
-- and until the last document of its list.
CREATE TABLE alone AS
SELECT
    lasting.table_name,
    lasting.row_id,
    lasting.holder_id,
    greatest(lasting.begin_min, programmes.started_min) AS earliest,
    least(lasting.begin_max, said_days.begun) AS begun_by,
    greatest(
        day_before(lasting.end_min),
        said_days.lasted,
        CASE WHEN lasting.is_open THEN greatest(lasting.begin_min, seen.last_day) END
    ) AS last_documented,
    least(
        day_before(lasting.end_max),
        day_before(programmes.ended_max),
        officials.died_max
    ) AS latest
FROM lasting
LEFT JOIN said_days ON said_days.row_id = lasting.row_id
LEFT JOIN programmes ON programmes.programme_id = lasting.programme_id
LEFT JOIN officials ON officials.official_id = lasting.holder_id
LEFT JOIN (
    SELECT stands.row_id, max(last_seen.last_day) AS last_day
    FROM stands
    INNER JOIN lasting ON lasting.row_id = stands.row_id
    INNER JOIN last_seen
        ON
            last_seen.list_id = stands.list_id
            AND (last_seen.is_whole OR last_seen.programme_id IS NOT DISTINCT FROM lasting.programme_id)
    GROUP BY stands.row_id
) AS seen ON seen.row_id = lasting.row_id;

-- Who held which post, for posts that one person holds at a time.
CREATE TABLE held AS
SELECT
    alone.row_id, alone.holder_id, positions.body_id, lower(positions.title) AS title, alone.begun_by,
    alone.last_documented, positions.started_min, positions.started_max
FROM alone
INNER JOIN positions ON positions.position_id = alone.row_id
WHERE positions.body_id IS NOT NULL AND NOT regexp_matches(positions.title, '{of_several}', 'i');

-- Posts that two people surely held at once.
CREATE TABLE held_together AS
SELECT DISTINCT held.body_id, held.title
FROM held
INNER JOIN held AS other
    ON
        other.body_id = held.body_id AND other.title = held.title AND other.holder_id <> held.holder_id
        AND other.begun_by <= held.last_documented AND held.begun_by <= other.last_documented
WHERE held.begun_by <= held.last_documented AND other.begun_by <= other.last_documented;

-- A post ends when somebody else starts in it.
CREATE TABLE successors AS
SELECT held.row_id, min(later.started_max) AS started
FROM held
INNER JOIN held AS later
    ON
        later.body_id = held.body_id AND later.title = held.title AND later.holder_id <> held.holder_id
        AND later.started_min > held.begun_by
LEFT JOIN held_together ON held_together.body_id = held.body_id AND held_together.title = held.title
WHERE later.started_max IS NOT NULL AND held_together.title IS NULL
GROUP BY held.row_id;

CREATE TABLE spans AS
SELECT
    row_id,
    table_name,
    earliest,
    CASE WHEN begun_by IS NOT NULL THEN greatest(begun_by, earliest) END AS begun_by,
    CASE WHEN last_documented IS NOT NULL THEN least(last_documented, latest) END AS last_documented,
    latest
FROM (
    SELECT alone.* EXCLUDE (latest), least(alone.latest, day_before(successors.started)) AS latest
    FROM alone
    LEFT JOIN successors ON successors.row_id = alone.row_id
);

-- The rest computes who was on which lists. First, the versions of each list in order.
CREATE TABLE versions AS
SELECT
    derived_from AS list_id,
    source_id,
    published_max AS day,
    row_number() OVER (PARTITION BY derived_from ORDER BY published_max, source_id) AS place
FROM sources
WHERE kind = 'sanctions_list' AND derived_from IS NOT NULL AND published_max IS NOT NULL;

-- The sanctions with their spans; `of_persons`: whether the target is an official.
CREATE TABLE listings AS
SELECT
    sanctions.sanction_id,
    sanctions.target_id AS entity_id,
    sanctions.authority_id,
    coalesce(sanctions.human_rights, FALSE) AS human_rights,
    officials.official_id IS NOT NULL AS of_persons,
    sanctions.programme_id,
    coalesce(programmes.started_min, DATE '0001-01-01') AS programme_started,
    spans.* EXCLUDE (row_id, table_name)
FROM sanctions
INNER JOIN spans ON spans.row_id = sanctions.sanction_id
LEFT JOIN officials ON officials.official_id = sanctions.target_id
LEFT JOIN programmes ON programmes.programme_id = sanctions.programme_id;

CREATE TABLE listings_on_versions AS
SELECT listings.*, stands.list_id
FROM listings
INNER JOIN stands ON stands.row_id = listings.sanction_id
WHERE stands.list_id IN (SELECT list_id FROM versions);

-- Each question is about all listings, or only about those for violations of human rights.
CREATE TABLE hows AS SELECT * FROM (VALUES (FALSE, 'any'), (TRUE, 'human-rights')) AS hows (human_rights_only, how);

-- The lists that would show a listing, by authority and kind of listing.
CREATE TABLE needed AS
SELECT DISTINCT listings.authority_id, listings.of_persons, hows.human_rights_only, listings.list_id
FROM listings_on_versions AS listings
INNER JOIN hows ON listings.human_rights OR NOT hows.human_rights_only;

-- The programmes under which an authority makes such listings; nobody was listed before the first of them began.
CREATE TABLE under AS
SELECT
    listings.authority_id,
    listings.of_persons,
    hows.human_rights_only,
    array_agg(DISTINCT listings.programme_id) AS programmes,
    array_agg(DISTINCT listings.programme_started) AS started,
    min(listings.programme_started) AS none_before
FROM listings
INNER JOIN hows ON listings.human_rights OR NOT hows.human_rights_only
GROUP BY listings.authority_id, listings.of_persons, hows.human_rights_only;

-- The names that are absent from a version of a list, and the passages that show it.
CREATE TABLE absent AS
SELECT named.entity_id, versions.list_id, versions.place, versions.day, array_agg(DISTINCT passages.passage_id) AS shown_by
FROM passages
INNER JOIN (
    SELECT official_id AS entity_id, name FROM officials
    UNION SELECT party_id, name FROM parties
    UNION SELECT entity_id, name FROM names
) AS named ON passages.selector = concat('absent=', named.name)
INNER JOIN versions ON versions.source_id = passages.source_id
GROUP BY named.entity_id, versions.list_id, versions.place, versions.day;

-- Days on which it is known whether somebody was on a list. Who is absent by name from two consecutive versions was
-- absent on the days between them. Who has a listing there is known from the first version to the last.
CREATE TABLE covered AS
SELECT absences.entity_id, authorities.authority_id, absences.* EXCLUDE (entity_id)
FROM (
    SELECT entity_id, list_id, day AS first_day, day AS last_day, shown_by FROM absent
    UNION ALL
    SELECT absent.entity_id, absent.list_id, absent.day, later.day, list_concat(absent.shown_by, later.shown_by)
    FROM absent
    INNER JOIN absent AS later
        ON
            later.entity_id = absent.entity_id AND later.list_id = absent.list_id AND later.place = absent.place + 1
) AS absences
INNER JOIN (SELECT DISTINCT list_id, authority_id FROM listings_on_versions) AS authorities
    ON authorities.list_id = absences.list_id
UNION ALL
SELECT DISTINCT listings.entity_id, listings.authority_id, listings.list_id, versions.day, last_seen.last_day, []
FROM listings_on_versions AS listings
INNER JOIN versions ON versions.list_id = listings.list_id AND versions.place = 1
INNER JOIN (SELECT list_id, max(last_day) AS last_day FROM last_seen GROUP BY list_id) AS last_seen
    ON last_seen.list_id = listings.list_id;

-- The questions: an entity and an authority. `listed_as`: all listings of the entity by the authority; `lists`: how
-- many lists would show one.
CREATE TABLE asked AS
SELECT
    row_number() OVER () AS number,
    pairs.entity_id,
    pairs.authority_id,
    pairs.listed_as,
    officials.official_id IS NOT NULL AS of_persons,
    hows.human_rights_only,
    hows.how,
    under.programmes,
    under.started,
    under.none_before,
    (
        SELECT count(*)
        FROM needed
        WHERE
            needed.authority_id = pairs.authority_id AND needed.human_rights_only = hows.human_rights_only
            AND needed.of_persons = (officials.official_id IS NOT NULL)
    ) AS lists
FROM (
    SELECT entity_id, authority_id, array_agg(sanction_id) FILTER (sanction_id IS NOT NULL) AS listed_as
    FROM (
        SELECT entity_id, authority_id, sanction_id FROM listings
        UNION ALL SELECT DISTINCT entity_id, authority_id, NULL FROM covered
    )
    GROUP BY entity_id, authority_id
) AS pairs
CROSS JOIN hows
LEFT JOIN officials ON officials.official_id = pairs.entity_id
LEFT JOIN under
    ON
        under.authority_id = pairs.authority_id AND under.human_rights_only = hows.human_rights_only
        AND under.of_persons = (officials.official_id IS NOT NULL);

-- The days on which an answer may change.
CREATE TABLE turns AS
SELECT asked.number, unnest(list_distinct(list_concat(known.days, asked.started, [DATE '0001-01-01']))) AS day
FROM asked
LEFT JOIN (
    SELECT entity_id, authority_id, array_agg(DISTINCT day) AS days
    FROM (
        SELECT
            entity_id, authority_id,
            unnest([earliest, begun_by, day_after(last_documented), day_after(latest)]) AS day
        FROM listings
        UNION ALL
        SELECT entity_id, authority_id, unnest([first_day, day_after(last_day)]) FROM covered
    )
    WHERE day IS NOT NULL
    GROUP BY entity_id, authority_id
) AS known ON known.entity_id = asked.entity_id AND known.authority_id = asked.authority_id;

-- The answers on these days, and what shows them. Only this decides who was listed.
CREATE TABLE answers AS
WITH by_listings AS (
    SELECT
        number,
        day,
        array_agg(sanction_id) FILTER (answer = 'yes') AS listed_as,
        bool_or(answer = 'unsure') AS is_unsure
    FROM (
        SELECT
            turns.number, turns.day, listings.sanction_id,
            in_force(
                turns.day, listings.earliest, listings.begun_by, listings.last_documented, listings.latest
            ) AS answer
        FROM turns
        INNER JOIN asked ON asked.number = turns.number
        INNER JOIN listings
            ON
                listings.entity_id = asked.entity_id AND listings.authority_id = asked.authority_id
                AND (listings.human_rights OR NOT asked.human_rights_only)
    )
    GROUP BY number, day
),

by_lists AS (
    SELECT
        turns.number,
        turns.day,
        count(DISTINCT covered.list_id) AS lists,
        flatten(array_agg(covered.shown_by)) AS shown_by
    FROM turns
    INNER JOIN asked ON asked.number = turns.number
    INNER JOIN covered
        ON
            covered.entity_id = asked.entity_id AND covered.authority_id = asked.authority_id
            AND turns.day BETWEEN covered.first_day AND covered.last_day
    INNER JOIN needed
        ON
            needed.authority_id = asked.authority_id AND needed.of_persons = asked.of_persons
            AND needed.human_rights_only = asked.human_rights_only AND needed.list_id = covered.list_id
    GROUP BY turns.number, turns.day
),

known AS (
    SELECT
        turns.number,
        turns.day,
        by_listings.listed_as,
        coalesce(by_listings.is_unsure, FALSE) AS is_unsure,
        coalesce(asked.lists > 0 AND by_lists.lists = asked.lists, FALSE) AS is_known,
        coalesce(turns.day < asked.none_before, FALSE) AS is_before,
        list_concat(asked.listed_as, by_lists.shown_by) AS shown_by,
        asked.programmes
    FROM turns
    INNER JOIN asked ON asked.number = turns.number
    LEFT JOIN by_listings ON by_listings.number = turns.number AND by_listings.day = turns.day
    LEFT JOIN by_lists ON by_lists.number = turns.number AND by_lists.day = turns.day
)

SELECT
    number,
    day,
    CASE
        WHEN listed_as IS NOT NULL THEN 'yes'
        WHEN (is_known OR is_before) AND NOT is_unsure THEN 'no'
        ELSE 'unsure'
    END AS answer,
    nullif(list_sort(list_distinct(CASE
        WHEN listed_as IS NOT NULL THEN listed_as
        WHEN is_before AND NOT is_known THEN list_concat(shown_by, programmes)
        ELSE shown_by
    END)), []) AS shown_by
FROM known;

-- Periods of days with the same answer.
CREATE TABLE on_lists AS
SELECT
    concat(asked.entity_id, '/', asked.authority_id, '/', asked.how, '/', answers.day) AS stretch_id,
    asked.entity_id,
    asked.authority_id,
    asked.human_rights_only AS human_rights,
    answers.day AS first_day,
    coalesce(
        day_before(lead(answers.day) OVER (PARTITION BY answers.number ORDER BY answers.day)), DATE '9999-12-31'
    ) AS last_day,
    answers.answer,
    answers.shown_by
FROM (
    SELECT *
    FROM answers
    QUALIFY
        (answer, shown_by) IS DISTINCT FROM (
            lag(answer) OVER (PARTITION BY number ORDER BY day), lag(shown_by) OVER (PARTITION BY number ORDER BY day)
        )
) AS answers
INNER JOIN asked ON asked.number = answers.number;
