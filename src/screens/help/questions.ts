/** What people ask first. */
export const QUESTIONS: readonly (readonly [question: string, answer: string])[] = [
  [
    'How do I begin?',
    'On Compute, type the path of a VCF and press enter; mark scores with space; c computes them; enter on a result explains it. Without a file of yours: just-prs-tui demo.',
  ],
  [
    'Is a high percentile a high risk?',
    'Not by itself. It ranks a score among a reference population. Most scores explain a small part of a trait, and age, family and surroundings often more. The detail of a result gives the published effect size and in whom it was found.',
  ],
  [
    'Why is there no percentile?',
    'Because one would mislead: too little of the score was matched, the file lists only differences and no reference was given (--reference), or nobody published a distribution for the score. The result says which.',
  ],
  [
    'Why do so few variants match?',
    'Mostly a wrong genome build, or a genotyping array that has a part of the variants only. Press w on a result: it names the reasons by their share of the weight, and what mends each.',
  ],
  [
    'Must I normalise a VCF first?',
    'No. A VCF is scored as it is. Normalising is worth it for many runs: it takes seconds to minutes once, and later runs open the genome in a fraction of a second.',
  ],
  [
    'Why does another program give another number?',
    'Other defaults: whether alleles are matched or positions only, what an absent locus counts as, sums or means. The states of a result say what was done; compute --dump-variants writes every row, and --compat just-prs computes as that program does.',
  ],
  [
    'Which of many scores of a trait is the best?',
    'Look at evidence and at coverage, and at the ancestry of the people it was evaluated in. Scores that disagree are a finding, too: t in the results shows what all of them say together.',
  ],
  [
    'Does anything leave this machine?',
    'Nothing of a genome, ever. Downloads send the ids of scores to the PGS Catalog or to the mirror you name, and only when you ask for them; offline: true forbids even that.',
  ],
  [
    'There is no network here. What now?',
    'Where there is one, bundle create packs scores and catalogue into a file; here, bundle use unpacks it. Or name a mirror, which may be a directory: ebi_url.',
  ],
  [
    'My connection broke. What is lost?',
    'At most the score at hand. Start the program again: it is where you were, and c goes on with what was not computed yet.',
  ],
  [
    'How do I compute many people?',
    'compute --sample all --output matrix.tsv reads a cohort once, in threads. Inside a Slurm job its limits are respected.',
  ],
  [
    'How do I look for a command or change its key?',
    '`:` finds any command by name; ? lists the keys that work here; keys: in .prsrc changes them.',
  ],
];
