/** The field's terms, as this program uses them: one entry a term, in the order of the alphabet. */
export const GLOSSARY: readonly (readonly [term: string, meaning: string])[] = [
  ['allele', 'One of the spellings of the genome at a locus. The reference allele is that of the genome build.'],
  [
    'AUROC, C-index',
    'How often a score ranks a person with the trait above one without it: 0.5 is chance, 1 is perfect. Of the whole model when covariates such as age were in it.',
  ],
  [
    'consensus',
    'What several scores of one trait say together: the median of their z-scores, with one vote for versions of one score. It takes higher as more of the trait.',
  ],
  [
    'coverage',
    'The share of a score that the genotypes carry, by count of variants, by weight (sum of absolute weights) and by expected variance. Its grade, A to F, is about this sample, never about the model.',
  ],
  [
    'development, evaluation',
    'The people a score was made from, and those it was tried on. It works best in people like both.',
  ],
  [
    'dosage',
    'Copies of the effect allele at a locus: 0, 1 or 2; with imputed genotypes any number between, the expected count.',
  ],
  [
    'effect allele',
    'The allele whose copies are counted and multiplied by the weight. The other one is the other allele.',
  ],
  [
    'evidence',
    'How well the published model was tried, High to Low, from its evaluations, their size and ancestry. It says nothing of this sample.',
  ],
  [
    'frequency-filled',
    'A locus without a genotype that was given its average (twice the frequency of the effect allele): the same for everybody, on request only.',
  ],
  [
    'genome build',
    'Which numbering of the genome the positions are of: GRCh37 (hg19) or GRCh38 (hg38). A score of one build does not fit genotypes of the other.',
  ],
  [
    'gVCF',
    'A VCF that also lists blocks in which the sample is the reference, so that what is absent is known to be unknown.',
  ],
  ['GWAS', 'Genome-wide association study: where most weights come from.'],
  [
    'harmonised file',
    'A scoring file to which the PGS Catalog added positions in GRCh37 and GRCh38 (hm_chr, hm_pos), so that all can be matched the same way.',
  ],
  [
    'imputation',
    'Estimating genotypes that were not measured from those nearby. It raises coverage; it needs a reference panel.',
  ],
  ['locus', 'A place in the genome: chromosome and position, in a build.'],
  [
    'OR, HR, beta',
    'Effect sizes: odds ratio, hazard ratio, and regression coefficient, mostly for one standard deviation of the score.',
  ],
  [
    'palindromic',
    'An A/T or C/G variant: it reads the same on both strands, so its strand cannot be seen from the alleles. Its other name is ambiguous.',
  ],
  [
    'percentile',
    'The share of a reference population with a lower score. It is relative to that population, it is not a risk, and it is withheld where it would mean nothing.',
  ],
  [
    'PGS Catalog',
    'The open collection of published polygenic scores, at www.pgscatalog.org. PGS000001 is a score of it.',
  ],
  [
    'polygenic score',
    'The sum of weight times dosage over all variants of a score. PRS and PGS are names of the same.',
  ],
  [
    'reference population',
    'People whose scores a percentile is taken from: a superpopulation of 1000 Genomes and HGDP (AFR, AMR, EAS, EUR, SAS).',
  ],
  [
    'restored',
    'A locus that the file does not list, counted as two copies of the reference because the file lists only differences and the reference allele is known (--reference).',
  ],
  ['strand flip', 'Alleles written on the other strand: A/C is T/G there. They are matched by their complements.'],
  [
    'unknown',
    'A variant of the score that contributes nothing: no genotype, alleles that do not fit, or a strand that cannot be told. "Why unmatched" lists them.',
  ],
  ['variant-only file', 'A VCF that lists only where the sample differs from the reference, as most genome files do.'],
  ['weight', 'What one copy of the effect allele adds to a score.'],
  [
    'z-score',
    'How many standard deviations a score lies above the mean of the reference population. It makes scores comparable, which raw sums are not.',
  ],
];
