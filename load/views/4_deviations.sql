-- Targets and weights that differ from what most reports print for the same indicator of the plan:
-- each is a misreading or a change, and a person should look.
WITH printed AS (
  SELECT t.version_key, t.indicator_no, 'target ' || t.band AS what,
         coalesce(t.value, t.state) AS value, t.raw, t.page, t.line, t.grid_column
  FROM target t
  UNION ALL
  SELECT w.version_key, w.scope_no, 'weight', coalesce(w.value, w.state), w.raw, w.page, w.line,
         w.grid_column
  FROM weight w WHERE w.scope = 'indicator'
)
SELECT
  r.report_id AS report_id, -- The report.
  r.organisation_key AS organisation_key, -- Whose report it is, as a slug.
  o.name AS organisation, -- Whose report it is; NULL if not stated.
  r.quarter_key AS quarter_key, -- What time it is about.
  p.indicator_key AS indicator_key, -- The indicator of the plan.
  p.indicator_id AS indicator_id, -- Its id.
  x.what AS what, -- target and its band, or weight.
  x.value AS printed, -- What this report has; a state such as lost, where it has no value.
  x.raw AS printed_raw, -- The same, as written.
  u.usual AS usual, -- What most reports print.
  u.reports AS reports, -- So many reports print that.
  u.reports_in_all AS reports_in_all, -- So many reports print anything.
  r.source_file AS source_file, -- The file that was read.
  x.page AS page, -- Where it stands.
  x.line AS line, -- Its line (text) or grid row (other formats).
  x.grid_column AS grid_column -- Its tab column (text) or grid column (other formats).
FROM printed x
JOIN progress p ON p.version_key = x.version_key AND p.indicator_no = x.indicator_no
JOIN report r ON r.version_key = x.version_key
JOIN organisation o ON o.organisation_key = r.organisation_key
JOIN usual u ON u.indicator_key = p.indicator_key AND u.what = x.what
WHERE r.is_current AND x.value <> u.usual;
