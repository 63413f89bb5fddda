/**
 * Results as HL7 FHIR R4: an Observation a line, as FHIR's Bulk Data Access writes it (application/fhir+ndjson).
 * Try it: just-prs-tui export results.json --format fhir --option subject=Patient/42
 *
 * There is no LOINC code for one score of the PGS Catalog, so the code is the score's own id in the Catalog's namespace. An
 * Observation says nothing of what the number means: no interpretation, no reference range.
 */
import { definePlugin, type ResultRow } from 'just-prs-tui/plugin';

const SCORE = 'https://www.pgscatalog.org/score/';
const CATEGORY = 'http://terminology.hl7.org/CodeSystem/observation-category';
const ABSENT = 'http://terminology.hl7.org/CodeSystem/data-absent-reason';
/** What tells made-up data from that of a person. */
const TEST_DATA = { system: 'http://terminology.hl7.org/CodeSystem/v3-ActReason', code: 'HTEST' };
const UCUM = 'http://unitsofmeasure.org';

/** A number with its unit; one that is not known says why instead. */
const component = (text: string, value: number | null, unit: string, why: string) => ({
  code: { text },
  ...(value === null
    ? { dataAbsentReason: { coding: [{ system: ABSENT, code: 'unknown' }], text: why } }
    : { valueQuantity: { value, unit, system: UCUM, code: unit } }),
});

function observationOf(row: ResultRow, subject: string, status: string) {
  const { pgs_id, sample, trait_reported, percentile, weight_mass_coverage, provenance } = row;
  const withheld = row.withheld.map(({ sentence }) => sentence).join(' ') || 'No reference distribution.';
  return {
    resourceType: 'Observation',
    ...(row.synthetic ? { meta: { tag: [TEST_DATA] } } : {}),
    status,
    category: [{ coding: [{ system: CATEGORY, code: 'laboratory' }] }],
    code: {
      coding: [{ system: SCORE, code: pgs_id }],
      text: `Polygenic score ${pgs_id}${trait_reported === null ? '' : `: ${trait_reported}`}`,
    },
    subject: subject === '' ? { display: sample } : { reference: subject },
    // The unit of a score is that of its weights, which FHIR has no word for.
    valueQuantity: { value: row.score, unit: 'sum of effect weights', system: UCUM, code: '1' },
    component: [
      component('Percentile', percentile, '{percentile}', withheld),
      component(
        'Weight coverage',
        weight_mass_coverage === null ? null : 100 * weight_mass_coverage,
        '%',
        'The weights sum to 0.',
      ),
      component('Variants matched', row.variants_matched, '1', ''),
      component('Variants of the score', row.variants_total, '1', ''),
    ],
    method: {
      text: `just-prs-tui ${provenance.tool_version}, ${row.genome_build}, percentile: ${row.percentile_source ?? 'none'}`,
    },
    ...(row.warnings.length === 0 ? {} : { note: row.warnings.map((text) => ({ text })) }),
  };
}

export default definePlugin({
  name: 'fhir',
  apiVersion: 1,
  description: 'Results as HL7 FHIR R4 Observations, one a line',
  options: {
    subject: {
      type: 'string',
      default: '',
      description: 'Reference to the person, as Patient/42 (the name of the sample)',
    },
    status: {
      type: 'string',
      default: 'preliminary',
      description: 'Status of each Observation',
      choices: ['registered', 'preliminary', 'final'],
    },
  },
  exporters: [
    {
      id: 'fhir',
      title: 'FHIR R4 Observations (NDJSON)',
      extension: '.ndjson',
      async *export(batches, { options, signal }) {
        for await (const rows of batches) {
          signal.throwIfAborted();
          for (const row of rows) yield `${JSON.stringify(observationOf(row, options.subject, options.status))}\n`;
        }
      },
    },
  ],
});
