import { definePlugin } from 'just-prs-tui/plugin';

export default definePlugin({
  name: 'ranks',
  apiVersion: 1,
  description: 'Scores with their percentiles, as plain sentences',
  options: {
    places: { type: 'number', default: 0, description: 'Decimal places of the percentile', choices: [0, 1, 2] },
  },
  exporters: [
    {
      id: 'ranks',
      title: 'Plain sentences',
      extension: '.txt',
      async *export(batches, { options, signal, log, progress }) {
        let written = 0;
        let unknown = 0;
        for await (const rows of batches) {
          signal.throwIfAborted();
          for (const { pgs_id, trait_reported, percentile, percentile_source, withheld } of rows) {
            const name = trait_reported ?? pgs_id;
            if (percentile === null) unknown += 1;
            yield percentile === null
              ? `${name}: ${withheld.map(({ sentence }) => sentence).join(' ')}\n`
              : `${name}: percentile ${percentile.toFixed(options.places)}, by ${percentile_source}.\n`;
          }
          written += rows.length;
          progress(written);
        }
        if (unknown > 0) log(`results without a percentile: ${unknown}`);
      },
    },
  ],
});
