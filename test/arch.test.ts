/** Each rule of the architecture is broken once on purpose: a rule that never fires protects nothing. */
import { cpSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cruise } from 'dependency-cruiser';
import extractConfig from 'dependency-cruiser/config-utl/extract-depcruise-config';
import { describe, expect, it } from 'vitest';
import { temporaryDirectory } from './support/genotypes.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

/** File → its imports. Together they follow the rules. */
const SKELETON: Readonly<Record<string, string>> = {
  'src/main.ts': '',
  'src/app.ts': "import './core/index.ts';",
  'src/tui.tsx': "import './screens/App.tsx';",
  'src/core/index.ts': "import './session.ts';",
  'src/core/session.ts': "import './jobs/pool.ts'; import './io/open.ts';",
  'src/core/polars.ts': "import 'nodejs-polars';",
  'src/core/model/genome.ts': '',
  'src/core/scoring/score.ts': "import '../model/genome.ts';",
  'src/core/io/open.ts': "import 'node:fs';",
  'src/core/jobs/pool.ts': "import 'node:worker_threads'; import '../polars.ts';",
  'src/cli/run.ts': "import '../core/index.ts';",
  'src/plugins/api.ts': "import type {} from '../core/index.ts';",
  'src/plugins/builtin/index.ts': "import type {} from '../api.ts'; import '../../core/index.ts';",
  'plugins/other/index.ts': "import type {} from '../../src/plugins/api.ts'; import 'node:fs';",
  'src/terminal/screen.ts': "import 'node:tty';",
  'src/screens/App.tsx': "import 'ink'; import './components/Grid.tsx';",
  'src/screens/components/Grid.tsx': '',
  'src/ui/index.ts': "import 'react'; import '../screens/components/Grid.tsx';",
  'src/screens/compute/state.ts': '',
  'test/some.test.ts': '',
};

/** Rule → the file that breaks it, and how. */
const VIOLATIONS: Readonly<Record<string, readonly [file: string, line: string]>> = {
  'no-cycles': ['src/core/model/cycle.ts', "import './wheel.ts';"],
  'core-knows-nobody': ['src/core/scoring/a.ts', "import type {} from '../../app.ts';"],
  'no-ui-outside-screens': ['src/cli/a.ts', "import 'ink';"],
  'ui-is-for-others': ['src/cli/u.ts', "import '../ui/index.ts';"],
  'model-is-a-leaf': ['src/core/model/b.ts', "import '../scoring/score.ts';"],
  'stages-are-pure': ['src/core/scoring/c.ts', "import 'node:fs/promises';"],
  'stages-do-not-reach-io': ['src/core/scoring/d.ts', "import '../io/open.ts';"],
  'io-knows-no-jobs': ['src/core/io/e.ts', "import '../jobs/pool.ts';"],
  'one-door-to-polars': ['src/core/jobs/f.ts', "import 'nodejs-polars';"],
  'polars-in-jobs-only': ['src/core/scoring/g.ts', "import '../polars.ts';"],
  'callers-use-the-front-door': ['src/cli/h.ts', "import type {} from '../core/scoring/score.ts';"],
  'screens-do-no-io': ['src/screens/compute/i.ts', "export const x = () => import('node:path');"],
  'callers-are-strangers': ['src/screens/compute/j.ts', "import '../../cli/run.ts';"],
  'terminal-knows-no-engine': ['src/terminal/k.ts', "import '../core/index.ts';"],
  'components-know-no-screen': ['src/screens/components/l.ts', "import '../compute/state.ts';"],
  'examples-are-plugins': ['plugins/mine/index.ts', "import '../../src/core/index.ts';"],
  'builtins-are-plugins': ['src/plugins/builtin/t.ts', "import '../../cli/run.ts';"],
  'no-processes': ['src/core/io/m.ts', "import 'node:child_process';"],
  'network-in-one-folder': ['src/core/io/n.ts', "import 'node:https';"],
  'net-knows-no-genetics': ['src/core/net/s.ts', "import '../scoring/score.ts';"],
  'threads-in-one-folder': ['src/core/io/o.ts', "import 'worker_threads';"],
  'nobody-imports-main': ['src/cli/p.ts', "import '../main.ts';"],
  'src-never-imports-tests': ['src/cli/q.ts', "import '../../test/some.test.ts';"],
  'no-unresolvable': ['src/cli/r.ts', "import './nowhere.ts';"],
};

type Violation = readonly [rule: string, files: string];

async function findViolations(folder: string): Promise<readonly Violation[]> {
  const { options, ...ruleSet } = await extractConfig(join(root, '.dependency-cruiser.cjs'));
  const result = await cruise(
    ['src', 'test', 'plugins'],
    { ...options, ruleSet, baseDir: folder, validate: true },
    {},
    { tsConfig: { compilerOptions: { allowImportingTsExtensions: true } } },
  );
  if (typeof result.output === 'string') throw new Error('unexpected answer');
  return result.output.summary.violations.map(({ rule, from, to }) => [rule.name, `${from} ${to}`] as const);
}

function writeSkeleton(files: Readonly<Record<string, string>>): string {
  const folder = temporaryDirectory();
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), `${text}\nexport {};\n`);
  }
  cpSync(join(root, 'tsconfig.json'), join(folder, 'tsconfig.json'));
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  return folder;
}

describe('the rules of the architecture', () => {
  it('are each tried here', async () => {
    const { forbidden = [] } = await extractConfig(join(root, '.dependency-cruiser.cjs'));
    expect(Object.keys(VIOLATIONS).sort()).toEqual(forbidden.map((rule) => rule.name).sort());
  });

  it('accept a tree that follows them', async () => {
    expect(await findViolations(writeSkeleton(SKELETON))).toEqual([]);
  });

  it('each catch the file that breaks them', async () => {
    const broken: Record<string, string> = { ...SKELETON, 'src/core/model/wheel.ts': "import './cycle.ts';" };
    for (const [file, line] of Object.values(VIOLATIONS)) broken[file] = `${broken[file] ?? ''}${line}`;
    const found = await findViolations(writeSkeleton(broken));
    const missed = Object.entries(VIOLATIONS).filter(
      ([rule, [file]]) => !found.some(([name, files]) => name === rule && files.includes(file)),
    );
    expect(missed.map(([rule]) => rule)).toEqual([]);
  });
});
