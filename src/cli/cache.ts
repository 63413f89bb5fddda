import type { Command } from './commands.ts';

export const CACHE_COMMANDS: readonly Command[] = [];
