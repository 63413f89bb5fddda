#!/bin/sh
# Whether enough variants were matched to report a score at all. Try it: just-prs-tui interpret results.json --by min-overlap
#
# Needs a POSIX shell and awk. Rows come as tab-separated text with a line of names; for each, one JSON object is printed.
# Columns are found by name: new ones may come, and their order is no promise.
LC_ALL=C exec awk -F '\t' -v least="$1" '
  function quoted(text) {
    gsub(/[\\"]/, "\\\\&", text)
    gsub(/[\001-\037]/, " ", text)
    return "\"" text "\""
  }
  NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i; next }
  {
    rate = $at["match_rate"]
    kept = rate + 0 >= least + 0
    summary = sprintf("%.1f %% of its variants were matched; the rule asks for %.1f %%.", 100 * rate, 100 * least)
    printf "{\"pgs_id\":%s,\"tier\":\"%s\",\"summary\":%s,\"caveats\":[%s],\"source\":%s}\n", \
      quoted($at["pgs_id"]), kept ? "moderate" : "very-low", quoted(summary), \
      quoted("The rule counts variants alike, whatever their weight, and says nothing about the model."), \
      quoted("PGS Catalog Calculator (pgsc_calc), --min_overlap, whose default is 0.75")
  }'
