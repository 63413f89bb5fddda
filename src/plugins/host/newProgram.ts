/** What `plugins new` writes for a program: the folder, and a test beside it, so that editing the test asks for no consent. */

interface Template {
  /** The program's own file. */
  readonly script: string;
  readonly text: string;
  /** Of plugin.json, what is its own. */
  readonly manifest: string;
  /** What its test says beside what holds for every program. */
  readonly test: string;
}

const SHELL = String.raw`#!/bin/sh
# Rows on standard input: a line of names, then a result a line, with tabs between. Their names: docs/plugin-api.md of
# just-prs-tui. What is printed becomes the file; standard error is the log.
exec awk -F '\t' '
  NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i; next }
  { print $at["pgs_id"], $at["score"], $at["percentile"] }'
`;

const PYTHON = String.raw`"""What NAME is for. Try it: just-prs-tui plugins check plugins/NAME

One result a line comes on standard input, as JSON; its fields: docs/plugin-api.md of just-prs-tui. What is printed becomes the
file; standard error is the log. An exporter that has to write a file itself asks for "{out}" in plugin.json.
"""

import json
import sys


def progress(done):
    """Says how far it is: a sign of life, and no line of the log."""
    print(json.dumps({"progress": {"done": done}}), file=sys.stderr, flush=True)


def main(places):
    # Whatever the machine's language is.
    sys.stdout.reconfigure(encoding="utf-8", newline="\n")
    done = unknown = 0
    for line in sys.stdin.buffer:
        row = json.loads(line)
        # None is not known, and never 0.
        percentile = row["percentile"]
        unknown += percentile is None
        print(row["sample"], row["pgs_id"], "" if percentile is None else f"{percentile:.{places}f}", sep="\t")
        done += 1
        if done % 1000 == 0:
            progress(done)
    if unknown > 0:
        print(f"{unknown} of {done} results have no percentile", file=sys.stderr)


main(int(sys.argv[1]))
`;

export const PROGRAMS: Readonly<Record<string, Template>> = {
  program: {
    script: 'run.sh',
    text: SHELL,
    manifest: `"exec": ["sh", "run.sh"],
  "stdin": "tsv"`,
    test: String.raw`test('writes id, score and percentile', async () => {
  const { bytes } = await runProgram(folder, [sampleRow()]);
  assert.equal(Buffer.from(bytes).toString(), 'PGS000001 1.25 84.13\n');
});`,
  },
  python: {
    script: 'run.py',
    text: PYTHON,
    manifest: `"exec": ["python3", "run.py", "{places}"],
  "stdin": "ndjson",
  "options": {
    "places": { "type": "number", "default": 1, "description": "Decimal places of the percentile" }
  }`,
    test: String.raw`test('leaves empty what is not known, and says so', async () => {
  const { bytes, log } = await runProgram(folder, [sampleRow(), sampleRow({ percentile: null })], { places: 2 });
  assert.equal(Buffer.from(bytes).toString(), 'S1\tPGS000001\t84.13\nS1\tPGS000001\t\n');
  assert.deepEqual(log, ['1 of 2 results have no percentile']);
});`,
  },
};

const TEST = String.raw`// Run with: npm install --save-dev just-prs-tui && node --test plugins/NAME.test.mjs
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { runProgram, sampleRow, sampleRows } from 'just-prs-tui/plugin/testing';

const folder = join(import.meta.dirname, 'NAME');

test('writes a line for every row', async () => {
  const { bytes } = await runProgram(folder, sampleRows());
  assert.equal(Buffer.from(bytes).toString().trimEnd().split('\n').length, 5000);
});

`;

const manifestOf = (own: string): string => `{
  "kind": "exporter",
  "id": "NAME",
  "title": "NAME",
  "description": "What NAME is for, in a sentence",
  "extension": ".txt",
  ${own}
}
`;

/** The files of a new program by their path; its manifest comes first. */
export function programFiles(kind: string, name: string): Readonly<Record<string, string>> {
  const { script, text, manifest, test } = PROGRAMS[kind];
  const files = {
    [`${name}/plugin.json`]: manifestOf(manifest),
    [`${name}/${script}`]: text,
    [`${name}.test.mjs`]: `${TEST}${test}\n`,
  };
  return Object.fromEntries(Object.entries(files).map(([path, written]) => [path, written.replaceAll('NAME', name)]));
}
