import { usualAccent } from '../word/styles.ts';

const light = (accent: string): string =>
  `color-scheme:light;--paper:#fff;--ink:#1c2530;--quiet:#56616d;--rule:#c9d0d7;--tint:#eef2f6;--accent:${accent}`;
// Whatever a colour is that can be read on white, it is light enough to be read on dark with this much white in it.
const dark = (accent: string): string =>
  `color-scheme:dark;--paper:#12171d;--ink:#e6eaee;--quiet:#a7b1bb;--rule:#3a444e;--tint:#1d252d;--accent:color-mix(in srgb,${accent} 30%,#fff)`;

/** The style of a public page: light, dark, narrow, wide and on paper. `colour` is `#1d3b5f`, or null for the usual one. */
export function pageStyle(colour: string | null): string {
  const accent = colour ?? `#${usualAccent}`;
  return [
    `:root{${light(accent)}}`,
    `@media (prefers-color-scheme:dark){:root{${dark(accent)}}}`,
    'body{margin:0;background:var(--paper);color:var(--ink);font:1rem/1.6 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif;overflow-wrap:break-word}',
    'header,main{max-width:46rem;margin:0 auto;padding:0 1.25rem}',
    'header{display:flex;flex-wrap:wrap;align-items:center;gap:.75rem;padding-top:1.5rem}',
    'header p{margin:0;font-weight:600}',
    'header img{height:3rem;max-width:100%;object-fit:contain;background:#fff;border-radius:4px;padding:.25rem}',
    'main{padding-bottom:4rem}',
    'h1,h2,h3,h4{color:var(--accent);line-height:1.25;margin:2rem 0 .5rem}',
    'h1{font-size:2rem;margin-top:1.5rem}h2{font-size:1.35rem}h3{font-size:1.1rem}h4{font-size:1rem}',
    'p{margin:.75rem 0}ul,ol{margin:.75rem 0;padding-left:1.5rem}li{margin:.25rem 0}',
    'dl{display:flex;flex-wrap:wrap;gap:.5rem 2rem;margin:1rem 0 1.5rem;padding:.75rem 0;border:solid var(--rule);border-width:1px 0}',
    'dl div{min-width:7rem}dt{font-size:.8rem;color:var(--quiet)}dd{margin:0}',
    '.example{background:var(--tint);padding:.75rem;border-radius:4px}',
    '.table{overflow-x:auto;margin:1rem 0}.table:focus-visible{outline:2px solid var(--accent)}',
    'table{border-collapse:collapse;width:100%;font-size:.925rem}',
    'th,td{text-align:left;vertical-align:top;padding:.5rem;border-bottom:1px solid var(--rule);min-width:6rem}',
    'th{background:var(--tint);color:var(--accent)}',
    `@media print{:root{${light(accent)}}body{font-size:10.5pt}header,main{max-width:none;padding-left:0;padding-right:0}.table{overflow:visible}h1,h2,h3,h4{break-after:avoid}tr,li{break-inside:avoid}thead{display:table-header-group}}`,
  ].join('');
}
