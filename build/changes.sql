-- title: changes: what became of each fact in each version, and from when to when it was so
--
-- The parts of a version sort as numbers, not as text.
CREATE TABLE ordered_releases AS
SELECT
    version,
    date,
    row_number() OVER (
        ORDER BY
            CAST(split_part(version, '.', 1) AS INTEGER),
            CAST(split_part(version, '.', 2) AS INTEGER),
            CAST(split_part(version, '.', 3) AS INTEGER)
    ) AS number
FROM releases;

CREATE TABLE given_reasons AS
SELECT correction_id AS reason_id, reason, before FROM corrections
UNION ALL
SELECT old_id AS reason_id, reason, NULL AS before FROM redirects;

-- An entry has the value that the next change of the value replaced, or else the present value of the fact.
CREATE TABLE entries AS
SELECT
    history.*,
    ordered_releases.date AS known_from,
    given_reasons.reason,
    CASE WHEN history.change NOT IN ('added', 're_sourced') THEN given_reasons.before END AS before,
    lead(ordered_releases.date) OVER (PARTITION BY history.fact_id ORDER BY ordered_releases.number) AS known_to,
    lead(history.version) OVER (PARTITION BY history.fact_id ORDER BY ordered_releases.number) AS superseded_in,
    first_value(
        CASE WHEN history.change NOT IN ('added', 're_sourced') THEN struct_pack(before := given_reasons.before) END
        IGNORE NULLS
    ) OVER (
        PARTITION BY history.fact_id ORDER BY ordered_releases.number
        ROWS BETWEEN 1 FOLLOWING AND UNBOUNDED FOLLOWING
    ) AS next_change
FROM history
INNER JOIN ordered_releases ON ordered_releases.version = history.version
LEFT JOIN given_reasons ON given_reasons.reason_id = history.reason_id;

SELECT
    entries.entry_id AS change_id,
    entries.fact_id,
    entries.version,
    entries.change,
    entries.before,
    CASE
        WHEN entries.change IN ('retraction', 'merge', 'privacy') THEN NULL
        WHEN entries.next_change IS NOT NULL THEN entries.next_change.before
        ELSE facts.value
    END AS value,
    entries.known_from,
    entries.known_to,
    entries.superseded_in,
    entries.reason_id,
    entries.reason
FROM entries
LEFT JOIN facts ON facts.fact_id = entries.fact_id
