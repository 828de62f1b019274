-- Reports that one should expect and does not have: an office is expected in each quarter for which
-- any office has a report of that kind of plan. The office may not have been in being, or may have
-- been free of the plan: look before asking for the report.
WITH present AS (
  SELECT DISTINCT r.organisation_key, n.plan_type, q.fiscal_year_key, q.quarter, r.quarter_key
  FROM report r
  JOIN plan n ON n.plan_key = r.plan_key
  JOIN quarter q ON q.quarter_key = r.quarter_key
  WHERE r.is_current AND q.quarter IS NOT NULL AND q.fiscal_year_key <> 'unknown'
), offices AS (
  SELECT DISTINCT organisation_key, plan_type FROM present WHERE organisation_key <> 'unknown'
), quarters AS (
  SELECT DISTINCT plan_type, fiscal_year_key, quarter, quarter_key FROM present
), nameless AS (
  SELECT n.plan_type, r.quarter_key, count(*) AS reports
  FROM report r
  JOIN plan n ON n.plan_key = r.plan_key
  WHERE r.is_current AND r.organisation_key = 'unknown'
  GROUP BY n.plan_type, r.quarter_key
)
SELECT
  x.organisation_key AS organisation_key, -- Whose report is missing, as a slug.
  o.name AS organisation, -- Whose report is missing.
  x.plan_type AS plan_type, -- The kind of plan.
  q.fiscal_year_key AS fiscal_year, -- July to June.
  q.quarter AS quarter, -- 1 to 4.
  CASE WHEN EXISTS (
    SELECT 1 FROM present y
    WHERE y.organisation_key = x.organisation_key AND y.plan_type = x.plan_type
      AND y.fiscal_year_key = q.fiscal_year_key
  ) THEN 'same year' ELSE 'other years' END
    AS known_from, -- Whether the office reports in the same year, or in other years only.
  coalesce(m.reports, 0) AS nameless -- Reports of that quarter without an office: one may be it.
FROM offices x
JOIN quarters q ON q.plan_type = x.plan_type
JOIN organisation o ON o.organisation_key = x.organisation_key
LEFT JOIN nameless m ON m.plan_type = x.plan_type AND m.quarter_key = q.quarter_key
WHERE NOT EXISTS (
  SELECT 1 FROM present y
  WHERE y.organisation_key = x.organisation_key AND y.plan_type = x.plan_type
    AND y.quarter_key = q.quarter_key
);
