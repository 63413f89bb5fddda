/** Plugins, as the command line is lent them. */
import type { DeclaredOptions, ListedPlugin, OptionValues, PluginCheck } from '../core/index.ts';
import type { ResultExporter } from './exporters.ts';
import type { ResultInterpreter } from './interpreters.ts';
import type { GenotypeFileReader } from './readers.ts';
import type { ListedSource } from './sources.ts';

export interface PluginDesk {
  /**
   * Formats of results. A wanted one that is not to be had is explained where it can be: a plugin that was not allowed, is
   * refused or turned off throws; so do the next three.
   */
  exporters(wanted?: string): Promise<readonly ResultExporter[]>;
  interpreters(wanted?: string): Promise<readonly ResultInterpreter[]>;
  sources(wanted?: string): Promise<readonly ListedSource[]>;
  readers(wanted?: string): Promise<readonly GenotypeFileReader[]>;
  list(): Promise<readonly ListedPlugin[]>;
  /** Programs on the `PATH` that are exporters by their name; none was run. */
  programs(): Promise<
    readonly {
      readonly name: string;
      readonly path: string;
      readonly isRunnable: boolean;
      readonly isShadowed: boolean;
    }[]
  >;
  allow(name: string): Promise<ListedPlugin>;
  forget(name: string): Promise<ListedPlugin>;
  setEnabled(name: string, enabled: boolean): Promise<ListedPlugin>;
  /** Runs a plugin that may run on made-up rows. */
  test(name: string): Promise<PluginCheck>;
  /** Runs what lies at a path, or is named, on made-up rows, allowed or not; `choose` gives its options from those it has. */
  check(
    path: string,
    choose: (plugin: { readonly id: string; readonly options: DeclaredOptions }) => OptionValues,
  ): Promise<PluginCheck>;
  /** Writes a plugin that works, and its test; returns their paths. */
  create(kind: string, name: string): Promise<readonly string[]>;
}
