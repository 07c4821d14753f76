WITH
    day AS (
        SELECT
            as_of_min,
            as_of_max
        FROM fact_checks
        WHERE check_id = 'us-lists-two-judges-2019-12-19'
    ),
    asked AS (
        SELECT
            unnest(['abolghassem-salavati', 'mohammad-moghisseh']) AS entity_id
    ),
    authorities AS (
        SELECT
            unnest(['european-union', 'united-states']) AS authority_id
    ),
    first_lists AS (
        SELECT
            CASE derived_from WHEN 'us-ofac-sdn' THEN 'united-states' ELSE publisher_id END AS authority_id,
            min(published_min) AS first_day
        FROM sources
        WHERE derived_from IN ('us-ofac-sdn', 'eu-359-2011-persons')
        GROUP BY derived_from, publisher_id
    ),
    listings AS (
        SELECT
            sanctions.sanction_id,
            sanctions.target_id,
            sanctions.authority_id,
            coalesce(programmes.human_rights AND programmes.kind = 'designation', false) AS counts,
            CASE
                WHEN sanctions.listed_max <= day.as_of_min
                    AND (sanctions.delisted IS NULL OR sanctions.delisted_min > day.as_of_max) THEN 'yes'
                WHEN sanctions.listed_min > day.as_of_max OR sanctions.delisted_max <= day.as_of_min THEN 'no'
                ELSE 'unsure'
            END AS in_force
        FROM sanctions
        INNER JOIN programmes ON programmes.programme_id = sanctions.programme_id
        CROSS JOIN day
        WHERE programmes.kind IN ('designation', 'mixed')
    ),
    answers AS (
        SELECT
            asked.entity_id,
            authorities.authority_id,
            CASE
                WHEN bool_or(listings.counts AND listings.in_force = 'yes') THEN 'yes'
                WHEN bool_or(listings.counts AND listings.in_force = 'unsure')
                    OR max(first_lists.first_day) > max(day.as_of_min) THEN 'unsure'
                ELSE 'no'
            END AS answer,
            list(listings.sanction_id) FILTER (WHERE listings.counts AND listings.in_force = 'yes') AS counted,
            list(listings.sanction_id) FILTER (WHERE listings.sanction_id IS NOT NULL) AS others
        FROM asked
        CROSS JOIN authorities
        CROSS JOIN day
        INNER JOIN first_lists ON first_lists.authority_id = authorities.authority_id
        LEFT JOIN listings ON listings.target_id = asked.entity_id
            AND listings.authority_id = authorities.authority_id
        GROUP BY asked.entity_id, authorities.authority_id
    )
SELECT
    entity_id,
    authority_id,
    answer,
    CASE
        WHEN answer = 'yes' THEN counted
        ELSE others
    END AS shown_by,
    (
        SELECT
            CASE
                WHEN bool_or(answer = 'no') THEN 'contradicted'
                WHEN bool_and(answer = 'yes') THEN 'supported'
                ELSE 'undecidable'
            END
        FROM answers
        WHERE authority_id = 'united-states'
    ) AS verdict
FROM answers
ORDER BY entity_id, authority_id
