#!/bin/sh
# A line of names, then a row a line. What is printed becomes the file, standard error is the log.
exec awk -F '\t' -v column="$1" '
  NR == 1 {
    for (i = 1; i <= NF; i++) if ($i == column) at = i
    if (!at) { print "there is no column " column > "/dev/stderr"; exit 1 }
    next
  }
  { count[$at]++ }
  END { for (value in count) print value, count[value] }'
