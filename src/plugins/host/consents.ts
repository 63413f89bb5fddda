/** What the user allowed, kept in the state folder and never in a project: a folder cannot allow what lies in it. */
import { join } from 'node:path';
import { type PluginRun, readStateFile, writeStateFile } from '../../core/index.ts';
import { type Consent, MOST_FAULTS } from './model.ts';
import { isDescription } from './shape.ts';

export type Consents = Readonly<Record<string, Consent>>;

export interface ConsentStore {
  read(): Promise<Consents>;
  /** Keeps a consent under a plugin's path; null forgets it. */
  write(path: string, consent: Consent | null): Promise<void>;
  /** How a call ended; a good one forgives the faults before. */
  record(path: string, run: PluginRun): Promise<Consent | null>;
  /** The program died while it was loaded: it is not loaded again until it is turned on. */
  markDead(path: string): Promise<void>;
}

export function createConsentStore(stateDirectory: string): ConsentStore {
  const file = join(stateDirectory, 'plugins.json');
  let writing: Promise<unknown> = Promise.resolve();
  const read = async (): Promise<Consents> => {
    const state = (await readStateFile(file)) as { readonly consents?: Consents } | null;
    // A file that somebody broke allows nothing.
    const entries = Object.entries(state?.consents ?? {}).filter(([, consent]) => isConsent(consent));
    return Object.fromEntries(entries);
  };
  /** One after the other, each upon what is in the file by then. */
  const change = <T>(edit: (consents: Record<string, Consent>) => T): Promise<T> => {
    const next = writing.then(async () => {
      const consents = { ...(await read()) };
      const answer = edit(consents);
      await writeStateFile(file, { version: 1, consents });
      return answer;
    });
    writing = next.catch(() => undefined);
    return next;
  };
  return {
    read,
    write: (path, consent) =>
      change((consents) => {
        if (consent === null) delete consents[path];
        else consents[path] = consent;
      }),
    record: (path, run) =>
      change((consents) => {
        const known = consents[path];
        if (known === undefined) return null;
        const faults = run.fault === null ? 0 : Math.min(known.faults + 1, MOST_FAULTS);
        consents[path] = { ...known, faults, last_run: run };
        return consents[path];
      }),
    markDead: (path) =>
      change((consents) => {
        if (consents[path] !== undefined) consents[path] = { ...consents[path], died: true };
      }),
  };
}

function isConsent(value: unknown): value is Consent {
  const { hash, description, enabled, faults } = (value ?? {}) as Partial<Consent>;
  return (
    typeof hash === 'string' && typeof enabled === 'boolean' && typeof faults === 'number' && isDescription(description)
  );
}
