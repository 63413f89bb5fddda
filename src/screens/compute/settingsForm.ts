/** Filters and population until the program ends; `.prsrc` keeps them. */
import { SUPERPOPULATIONS, type VcfFilterConfig } from '../../core/index.ts';
import type { FormPlan, FormProblem, FormValues } from '../form.ts';
import type { AppEvent, TuiSettings } from '../state.ts';

export const SETTINGS_FORM: FormPlan<AppEvent> = {
  title: 'Filters and scoring, until you quit; .prsrc keeps them',
  fields: [
    { id: 'pass_filters', label: 'FILTER is', placeholder: 'anything; such as PASS,. (a dot is an empty FILTER)' },
    { id: 'min_depth', label: 'DP at least', placeholder: 'anything; such as 10' },
    { id: 'min_qual', label: 'QUAL at least', placeholder: 'anything; such as 30' },
    { id: 'min_gq', label: 'GQ at least', placeholder: 'anything; such as 20' },
    { id: 'sex', label: 'Sex', placeholder: 'not stated; Male or Female' },
    { id: 'population', label: 'Population', placeholder: SUPERPOPULATIONS.join(', ') },
    {
      id: 'fasta',
      label: 'Reference',
      placeholder: 'none; path of a FASTA or .2bit, for files that list differences only',
    },
  ],
  submit: readSettings,
};

export const settingsValues = ({ filters, population, fasta }: TuiSettings): FormValues => ({
  pass_filters: filters.pass_filters?.join(',') ?? '',
  min_depth: numberText(filters.min_depth),
  min_qual: numberText(filters.min_qual),
  min_gq: numberText(filters.min_gq),
  sex: filters.sex ?? '',
  population,
  fasta: fasta ?? '',
});

const numberText = (value: number | null): string => (value === null ? '' : String(value));

function readSettings(values: FormValues): AppEvent | FormProblem {
  for (const id of ['min_depth', 'min_qual', 'min_gq'])
    if (values[id] !== '' && !(Number(values[id]) >= 0))
      return problem(id, `"${values[id]}" is not a number of 0 or more; nothing means no filter.`);
  const sex = SEXES.find((name) => name.toLowerCase() === values.sex.toLowerCase());
  if (values.sex !== '' && sex === undefined) return problem('sex', 'Sex is Male, Female or nothing.');
  const population = SUPERPOPULATIONS.find((name) => name === values.population.toUpperCase());
  if (population === undefined) return problem('population', `Population is one of ${SUPERPOPULATIONS.join(', ')}.`);
  const pass = values.pass_filters.split(',').flatMap((name) => (name.trim() === '' ? [] : [name.trim()]));
  const filters: VcfFilterConfig = {
    pass_filters: pass.length === 0 ? null : pass,
    min_depth: readNumber(values.min_depth),
    min_qual: readNumber(values.min_qual),
    min_gq: readNumber(values.min_gq),
    sex: sex ?? null,
  };
  return { type: 'settings_changed', settings: { filters, population, fasta: values.fasta || undefined } };
}

const SEXES = ['Male', 'Female'] as const;

const readNumber = (text: string): number | null => (text === '' ? null : Number(text));

const problem = (id: string, text: string): FormProblem => ({ type: 'problem', id, text });
