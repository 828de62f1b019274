-- The sums of the reports that hold: sections, totals, and percents computed again.
WITH computed AS (
  SELECT w.version_key, 'section' AS kind, 'section:' || w.scope_id AS ref,
         w.value_number AS stated, w.indicators_sum AS computed,
         w.value_number = w.indicators_sum AS agrees,
         'the weights of its indicators, added up' AS formula
  FROM weight w WHERE w.scope = 'section'
  UNION ALL
  SELECT r.version_key, 'total', 'report', r.plan_total, r.weight_total,
         r.plan_total = r.weight_total,
         'the weights of all indicators, added up'
  FROM report r
  UNION ALL
  SELECT p.version_key, 'percent', p.ref, p.stated, p.recomputed, p.agrees, p.formula
  FROM percent_check p
)
SELECT
  r.report_id AS report_id, -- The report.
  r.organisation_key AS organisation_key, -- Whose report it is, as a slug.
  r.quarter_key AS quarter_key, -- What time it is about.
  x.kind AS kind, -- section, total or percent.
  x.ref AS ref, -- What is computed.
  x.stated AS stated, -- What the report declares; for a total what the plan's form is worth.
  x.computed AS computed, -- What comes of the computation.
  x.stated - x.computed AS difference, -- Stated less computed; NULL if either is unknown.
  x.agrees AS agrees, -- Whether they are the same; NULL if either is unknown.
  x.formula AS formula, -- How it is computed.
  r.source_file AS source_file -- The file that was read.
FROM computed x
JOIN report r ON r.version_key = x.version_key
WHERE r.is_current;
