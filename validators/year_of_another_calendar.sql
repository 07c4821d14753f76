-- code: MST426
-- severity: error
-- title: year of the Iranian calendar
-- why: years are Gregorian; read as a Gregorian year, 1397 is six centuries too early
-- remedy: convert the date: add 621 or 622 to an Iranian year to get the Gregorian one
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
