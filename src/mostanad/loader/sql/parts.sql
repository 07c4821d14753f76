-- Each part in an event: the event, the posts that the one who had it surely (yes) or perhaps held on its days, as
-- mostanad.evidence.spans.in_force has it, and the listings of which it is a reason. Of a post of which no document gives
-- a start or an end nothing says when it was held: it has no days.
WITH dated AS (
    SELECT event_id, CAST(date_min AS VARCHAR) AS first_day, CAST(date_max AS VARCHAR) AS last_day
    FROM events
    WHERE date_min IS NOT NULL AND date_max IS NOT NULL
),

held AS (
    SELECT
        participations.participation_id,
        positions.position_id,
        coalesce(nullif(positions.title, ''), positions.position_id) AS post,
        coalesce(spans.begun_by <= dated.first_day AND spans.last_documented >= dated.last_day, FALSE) AS is_sure,
        positions.started IS NOT NULL
        OR NOT starts_with(coalesce(positions.ended, '[..'), '[..')
        OR coalesce(spans.begun_by <= dated.last_day AND spans.last_documented >= dated.first_day, FALSE) AS has_days
    FROM participations
    INNER JOIN dated ON dated.event_id = participations.event_id
    INNER JOIN positions ON positions.holder_id = participations.entity_id
    INNER JOIN spans ON spans.row_id = positions.position_id
    WHERE coalesce(spans.earliest <= dated.last_day, TRUE) AND coalesce(spans.latest >= dated.first_day, TRUE)
),

posts AS (
    SELECT participation_id, list({'post': post, 'is_sure': is_sure, 'has_days': has_days} ORDER BY position_id) AS posts
    FROM held
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
    coalesce(naming.listed_for, []) AS listed_for
FROM participations
INNER JOIN events ON events.event_id = participations.event_id
LEFT JOIN posts ON posts.participation_id = participations.participation_id
LEFT JOIN naming ON naming.row_id = participations.participation_id
ORDER BY participations.participation_id
