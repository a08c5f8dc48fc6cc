import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { importRules, type Override } from "./biome";
import { isImportRule, writeHouse } from "./generated";
import { type Import, importsOf, readModels, sourcesOf, tablesIn } from "./read-code";
import { browserRooms, ground, programs, type Room, rooms } from "./rooms";

const sources = ["lib", "server", "commands", "components"].flatMap(sourcesOf);
const allRooms = [...rooms, ...programs, ...browserRooms];
/** What asks all rooms, and belongs to none. */
const ATTIC = ["lib/boot.ts", "lib/metrics.ts"];

/** The innermost room that a file is in. */
function roomOf(file: string): Room | undefined {
  return allRooms
    .filter(({ path }) => file === path || file.startsWith(`${path}/`))
    .sort((one, other) => other.path.length - one.path.length)[0];
}
const imports = importsOf(sources).map((one) => ({ ...one, fromRoom: roomOf(one.from), toRoom: roomOf(one.to) }));
const isGround = (file: string) => (ground as readonly string[]).includes(file);
const isShared = (file: string) => isGround(file) || /\/schema\.ts$/.test(file);

describe("the table of rooms", () => {
  it("has a place for every file of lib, components and the programs around them", () => {
    const lost = sources.filter((file) => !roomOf(file) && !isShared(file) && !ATTIC.includes(file));
    expect(lost).toEqual([]);
  });

  it("lets a room import only what comes before it, so that there is no circle", () => {
    const wrong = allRooms.flatMap((room, index) =>
      (room.imports ?? [])
        .filter((path) => !path.startsWith("generated/"))
        .filter((path) => !allRooms.slice(0, index).some((one) => path === one.path || path.startsWith(`${one.path}/`)))
        .map((path) => `${room.path} → ${path}`),
    );
    // Keys of the demo, which the settings refuse anywhere else: a file of constants.
    expect(wrong).toEqual(["lib/settings → lib/devnet/accounts.ts"]);
  });

  it("gives no permission to import that nobody uses", () => {
    const unused = allRooms.flatMap((room) =>
      (room.imports ?? [])
        .filter((path) => !imports.some((one) => one.fromRoom === room && isInside(path, one)))
        .map((path) => `${room.path} → ${path}`),
    );
    expect(unused).toEqual([]);
  });

  it("is the source of the linter's rules and of docs/ARCHITECTURE.md", () => {
    const { overrides } = JSON.parse(readFileSync("biome.json", "utf8")) as { overrides: Override[] };
    expect(overrides.filter(isImportRule)).toEqual(importRules());
    const page = readFileSync("docs/ARCHITECTURE.md", "utf8");
    expect(writeHouse(page)).toBe(page);
  });

  function isInside(path: string, { to, toRoom }: (typeof imports)[number]): boolean {
    if (isShared(to)) return false;
    return to === path || toRoom?.path === path || (path.startsWith("generated/") && to.startsWith(path));
  }
});

it("files import each other in no circle, types included", () => {
  const folders = ["lib", "app", "pages", "components", "server", "commands", "house", "torture", "siege", "bench"];
  expect(circleIn(importsOf(folders.flatMap(sourcesOf)))).toEqual([]);
});

describe("each table of the database", () => {
  const models = readModels();
  const touches = [...sources, ...["app", "pages"].flatMap(sourcesOf)].flatMap((file) =>
    tablesIn(readFileSync(file, "utf8"), models).map((touch) => ({ file, room: roomOf(file), ...touch })),
  );

  it("is written and read only by the rooms that the table names", () => {
    const wrong = touches.filter(({ room, file, table, writes }) => {
      // They count what is there.
      if (ATTIC.includes(file)) return writes;
      const may = [...(room?.writes ?? []), ...(writes ? [] : (room?.reads ?? []))];
      return !may.includes(table);
    });
    expect([
      ...new Set(wrong.map(({ file, table, writes }) => `${file} ${writes ? "writes" : "reads"} ${table}`)),
    ]).toEqual([]);
  });

  it("is named by no room that does not use it", () => {
    const used = (room: Room, table: string, writes: boolean) =>
      touches.some((touch) => touch.room === room && touch.table === table && touch.writes === writes);
    const unused = rooms.flatMap((room) => [
      ...(room.writes ?? []).filter((table) => !used(room, table, true)).map((table) => `${room.path} writes ${table}`),
      ...(room.reads ?? []).filter((table) => !used(room, table, false)).map((table) => `${room.path} reads ${table}`),
    ]);
    expect(unused).toEqual([]);
  });

  it("is a table of the schema", () => {
    const named = new Set(rooms.flatMap(({ reads, writes }) => [...(reads ?? []), ...(writes ?? [])]));
    expect([...named].sort()).toEqual(models.map(({ name }) => name).sort());
  });
});

/** One circle of files that import each other, or nothing. */
function circleIn(all: readonly Import[]): string[] {
  const next = new Map<string, string[]>();
  for (const { from, to } of all) next.set(from, [...(next.get(from) ?? []), to]);
  const done = new Set<string>();
  const walk = (file: string, path: string[]): string[] => {
    if (path.includes(file)) return [...path.slice(path.indexOf(file)), file];
    if (done.has(file)) return [];
    for (const other of next.get(file) ?? []) {
      const found = walk(other, [...path, file]);
      if (found.length > 0) return found;
    }
    done.add(file);
    return [];
  };
  for (const file of next.keys()) {
    const found = walk(file, []);
    if (found.length > 0) return found;
  }
  return [];
}
