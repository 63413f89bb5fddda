import { closest, describeOptionValues, type OptionValue, type PluginDescription } from '../../core/index.ts';
import type { FoundPlugin } from './model.ts';
import { isOfType, nameOf } from './shape.ts';

/** Options that the user set, against those that the plugin declares: a sentence for each that does not fit. */
export function optionProblems(
  { options, optionsFrom }: FoundPlugin,
  { name: plugin, options: declared }: Pick<PluginDescription, 'name' | 'options'>,
): readonly string[] {
  const names = Object.keys(declared);
  return Object.entries(options).flatMap(([name, value]) => {
    const sets = `${optionsFrom} sets option "${name}" of ${plugin}`;
    const option = Object.hasOwn(declared, name) ? declared[name] : undefined;
    if (option === undefined) {
      const near = closest(name, names);
      return [`${sets}, which has ${names.join(', ') || 'none'}${near === null ? '.' : `; did you mean "${near}"?`}`];
    }
    const fits = isOfType(value, option.type) && (option.choices?.includes(value as OptionValue) ?? true);
    return fits ? [] : [`${sets} to ${nameOf(value)}. ${describeOptionValues(option)}`];
  });
}
