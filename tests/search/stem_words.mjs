// Stems the words of standard input, one a line, with the module that the argument names. The last
// word goes first: a stem that depended on the words before it would show in the comparison.
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const { stem } = await import(pathToFileURL(process.argv[2]).href);
const words = readFileSync(0, "utf-8").split("\n");
for (let n = words.length - 1; n >= 0; n -= 1) words[n] = stem(words[n]);
process.stdout.write(words.join("\n"));
