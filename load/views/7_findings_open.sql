-- Errors and warnings of the reports that hold: what a person should look at.
SELECT
  r.report_id AS report_id, -- The report.
  r.organisation_key AS organisation_key, -- Whose report it is, as a slug.
  o.name AS organisation, -- Whose report it is; NULL if not stated.
  r.quarter_key AS quarter_key, -- What time it is about.
  f.finding_no AS finding_no, -- Its place in the report.
  f.severity AS severity, -- error or warning.
  f.code AS code, -- What kind of finding it is.
  f.ref AS ref, -- What it is about, such as indicator:2.2.5/targets/100.
  f.message AS message, -- What was found, in English.
  f.message_bn AS message_bn, -- What was found, in Bangla.
  f.candidates AS candidates, -- Values that a person could choose from: a JSON array.
  f.evidence AS evidence, -- The proof: a JSON object.
  r.source_file AS source_file, -- The file that was read.
  f.page AS page, -- Where it stands.
  f.line AS line, -- Its line (text) or grid row (other formats).
  f.grid_column AS grid_column -- Its tab column (text) or grid column (other formats).
FROM finding f
JOIN report r ON r.version_key = f.version_key
JOIN organisation o ON o.organisation_key = r.organisation_key
WHERE r.is_current AND f.severity IN ('error', 'warning');
