import {
  DEFAULT_POLICIES,
  type PrsResult,
  ROW_STATES,
  type ScoreOutcome,
  type ScoringPolicies,
} from '../../core/index.ts';
import {
  bullet,
  EMPTY_LINE,
  type Fact,
  type Line,
  presentCount,
  presentFacts,
  presentFailure,
  presentNumber,
  presentPercent,
  section,
} from '../present.ts';
import { presentRow, rowUnderCursor } from '../tableView.ts';
import { fitText } from '../text.ts';
import { drawBellCurve, drawCoverage } from './drawings.ts';
import { outcomeUnderCursor, type ResultsState, shownResults } from './results.ts';
import { explainTrait } from './resultTable.ts';
import { STATE_MEANINGS } from './unmatched.ts';

/** Said wherever there are results. */
export const RESEARCH_NOTE = 'Research use only, not a diagnosis. Do not compare scores across models.';

/** Which result is open, and its place among all. */
export function titleOpenResult(results: ResultsState): string {
  const view = shownResults(results);
  const name = view.table.rows[rowUnderCursor(view) ?? -1]?.[0] ?? '';
  return `${name}  ${results.byTrait === null ? 'result' : 'trait'} ${view.grid.cursor + 1} of ${view.rows.length}`;
}

/** The result that is open, or what the scores of the trait that is open say together. */
export function presentOpenResult(results: ResultsState, width: number): readonly Line[] {
  if (results.byTrait === null) return presentOutcome(outcomeUnderCursor(results), width);
  const { traits, view } = results.byTrait;
  const trait = traits[rowUnderCursor(view) ?? -1];
  if (trait === undefined) return [];
  return [
    ...presentRow(view, width),
    EMPTY_LINE,
    ...explainTrait(trait).flatMap((sentence) => bullet(sentence, width, 'plain')),
  ];
}

/** Everything known of one outcome, for reading. */
function presentOutcome(outcome: ScoreOutcome | undefined, width: number): readonly Line[] {
  if (outcome === undefined) return [];
  if (outcome.status === 'failed') return presentFailure(outcome.error, width);
  const { result } = outcome;
  const curve = drawBellCurve(result, width);
  return [
    ...(curve.length === 0 ? [] : [...curve, EMPTY_LINE]),
    ...presentFacts(mainFacts(result), width),
    ...section('How much of the score is known for this sample', coverageLines(result, width)),
    ...section('How good the published evidence for the score is', evidenceLines(result, width)),
    ...section('Before you trust it', warningLines(result, width)),
    ...section('What became of the rows', stateLines(result, width)),
    ...section('How it was computed', presentFacts(methodFacts(result), width)),
    ...section('Source', presentFacts(sourceFacts(result), width)),
  ];
}

function mainFacts(result: PrsResult): readonly Fact[] {
  const { variants_matched, variants_total, match_rate, weight_mass_matched, weight_mass_total } = result;
  const mass = `Σ|w| ${presentNumber(weight_mass_matched)} of ${presentNumber(weight_mass_total)}`;
  return [
    ['Trait', result.trait_reported ?? 'not given'],
    ['Score', `${presentNumber(result.score)}  (sum of effect weight × dosage)`, 'strong'],
    ['REF-anchored', `${presentNumber(result.score_ref_anchored)}  (less what a reference genome scores)`],
    ...(result.score_from_anchor === null
      ? []
      : [
          [
            'Complete score',
            `${presentNumber(result.score_from_anchor)}  (REF-anchored and the constant)`,
            'strong',
          ] as Fact,
        ]),
    ['Percentile', presentPercentile(result), 'strong'],
    ...sourceOfPercentile(result),
    [
      'Rows matched',
      `${presentCount(variants_matched)} of ${presentCount(variants_total)}  (${presentPercent(match_rate)})`,
    ],
    ['Weight coverage', `${presentPercent(result.weight_mass_coverage)}  (${mass})`],
    ...varianceFacts(result),
  ];
}

function varianceFacts({ expected_variance_share, expected_correlation }: PrsResult): readonly Fact[] {
  if (expected_variance_share === null || expected_correlation === null) return [];
  const correlation = `expected correlation with the full score ${expected_correlation.toFixed(3)}`;
  return [['Variance coverage', `${presentPercent(expected_variance_share)}  (${correlation})`]];
}

function presentPercentile({ percentile, percentile_method, ancestry, z_score }: PrsResult): string {
  const z = z_score === null ? '' : `, z ${z_score.toFixed(2)}`;
  switch (percentile_method) {
    case 'reference_panel':
      return `${percentile?.toFixed(2)}  (against the reference panel, ${ancestry}${z})`;
    case 'theoretical':
      return `${percentile?.toFixed(2)}  (theoretical, from allele frequencies${z})`;
    case 'auroc_approx':
      return `${percentile?.toFixed(2)}  (approximated from the AUROC: may be far off)`;
    default:
      return 'withheld';
  }
}

/** The same people once more, without assuming that they are spread normally; and why no people at all were used. */
function sourceOfPercentile(result: PrsResult): readonly Fact[] {
  const { percentile_empirical: empirical, percentile_empirical_source: where, reference_not_used: refused } = result;
  const facts: Fact[] = [];
  if (result.percentile_source !== null) facts.push(['  by', result.percentile_source]);
  if (where !== null) facts.push(['  empirical', empirical === null ? where : `${empirical.toFixed(2)}  (${where})`]);
  if (result.percentile !== null && refused !== null) facts.push(['  no panel', refused.sentence]);
  return facts;
}

/** About the model alone: the grade of this sample's coverage stands in its own section. */
function evidenceLines({ evidence }: PrsResult, width: number): readonly Line[] {
  if (evidence === null) return bullet('The catalogue here does not have this score.', width, 'plain');
  const { grade, quality_score, reasons, effect_size, classification, ancestry } = evidence;
  const measures = [effect_size, classification].filter((text) => text !== '').join(', ');
  return [
    ...presentFacts(
      [
        ['Evidence grade', `${grade}  (${quality_score.toFixed(1)} of 100; about the model, not the sample)`, 'strong'],
        ['Best evaluation', measures === '' ? 'none with a usable measure' : measures],
        ['Evaluated in', ancestry ?? 'not stated'],
      ],
      width,
    ),
    ...reasons.flatMap(({ sentence }) => bullet(sentence, width, 'plain')),
  ];
}

const coverageLines = (result: PrsResult, width: number): readonly Line[] => [
  ...drawCoverage(result, width),
  ...presentFacts(
    [['Coverage grade', `${result.coverage_grade}  (A best, F worst; about the sample, not the model)`, 'strong']],
    width,
  ),
  ...result.withheld.flatMap(({ sentence }) => bullet(sentence, width)),
  ...result.coverage_reasons.flatMap(({ sentence }) => bullet(sentence, width, 'plain')),
];

const warningLines = ({ warnings, synthetic }: PrsResult, width: number): readonly Line[] => [
  ...(synthetic ? bullet('Synthetic demo data: the numbers mean nothing about anyone.', width) : []),
  ...warnings.flatMap((warning) => bullet(warning, width)),
  ...bullet(RESEARCH_NOTE, width, 'plain'),
];

/** The states sum to the rows of the file, so all are listed, also the empty ones. */
function stateLines({ states, variants_total }: PrsResult, width: number): readonly Line[] {
  return ROW_STATES.map((state) => {
    const count = states[state];
    const share = variants_total === 0 ? '' : presentPercent(count / variants_total);
    const numbers = `${fitText(state, 16)}${fitText(presentCount(count), 11, 'right')}${fitText(share, 8, 'right')}`;
    return {
      text: `${numbers}  ${fitText(STATE_MEANINGS[state], Math.max(1, width - 37)).trimEnd()}`,
      tone: count === 0 ? 'dim' : 'plain',
    };
  });
}

function methodFacts(result: PrsResult): readonly Fact[] {
  const distribution = (mean: number | null, std: number | null): string =>
    mean === null || std === null ? '-' : `mean ${presentNumber(mean)}, SD ${presentNumber(std)}`;
  const detected = `detected: ${result.detected_genome_build ?? 'unknown'}`;
  const build = `${result.genome_build}  (${detected}${result.build_mismatch ? ', MISMATCH' : ''})`;
  return [
    ['Sample', result.sex === null ? result.sample : `${result.sample}  (${result.sex.toLowerCase()})`],
    ['Genome build', build, result.build_mismatch ? 'bad' : 'plain'],
    ['Policies', presentPolicies(result.policies)],
    [
      'Strand',
      `${result.strand}  (${presentCount(result.strand_flipped)} of ${presentCount(result.strand_forward + result.strand_flipped)} SNVs fit only as their complement)`,
    ],
    ['Records observed', presentCount(result.variants_observed)],
    ['Absent, unscorable', presentCount(result.variants_unscorable_absent)],
    ['No call', presentCount(result.variants_no_call)],
    ['Reference', distribution(result.reference_mean, result.reference_std)],
    ['Theoretical', distribution(result.theoretical_mean, result.theoretical_std)],
    ['Allele frequencies', result.has_allele_frequencies ? 'in the scoring file' : 'not in the scoring file'],
  ];
}

const sourceFacts = ({ pgs_id, license, citation }: PrsResult): readonly Fact[] => [
  ['Score', pgs_id],
  ['Licence', license ?? 'not stated'],
  ['Citation', citation ?? 'not stated'],
];

/** The two policies that people ask about, and whatever else is not as usual. */
export function presentPolicies(policies: ScoringPolicies): string {
  const { ambiguous, chromosomes } = policies;
  const names = typeof chromosomes === 'string' ? chromosomes : chromosomes.join(', ');
  const others = Object.entries(policies).filter(
    ([name, policy]) =>
      !['ambiguous', 'chromosomes'].includes(name) && policy !== DEFAULT_POLICIES[name as keyof ScoringPolicies],
  );
  return [
    `A/T and C/G pairs: ${ambiguous}`,
    `chromosomes: ${names}`,
    ...others.map(([name, policy]) => `${name.replaceAll('_', ' ')}: ${policy}`),
  ].join('; ');
}
