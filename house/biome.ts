import { browserRooms, forBrowser, ground, programs, type Room, rooms } from "./rooms";

/** The linter's import rules, written from the table of rooms. */

export type Override = { includes: string[]; linter: object };

const isFile = (path: string) => /\.\w+$/.test(path);
const stem = (path: string) => path.replace(/\.\w+$/, "");

/** What every file of lib may import: the ground, and what is shared with the browser. */
const STANDING = [...ground.map((file) => `!@/${stem(file)}`), "!@/lib/**/schema"];
/** On the server, where the version comes from. */
const PACKAGE = "!@/package.json";
const NO_TESTS = ["!**/*.test.ts", "!**/*.test.tsx"];
const SEE = "See docs/ARCHITECTURE.md, Rooms.";

/** In the order in which they are in biome.json: a later one goes first. */
export function importRules(): Override[] {
  return [
    restrict(
      ground.map(String),
      [
        "@/**",
        "../**",
        "./*/**",
        ...ground.flatMap((file) => [`!@/${stem(file)}`, `!./${stem(file).slice("lib/".length)}`]),
      ],
      `What everybody stands on imports nothing else. ${SEE}`,
    ),
    restrict(["lib/boot.ts", "lib/metrics.ts"], ["@/**", "../**", "!@/lib/**"], `lib never imports upward. ${SEE}`),
    ...rooms.map((room) => ruleOf(room)),
    // The JavaScript among them begins before anything is compiled.
    ...programs.map((program) => ruleOf(program, ["!**/*.mjs"])),
    restrict(
      ["lib/**/schema.ts"],
      ["@/**", "../**", ...STANDING],
      `What is shared with the browser imports what everybody stands on, and other schema.ts files. ${SEE}`,
    ),
    ...browserRooms.map(ruleInBrowser),
    restrict(
      ["app/**", "pages/**"],
      [...NO_DOOR, "@/lib/devnet/**", "**/lib/devnet/**"],
      "A door parses, calls one function of lib and answers: no database, no devnet, no other door.",
    ),
    restrict(
      ["app/api/devnet/**"],
      NO_DOOR,
      "A door parses, calls one function of lib and answers: no database, no other door.",
    ),
  ];
}

const NO_DOOR = [
  "**/app/**",
  "**/pages/**",
  "@/lib/db/**",
  "**/lib/db/**",
  "@/generated/**",
  "**/generated/**",
  "@/test/**",
  "**/server/**",
  "**/commands/**",
];

/** Of a room of lib, or of the programs on top of it: what is open to all, and what the table says. */
function ruleOf(room: Room, without: readonly string[] = []): Override {
  const below = rooms.includes(room) ? rooms.slice(0, rooms.indexOf(room)) : rooms;
  const open = below.filter(({ everybody }) => everybody);
  const allowed = [...open.map(({ path }) => path), ...(room.imports ?? [])];
  const words = "what everybody stands on and schema.ts files";
  return ruleFor(room, { all: rooms, allowed, common: [...STANDING, PACKAGE], words, without });
}

function ruleInBrowser(room: Room): Override {
  const common = forBrowser.map((path) => `!@/${path}`);
  return ruleFor(room, { all: browserRooms, allowed: room.imports ?? [], common, words: "what is safe in a browser" });
}

type Allowed = {
  all: readonly Room[];
  allowed: readonly string[];
  common: readonly string[];
  words: string;
  without?: readonly string[];
};

function ruleFor(room: Room, { all, allowed, common, words, without = [] }: Allowed): Override {
  const names = allowed.map((path) => `, ${path.replace(/^(?:lib|components)\//, "")}`).join("");
  return restrict(
    [isFile(room.path) ? room.path : `${room.path}/**`, ...without],
    [...insideOnly(room, all), ...common, ...opened(allowed, all)],
    `${room.path} may import ${words}${names}. ${SEE}`,
  );
}

/** Nothing but its own files. A room inside this one is named in full, like any other. */
function insideOnly({ path }: Room, all: readonly Room[]): string[] {
  const inside = all.filter((other) => other.path.startsWith(`${path}/`));
  return ["@/**", "../**", ...inside.map((other) => `.${other.path.slice(path.length)}/**`), ...opened([path], all)];
}

/** The files of rooms, but not those of rooms inside them. */
function opened(paths: readonly string[], all: readonly Room[]): string[] {
  return paths.map((path) => {
    if (isFile(path)) return `!@/${stem(path)}`;
    return all.some((other) => other.path.startsWith(`${path}/`)) ? `!@/${path}/*` : `!@/${path}/**`;
  });
}

function restrict(includes: string[], group: string[], message: string): Override {
  const options = { patterns: [{ group, message }] };
  const rule = { level: "error", options };
  return {
    includes: [...includes, ...NO_TESTS],
    linter: { rules: { style: { noRestrictedImports: rule } } },
  };
}
