// SPDX-License-Identifier: Apache-2.0
// Opens a PDF with pdf.js and prints what it says, as JSON: node card_pdfjs.mjs MODULES FILE
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const [modules, file] = process.argv.slice(2);
const complaints = [];
for (const way of ["log", "warn", "error", "info"]) console[way] = (...said) => complaints.push(said.join(" "));

const pdfjs = await import(pathToFileURL(join(modules, "pdfjs-dist/legacy/build/pdf.mjs")));
complaints.length = 0; // what it says of this computer before it has seen the file
const pdf = await pdfjs.getDocument({
  data: new Uint8Array(readFileSync(file)),
  verbosity: pdfjs.VerbosityLevel.WARNINGS,
  stopAtErrors: true,
  standardFontDataUrl: join(modules, "pdfjs-dist/standard_fonts/"),
}).promise;
const { info } = await pdf.getMetadata();
let letters = 0;
for (let number = 1; number <= pdf.numPages; number++) {
  const page = await pdf.getPage(number);
  await page.getOperatorList();
  letters += (await page.getTextContent()).items.reduce((sum, item) => sum + (item.str?.length ?? 0), 0);
}
process.stdout.write(
  JSON.stringify({ pages: pdf.numPages, title: info.Title ?? "", language: info.Language ?? "", letters, complaints }),
);
