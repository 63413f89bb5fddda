import type { ListedPlugin } from '../../core/index.ts';
import type { Command } from '../command.ts';
import { commandLine } from '../commandLine.ts';
import type { AppState } from '../state.ts';
import { optionsForm, optionTexts } from './forms.ts';
import { keyOf, pluginUnderCursor } from './state.ts';

const chosen = ({ plugins }: AppState): ListedPlugin | undefined => pluginUnderCursor(plugins);

/** A command about the plugin under the cursor; those that are built in are always there. */
const pluginCommand = (
  command: Omit<Command, 'where' | 'run' | 'whenDisabled' | 'cli'> & {
    readonly verb?: string;
    readonly forBuiltIn?: boolean;
    whenDisabled?(plugin: ListedPlugin): string | null;
    run(plugin: ListedPlugin, context: Parameters<Command['run']>[0]): void;
  },
): Command => ({
  ...command,
  where: ['plugins', 'plugin_detail'],
  whenDisabled(state) {
    const plugin = chosen(state);
    if (plugin === undefined) return 'There is no plugin here.';
    if (plugin.origin === 'built-in' && command.forBuiltIn !== true) return `${plugin.name} is built in.`;
    return command.whenDisabled?.(plugin) ?? null;
  },
  cli(state) {
    const plugin = chosen(state);
    return command.verb === undefined || plugin === undefined
      ? null
      : commandLine('plugins', command.verb, plugin.name);
  },
  run(context) {
    const plugin = chosen(context.state);
    if (plugin !== undefined) command.run(plugin, context);
  },
});

export const PLUGIN_COMMANDS: readonly Command[] = [
  {
    id: 'plugin.read',
    title: 'Read all that is known of the plugin',
    hint: 'read',
    keys: ['return'],
    where: ['plugins'],
    whenDisabled: (state) => (chosen(state) === undefined ? 'There is no plugin here.' : null),
    run: ({ dispatch }) => dispatch({ type: 'plugin_opened' }),
  },
  {
    id: 'plugin.close',
    title: 'Back to all plugins',
    hint: 'back',
    keys: ['escape', 'backspace', 'return'],
    where: ['plugin_detail'],
    run: ({ dispatch }) => dispatch({ type: 'plugin_closed' }),
  },
  pluginCommand({
    id: 'plugin.allow',
    title: 'Let the plugin run, as it is now; pressed in the list, it shows first what that means',
    hint: 'allow',
    keys: ['A'],
    verb: 'allow',
    whenDisabled({ status, name }) {
      if (status.state === 'refused') return `${name} is refused: enter says why.`;
      return status.state === 'waiting' ? null : `${name} is allowed already.`;
    },
    run(plugin, { state, effects, dispatch }) {
      if (state.plugins.open === null) dispatch({ type: 'plugin_opened' });
      else effects.changePlugin('allow', plugin);
    },
  }),
  pluginCommand({
    id: 'plugin.toggle',
    title: 'Turn the plugin off, or on again; turning on forgives its faults',
    hint: 'on/off',
    keys: ['space'],
    whenDisabled: ({ status, name }) =>
      status.state === 'ready' || status.state === 'off' ? null : `${name} is not allowed yet.`,
    run: (plugin, { effects }) => effects.changePlugin(plugin.status.state === 'off' ? 'enable' : 'disable', plugin),
  }),
  pluginCommand({
    id: 'plugin.forget',
    title: 'Take back that the plugin may run',
    hint: 'forget',
    keys: ['D'],
    verb: 'forget',
    whenDisabled: ({ status, description, name }) =>
      status.state === 'waiting' || description === null ? `${name} was not allowed.` : null,
    run: (plugin, { effects }) => effects.changePlugin('forget', plugin),
  }),
  pluginCommand({
    id: 'plugin.test',
    title: 'Run the plugin on made-up rows, and say what it did',
    hint: 'test',
    keys: ['t'],
    whenDisabled: ({ status, name }) => (status.state === 'ready' ? null : `${name} may not run now.`),
    run: (plugin, { effects }) => effects.testPlugin(keyOf(plugin)),
  }),
  pluginCommand({
    id: 'plugin.options',
    title: 'Set options of the plugin for the app',
    hint: 'options',
    keys: ['o'],
    forBuiltIn: true,
    whenDisabled: ({ description, name }) =>
      Object.keys(description?.options ?? {}).length === 0 ? `${name} has no options.` : null,
    run: (plugin, { state, dispatch }) =>
      dispatch({
        type: 'form_opened',
        plan: optionsForm(plugin),
        values: optionTexts(state.plugins.options[plugin.name] ?? {}),
      }),
  }),
  {
    id: 'plugins.refresh',
    title: 'Look for plugins again',
    hint: 'look again',
    keys: ['r'],
    where: ['plugins', 'plugin_detail'],
    cli: () => commandLine('plugins', 'list'),
    run: ({ effects }) => effects.loadPlugins(),
  },
];
