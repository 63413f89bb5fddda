/** The records of a genome at one position, as they are in the file. */
import { chromosomeCode, genomeKey } from '../genotype/chromosome.ts';
import { openFile } from '../io/open.ts';
import { readParquetFooter } from '../io/parquetFooter.ts';
import type { LocusRecord, LocusRecords, LocusRequest } from '../model/locus.ts';
import { readParquetLocus } from '../polars.ts';
import { chooseSample } from '../vcf/header.ts';
import { coversPosition, LocusReader } from '../vcf/locusReader.ts';
import { planRegions, WHOLE } from './planRegions.ts';
import type { TaskContext, ValueTask } from './task.ts';
import { type OpenedVcf, openVcf } from './vcfRecords.ts';

export const locusTask: ValueTask<LocusRequest, LocusRecords> = async (request, context) => {
  const file = await openFile(request.genotypes);
  await file.close();
  return file.compression === 'parquet' ? readParquet(request) : readVcf(request, context);
};

async function readVcf(request: LocusRequest, context: TaskContext): Promise<LocusRecords> {
  const { genotypes, chrom, pos } = request;
  const vcf = await openVcf(genotypes);
  try {
    const sample = chooseSample(genotypes, vcf.header.samples, request.sample);
    const key = genomeKey(chromosomeCode(chrom), pos);
    const plan =
      vcf.file.compression === 'bgzf' ? await planRegions(genotypes, async () => [Uint32Array.of(key)]) : WHOLE;
    const reading = plan.spans === null ? vcf.records(sample, context) : vcf.spanRecords(sample, context, plan.spans);
    const reader = new LocusReader(vcf.header, vcf.header.samples[sample]);
    const records = await collectRecords(reading, reader, { code: chromosomeCode(chrom), pos });
    return { read_by: plan.spans === null ? 'scan' : 'index', records, warnings: plan.warnings };
  } finally {
    await vcf.close();
  }
}

/** Records of a chromosome are in order: what comes after the position ends the reading. */
async function collectRecords(
  { scanner, batches }: ReturnType<OpenedVcf['records']>,
  reader: LocusReader,
  { code, pos }: { readonly code: number; readonly pos: number },
): Promise<readonly LocusRecord[]> {
  const found: LocusRecord[] = [];
  for await (const batch of batches)
    for (let record = 0; record < batch.count; record++) {
      if (scanner.contigs[batch.contigs[record]]?.code !== code) continue;
      if (batch.positions[record] > pos) return found;
      if (coversPosition(batch, record, pos)) found.push(reader.read(batch, record));
    }
  return found;
}

/** A Parquet keeps of a record what scoring needs; INFO is not among it. */
async function readParquet({ genotypes, chrom, pos }: LocusRequest): Promise<LocusRecords> {
  const { columns } = await readParquetFooter(genotypes);
  const rows = readParquetLocus(genotypes, columns, { names: spellings(chrom), pos });
  return { read_by: 'parquet', records: rows.map(readRow), warnings: [] };
}

const spellings = (chrom: string): readonly string[] =>
  (chrom === 'MT' ? ['MT', 'M'] : [chrom]).flatMap((name) => [name, `chr${name}`]);

const FIXED = ['chrom', 'start', 'end', 'pos', 'rsid', 'ref', 'alt', 'qual', 'filter', 'genotype'];

function readRow(row: Readonly<Record<string, unknown>>): LocusRecord {
  const text = (name: string): string | null => {
    const value = row[name];
    return value === null || value === undefined || value === '' || value === '.' ? null : String(value);
  };
  return {
    chrom: text('chrom') ?? '',
    pos: Number(row.pos ?? row.start),
    id: text('rsid'),
    ref: text('ref') ?? '',
    alts: text('alt')?.split('|') ?? [],
    qual: text('qual'),
    filter: text('filter'),
    info: [],
    sample: Object.keys(row)
      .filter((name) => !FIXED.includes(name))
      .map((name) => ({ name, value: text(name) ?? '.', description: null })),
  };
}
