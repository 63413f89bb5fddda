/** What is asked about plugins: their options, and the rule to judge results by. */
import {
  type DeclaredOption,
  describeOptionValues,
  type ListedPlugin,
  type OptionValue,
  readOptionValue,
} from '../../core/index.ts';
import type { FormPlan, FormValues } from '../form.ts';
import { plural } from '../present.ts';
import type { AppEvent } from '../state.ts';
import type { OptionValues } from './state.ts';

/** One field an option; nothing typed is the default. */
export function optionsForm({ name, description }: ListedPlugin): FormPlan<AppEvent> {
  const options = Object.entries(description?.options ?? {});
  return {
    title: `Options of ${name}; nothing typed takes the usual value`,
    fields: options.map(([id, option]) => ({
      id,
      label: id,
      placeholder: `${usualText(option)}${option.description}${option.choices === undefined ? '' : ` (${option.choices.join(', ')})`}`,
    })),
    submit(values) {
      const set: Record<string, OptionValue> = {};
      for (const [id, option] of options) {
        const text = values[id] ?? '';
        if (text === '') continue;
        const value = readOptionValue(text, option);
        if (value === null)
          return { type: 'problem', id, text: `${id} cannot be "${text}". ${describeOptionValues(option)}` };
        set[id] = value;
      }
      return { type: 'plugin_options_changed', plugin: name, options: set };
    },
  };
}

function usualText({ default: usual, example }: DeclaredOption): string {
  if (usual === undefined) return `required, such as ${JSON.stringify(example)}: `;
  return usual === '' ? '' : `${JSON.stringify(usual)}: `;
}

/** What the form begins with. */
export const optionTexts = (set: OptionValues): FormValues =>
  Object.fromEntries(Object.entries(set).map(([name, value]) => [name, String(value)]));

export const ruleForm = (results: number, rules: readonly string[]): FormPlan<AppEvent> => ({
  title: `What ${plural(results, 'result')} ${results === 1 ? 'is' : 'are'} worth, by a rule: ${rules.join(', ')}`,
  fields: [{ id: 'rule', label: 'Rule', placeholder: rules[0] ?? '' }],
  submit({ rule }) {
    const name = rule === '' ? rules[0] : rule;
    return rules.includes(name)
      ? { type: 'judging_asked', rule: name }
      : { type: 'problem', id: 'rule', text: `There is no rule "${name}"; rules are ${rules.join(', ')}.` };
  },
});
