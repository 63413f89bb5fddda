import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cutJsonObjects, type JsonObject } from '../../src/core/text/jsonObjects.ts';

async function cut(pieces: readonly string[]): Promise<JsonObject[]> {
  async function* chunks() {
    yield* pieces;
  }
  const found: JsonObject[] = [];
  for await (const object of cutJsonObjects(chunks(), ({ line, what }) => {
    throw new Error(`${line}: ${what}`);
  }))
    found.push(object);
  return found;
}

const objects = fc.array(fc.dictionary(fc.string(), fc.jsonValue()), { minLength: 1, maxLength: 5 });

describe('objects of a JSON text', () => {
  it('are found whatever is in them and wherever the text is cut', async () => {
    await fc.assert(
      fc.asyncProperty(objects, fc.boolean(), fc.integer({ min: 1, max: 40 }), async (values, isArray, size) => {
        const text = isArray
          ? JSON.stringify(values, null, 2)
          : values.map((value) => `${JSON.stringify(value)}\n`).join('');
        const pieces = text.match(new RegExp(`[^]{1,${size}}`, 'g')) ?? [];
        expect((await cut(pieces)).map((object) => JSON.parse(object.text))).toEqual(
          values.map((value) => JSON.parse(JSON.stringify(value))),
        );
      }),
    );
  });

  it('know the line they begin on', async () => {
    expect((await cut(['\uFEFF[\n', ' {"a":', ' "\n}"},\n\n{}]\n'])).map(({ line }) => line)).toEqual([2, 5]);
  });

  it.each([
    ['[{}, 1]', '1: "1]" is no result in JSON'],
    ['[{}{}]', '1: "{}]" is no result in JSON'],
    ['{}\n[]', '2: "[]" is no result in JSON'],
    ['[]x', '1: "x" is no result in JSON'],
    ['[', '1: the text ends before the end of the list'],
    ['{"a": "}', '1: the text ends inside the result that begins on line 1'],
    ['', '1: there is nothing in it'],
  ])('are not found in %s', async (text, message) => {
    await expect(cut([text])).rejects.toThrow(message);
  });

  it('are none in an empty list', async () => {
    expect(await cut(['[]\n'])).toEqual([]);
  });
});
