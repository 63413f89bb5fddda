/** The manifest of a bundle, which comes from elsewhere and is believed in nothing that was not checked. */
import * as v from 'valibot';
import { errors } from '../errors.ts';
import type { BundleManifest } from '../model/bundle.ts';
import { GENOME_BUILDS } from '../model/genome.ts';
import { PGS_ID } from '../model/pgsId.ts';

export const BUNDLE_MANIFEST = 'bundle.json';

/** Two folders deep at most, no name that starts with a dot: nothing here leads out of the folder it is put in. */
const PLACE = /^(metadata\/raw|metadata|scores|percentiles|reference)\/[A-Za-z0-9][\w.-]{0,200}$/;

const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const text = v.pipe(v.string(), v.maxLength(10_000));

const score = v.object({
  pgs_id: v.pipe(v.string(), v.regex(PGS_ID)),
  genome_build: v.picklist(GENOME_BUILDS),
  rows: count,
  license: v.nullable(text),
});

const file = v.object({
  path: v.pipe(v.string(), v.regex(PLACE)),
  bytes: count,
  sha256: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)),
  modified_ms: v.pipe(count, v.maxValue(8.64e15)),
  score: v.nullable(score),
});

const manifest = v.object({
  format: v.literal('just-prs-tui bundle'),
  format_version: v.literal(1),
  created_at: v.pipe(v.string(), v.isoTimestamp()),
  tool_version: v.pipe(text, v.maxLength(100)),
  catalog_release: v.nullable(v.object({ source: text, fetched_at: text })),
  files: v.array(file),
});

/** Throws `bad_bundle` for a manifest of another form, and for files that do not belong into a catalogue. */
export function parseBundleManifest(json: string, bundle: string): BundleManifest {
  const refuse = (what: string) => errors.badBundle(bundle, `its ${BUNDLE_MANIFEST} ${what}`);
  let written: unknown;
  try {
    written = JSON.parse(json);
  } catch {
    throw refuse('is not JSON');
  }
  const { output, issues, success } = v.safeParse(manifest, written);
  if (!success) {
    const { received } = issues[0];
    throw refuse(`is not one that this version reads: ${v.getDotPath(issues[0]) ?? 'all of it'} is ${shown(received)}`);
  }
  const seen = new Set<string>();
  for (const { path } of output.files) {
    // On some file systems, names that differ in case are one.
    const key = path.toLowerCase();
    if (seen.has(key)) throw refuse(`names ${path} twice`);
    seen.add(key);
  }
  return output;
}

/** A text from a bundle, safe for a terminal. */
export const shown = (text: string): string =>
  (text.length > 120 ? `${text.slice(0, 120)}…` : text).replace(/\p{C}/gu, '?');

export const formatBundleManifest = (bundle: BundleManifest): string => `${JSON.stringify(bundle, null, 2)}\n`;
