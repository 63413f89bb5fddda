import { CHROMOSOME_LENGTHS, CHROMOSOMES } from '../model/genome.ts';
import { type DemoPerson, drawDemoPerson, type Genotypes, MISSING_ALLELE, NO_SECOND_ALLELE } from './cohort.ts';
import type { GenomeModel } from './genomeModel.ts';
import { createRandom, type Random } from './random.ts';

/** Characters, about. With 256 Ki, V8 promotes the half-built strings and takes a third longer. */
const CHUNK_SIZE = 64 * 1024;

/** As in FASTA files of GRCh38 for sequencing, and unlike in scoring files. */
const CONTIGS = CHROMOSOMES.map((name) => (name === 'MT' ? 'chrM' : `chr${name}`));

const LOW_QUALITY_SHARE = 0.02;
const PHASED_SHARE = 0.2;
/** Costs of reads in Phred units: of one that contradicts the genotype, and of either allele of a heterozygote. */
const CONTRADICTION = 30;
const COIN_TOSS = 3;

/**
 * VCF 4.2 text of the demo's man, in chunks of whole lines: a record for every site of the model, those without an ALT
 * included, as from an array or imputation, so that his scores count the same sites as the reference cohort's.
 */
export function* generateDemoVcf(model: GenomeModel): Iterable<string> {
  const person = drawDemoPerson(model);
  const random = createRandom(model.seed, 'vcf');
  let chunk = writeHeader(person);
  for (let site = 0; site < model.size; site++) {
    const alts = model.alts[site];
    const place = `${CONTIGS[model.chromosome[site]]}\t${model.pos[site]}\t${model.rsid[site] ?? '.'}`;
    chunk += `${place}\t${model.ref[site]}\t${alts}\t${writeCall(random, person.genotypes, site, alts.length + 1)}\n`;
    if (chunk.length < CHUNK_SIZE) continue;
    yield chunk;
    chunk = '';
  }
  yield chunk;
}

function writeHeader(person: DemoPerson): string {
  const contigs = CONTIGS.map(
    (name, code) => `##contig=<ID=${name},length=${CHROMOSOME_LENGTHS.GRCh38[code]},assembly=GRCh38>`,
  );
  return `${[
    '##fileformat=VCFv4.2',
    '##source=just-prs-tui demo (SYNTHETIC, not a person)',
    '##synthetic=Random positions, alleles and genotypes on the chromosome lengths of GRCh38; no medical meaning',
    '##FILTER=<ID=PASS,Description="All filters passed">',
    '##FILTER=<ID=LowQual,Description="Few reads">',
    '##INFO=<ID=AC,Number=A,Type=Integer,Description="Allele count in genotypes, for each ALT allele">',
    '##INFO=<ID=AF,Number=A,Type=Float,Description="Allele frequency in genotypes, for each ALT allele">',
    '##INFO=<ID=AN,Number=1,Type=Integer,Description="Total number of alleles in called genotypes">',
    '##INFO=<ID=DP,Number=1,Type=Integer,Description="Read depth">',
    '##INFO=<ID=MQ,Number=1,Type=Float,Description="Mapping quality">',
    '##FORMAT=<ID=GT,Number=1,Type=String,Description="Genotype">',
    '##FORMAT=<ID=AD,Number=R,Type=Integer,Description="Read depth of each allele">',
    '##FORMAT=<ID=DP,Number=1,Type=Integer,Description="Read depth">',
    '##FORMAT=<ID=GQ,Number=1,Type=Integer,Description="Genotype quality">',
    '##FORMAT=<ID=PL,Number=G,Type=Integer,Description="Phred-scaled genotype likelihoods">',
    ...contigs,
    `#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\t${person.iid}`,
  ].join('\n')}\n`;
}

/** Columns QUAL to the sample: what a caller might have written about this genotype. */
function writeCall(random: Random, { hap0, hap1 }: Genotypes, site: number, alleles: number): string {
  const isHaploid = hap1[site] === NO_SECOND_ALLELE;
  const separator = random.chance(PHASED_SHARE) ? '|' : '/';
  const isLowQuality = random.chance(LOW_QUALITY_SHARE);
  const usualDepth = Math.max(8, Math.round(30 + 6 * random.normal()));
  const filter = isLowQuality ? 'LowQual' : 'PASS';
  if (hap0[site] === MISSING_ALLELE) {
    const zeros = new Array<number>(alleles - 1).fill(0);
    return `.\t${filter}\tAC=${zeros};AN=0;DP=0\tGT:AD:DP:GQ:PL\t${isHaploid ? '.' : './.'}:0,${zeros}:0:.:.`;
  }
  const depth = isLowQuality ? 3 + random.below(4) : usualDepth;
  const called = isHaploid ? [hap0[site]] : [hap0[site], hap1[site]];
  // Without phase the order of the alleles says nothing, and callers sort them.
  if (separator === '/') called.sort();
  const [first, second = first] = called;
  const reads = new Array<number>(alleles).fill(0);
  const firstReads = first === second ? depth : Math.ceil(depth * (0.35 + 0.3 * random.uniform()));
  reads[first] += firstReads;
  reads[second] += depth - firstReads;
  const likelihoods = rateGenotypes(reads, depth, isHaploid);
  const genotypeQuality = Math.min(99, ...likelihoods.filter((likelihood) => likelihood > 0));
  // How sure it is that there is an ALT or, as in all-sites calls, that there is none.
  const quality = `${likelihoods[0] || genotypeQuality}.${random.below(90) + 10}`;
  const info = `${writeCounts(called, alleles)};DP=${depth};MQ=${55 + random.below(5)}.${random.below(90) + 10}`;
  const sample = `${called.join(separator)}:${reads}:${depth}:${genotypeQuality}:${likelihoods}`;
  return `${quality}\t${filter}\t${info}\tGT:AD:DP:GQ:PL\t${sample}`;
}

/** Phred-scaled likelihoods of the genotypes in VCF order (0/0, 0/1, 1/1, 0/2, 1/2, 2/2), the best 0. */
function rateGenotypes(reads: readonly number[], depth: number, isHaploid: boolean): readonly number[] {
  const costs: number[] = [];
  for (let b = 0; b < reads.length; b++) {
    for (let a = 0; a < b && !isHaploid; a++) {
      const either = reads[a] + reads[b];
      costs.push(COIN_TOSS * either + CONTRADICTION * (depth - either));
    }
    costs.push(CONTRADICTION * (depth - reads[b]));
  }
  const best = Math.min(...costs);
  return costs.map((cost) => cost - best);
}

function writeCounts(called: readonly number[], alleles: number): string {
  const counts = new Array<number>(alleles - 1).fill(0);
  for (const allele of called) if (allele > 0) counts[allele - 1]++;
  return `AC=${counts};AF=${counts.map((count) => count / called.length)};AN=${called.length}`;
}
