/** Which of some words somebody meant. */

/** The candidate within two typing errors of a word, or null. */
export function closest(word: string, candidates: readonly string[]): string | null {
  const [best] = nearest(word, candidates, 1);
  return best !== undefined && editDistance(word, best) <= 2 ? best : null;
}

/** The candidates with the fewest typing errors, the nearest first. */
export const nearest = (word: string, candidates: readonly string[], count: number): readonly string[] =>
  candidates
    .map((candidate) => ({ candidate, distance: editDistance(word, candidate) }))
    .sort((a, b) => a.distance - b.distance)
    .slice(0, count)
    .map(({ candidate }) => candidate);

/** Levenshtein's distance: insertions, deletions and replacements. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++)
      next[j] = Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1));
    row = next;
  }
  return row[b.length];
}
