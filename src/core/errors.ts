/** Exit codes of the command line: one per family of outcome. */
export const EXIT = { ok: 0, failure: 1, usage: 2, partial: 3, interrupted: 130 } as const;

/** What a PrsError is made of; plain data, so that it crosses threads. */
export interface PrsErrorData {
  readonly code: string;
  /** What happened, and to what: one sentence that names the file and, when there is one, the line. */
  readonly message: string;
  /** What to do about it. */
  readonly hint: string | null;
  readonly exitCode: number;
}

const MARK = Symbol.for('just-prs-tui.error');

/** Every failure a user can cause or meet. Recognise it with `isPrsError`, not `instanceof`. */
export class PrsError extends Error {
  readonly [MARK] = true;
  readonly code: string;
  readonly hint: string | null;
  readonly exitCode: number;

  constructor(data: PrsErrorData, cause?: unknown) {
    super(data.message, cause === undefined ? undefined : { cause });
    this.name = 'PrsError';
    this.code = data.code;
    this.hint = data.hint;
    this.exitCode = data.exitCode;
  }
}

export function isPrsError(error: unknown): error is PrsError {
  return typeof error === 'object' && error !== null && MARK in error;
}

/** Any thrown thing as plain data; a foreign error keeps its message under the code `internal`. */
export function errorData(error: unknown): PrsErrorData {
  if (isPrsError(error))
    return { code: error.code, message: error.message, hint: error.hint, exitCode: error.exitCode };
  const message = error instanceof Error ? error.message : String(error);
  return { code: 'internal', message, hint: null, exitCode: EXIT.failure };
}

const failure = (code: string, message: string, hint: string | null = null) =>
  new PrsError({ code, message, hint, exitCode: EXIT.failure });
const usage = (code: string, message: string, hint: string | null = null) =>
  new PrsError({ code, message, hint, exitCode: EXIT.usage });

/** `file:line` when the line is known. */
export const at = (file: string, line?: number): string => (line === undefined ? file : `${file}:${line}`);

const SYSTEM_REASONS: Readonly<Record<string, readonly [reason: string, hint: string]>> = {
  EACCES: ['may not be read', 'Ask its owner for permission, or check with: ls -l'],
  EISDIR: ['is a directory', 'Give the path of a file.'],
  ENOENT: ['does not exist', 'Check the spelling; relative paths start in the current directory.'],
  ENOSPC: ['does not fit: the disk or quota is full', 'Free some space, or write elsewhere.'],
  ENOTDIR: ['is not reachable: a part of the path is not a directory', 'Check the path.'],
  EPERM: ['may not be read', 'Ask its owner for permission.'],
  ESPIPE: ['is a pipe or device, which cannot be read twice', 'Save it to a file first.'],
  EROFS: ['cannot be written: the file system is read-only', 'Write elsewhere.'],
  EDQUOT: ['does not fit: the disk quota is used up', 'Free some space, or write elsewhere.'],
};

/** One factory a code, alphabetical. */
export const errors = {
  addressSpace: (cause: unknown) =>
    new PrsError(
      {
        code: 'address_space',
        message: 'The app does not start under this limit of address space (ulimit -v).',
        hint: 'Raise it (ulimit -v unlimited), or use the commands normalize and compute, which work as they are.',
        exitCode: EXIT.failure,
      },
      cause,
    ),
  badReference: (file: string, what: string, hint: string) =>
    failure('bad_reference', `${file} cannot serve as the reference: ${what}.`, hint),
  badBed: (file: string, line: number | undefined, what: string) =>
    failure(
      'bad_bed',
      `${at(file, line)}: ${what}.`,
      'A line of a BED is: chromosome, start from 0, end not included.',
    ),
  badBundle: (bundle: string, what: string) =>
    failure('bad_bundle', `${bundle} is not a bundle that can be used: ${what}.`, 'Copy it again, or make it anew.'),
  badDownload: (file: string, what: string) =>
    failure('bad_download', `${file} ${what}.`, 'Try again later, or choose another mirror with the setting ebi_url.'),
  badGenotypeParquet: (file: string, missing: readonly string[]) =>
    failure(
      'bad_genotype_parquet',
      `${file} is a Parquet file without the column${missing.length > 1 ? 's' : ''} ${missing.join(', ')}, so it holds no genotypes.`,
      'Give a VCF, or a Parquet written by: just-prs-tui normalize',
    ),
  badParquet: (file: string, cause: unknown) =>
    new PrsError(
      {
        code: 'bad_parquet',
        message: `${file} is not a readable Parquet file: ${cause instanceof Error ? cause.message : String(cause)}.`,
        hint: 'Write it again with: just-prs-tui normalize',
        exitCode: EXIT.failure,
      },
      cause,
    ),
  badPgsId: (id: string) =>
    usage('bad_pgs_id', `"${id}" is not a PGS Catalog id.`, 'An id is PGS and six digits, for example PGS000001.'),
  badProxy: (proxy: string) =>
    usage(
      'bad_proxy',
      `"${proxy.replace(/\/\/[^@/]*@/, '//')}" is not the address of a proxy.`,
      'HTTPS_PROXY and HTTP_PROXY look like http://proxy.example.org:3128',
    ),
  badRecord: (file: string, line: number, what: string) =>
    failure('bad_record', `${at(file, line)}: ${what}`, 'Check the file with: bcftools view FILE > /dev/null'),
  badResults: (file: string, line: number, what: string) =>
    failure(
      'bad_results',
      `${at(file, line)}: ${what}.`,
      'Give what compute --format json or --format ndjson of this version wrote.',
    ),
  badScoringFile: (file: string, line: number | undefined, what: string) =>
    failure(
      'bad_scoring_file',
      `${at(file, line)}: ${what}`,
      'Columns are described at https://www.pgscatalog.org/downloads/',
    ),
  badSetting: (where: string, key: string, what: string) => usage('bad_setting', `${where}: setting "${key}" ${what}`),
  badSheet: (file: string, what: string) =>
    failure(
      'bad_sheet',
      `${file} is not a sheet of the PGS Catalog: ${what}.`,
      'Download it again: https://www.pgscatalog.org/downloads/',
    ),
  badTable: (file: string, line: number, what: string) =>
    failure(
      'bad_table',
      `${at(file, line)}: ${what}.`,
      'Write it again with: just-prs-tui reference constants --scoring-file FILES --reference FILE --output FILE',
    ),
  badWeights: (file: string, line: number, what: string, hint: string) =>
    failure('bad_weights', `${at(file, line)}: ${what}.`, hint),
  buildMismatch: (file: string, detected: string, wanted: string, cue: string) =>
    failure(
      'build_mismatch',
      `${file} is on ${detected} (${cue}), but ${wanted} was asked for: positions would match by accident only.`,
      `Use --build ${detected}, or --force-build if you know better than the header.`,
    ),
  buildUnknown: (file: string, cue: string) =>
    usage(
      'build_unknown',
      `The genome build of ${file} is not known: ${cue}.`,
      'Say it with --build GRCh37 or --build GRCh38.',
    ),
  cancelled: () => new PrsError({ code: 'cancelled', message: 'Cancelled.', hint: null, exitCode: EXIT.interrupted }),
  catalogMissing: (directory: string, what: string) =>
    failure(
      'catalog_missing',
      `There is no ${what} in ${directory}.`,
      'Fetch the PGS Catalog bulk sheets with: just-prs-tui catalog update, or look around with: just-prs-tui demo',
    ),
  changedMeanwhile: (file: string) =>
    failure('changed_meanwhile', `${file} changed while it was being read.`, 'Try again when nothing writes to it.'),
  emptyFile: (file: string) => failure('empty_file', `${file} is empty.`, 'Copy or download it again.'),
  fileExists: (file: string) =>
    failure('file_exists', `${file} exists already.`, 'Type another name, or remove it first.'),
  fileSystem: (file: string, cause: NodeJS.ErrnoException) => {
    const [reason, hint] = SYSTEM_REASONS[cause.code ?? ''] ?? [`failed: ${cause.message}`, null];
    return new PrsError({ code: 'file_system', message: `${file} ${reason}.`, hint, exitCode: EXIT.failure }, cause);
  },
  homRefUnknown: (file: string, unknown: number, rows: number) =>
    failure(
      'hom_ref_unknown',
      `${file} has no constant: of ${unknown} of its ${rows} variants the reference allele is not known.`,
      'Insertions and deletions need a FASTA or .2bit; some, and rows without other allele, no reference settles.',
    ),
  httpStatus: (url: string, status: number) =>
    failure(
      'http_status',
      `${url} was refused: the server answered ${status}.`,
      status === 407
        ? 'The proxy asks for a name and password: HTTPS_PROXY=http://NAME:PASSWORD@HOST:PORT'
        : 'Check the settings ebi_url and rest_url, and HTTPS_PROXY.',
    ),
  hubEmpty: (repos: readonly string[], what: string) =>
    failure(
      'hub_empty',
      `There are no cleaned tables on Hugging Face in ${repos.join(' or ')}: ${what}.`,
      'Name another dataset with --repo, or take the bulk sheets instead: just-prs-tui catalog update',
    ),
  /** `status` is null when there was an answer, but not one that can be used. */
  hubRefused: (repo: string, status: number | null, said: string) =>
    failure(
      'hub_refused',
      `Hugging Face refused ${repo}${status === null ? '' : ` with status ${status}`}: ${said.replace(/[.:\s]+$/, '')}.`,
      status === 401 || status === 403
        ? 'Give a token with the right to it, in HF_TOKEN, in the file .env, or with --token.'
        : 'Check the name of the dataset and the setting hf_url.',
    ),
  hubTable: (file: string, what: string) =>
    failure('hub_table', `${file} is not a table of the catalogue: ${what}.`, 'Name another dataset with --repo.'),
  foreignCatalog: (directory: string) =>
    usage(
      'foreign_catalog',
      `The tables in ${directory} were written by another program, so they are not replaced.`,
      'Fetch into a folder of its own, with --catalog DIR.',
    ),
  networkFailed: (url: string, what: string) =>
    failure(
      'network',
      `${url} could not be fetched: ${what}.`,
      'Try again; what has come so far is kept. Behind a proxy, set HTTPS_PROXY; without a network, use a mirror (setting ebi_url).',
    ),
  noSamples: (file: string, line: number) =>
    failure(
      'no_samples',
      `${at(file, line)}: the VCF has no sample columns, so there are no genotypes to score.`,
      'Use a VCF with a FORMAT column and a sample.',
    ),
  notHarmonised: (file: string, what: string) =>
    failure(
      'not_harmonised',
      `${file} is not the harmonised file that was asked for: ${what}.`,
      'Positions would match by accident only, so it was not kept. Check the mirror (setting ebi_url).',
    ),
  notOnServer: (url: string) =>
    failure('not_on_server', `${url} does not exist.`, 'Check the id and the build; new scores are harmonised later.'),
  notVcf: (file: string, line: number, found: string) =>
    failure('not_vcf', `${at(file, line)}: not a VCF: ${found}.`, 'A VCF starts with the line ##fileformat=VCFv4.x'),
  offline: (what: string) =>
    failure(
      'offline',
      `${what} is not here, and the network is not used (offline).`,
      'Leave out --offline and the setting offline, or give a mirror in a directory with the setting ebi_url.',
    ),
  pluginFault: (plugin: string, contribution: string, what: string) =>
    failure(
      'plugin_fault',
      `Plugin ${plugin}, ${contribution}: ${what}.`.replace(/([.!?])\.$/, '$1'),
      'Nothing else is affected. See: just-prs-tui plugins list',
    ),
  /** A required option that nobody set. */
  pluginOptionMissing: (owner: string, name: string, hint: string) =>
    usage('plugin_option_missing', `${owner} needs the option "${name}".`, hint),
  /** Options that a `.prsrc` sets wrongly, a sentence each. */
  pluginOptions: (problems: readonly string[]) =>
    usage('plugin_options', problems.join('\n'), 'Correct that file; nothing is wrong with the plugin.'),
  pluginRefused: (path: string, problems: readonly string[]) =>
    failure(
      'plugin_refused',
      `${path} is not a usable plugin.\n${problems.map((problem) => `  ${problem}`).join('\n')}`,
      `Nothing of it runs; others do. Check again with: just-prs-tui plugins check ${path}`,
    ),
  /** Bad input that a plugin refused: no fault of it. */
  pluginUsage: (plugin: string, contribution: string, what: string, hint: string | null) =>
    usage('plugin_usage', `Plugin ${plugin}, ${contribution}: ${what}.`.replace(/([.!?])\.$/, '$1'), hint),
  /** `why` as a clause: it was not allowed yet. */
  pluginWaiting: (name: string, path: string, why: string) =>
    usage(
      'plugin_waiting',
      `Plugin ${name} (${path}) may not run: it ${why}.`,
      `Look at it, then allow it with: just-prs-tui plugins allow ${name} (or once: --allow-plugin ${name})`,
    ),
  otherScoringFile: () =>
    failure(
      'other_scoring_file',
      'The two runs used scoring files with other rows or weights, so single rows cannot be held against each other.',
      'Compute both with the same scoring file.',
    ),
  polarsMissing: (cause: unknown) =>
    new PrsError(
      {
        code: 'polars_missing',
        message: 'The Parquet engine (nodejs-polars) has no binary for this machine.',
        hint: 'Install again without --omit=optional on Node 20.19 or newer: npm install nodejs-polars@0.24.1',
        exitCode: EXIT.failure,
      },
      cause,
    ),
  sampleChoice: (file: string, samples: readonly string[]) =>
    usage(
      'sample_choice',
      `${file} holds ${samples.length} samples, and one must be chosen.`,
      `Use --sample NAME${samples.length <= 8 ? `, one of: ${samples.join(', ')}` : `; the first are: ${samples.slice(0, 8).join(', ')}`}. compute takes all, too.`,
    ),
  sampleRepeated: (file: string, wanted: string, count: number) =>
    failure(
      'sample_repeated',
      `${file} has ${count} samples called "${wanted}", and which one is meant is not known.`,
      'Give each its own name, for example with: bcftools reheader --samples NAMES',
    ),
  sampleUnknown: (file: string, wanted: string, samples: readonly string[]) =>
    usage(
      'sample_unknown',
      `${file} has no sample "${wanted}".`,
      `It holds: ${samples.slice(0, 8).join(', ')}${samples.length > 8 ? ' …' : ''}`,
    ),
  scoreBuildMismatch: (file: string, build: string, wanted: string) =>
    failure(
      'score_build_mismatch',
      `${file} is on ${build}, but ${wanted} is being scored: positions would match by accident only.`,
      `Use the file harmonised to ${wanted} (its name ends in _hmPOS_${wanted}.txt.gz).`,
    ),
  comparedBuilds: (
    one: { readonly file: string; readonly build: string },
    other: { readonly file: string; readonly build: string },
  ) =>
    failure(
      'score_build_mismatch',
      `${one.file} is on ${one.build}, ${other.file} on ${other.build}: positions would agree by accident only.`,
      `Compare with the file of ${other.file} harmonised to ${one.build}, or open the other build with b.`,
    ),
  sexUnknown: (cue: string) =>
    failure(
      'sex_unknown',
      `The sex of the sample is not clear (${cue}), and --xchr-model needs it.`,
      'Give --sex Male or --sex Female.',
    ),
  perDosageWeights: () =>
    failure(
      'per_dosage_weights',
      'The file has a weight for each dosage, which just-prs does not score.',
      'Leave out --compat just-prs.',
    ),
  scoreNotFound: (id: string, build: string, directory: string) =>
    failure(
      'score_not_found',
      `${id} for ${build} is not in ${directory}.`,
      `Fetch it with: just-prs-tui catalog download ${id} --build ${build}, or let compute do so with --download.`,
    ),
  scoreUnknown: (id: string, directory: string) =>
    failure(
      'score_unknown',
      `${id} is not in the catalogue of ${directory}.`,
      'Look for it with: just-prs-tui catalog scores search, or see how old the catalogue is: just-prs-tui catalog status',
    ),
  /** Coverages are shares of Σ|w|, 0 to 1. */
  lowCoverage: (coverage: number, minimum: number) =>
    failure(
      'low_coverage',
      `The rows that could be counted carry ${(100 * coverage).toFixed(1)} % of the weight; ${(100 * minimum).toFixed(1)} % were asked for.`,
      'See what became of the rows with --dump-variants, or ask for less with --min-coverage.',
    ),
  traitUnknown: (id: string, directory: string) =>
    failure(
      'trait_unknown',
      `No score of the catalogue in ${directory} has the trait ${id}.`,
      'Look for its id with: just-prs-tui catalog traits search WORDS',
    ),
  truncated: (file: string, line: number, what: string) =>
    failure(
      'truncated',
      `${at(file, line)}: the file ends too early: ${what}.`,
      'Copy or download it again; it may be incomplete.',
    ),
  usage: (message: string, hint: string | null = null) => usage('usage', message, hint),
  workerDied: (what: string) =>
    failure(
      'worker_died',
      `A worker thread ended while ${what}.`,
      'It may have run out of memory: try a machine with more, or fewer --threads.',
    ),
};
