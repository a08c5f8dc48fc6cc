import { readFileSync } from "node:fs";
import { expect, it } from "vitest";

const read = (name: string) => readFileSync(name, "utf8");
const commands = (text: string) => [...text.matchAll(/^```\n(.*?)^```/gms)].map(([, block]) => block);
/** Where it leads to, and its pictures, which are in the language of the text. */
const links = (text: string) =>
  [...new Set([...text.matchAll(/(?:\]\(|src=")([^)"]+)[)"]/g)].map(([, link = ""]) => link))]
    .map((link) => link.replace(/\.(?:en|fr|ar)\.webp$/, ".webp"))
    .filter((link) => !/^README/.test(link))
    .sort();
const sections = (text: string) => [...text.matchAll(/^## /gm)].length;

it.each(["README.fr.md", "README.ar.md"])("%s has the commands, links and sections of README.md", (name) => {
  const [english, other] = [read("README.md"), read(name)];
  expect(commands(other)).toEqual(commands(english));
  expect(links(other)).toEqual(links(english));
  expect(sections(other)).toBe(sections(english));
  const language = name.split(".")[1];
  expect(other.match(/\w+\.\w+\.webp/g)).toEqual(
    english.match(/\w+\.en\.webp/g)?.map((file) => file.replace(".en.", `.${language}.`)),
  );
  expect(english).toContain(`](${name})`);
  expect(other).toContain("](README.md)");
});
