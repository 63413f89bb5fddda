import { gzipSync } from 'node:zlib';
import { readWholeFile } from '../io/readWhole.ts';
import { writeChunks } from '../io/replaceFile.ts';
import type { ConvertWeightsReport, ConvertWeightsRequest } from '../model/score.ts';
import { convertWeights } from '../scoring/convertWeights.ts';
import type { ValueTask } from './task.ts';

/** Reads a file of weights, plain or gzipped, and writes it as a scoring file. */
export const convertWeightsTask: ValueTask<ConvertWeightsRequest, ConvertWeightsReport> = async (request) => {
  const { input, output } = request;
  const { text, report } = convertWeights(Buffer.from(await readWholeFile(input)).toString('utf8'), request);
  await writeChunks(output, [output.endsWith('.gz') ? gzipSync(text) : text]);
  return { output, ...report };
};
