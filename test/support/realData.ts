import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The optional folder of real data beside the project. Tests that need it are skipped, visibly, without it. */
export const realData = fileURLToPath(new URL('../../../shared/data', import.meta.url));
export const hasRealData = existsSync(realData);
