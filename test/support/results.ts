export { sampleRow as resultOf } from '../../src/plugins/sampleRows.ts';
