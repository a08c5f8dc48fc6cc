import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import type { Table } from "./rooms";

/** The code as the table of rooms sees it: files, what they import, which database tables they touch. */

export type Import = { from: string; to: string };

const endings = ["", ".ts", ".tsx", ".mjs", ".js", "/index.ts", "/index.tsx"];
const importing = /(?:\bfrom|\bimport)\s*\(?\s*["']([^"'\n]+)["']/g;

/** What `npm run bench` installs and builds in order to compare is not the project's. */
const foreign = /\/(?:node_modules|\.next)\//;

/** Files of a folder and of those in it, from the root of the project. */
export function filesOf(folder: string, pattern: RegExp): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .map((file) => `${folder}/${file.replaceAll("\\", "/")}`)
    .filter((file) => pattern.test(file) && !foreign.test(file));
}

/** Its source files; tests, and what they share, are none. */
export function sourcesOf(folder: string): string[] {
  return filesOf(folder, /\.(?:tsx?|mjs)$/).filter((file) => !/\.(?:test|contract)\./.test(file));
}

/** What the files import of this project, types included, as paths from its root. */
export function importsOf(files: readonly string[]): Import[] {
  return files.flatMap((from) =>
    [...readFileSync(from, "utf8").matchAll(importing)].flatMap(([, name = ""]) => {
      const to = resolve(from, name);
      return to ? [{ from, to }] : [];
    }),
  );
}

function resolve(from: string, name: string): string | null {
  if (!name.startsWith("@/") && !name.startsWith(".")) return null;
  const path = name.startsWith("@/") ? name.slice(2) : normalize(join(dirname(from), name)).replaceAll("\\", "/");
  // What is generated may be missing where nothing was set up yet.
  if (path.startsWith("generated/")) return path;
  const ending = endings.find((one) => /\.\w+$/.test(path + one) && existsSync(path + one));
  return ending === undefined ? path : path + ending;
}

export type Model = { name: string; table: string; fields: { name: string; model: string }[] };

/** The models of the database and which of their fields lead to other models. */
export function readModels(schema = readFileSync("prisma/models.prisma", "utf8")): Model[] {
  const blocks = [...schema.matchAll(/^model (\w+) \{\n([\s\S]*?)^\}/gm)];
  const names = new Set(blocks.map(([, name]) => name));
  return blocks.map(([, name = "", body = ""]) => ({
    name,
    table: /@@map\("(\w+)"\)/.exec(body)?.[1] ?? name,
    fields: [...body.matchAll(/^ {2}(\w+)\s+(\w+)(?:\[\]|\?)?/gm)]
      .filter(([, , type = ""]) => names.has(type))
      .map(([, field = "", model = ""]) => ({ name: field, model })),
  }));
}

export type Touch = { table: Table; writes: boolean };

/** Which tables a text reads and writes: by Prisma's calls, by what these take along, and by SQL. */
export function tablesIn(text: string, models: readonly Model[]): Touch[] {
  const touches: Touch[] = [];
  for (const { name, table } of models) {
    const accessor = name.charAt(0).toLowerCase() + name.slice(1);
    for (const [, call = ""] of text.matchAll(new RegExp(`\\.\\s*${accessor}\\s*\\.\\s*(\\w+)\\s*\\(`, "g"))) {
      if (/^(?:find|count|aggregate|groupBy)/.test(call)) touches.push({ table: name as Table, writes: false });
      if (/^(?:create|update|upsert|delete)/.test(call)) touches.push({ table: name as Table, writes: true });
    }
    if (new RegExp(`(?:FROM|JOIN) "${table}"`).test(text)) touches.push({ table: name as Table, writes: false });
    if (new RegExp(`(?:INTO|UPDATE|DELETE FROM) "${table}"`).test(text)) {
      touches.push({ table: name as Table, writes: true });
    }
  }
  if (touches.length > 0) touches.push(...takenAlong(text, models));
  return touches;
}

/** `hold: { select: … }`, `grants: { none: … }`, `events: { create: … }` and the like. */
function takenAlong(text: string, models: readonly Model[]): Touch[] {
  const relations = new Map(models.flatMap(({ fields }) => fields.map(({ name, model }) => [name, model])));
  const found = text.matchAll(
    /\b(\w+): \{\s*(select|include|where|orderBy|take|some|none|every|is|isNot|create|connectOrCreate|update|delete\w*)\b/g,
  );
  return [...found].flatMap(([, field = "", verb = ""]) => {
    const model = relations.get(field);
    return model ? [{ table: model as Table, writes: /create|update|delete/.test(verb) }] : [];
  });
}
