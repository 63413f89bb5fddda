import { describe, expect, it } from 'vitest';
import { detectBuild } from '../../src/core/vcf/buildDetection.ts';

describe('detectBuild', () => {
  it.each([
    ['##reference=GRCh38', 'GRCh38'],
    ['##reference=file:///ref/hg19.fa', 'GRCh37'],
    ['##DRAGENCommandLine=<ID=dragen,CommandLine="--ref /opt/hg38 GRCh38">', 'GRCh38'],
    ['##contig=<ID=chr1,length=248956422,assembly=GRCh38>', 'GRCh38'],
    ['##DRAGENCommandLine=<ID=dragen,CommandLine="/opt/lib37/refs/hg38.fa">', 'GRCh38'],
    ['##reference=file:///data/hs37d5.fa', 'GRCh37'],
    ['##reference=file:///data/human_g1k_v37.fasta', 'GRCh37'],
    ['##reference=Homo_sapiens_assembly38.fasta', 'GRCh38'],
    ['##reference=Homo_sapiens_assembly19.fasta', 'GRCh37'],
    ['##contig=<ID=3,length=198022430,assembly=b37>', 'GRCh37'],
    ['##reference=/opt/lib37/x.fa', null],
    ['##reference=chm13v2.0_T2T.fa', null],
    ['##reference=NCBI36', null],
  ])('%s is %s', (line, build) => expect(detectBuild([line]).genome_build).toBe(build));

  it('names the unsupported build it saw', () => {
    expect(detectBuild(['##reference=chm13v2.0.fa']).build_cue).toContain('T2T-CHM13 is not supported');
  });

  it('takes the first line that names a build', () => {
    expect(detectBuild(['##reference=hg19', '##assembly=GRCh38']).genome_build).toBe('GRCh37');
  });

  const lengths37 = [
    '##contig=<ID=chr1,length=249250621>',
    '##contig=<ID=2,length=243199373>',
    '##contig=<length=198022430,ID=3>',
  ];

  it('counts contig lengths, in any order of attributes', () => {
    expect(detectBuild(lengths37)).toEqual({
      genome_build: 'GRCh37',
      build_cue: '3 contig lengths are those of GRCh37',
    });
  });

  it('needs three of them', () => expect(detectBuild(lengths37.slice(1)).genome_build).toBeNull());

  it('does not decide a tie', () => {
    const lengths38 = [
      '##contig=<ID=4,length=190214555>',
      '##contig=<ID=5,length=181538259>',
      '##contig=<ID=6,length=170805979>',
    ];
    expect(detectBuild([...lengths37, ...lengths38]).genome_build).toBeNull();
  });

  it('never shows a directory of the user', () => {
    expect(detectBuild(['##reference=file:///home/jane/secret/hg38.fa']).build_cue).not.toContain('jane');
  });
});
