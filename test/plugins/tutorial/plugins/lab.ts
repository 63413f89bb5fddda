import { definePlugin, UsageError } from 'just-prs-tui/plugin';

/** Chromosome, effect and other allele, weight; positions on both builds. */
const HEIGHT = [
  { chromosome: '1', effect: 'G', other: 'A', weight: 0.25, GRCh37: 900, GRCh38: 1000 },
  { chromosome: '2', effect: 'T', other: 'C', weight: -0.5, GRCh37: 1900, GRCh38: 2000 },
];

export default definePlugin({
  name: 'lab',
  apiVersion: 1,
  description: 'Scores of our lab',
  sources: [
    {
      id: 'lab',
      title: 'Scores of our lab',
      async search(query) {
        const scores = [{ id: 'height', name: 'Height of 2026', trait: 'Height', n_variants: HEIGHT.length }];
        return scores.filter(({ name }) => name.toLowerCase().includes(query.toLowerCase()));
      },
      async *fetch(scoreId, build) {
        if (scoreId !== 'height') throw new UsageError(`our lab has no score ${scoreId}`, 'It has height.');
        yield `#pgs_id=LAB_HEIGHT\n#trait_reported=Height\n#genome_build=${build}\n`;
        yield 'chr_name\tchr_position\teffect_allele\tother_allele\teffect_weight\n';
        for (const row of HEIGHT)
          yield `${[row.chromosome, row[build], row.effect, row.other, row.weight].join('\t')}\n`;
      },
    },
  ],
});
