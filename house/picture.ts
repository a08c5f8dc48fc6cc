import { ground, type Room, rooms } from "./rooms";

/** The table of rooms as people read it, for docs/ARCHITECTURE.md. */

/** Each room stands on floors below it, and on no room of its own floor. What is open to all is beneath every floor. */
export function drawHouse(): string {
  const floors = new Map<string, number>();
  for (const room of rooms.filter(({ everybody }) => !everybody)) {
    const below = standsOn(room).map(({ path }) => floors.get(path) ?? -1);
    floors.set(room.path, Math.max(-1, ...below) + 1);
  }
  const line = (name: string, paths: readonly string[]) => `${name.padEnd(9)} ${paths.map(shortOf).join("  ")}`;
  const storeys = Array.from({ length: Math.max(...floors.values()) + 1 }, (_, floor) =>
    line(
      `floor ${floor}`,
      [...floors.keys()].filter((path) => floors.get(path) === floor),
    ),
  );
  const open = rooms.filter(({ everybody }) => everybody).map(({ path }) => path);
  return [
    "```",
    line("doors", ["app", "pages", "components"]),
    ...storeys.reverse(),
    line("everyday", open),
    line("ground", ground),
    "```",
  ].join("\n");
}

/** A row for each room: what it is for, what it imports, which tables it writes and reads. */
export function tableOfRooms(): string {
  const short = (path: string) => `\`${shortOf(path)}\``;
  const list = (names: readonly string[] | undefined) => (names ?? []).join(", ");
  const rows = rooms.map(({ path, what, everybody, imports, writes, reads }) => {
    const others = (imports ?? []).filter((one) => one.startsWith("lib/")).map(short);
    return `| ${short(path)} | ${what} | ${everybody ? "(open to all) " : ""}${list(others)} | ${list(writes)} | ${list(reads)} |`;
  });
  return ["| room | is for | imports | writes | only reads |", "| --- | --- | --- | --- | --- |", ...rows].join("\n");
}

const shortOf = (path: string) => path.replace(/^lib\//, "").replace(/\.ts$/, "");

function standsOn(room: Room): Room[] {
  return rooms.filter(({ path }) => (room.imports ?? []).some((one) => one === path || one.startsWith(`${path}/`)));
}
