import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { definePlugin } from 'just-prs-tui/plugin';

const HEADER = [
  '##fileformat=VCFv4.2',
  '##reference=GRCh38',
  '##FORMAT=<ID=GT,Number=1,Type=String,Description="Genotype">',
  ['#CHROM', 'POS', 'ID', 'REF', 'ALT', 'QUAL', 'FILTER', 'INFO', 'FORMAT', 'me'].join('\t'),
];

export default definePlugin({
  name: 'calls',
  apiVersion: 1,
  description: 'Call files of our array: chromosome, position, alleles, call',
  readers: [
    {
      id: 'calls',
      title: 'Call files of our array',
      sniff: (head) => (new TextDecoder().decode(head.subarray(0, 13)) === '#calls GRCh38' ? 1 : 0),
      async *read(path, { signal }) {
        yield `${HEADER.join('\n')}\n`;
        let number = 0;
        for await (const line of createInterface({ input: createReadStream(path, { signal }) })) {
          number += 1;
          if (line.startsWith('#') || line === '') continue;
          const [chromosome, position, ref, alt, call] = line.split(' ');
          const copies = call === undefined ? [] : [...call].map((allele) => [ref, alt].indexOf(allele));
          if (copies.length !== 2 || copies.includes(-1)) throw new Error(`line ${number} is no call: ${line}`);
          yield `${[chromosome, position, '.', ref, alt, '.', 'PASS', '.', 'GT', copies.join('/')].join('\t')}\n`;
        }
      },
    },
  ],
});
