import type { ScoreOutcome } from '../../core/index.ts';
import type { Remark } from '../components/TableText.tsx';
import type { Tone } from '../present.ts';

/** Below this share of matched rows the build or the file is probably wrong. */
const DOUBTFUL_MATCH = 0.1;
const POOR_MATCH = 0.5;

/** Whatever is said of a failed score, and what to look at twice. */
export function remarkOn(outcome: ScoreOutcome): Remark {
  if (outcome.status === 'failed') return { mark: '!', tone: 'bad', sentence: outcome.error.message };
  const { match_rate, warnings } = outcome.result;
  const tone: Tone = match_rate < DOUBTFUL_MATCH ? 'bad' : match_rate < POOR_MATCH ? 'warn' : 'plain';
  return { tone, mark: warnings.length > 0 || match_rate < DOUBTFUL_MATCH ? '!' : ' ' };
}
