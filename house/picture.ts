import { browserRooms, ground, programs, type Room, rooms } from "./rooms";

/** The table of rooms as people read it, for docs/ARCHITECTURE.md. */

/** Each room stands on floors below it, and on no room of its own floor. What is open to all is beneath every floor. */
export function drawHouse(): string {
  const line = (name: string, paths: readonly string[]) => `${name.padEnd(9)} ${paths.map(shortOf).join("  ")}`;
  const lines = (name: string, floors: readonly (readonly string[])[]) =>
    floors.map((paths, floor) => line(`${name} ${floor}`, paths)).reverse();
  return [
    "```",
    line(
      "programs",
      programs.map(({ path }) => path),
    ),
    line("doors", ["app", "pages"]),
    ...lines("page", floorsOf(browserRooms)),
    "",
    ...lines("floor", floorsOf(rooms.filter(({ everybody }) => !everybody))),
    line(
      "everyday",
      rooms.filter(({ everybody }) => everybody).map(({ path }) => path),
    ),
    line("ground", ground),
    "```",
  ].join("\n");
}

/** Paths of rooms by the number of floors beneath them. */
function floorsOf(all: readonly Room[]): string[][] {
  const floors = new Map<string, number>();
  for (const room of all) {
    const below = all.filter(({ path }) =>
      (room.imports ?? []).some((one) => one === path || one.startsWith(`${path}/`)),
    );
    floors.set(room.path, Math.max(-1, ...below.map(({ path }) => floors.get(path) ?? -1)) + 1);
  }
  const count = Math.max(...floors.values()) + 1;
  return Array.from({ length: count }, (_, floor) => [...floors.keys()].filter((path) => floors.get(path) === floor));
}

/** A row for each room: what it is for, what it imports, which tables it writes and reads. */
export function tableOfRooms(): string {
  const rows = rooms.map(({ path, what, everybody, imports, writes, reads }) => {
    const others = (imports ?? []).filter((one) => one.startsWith("lib/")).map(short);
    return `| ${short(path)} | ${what} | ${everybody ? "(open to all) " : ""}${list(others)} | ${list(writes)} | ${list(reads)} |`;
  });
  return ["| room | is for | imports | writes | only reads |", "| --- | --- | --- | --- | --- |", ...rows].join("\n");
}

/** The same of what is drawn in the browser. */
export function tableOfBrowserRooms(): string {
  const rows = browserRooms.map(
    ({ path, what, imports }) => `| ${short(path)} | ${what} | ${list((imports ?? []).map(short))} |`,
  );
  return ["| room | is for | imports |", "| --- | --- | --- |", ...rows].join("\n");
}

const list = (names: readonly string[] | undefined) => (names ?? []).join(", ");
const short = (path: string) => `\`${shortOf(path)}\``;
const shortOf = (path: string) => path.replace(/^(?:lib|components)\//, "").replace(/\.ts$/, "");
