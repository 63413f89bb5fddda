import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SHEET_FILES } from '../../src/core/catalog/sheets.ts';
import type { MetadataSheet } from '../../src/core/model/score.ts';
import { temporaryDirectory } from './genotypes.ts';

/** Raw sheets by name, as CSV text. */
export type SheetTexts = Partial<Record<MetadataSheet, string>>;

/** Writes raw sheets as a catalogue has them. */
export function writeSheets(directory: string, sheets: SheetTexts): void {
  mkdirSync(join(directory, 'metadata', 'raw'), { recursive: true });
  for (const [sheet, text] of Object.entries(sheets))
    writeFileSync(join(directory, 'metadata', 'raw', SHEET_FILES[sheet as MetadataSheet]), text);
}

/** A catalogue folder that is removed when the test file ends. */
export function writeCatalog(sheets: SheetTexts): string {
  const directory = temporaryDirectory();
  writeSheets(directory, sheets);
  return directory;
}

/** Three scores of two publications, with the columns of the Catalogue that matter. */
export const SMALL_CATALOG: SheetTexts = {
  scores: [
    'Polygenic Score (PGS) ID,PGS Name,Reported Trait,Mapped Trait(s) (EFO label),Mapped Trait(s) (EFO ID),Original Genome Build,Number of Variants,PGS Publication (PGP) ID,Publication (PMID),FTP link,Release Date,License/Terms of Use',
    'PGS000001,PRS77_BC,Breast cancer,breast carcinoma,EFO_0000305,GRCh37,77,PGP000001,25855707,https://x/PGS000001.txt.gz,2019-10-14,CC BY 4.0',
    'PGS000002,CAD1,Coronary artery disease,coronary artery disease,EFO_0001645,hg38,1000,PGP000002,,,2022-01-01,See EBI Terms of Use',
    'PGS000003,STROKE,Stroke,stroke|Ischemic stroke,EFO_0000712|HP_0002140,hg17,5,PGP000002,,,2022-01-02,',
    '',
  ].join('\n'),
  publications:
    'PGS Publication/Study (PGP) ID,First Author,Title,Journal Name,Publication Date,Authors,digital object identifier (doi),PubMed ID (PMID)\n' +
    'PGP000001,Mavaddat N,Prediction.,JNCI,08/04/2015,"Mavaddat N, Pharoah PD",10.1093/jnci/djv036,25855707\n' +
    'PGP000002,Doe J,Hearts,Heart,2021-01-01,Doe J,,\n',
  performance_metrics: [
    'PGS Performance Metric (PPM) ID,Evaluated Score,PGS Sample Set (PSS),PGS Publication (PGP) ID,Reported Trait,Covariates Included in the Model,Odds Ratio (OR),Area Under the Receiver-Operating Characteristic Curve (AUROC),Other Metric(s)',
    'PPM000001,PGS000001,PSS000001,PGP000001,All breast cancer,age,"1.55 [1.52,1.58]","0.622 [0.619,0.627]",',
    'PPM000002,PGS000001,PSS000002,PGP000002,Breast cancer,,,0.58,R² = 0.01',
    '',
  ].join('\n'),
  evaluation_sample_sets:
    'PGS Sample Set (PSS),Polygenic Score (PGS) ID,Number of Individuals,Number of Cases,Broad Ancestry Category\n' +
    'PSS000001,PGS000001,67054,33673.0,European\nPSS000002,PGS000001,500,,African unspecified\n',
  score_development_samples:
    'Polygenic Score (PGS) ID,Stage of PGS Development,Number of Individuals,Broad Ancestry Category\n' +
    'PGS000001,Source of Variant Associations (GWAS),22627.0,European\n',
  efo_traits:
    'Ontology Trait ID,Ontology Trait Label,Ontology Trait Description,Ontology URL\n' +
    'EFO_0000305,breast carcinoma,A carcinoma of the breast.,http://www.ebi.ac.uk/efo/EFO_0000305\n',
};
