/** The objects of a JSON array, or of JSON lines, one after the other, without the whole text in memory. */

export interface JsonObject {
  readonly text: string;
  /** 1-based line it begins on. */
  readonly line: number;
}

/** What is wrong with the text, and where. */
export interface JsonFault {
  readonly line: number;
  readonly what: string;
}

const BLANK = /\s/;

/**
 * Cuts text into its outermost objects. `fault` is called, and must throw, for what is neither an array of objects nor
 * objects after each other, and for text that ends inside one.
 */
export async function* cutJsonObjects(
  chunks: AsyncIterable<string>,
  fault: (found: JsonFault) => never,
): AsyncGenerator<JsonObject> {
  let line = 1;
  let depth = 0;
  let inString = false;
  let escaped = false;
  let startLine = 1;
  let held = '';
  /** What may come next between objects. */
  let state: 'start' | 'lines' | 'object' | 'comma' | 'done' = 'start';
  let isFirst = true;
  for await (const piece of chunks) {
    const chunk = isFirst ? piece.replace(/^\uFEFF/, '') : piece;
    isFirst = false;
    let start = 0;
    for (let i = 0; i < chunk.length; i++) {
      const sign = chunk[i] as string;
      if (sign === '\n') line++;
      if (depth > 0) {
        if (escaped) escaped = false;
        else if (inString) {
          if (sign === '\\') escaped = true;
          else if (sign === '"') inString = false;
        } else if (sign === '"') inString = true;
        else if (sign === '{' || sign === '[') depth++;
        else if (sign === '}' || sign === ']') {
          depth--;
          if (depth === 0) {
            yield { text: held + chunk.slice(start, i + 1), line: startLine };
            held = '';
            state = state === 'object' ? 'comma' : 'lines';
          }
        }
      } else if (!BLANK.test(sign)) {
        if (sign === '{' && (state === 'start' || state === 'lines' || state === 'object')) {
          depth = 1;
          start = i;
          startLine = line;
          if (state === 'start') state = 'lines';
        } else if (sign === '[' && state === 'start') state = 'object';
        else if (sign === ',' && state === 'comma') state = 'object';
        else if (sign === ']' && (state === 'comma' || state === 'object')) state = 'done';
        else fault({ line, what: `"${printable(chunk.slice(i, i + 20))}" is no result in JSON` });
      }
    }
    if (depth > 0) {
      held += chunk.slice(start);
    }
  }
  if (depth > 0) fault({ line, what: `the text ends inside the result that begins on line ${startLine}` });
  if (state === 'object' || state === 'comma') fault({ line, what: 'the text ends before the end of the list' });
  if (state === 'start') fault({ line, what: 'there is nothing in it' });
}

const printable = (text: string): string => (text.split('\n')[0] ?? '').replace(/\p{Cc}/gu, '?');
