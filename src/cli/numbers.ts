const UNITS = ['B', 'kB', 'MB', 'GB', 'TB'] as const;

/** Bytes in decimal units, as file managers and quotas count: `1.2 MB`. */
export function formatBytes(bytes: number): string {
  let amount = bytes;
  let unit = 0;
  for (; amount >= 999.5 && unit < UNITS.length - 1; unit++) amount /= 1000;
  return `${unit === 0 || amount >= 99.95 ? Math.round(amount) : amount.toFixed(1)} ${UNITS[unit]}`;
}

/** A size as `formatBytes` writes it, units in any case, the B optional: `5GB`, `500 M`, `1024`. Null for other texts. */
export function parseBytes(text: string): number | null {
  const [, amount, unit = ''] = /^(\d+(?:\.\d+)?)\s*([kMGT]?)B?$/i.exec(text.trim()) ?? [];
  return amount === undefined ? null : Math.round(Number(amount) * 1000 ** ' KMGT'.indexOf(unit.toUpperCase() || ' '));
}
