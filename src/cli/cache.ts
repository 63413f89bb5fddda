import type { Command } from './command.ts';

export const CACHE_COMMANDS: readonly Command[] = [];
