import { definePlugin, type Interpretation, type ResultRow } from 'just-prs-tui/plugin';

interface Options {
  readonly by: 'score' | 'z_score';
  readonly least: number;
}

/** What somebody is ranked by; null for who is not ranked. */
const rankedBy = (row: ResultRow, { by, least }: Options): number | null =>
  (row.weight_mass_coverage ?? 0) < least ? null : row[by];

export default definePlugin<Options>({
  name: 'cohort',
  apiVersion: 1,
  description: 'Ranks of people in each score, and who is ranked',
  options: {
    by: { type: 'string', default: 'score', description: 'What ranks people', choices: ['score', 'z_score'] },
    least: { type: 'number', default: 0.95, description: 'Weight coverage below which nobody is ranked, 0 to 1' },
  },
  exporters: [
    {
      id: 'cohort',
      title: 'Ranks in a cohort',
      extension: '.tsv',
      async *export(batches, { options, signal, log }) {
        // A rank needs everybody, but only three fields of each: rows are let go.
        const kept: { pgs_id: string; sample: string; value: number }[] = [];
        let unranked = 0;
        for await (const rows of batches) {
          signal.throwIfAborted();
          for (const row of rows) {
            const value = rankedBy(row, options);
            if (value === null) unranked += 1;
            else kept.push({ pgs_id: row.pgs_id, sample: row.sample, value });
          }
        }
        kept.sort((one, other) => one.pgs_id.localeCompare(other.pgs_id) || other.value - one.value);
        let rank = 0;
        for (const [at, { pgs_id, sample, value }] of kept.entries()) {
          rank = pgs_id === kept[at - 1]?.pgs_id ? rank + 1 : 1;
          yield `${[pgs_id, rank, sample, value.toFixed(3)].join('\t')}\n`;
        }
        if (unranked > 0) log(`results that are not ranked: ${unranked}`);
      },
    },
  ],
  interpreters: [
    {
      id: 'rankable',
      title: 'Who is ranked',
      async interpret(rows, { options }) {
        return rows.map((row): Interpretation => {
          const isRanked = rankedBy(row, options) !== null;
          return {
            pgs_id: row.pgs_id,
            tier: isRanked ? 'high' : 'very-low',
            summary: isRanked ? 'Ranked.' : 'Not ranked: too little of it is known, or it has no z score.',
            caveats: row.warnings,
            source: 'Standard operating procedure 12 of our lab, version 3',
          };
        });
      },
    },
  ],
});
