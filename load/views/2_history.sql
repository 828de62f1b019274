-- One row per indicator, quarter and organisation, in every version that was ever loaded; the
-- view wide has those that hold. Bands beside 100, 90, 80, 70 and 60 stand in target alone.
SELECT
  r.report_id AS report_id, -- The report.
  r.version AS version, -- 1 for the first version loaded of this source, and so on.
  r.is_current AS is_current, -- Whether this version holds.
  p.version_key AS version_key, -- The version, as in the tables.
  p.indicator_no AS indicator_no, -- The indicator's place in the report, from 1.
  r.organisation_key AS organisation_key, -- Whose report it is, as a slug.
  coalesce(o.name, r.organisation_name) AS organisation, -- Whose report it is; NULL if not stated.
  o.name_en AS organisation_en, -- The same in English, where the registry has it.
  r.organisation_state AS organisation_state, -- Whether the office is stated, inferred or missing.
  n.plan_type AS plan_type, -- The kind of plan, such as egov_innovation.
  n.level AS level, -- ministry, department, field or unknown.
  n.fiscal_year_key AS fiscal_year, -- July to June, such as 2022-23; unknown if not stated.
  q.quarter AS quarter, -- 1 to 4; NULL if not stated.
  p.indicator_key AS indicator_key, -- The indicator of the plan.
  p.concept_key AS concept, -- What it measures, in one name over the years.
  p.concept_state AS concept_state, -- value (equal wording, a verdict), inferred or missing.
  p.section_id AS section_id, -- The section (কর্মসম্পাদন ক্ষেত্র).
  p.section_title AS section_title, -- Its title.
  s.value_number AS section_weight, -- The weight that the section declares (মান).
  s.indicators_sum AS section_weight_sum, -- The weights of its indicators, added up.
  s.difference AS section_weight_missing, -- Declared less sum; 0 if they agree.
  p.activity_id AS activity_id, -- The activity (কার্যক্রম).
  p.activity_title AS activity_title, -- Its title.
  p.indicator_id AS indicator_id, -- The indicator (কর্মসম্পাদন সূচক), as printed.
  p.indicator_text AS indicator_text, -- Its text, in NFC.
  p.indicator_text_raw AS indicator_text_raw, -- Its text, as written.
  p.unit AS unit, -- date, count, percent, amount or text (একক).
  w.value_number AS weight, -- The weight of the indicator.
  w.state AS weight_state, -- Why there is a weight, or none.
  t100.value AS target_100, -- The target for 100 %: an ISO date, a number or text.
  t100.value_number AS target_100_number, -- The target for 100 %, if it is a number.
  t100.value_date AS target_100_date, -- The target for 100 %, if it is a date.
  t100.state AS target_100_state, -- Why there is a target for 100 %; NULL if the form has no such band.
  t100.raw AS target_100_raw, -- The target for 100 %, as written.
  t100.candidates AS target_100_candidates, -- Readings of it to choose from: a JSON array.
  t90.value AS target_90, -- The target for 90 %: an ISO date, a number or text.
  t90.value_number AS target_90_number, -- The target for 90 %, if it is a number.
  t90.value_date AS target_90_date, -- The target for 90 %, if it is a date.
  t90.state AS target_90_state, -- Why there is a target for 90 %; NULL if the form has no such band.
  t90.raw AS target_90_raw, -- The target for 90 %, as written.
  t90.candidates AS target_90_candidates, -- Readings of it to choose from: a JSON array.
  t80.value AS target_80, -- The target for 80 %: an ISO date, a number or text.
  t80.value_number AS target_80_number, -- The target for 80 %, if it is a number.
  t80.value_date AS target_80_date, -- The target for 80 %, if it is a date.
  t80.state AS target_80_state, -- Why there is a target for 80 %; NULL if the form has no such band.
  t80.raw AS target_80_raw, -- The target for 80 %, as written.
  t80.candidates AS target_80_candidates, -- Readings of it to choose from: a JSON array.
  t70.value AS target_70, -- The target for 70 %: an ISO date, a number or text.
  t70.value_number AS target_70_number, -- The target for 70 %, if it is a number.
  t70.value_date AS target_70_date, -- The target for 70 %, if it is a date.
  t70.state AS target_70_state, -- Why there is a target for 70 %; NULL if the form has no such band.
  t70.raw AS target_70_raw, -- The target for 70 %, as written.
  t70.candidates AS target_70_candidates, -- Readings of it to choose from: a JSON array.
  t60.value AS target_60, -- The target for 60 %: an ISO date, a number or text.
  t60.value_number AS target_60_number, -- The target for 60 %, if it is a number.
  t60.value_date AS target_60_date, -- The target for 60 %, if it is a date.
  t60.state AS target_60_state, -- Why there is a target for 60 %; NULL if the form has no such band.
  t60.raw AS target_60_raw, -- The target for 60 %, as written.
  t60.candidates AS target_60_candidates, -- Readings of it to choose from: a JSON array.
  p.remark AS remark, -- The remark (মন্তব্য), in NFC.
  p.remark_raw AS remark_raw, -- The remark, as written.
  p.remark_state AS remark_state, -- Why there is a remark, or none.
  p.remark_dates AS remark_dates, -- Dates that the remark states.
  p.remark_percents AS remark_percents, -- Percents that the remark states.
  p.remark_counts AS remark_counts, -- Counts that the remark states.
  p.achievement AS achievement, -- What the remark says was achieved: interpretation.
  p.achievement_number AS achievement_number, -- The achievement, if it is a number.
  p.achievement_date AS achievement_date, -- The achievement, if it is a date.
  p.achievement_confidence AS achievement_confidence, -- How sure the interpretation is, 0 to 1.
  p.min_confidence AS min_confidence, -- The least confidence of all its readings.
  p.n_findings AS findings, -- Errors and warnings about it.
  r.source_file AS source_file, -- The file that was read.
  r.source_key AS source_sha256, -- Its fingerprint.
  p.page AS page, -- Where the indicator stands, from 1.
  p.line AS line, -- Its line (text) or grid row (other formats), from 1.
  r.program_version AS program_version, -- The program that converted it.
  r.loaded_at AS loaded_at -- When this version was loaded, in UTC.
FROM progress p
JOIN report r ON r.version_key = p.version_key
JOIN organisation o ON o.organisation_key = r.organisation_key
JOIN quarter q ON q.quarter_key = r.quarter_key
JOIN plan n ON n.plan_key = r.plan_key
LEFT JOIN weight w ON w.version_key = p.version_key AND w.scope = 'indicator'
  AND w.scope_no = p.indicator_no
LEFT JOIN weight s ON s.version_key = p.version_key AND s.scope = 'section'
  AND s.scope_no = p.section_no
LEFT JOIN target t100 ON t100.version_key = p.version_key AND t100.indicator_no = p.indicator_no
  AND t100.band = '100'
LEFT JOIN target t90 ON t90.version_key = p.version_key AND t90.indicator_no = p.indicator_no
  AND t90.band = '90'
LEFT JOIN target t80 ON t80.version_key = p.version_key AND t80.indicator_no = p.indicator_no
  AND t80.band = '80'
LEFT JOIN target t70 ON t70.version_key = p.version_key AND t70.indicator_no = p.indicator_no
  AND t70.band = '70'
LEFT JOIN target t60 ON t60.version_key = p.version_key AND t60.indicator_no = p.indicator_no
  AND t60.band = '60';
