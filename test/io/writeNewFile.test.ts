import { mkdtemp, readFile, rm, stat, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { writeNewFile } from '../../src/core/io/writeNewFile.ts';

let home = '';
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'write-new-'));
});
afterAll(() => rm(home, { recursive: true }));

it('writes a private file below the home directory, once', async () => {
  const path = join(home, 'list.csv');
  expect(await writeNewFile('~/list.csv', 'A\n', home)).toBe(path);
  expect(await readFile(path, 'utf8')).toBe('A\n');
  expect((await stat(path)).mode & 0o777).toBe(0o600);
  await expect(writeNewFile(path, 'B\n', home)).rejects.toThrow('exists already');
  expect(await readFile(path, 'utf8')).toBe('A\n');
});

it('does not write through a link, even one that leads nowhere', async () => {
  const link = join(home, 'link.csv');
  await symlink(join(home, 'elsewhere'), link);
  await expect(writeNewFile(link, 'A\n', home)).rejects.toThrow('exists already');
});
