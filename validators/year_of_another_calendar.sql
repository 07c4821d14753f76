-- code: MST426
-- severity: error
-- title: year of the Iranian calendar
-- why: years are those of the Gregorian calendar; 1397 read as one of these lies six centuries too early
-- remedy: convert the date: a year of the Iranian calendar is 621 or 622 less than that of the Gregorian one
SELECT
    cells.table_name,
    cells.row_id,
    cells.field,
    cells.value,
    cells.field || ' of ' || cells.row_id || ' is ' || cells.value
        || ', which looks like a year of the Iranian calendar' AS message
FROM cells
WHERE
    cells.field IN (
        'born', 'died', 'started', 'ended', 'listed', 'delisted', 'date', 'made', 'as_of', 'standing_date'
    )
    AND (
        cells.value LIKE '13%' OR cells.value LIKE '14%' OR cells.value LIKE '[13%' OR cells.value LIKE '[14%'
        OR cells.value LIKE '[..13%' OR cells.value LIKE '[..14%'
    )
