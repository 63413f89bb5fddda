# Weight coverage and match rate of all scores (PDF). Try it: just-prs-tui export results.json --format coverage-plot -o plot.pdf
#
# Needs R and none of its packages: rows come as tab-separated text, which base R reads. pdf() wants to write a file, so
# plugin.json asks for {out}, a path whose content becomes the export.

args <- commandArgs(trailingOnly = TRUE)
per_page <- max(1, as.numeric(args[3]))

rows <- read.delim(file("stdin"), quote = "", comment.char = "", na.strings = "", encoding = "UTF-8",
                   colClasses = "character", check.names = FALSE)
coverage <- as.numeric(rows$weight_mass_coverage)
rate <- as.numeric(rows$match_rate)

# The standard fonts of a PDF know Latin letters only.
label <- paste(rows$pgs_id, ifelse(is.na(rows$trait_reported), "", rows$trait_reported))
label <- iconv(label, "UTF-8", "latin1", sub = "?")
label <- ifelse(nchar(label) > 40, paste0(substr(label, 1, 37), "..."), label)

pdf(args[1], width = 8, height = 10, encoding = "ISOLatin1")
par(mar = c(4, 17, 4, 1))
starts <- if (nrow(rows) == 0) integer() else seq(1, nrow(rows), by = per_page)
if (length(starts) == 0) { plot.new(); title("No results") }
for (start in starts) {
  page <- start:min(start + per_page - 1, nrow(rows))
  y <- rev(seq_along(page))
  plot(NA, xlim = c(0, 1), ylim = c(0.5, per_page + 0.5), yaxt = "n", ylab = "", xlab = "share", main = args[2])
  abline(v = c(0.2, 0.5, 0.8, 0.95), col = "grey85") # limits of the grades D, C, B and A
  segments(0, y, coverage[page], y, col = "grey60")
  points(coverage[page], y, pch = 19, col = "#0b6e99")
  points(rate[page], y, pch = 4)
  axis(2, at = y, labels = label[page], las = 1, cex.axis = 0.65, tick = FALSE)
  legend("bottom", c("weight coverage", "match rate"), pch = c(19, 4), col = c("#0b6e99", "black"), horiz = TRUE,
         inset = c(0, 1), xpd = TRUE, bty = "n", cex = 0.8)
  # A line of this kind says how far it is; any other line on standard error is a log.
  message(sprintf('{"progress":{"done":%d,"total":%d}}', max(page), nrow(rows)))
}
invisible(dev.off())
