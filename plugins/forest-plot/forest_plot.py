"""Percentiles of all scores as a forest plot (SVG). Try it: just-prs-tui export results.json --format forest-plot > plot.svg

Needs Python 3.8 and nothing else. One result a line comes on standard input, as JSON; what is printed becomes the file.

The line through a dot is where the complete score would lie with a probability of 95 %, if the variants that are not known
are as in the population: given z of the variants counted, which carry the share s of the score's variance, the complete z
is normal with mean sqrt(s) z and variance 1 - s. It is drawn only where the result says s, and says nothing about the
uncertainty of the effect weights.
"""

import json
import sys
from html import escape
from math import sqrt
from statistics import NormalDist

NORMAL = NormalDist()
LEFT, WIDTH, LINE = 330, 500, 22


def band(row):
    """95 % limits as percentiles, or None where the result does not tell."""
    z, share = row["z_score"], row["expected_variance_share"]
    if row["percentile_method"] != "theoretical" or z is None or share is None or not 0 < share < 1:
        return None
    if row["variants_frequency_filled"] > 0:
        return None
    return [100 * NORMAL.cdf(sqrt(share) * z + side * 1.959964 * sqrt(1 - share)) for side in (-1, 1)]


def x(percentile):
    return LEFT + WIDTH * percentile / 100


def draw(row, y):
    name = f"{row['pgs_id']}  {row['trait_reported'] or ''}"
    shown = name if len(name) <= 44 else name[:43] + "…"
    yield f'<text x="10" y="{y + 4}"><title>{escape(name)}</title>{escape(shown)}</text>'
    if row["percentile"] is None:
        why = row["withheld"][0]["code"] if row["withheld"] else "no reference distribution"
        yield f'<text x="{LEFT}" y="{y + 4}" fill="#777">no percentile: {escape(why.replace("_", " "))}</text>'
        return
    limits = band(row)
    if limits is not None:
        low, high = map(x, limits)
        yield f'<line x1="{low:.1f}" x2="{high:.1f}" y1="{y}" y2="{y}" stroke="#555"/>'
    yield f'<circle cx="{x(row["percentile"]):.1f}" cy="{y}" r="4" fill="#0b6e99"/>'
    yield f'<text x="{LEFT + WIDTH + 20}" y="{y + 4}">{row["percentile"]:.1f}</text>'


def main(title, most):
    rows = []
    left_out = 0
    # Lines by hand: `for line in sys.stdin` splits at more than line feeds in other encodings.
    for line in sys.stdin.buffer:
        if len(rows) < most:
            rows.append(json.loads(line))
        else:
            left_out += 1
    if left_out > 0:
        print(f"{left_out} more scores are not drawn; --option most=N draws more", file=sys.stderr)
    height = 60 + LINE * len(rows)
    out = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{LEFT + WIDTH + 80}" height="{height}" '
        'font-family="sans-serif" font-size="12">',
        f'<text x="10" y="20" font-size="15">{escape(title)}</text>',
    ]
    for tick in (0, 25, 50, 75, 100):
        out.append(f'<line x1="{x(tick)}" x2="{x(tick)}" y1="45" y2="{height - 10}" stroke="#ddd"/>')
        out.append(f'<text x="{x(tick)}" y="40" text-anchor="middle">{tick}</text>')
    for at, row in enumerate(rows):
        out.extend(draw(row, 60 + LINE * at))
    out.append("</svg>\n")
    sys.stdout.buffer.write("\n".join(out).encode())


main(sys.argv[1], float(sys.argv[2]))
