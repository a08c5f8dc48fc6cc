import { readFileSync } from "node:fs";
import { expect, it } from "vitest";

const read = (name: string) => readFileSync(name, "utf8");
const commands = (text: string) => [...text.matchAll(/^```\n(.*?)^```/gms)].map(([, block]) => block);
const links = (text: string) =>
  [...new Set([...text.matchAll(/\]\(([^)]+)\)/g)].map(([, link = ""]) => link))]
    .filter((link) => !/^README/.test(link))
    .sort();
const sections = (text: string) => [...text.matchAll(/^## /gm)].length;

it.each(["README.fr.md", "README.ar.md"])("%s has the commands, links and sections of README.md", (name) => {
  const [english, other] = [read("README.md"), read(name)];
  expect(commands(other)).toEqual(commands(english));
  expect(links(other)).toEqual(links(english));
  expect(sections(other)).toBe(sections(english));
  expect(english).toContain(`](${name})`);
  expect(other).toContain("](README.md)");
});
