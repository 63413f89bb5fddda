/** Ranked search in short texts: several words, abbreviations, beginnings of words, parts of words, typing errors. */
import MiniSearch from 'minisearch';
import { LONGEST_PHRASE, MEANINGS } from './abbreviations.ts';

export interface SearchField<Item> {
  /** The texts of an item; null is none. */
  readonly text: (item: Item) => string | null;
  /** How much a match here counts, 0 to 1. */
  readonly weight: number;
  /** Whether parts of words and words with typing errors count. Not for ids and long lists of names. */
  readonly isLoose: boolean;
  /** Whether it names the item, so that a text which holds the query and little else is better. */
  readonly isName: boolean;
}

/** How good each way to match a word is. A word with typing errors is looked for only when there is no other. */
const QUALITY = { exact: 1, beginning: 0.8, part: 0.6, typo: 0.5 } as const;
/** What a name that consists of the query alone is worth more than one in which it is lost. */
const WEIGHT_OF_COVERAGE = 1;

/** Words of a name that say nothing about what it names. */
const EMPTY_WORDS: ReadonlySet<string> = new Set(
  'a and at by for in level levels measurement mellitus of or the to'.split(' '),
);

/** Words that a query is better without, unless it has no others. */
const LINKING_WORDS: ReadonlySet<string> = new Set(['and', 'for', 'in', 'of', 'the', 'with']);

/** A step takes some 5 ms. */
const ITEMS_A_STEP = 1000;
const TEXTS_A_STEP = 250;

/** `EFO_0000305` and `MONDO:0005012` stay whole. */
const ID = /[a-z]{2,}[_:]\d{4,}/g;
const WORD = /[\p{L}\p{N}]+/gu;
const ASCII = /^[\0-\x7f]*$/;

/**
 * Lower case without accents and in American spelling, so that `Sjögren` is found as `sjogren` and `haemoglobin` as
 * `hemoglobin`, and the other way round.
 */
export function plainText(text: string): string {
  const bare = ASCII.test(text) ? text : text.normalize('NFKD').replace(/\p{M}/gu, '');
  return bare
    .toLowerCase()
    .replaceAll('ae', 'e')
    .replace(/oe(?=[sd])/g, 'e')
    .replaceAll('tumour', 'tumor');
}

/** The words of a plain text; `crohn's` is `crohn`. */
function splitWords(plain: string): string[] {
  const ids = plain.match(ID)?.map((id) => id.replace(':', '_')) ?? [];
  return [
    ...ids,
    ...(plain
      .replace(ID, ' ')
      .replace(/['’]s(?!\p{L})/gu, '')
      .match(WORD) ?? []),
  ];
}

/** What a text is found by: its words, the parts of names, and `crohns` for `Crohn's`. */
function indexedWords({ text, plain, words }: Text): string[] {
  const possessives = plain.match(/\p{L}+['’]s(?!\p{L})/gu)?.map((word) => word.replace(/['’]/, '')) ?? [];
  return [...new Set([...words, ...possessives, ...splitParts(text)])];
}

/** The parts of names like `GRS582_T2Dmulti`: grs582, grs, t2dmulti, t2d, multi. */
function splitParts(text: string): string[] {
  const parts = text.match(/[A-Z][A-Z0-9]+(?![a-z])|[A-Z0-9]{2,}|[A-Z]?[a-z]{2,}|[A-Za-z]{2,}(?=\d)/g) ?? [];
  return parts.map(plainText);
}

interface Text {
  readonly id: number;
  readonly text: string;
  readonly plain: string;
  readonly words: readonly string[];
  readonly field: number;
  readonly items: number[];
}

export interface Preparable {
  /** Does a part of what the first query needs, a few milliseconds of it; false when nothing is left to do. */
  prepare(): boolean;
}

export type RankedSearch<Item> = ((query: string) => readonly Item[]) & Preparable;

/**
 * A search over items. Every word of the query must match some field of an item; the best match comes first, and
 * `compareEqual` orders what matches equally well. An empty query finds all, in the order given.
 *
 * Items share most of their texts, so texts are indexed once, however many items have them.
 */
export function createRankedSearch<Item>(
  items: readonly Item[],
  fields: readonly SearchField<Item>[],
  compareEqual: (one: Item, other: Item) => number,
): RankedSearch<Item> {
  const texts: Text[] = [];
  let findPart: (word: string) => number[] = () => [];
  const index = new MiniSearch<{ id: number; text: string }>({
    fields: ['text'],
    tokenize: (text) => text.split(' '),
    processTerm: (term) => term,
    searchOptions: { tokenize: (text) => [text], processTerm: (term) => term },
  });

  /** Half a second's work for all scores: in steps, so that a key is heard between them. */
  function* indexTexts(): Generator<void, void, void> {
    yield* collectTexts(items, fields, texts);
    for (const [place, text] of texts.entries()) {
      index.add({ id: text.id, text: indexedWords(text).join(' ') });
      if (place % TEXTS_A_STEP === 0) yield;
    }
    findPart = createPartSearch(texts.filter(({ field }) => fields[field].isLoose));
  }
  const indexing = indexTexts();
  const prepare = (): boolean => indexing.next().done !== true;

  /** Texts with a word, and how well they match it. */
  function findWord(word: string, mayBeLoose: boolean): Map<number, number> {
    const found = new Map<number, number>();
    // A short beginning says little, and that of a number nothing.
    const prefix = word.length >= 3 && !/^\d+$/.test(word);
    for (const { id, terms } of index.search(word, { prefix }))
      found.set(id, terms.includes(word) ? QUALITY.exact : QUALITY.beginning);
    if (!mayBeLoose) return found;
    if (word.length >= 3) for (const id of findPart(word)) if (!found.has(id)) found.set(id, QUALITY.part);
    for (let typos = 1; typos <= mostTypos(word) && found.size === 0; typos++)
      for (const { id } of index.search(word, { fuzzy: typos }))
        if (fields[texts[id].field].isLoose) found.set(id, QUALITY.typo);
    return found;
  }

  const search = (query: string): readonly Item[] => {
    while (prepare());
    const concepts = readConcepts(query);
    if (concepts.length === 0) return query.trim() === '' ? items : [];
    /** By text, how many of its words are those looked for. */
    const covered = new Map<number, number>();
    const total = new Float64Array(items.length);
    for (const [place, concept] of concepts.entries()) {
      const best = new Float64Array(items.length);
      for (const [id, { quality, words }] of matchConcept(concept, findWord)) {
        covered.set(id, (covered.get(id) ?? 0) + words);
        const { field, items: holders } = texts[id];
        const score = quality * fields[field].weight;
        for (const item of holders) if (score > best[item]) best[item] = score;
      }
      // An item that misses one of the words is out.
      for (let item = 0; item < total.length; item++)
        total[item] = best[item] > 0 && (place === 0 || total[item] > 0) ? total[item] + best[item] : 0;
    }
    return rankItems(total, coverNames(covered));
  };
  return Object.assign(search, { prepare });

  /** By item, the largest share of a name that the query covers. */
  function coverNames(covered: ReadonlyMap<number, number>): Float64Array {
    const coverage = new Float64Array(items.length);
    for (const [id, words] of covered) {
      const { field, items: holders, words: all } = texts[id];
      if (!fields[field].isName) continue;
      const share = fields[field].weight * Math.min(1, words / countTelling(all));
      for (const item of holders) if (share > coverage[item]) coverage[item] = share;
    }
    return coverage;
  }

  function rankItems(total: Float64Array, coverage: Float64Array): Item[] {
    const ranked: { readonly item: Item; readonly score: number }[] = [];
    // Two decimals: closer than that, it is for the tie-break to say.
    for (const [i, item] of items.entries())
      if (total[i] > 0) ranked.push({ item, score: Math.round(100 * (total[i] + WEIGHT_OF_COVERAGE * coverage[i])) });
    return ranked
      .sort((one, other) => other.score - one.score || compareEqual(one.item, other.item))
      .map(({ item }) => item);
  }
}

/** Which texts hold a word anywhere: one long string is searched faster than many short ones. */
function createPartSearch(texts: readonly Text[]): (word: string) => number[] {
  const all = texts.map(({ plain }) => plain).join('\0');
  const ends = new Int32Array(texts.length);
  let end = -1;
  for (const [i, { plain }] of texts.entries()) ends[i] = end += plain.length + 1;
  return (word) => {
    const found: number[] = [];
    let i = 0;
    for (let at = all.indexOf(word); at !== -1; at = all.indexOf(word, ends[i])) {
      while (ends[i] <= at) i++;
      found.push(texts[i].id);
    }
    return found;
  };
}

function* collectTexts<Item>(
  items: readonly Item[],
  fields: readonly SearchField<Item>[],
  texts: Text[],
): Generator<void, void, void> {
  const add = (text: string, field: number): Text => {
    const plain = plainText(text);
    const made = { id: texts.length, text, plain, words: splitWords(plain), field, items: [] };
    texts.push(made);
    return made;
  };
  for (const [field, { text: read }] of fields.entries()) {
    const byText = new Map<string, Text>();
    // Whole values first: long lists of authors are split once, and not for every score.
    const byValue = new Map<string, readonly Text[]>();
    for (const [item, holder] of items.entries()) {
      const value = read(holder);
      if (value === null || value === '') continue;
      let parts = byValue.get(value);
      if (parts === undefined) {
        // Of a multi-valued field, `stroke|ischemic stroke`, each value is a text.
        parts = [...new Set(value.split('|'))].map((text) => byText.get(text) ?? add(text, field));
        for (const part of parts) byText.set(part.text, part);
        byValue.set(value, parts);
      }
      for (const part of parts) part.items.push(item);
      if (item % ITEMS_A_STEP === 0) yield;
    }
  }
}

const countTelling = (words: readonly string[]): number => words.filter((word) => !EMPTY_WORDS.has(word)).length || 1;

/** Ways to say one thing, each a list of words. */
type Concept = readonly { readonly words: readonly string[]; readonly isMeaning: boolean }[];

function readConcepts(query: string): Concept[] {
  const all = plainText(query)
    .split(/\s+/)
    .filter((token) => splitWords(token).length > 0);
  const telling = all.filter((token) => !LINKING_WORDS.has(token));
  const tokens = telling.length > 0 ? telling : all;
  const concepts: Concept[] = [];
  for (let start = 0; start < tokens.length; ) {
    let length = Math.min(LONGEST_PHRASE, tokens.length - start);
    while (length > 1 && !MEANINGS.has(tokens.slice(start, start + length).join(' '))) length--;
    const phrase = tokens.slice(start, start + length).join(' ');
    concepts.push([
      { words: splitWords(phrase), isMeaning: false },
      ...(MEANINGS.get(phrase) ?? []).map((meaning) => ({ words: splitWords(plainText(meaning)), isMeaning: true })),
    ]);
    start += length;
  }
  return concepts;
}

/** Texts that say a concept in one of its ways: with all the words of it. */
function matchConcept(
  concept: Concept,
  findWord: (word: string, mayBeLoose: boolean) => Map<number, number>,
): Map<number, { quality: number; words: number }> {
  const best = new Map<number, { quality: number; words: number }>();
  for (const { words, isMeaning } of concept) {
    // What an abbreviation means must be there as it is: a part of a word is another word.
    let found = findWord(words[0], !isMeaning);
    for (const word of words.slice(1)) {
      const next = findWord(word, !isMeaning);
      const both = [...found].filter(([id]) => next.has(id));
      found = new Map(both.map(([id, quality]) => [id, Math.min(quality, next.get(id) ?? 0)]));
    }
    const counted = countTelling(words);
    for (const [id, quality] of found) {
      const known = best.get(id);
      if (known === undefined || quality > known.quality || (quality === known.quality && counted > known.words))
        best.set(id, { quality, words: counted });
    }
  }
  return best;
}

/** Typing errors forgiven: none in short words and in numbers, one up to five letters, then two (a swap is two). */
function mostTypos(word: string): number {
  if (word.length < 4 || /\d/.test(word)) return 0;
  return word.length < 6 ? 1 : 2;
}
