/** The filters of a search for scores, as a form: the same as typing them. */
import { EVIDENCE_TIERS, readQuery, SUPERPOPULATIONS, splitQuery } from '../../core/index.ts';
import type { FormPlan, FormValues } from '../form.ts';
import type { AppEvent } from '../state.ts';

const FIELDS = [
  { id: 'ancestry', label: 'Ancestry', placeholder: `evaluated in anybody; ${SUPERPOPULATIONS.join(', ')}` },
  { id: 'build', label: 'Own build', placeholder: 'any; GRCh37, GRCh38, GRCh36 or NR (not reported)' },
  { id: 'n', label: 'Variants', placeholder: 'any number; such as <1000, 100..1k or >1M' },
  { id: 'year', label: 'Year', placeholder: 'any; such as 2020.. or 2015..2019' },
  { id: 'tier', label: 'Evidence', placeholder: `any; ${EVIDENCE_TIERS.join(', ')}` },
  { id: 'auroc', label: 'AUROC', placeholder: 'any; such as >0.7' },
  { id: 'licence', label: 'Licence', placeholder: 'any; a part of its name' },
  { id: 'here', label: 'File is here', placeholder: 'no matter; yes or no' },
] as const;

/** Filters in the query are taken out of the form again, words stay as they were typed. */
export const filterForm = (query: string): FormPlan<AppEvent> => ({
  title: 'Which scores to list; / shows the same filters as text',
  fields: FIELDS,
  submit(values) {
    // A filter ends at the first space.
    const filters = FIELDS.flatMap(({ id }) => (values[id] === '' ? [] : [`${id}:${values[id].replace(/\s+/g, '')}`]));
    const [problem] = readQuery(filters.join(' ')).problems;
    if (problem !== undefined) return { type: 'problem', id: problem.split(':')[0], text: problem };
    return { type: 'score_query_set', query: [splitQuery(query).words, ...filters].filter(Boolean).join(' ') };
  },
});

export const filterValues = (query: string): FormValues => Object.fromEntries(splitQuery(query).filters);
