import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { PLUGIN_API_PAGE, renderPluginApi } from '../../scripts/pluginApi.ts';

const page = renderPluginApi();

it('the page of the plugin API is that of the types; else write it anew with: npm run docs', () => {
  expect(readFileSync(PLUGIN_API_PAGE, 'utf8')).toBe(page);
});

it('says of every field of a row what it means', () => {
  expect(page.match(/^\| `[\w.]+` \|.*\| *\|$/gm)).toBeNull();
  expect(page.match(/^\| `(?:evidence\.|policies\.|provenance\.)?\w+` \|/gm)?.length).toBeGreaterThan(90);
});
