-- What most reports print: for each indicator of a plan, the target of each band (or its state)
-- and the weight that more than half of the reports have, where three offices or more report.
WITH printed AS (
  SELECT p.indicator_key, 'target ' || t.band AS what, coalesce(t.value, t.state) AS value,
         r.organisation_key
  FROM target t
  JOIN progress p ON p.version_key = t.version_key AND p.indicator_no = t.indicator_no
  JOIN report r ON r.version_key = t.version_key
  WHERE r.is_current AND r.organisation_key <> 'unknown' AND t.state <> 'lost'
  UNION ALL
  SELECT p.indicator_key, 'weight', coalesce(w.value, w.state), r.organisation_key
  FROM weight w
  JOIN progress p ON p.version_key = w.version_key AND p.indicator_no = w.scope_no
  JOIN report r ON r.version_key = w.version_key
  WHERE w.scope = 'indicator' AND r.is_current AND r.organisation_key <> 'unknown'
    AND w.state <> 'lost'
), counted AS (
  SELECT indicator_key, what, value, count(*) AS reports,
         count(DISTINCT organisation_key) AS offices
  FROM printed GROUP BY indicator_key, what, value
), everyone AS (
  SELECT indicator_key, what, count(*) AS reports, count(DISTINCT organisation_key) AS offices
  FROM printed GROUP BY indicator_key, what
)
SELECT
  c.indicator_key AS indicator_key, -- The indicator of the plan.
  c.what AS what, -- target and its band, or weight.
  c.value AS usual, -- What most reports print; a state such as none, where they print a dash.
  c.reports AS reports, -- So many reports print it.
  e.reports AS reports_in_all, -- So many reports print anything.
  c.offices AS offices, -- So many offices print it.
  e.offices AS offices_in_all -- So many offices print anything.
FROM counted c
JOIN everyone e ON e.indicator_key = c.indicator_key AND e.what = c.what
WHERE e.offices >= 3 AND 2 * c.reports > e.reports;
