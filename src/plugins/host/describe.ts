import type { PluginContribution } from '../../core/index.ts';
import { Fault } from './fault.ts';
import type { FoundPlugin } from './model.ts';
import { callThread, type ThreadLimits } from './pluginThread.ts';
import { isDescription, type Shape } from './shape.ts';

/** What a plugin says of itself: of a program it is written down, a file has to be loaded. */
export async function describe(found: FoundPlugin, limits: ThreadLimits): Promise<Shape> {
  if (found.exec === null) return loadShape(found.path, found.name, limits);
  const { kind, id, title, extension, options, exec } = found.exec;
  const contribution: PluginContribution =
    kind === 'exporter' ? { kind: 'exporters', id, title, extension } : { kind: 'interpreters', id, title };
  const runs = `Runs ${exec.join(' ')}`;
  const description = {
    name: found.name,
    description: found.exec.description === '' ? runs : `${found.exec.description} ${runs}`,
    options,
    contributions: [contribution],
  };
  return { ok: true, description };
}

/** Loads a file in a thread and describes what it exports; what goes wrong is a problem among others. */
async function loadShape(entry: string, name: string, limits: ThreadLimits): Promise<Shape> {
  const signal = new AbortController().signal;
  const hear = { log: () => {}, progress: () => {} };
  try {
    const { value } = await callThread({ entry, name, call: { kind: 'describe' }, limits, signal, hear }).next();
    const shape = value as Shape;
    // What is said in a thread is said by whatever the plugin made of its language.
    if (shape?.ok === true && !isDescription(shape.description))
      return { ok: false, problems: ['does not load: what it says of itself makes no sense'] };
    return shape;
  } catch (error) {
    if (error instanceof Fault) return { ok: false, problems: [`does not load: ${error.message}`] };
    throw error;
  }
}
