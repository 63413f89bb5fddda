/** How a report looks, on light and dark screens and on paper. No part of it is fetched. */
export const STYLE = `
:root{color-scheme:light dark;--paper:#fff;--card:#f7f8fa;--text:#1b1f24;--quiet:#4b5563;--line:#ccd3db;--people:#dce6f1;--below:#a9c3df;--person:#8c1d40;--band:#8c1d4033;--observed:#1f5f99;--restored:#9cc4e8;--filled:#f2cf86;--unknown:#fff;--ink:#3b4450;--notice:#fdf6e3;--notice-line:#a06a00}
@media (prefers-color-scheme:dark){:root{--paper:#14171b;--card:#1c2026;--text:#e7eaee;--quiet:#b4bcc7;--line:#3d4550;--people:#26364a;--below:#3e6390;--person:#ffb3c4;--band:#ffb3c433;--observed:#6fb0ec;--restored:#2d5f8f;--filled:#8a6414;--unknown:#14171b;--ink:#c7ced8;--notice:#2b2413;--notice-line:#e0aa3e}}
*{box-sizing:border-box}
body{margin:0;background:var(--paper);color:var(--text);font:1rem/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Liberation Sans",Arial,sans-serif}
header,main,footer{max-width:62rem;margin:0 auto;padding:1rem 1.25rem}
h1{font-size:1.75rem;line-height:1.2;margin:.5rem 0 1rem}
h2{font-size:1.3rem;margin:2rem 0 .75rem}
h3{font-size:1.2rem;margin:0;line-height:1.3}
h4{font-size:1rem;margin:1.25rem 0 .35rem}
p{margin:.4rem 0}
ul{margin:.3rem 0;padding-left:1.2rem}
li{margin:.15rem 0}
a{color:inherit}
dl{margin:.3rem 0;display:grid;gap:.2rem 1.5rem}
dl div{display:grid;grid-template-columns:minmax(8rem,11rem) 1fr;gap:.75rem}
dt{color:var(--quiet)}
dd{margin:0;overflow-wrap:anywhere}
.notice{border:1px solid var(--notice-line);border-left-width:6px;background:var(--notice);padding:.6rem 1rem;border-radius:4px;margin:1rem 0}
.notice p:first-child{font-weight:600}
.scroll{overflow-x:auto}
.scroll:focus-visible{outline:2px solid var(--person)}
table{border-collapse:collapse;width:100%}
caption{text-align:left;color:var(--quiet);padding-bottom:.4rem;max-width:calc(100vw - 2.5rem)}
th,td{text-align:left;vertical-align:top;padding:.4rem .6rem;border-bottom:1px solid var(--line)}
thead th{border-bottom:2px solid var(--ink)}
article{border:1px solid var(--line);background:var(--card);border-radius:8px;padding:1.1rem 1.25rem;margin:0 0 1.5rem}
.standing{font-size:1.45rem;font-weight:650;margin:.6rem 0 0;line-height:1.3}
.trait{color:var(--quiet);margin:.1rem 0 0}
.quiet,figcaption{color:var(--quiet);font-size:.925rem}
figure{margin:.75rem 0}
figcaption{margin-top:.3rem}
.bell{display:block;width:100%;max-width:38rem;height:auto}
.bell text{font-size:12px;fill:var(--text)}
.bell .label{font-weight:650}
.people{fill:var(--people);stroke:var(--ink);stroke-width:1}
.below{fill:var(--below)}
.band{fill:var(--band);stroke:var(--person);stroke-dasharray:4 3}
.axis{stroke:var(--ink)}
.person{stroke:var(--person);stroke-width:3}
.coverage svg:not(.swatch){display:block;width:100%;height:1.6rem}
.swatch{width:.95rem;height:.95rem;vertical-align:-.1rem}
.part{stroke:var(--ink);stroke-width:1;vector-effect:non-scaling-stroke}
.observed{fill:var(--observed)}
.restored{fill:var(--restored)}
.filled{fill:var(--filled)}
.unknown{fill:var(--unknown)}
.ink{fill:var(--ink)}
.part.restored{fill:url(#dots)}
.part.filled{fill:url(#stripes)}
.legend{list-style:none;padding:0}
.grades{display:grid;grid-template-columns:repeat(auto-fit,minmax(17rem,1fr));gap:0 2rem}
.grade{font-weight:650}
.shared{position:absolute}
footer{border-top:1px solid var(--line);color:var(--quiet)}
@media print{
:root{color-scheme:light;--paper:#fff;--card:#fff;--text:#000;--quiet:#333;--line:#999;--people:#e3e3e3;--below:#bbb;--person:#000;--band:#0002;--observed:#555;--restored:#d5d5d5;--filled:#eee;--unknown:#fff;--ink:#000;--notice:#fff;--notice-line:#000}
html{font-size:10.5pt}
header,main,footer{max-width:none;padding:0}
h2,h3,h4{break-after:avoid}
figure,.notice,.grades>div,tr{break-inside:avoid}
.grades{display:block}
svg{print-color-adjust:exact;-webkit-print-color-adjust:exact}
.scroll{overflow:visible}
caption{max-width:none}
a{text-decoration:none}
}
@page{margin:16mm}
`;
