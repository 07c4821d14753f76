-- Each part in an event with what each asserts of it: the event, the posts that the one who had it surely (yes) or perhaps
-- held on its days, as mostanad.evidence.spans.in_force has it, and the listings of which it is a reason. Of a post of which
-- no document gives a start or an end nothing says when it was held: it has no days. Without a start (is_open) it can be of
-- long after the event; it is left out if somebody else surely held it on one of these days, or if another post is known to
-- have begun by then; of those without a start, and those that can have begun after its first day, first count those that who
-- tells of the part tells of too. Of an event of several days it is enough that a post ended on the last of them or on the
-- day before.
WITH dated AS (
    SELECT
        event_id,
        CAST(date_min AS VARCHAR) AS first_day,
        CAST(date_max AS VARCHAR) AS last_day,
        if(date_min < date_max, date_max - 1, NULL) AS last_but_one
    FROM events
    WHERE date_min IS NOT NULL AND date_max IS NOT NULL
),

held AS (
    SELECT
        participations.participation_id,
        positions.position_id,
        coalesce(nullif(positions.title, ''), positions.position_id) AS post,
        coalesce(
            spans.begun_by <= dated.first_day
            AND (spans.last_documented >= dated.last_day OR positions.ended_min >= dated.last_but_one),
            FALSE
        ) AS is_sure,
        positions.started IS NOT NULL
        OR NOT starts_with(coalesce(positions.ended, '[..'), '[..')
        OR coalesce(spans.begun_by <= dated.last_day AND spans.last_documented >= dated.first_day, FALSE) AS has_days,
        positions.started IS NULL
        AND NOT coalesce(spans.begun_by <= dated.last_day AND spans.last_documented >= dated.first_day, FALSE) AS is_open,
        CASE WHEN spans.begun_by <= dated.first_day AND positions.ended IS NULL THEN positions.started END AS since,
        CASE WHEN positions.started IS NULL AND NOT starts_with(positions.ended, '[..') THEN positions.ended END AS until,
        positions.started,
        positions.ended,
        coalesce(CAST(positions.started_max AS VARCHAR) > dated.first_day, FALSE) AS is_later,
        dated.first_day,
        dated.last_day,
        positions.holder_id,
        positions.title,
        positions.body_id
    FROM participations
    INNER JOIN dated ON dated.event_id = participations.event_id
    INNER JOIN positions ON positions.holder_id = participations.entity_id
    INNER JOIN spans ON spans.row_id = positions.position_id
    WHERE coalesce(spans.earliest <= dated.last_day, TRUE) AND coalesce(spans.latest >= dated.first_day, TRUE)
),

others AS (
    SELECT positions.holder_id, positions.title, positions.body_id, spans.begun_by, spans.last_documented
    FROM positions
    INNER JOIN spans ON spans.row_id = positions.position_id
    WHERE positions.title IS NOT NULL AND spans.begun_by IS NOT NULL AND spans.last_documented IS NOT NULL
),

taken AS (
    SELECT DISTINCT held.participation_id, held.position_id
    FROM held
    INNER JOIN others ON others.title = held.title
    WHERE
        held.is_open
        AND others.holder_id <> held.holder_id
        AND others.body_id IS NOT DISTINCT FROM held.body_id
        AND others.begun_by <= held.last_day
        AND others.last_documented >= held.first_day
),

said AS MATERIALIZED (
    SELECT *
    FROM our_said
),

asserters AS (
    SELECT row_id, list(asserted_by) AS who
    FROM said
    GROUP BY row_id
),

nearest AS (
    SELECT
        held.*,
        CASE WHEN NOT (held.is_open OR held.is_later) THEN 1 WHEN list_has_any(of_part.who, of_post.who) THEN 2 ELSE 3 END AS place
    FROM held
    LEFT JOIN taken ON taken.participation_id = held.participation_id AND taken.position_id = held.position_id
    LEFT JOIN asserters AS of_part ON of_part.row_id = held.participation_id
    LEFT JOIN asserters AS of_post ON of_post.row_id = held.position_id
    WHERE taken.position_id IS NULL
    QUALIFY place = min(place) OVER (PARTITION BY held.participation_id)
),

posts AS (
    SELECT
        participation_id,
        list({
            'post': post,
            'is_sure': is_sure,
            'has_days': has_days,
            'is_open': is_open,
            'since': since,
            'until': until,
            'started': started,
            'ended': ended,
            'position_id': position_id
        } ORDER BY position_id) AS posts
    FROM nearest
    GROUP BY participation_id
),

placed AS (
    SELECT row_id, sanction_id, stance, min(reason_id) OVER (PARTITION BY sanction_id) AS first_reason
    FROM reasons
),

naming AS (
    SELECT row_id, list(sanction_id ORDER BY first_reason) AS listed_for
    FROM (SELECT DISTINCT row_id, sanction_id, first_reason FROM placed WHERE stance = 'asserts')
    GROUP BY row_id
)

SELECT
    participations.event_id,
    events.title,
    events.date,
    events.place,
    participations.entity_id,
    participations.participation_id,
    participations.part,
    participations.entity_id AS name,
    coalesce(posts.posts, []) AS posts,
    coalesce(naming.listed_for, []) AS listed_for,
    said.basis,
    said.standing,
    said.standing_date,
    said.asserted_by,
    said.modality,
    said.hedge,
    said.source_ids
FROM participations
INNER JOIN said ON said.row_id = participations.participation_id
INNER JOIN events ON events.event_id = participations.event_id
LEFT JOIN posts ON posts.participation_id = participations.participation_id
LEFT JOIN naming ON naming.row_id = participations.participation_id
ORDER BY participations.participation_id, said.asserted_by
