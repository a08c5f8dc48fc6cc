import { browserRooms, forBrowser, ground, type Room, rooms } from "./rooms";

/** The linter's import rules, written from the table of rooms. */

export type Override = { includes: string[]; linter: object };

const NO_TESTS = ["!**/*.test.ts", "!**/*.test.tsx"];
const SEE = "See docs/ARCHITECTURE.md, Rooms.";

/** In the order in which they stand in biome.json: a later one goes first. */
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
    ...rooms.map(ruleOf),
    restrict(
      ["lib/**/schema.ts"],
      ["@/**", "../**", ...ground.map((file) => `!@/${stem(file)}`), "!@/lib/**/schema"],
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
];

function ruleOf(room: Room): Override {
  const open = rooms.slice(0, rooms.indexOf(room)).filter(({ everybody }) => everybody);
  const allowed = [...open.map(({ path }) => path), ...(room.imports ?? [])];
  const names = allowed.map((path) => path.replace(/^lib\//, ""));
  const message = `${room.path} may import what everybody stands on, schema.ts files, ${names.join(", ")}. ${SEE}`;
  return restrict(
    [everythingUnder(room.path)],
    [
      ...insideOnly(room, rooms),
      ...ground.map((file) => `!@/${stem(file)}`),
      "!@/lib/**/schema",
      ...opened(allowed, rooms),
    ],
    message.replaceAll(", .", "."),
  );
}

function ruleInBrowser(room: Room): Override {
  const allowed = room.imports ?? [];
  const names = allowed.map((path) => path.replace(/^components\//, ""));
  return restrict(
    [everythingUnder(room.path)],
    [...insideOnly(room, browserRooms), ...forBrowser.map((path) => `!@/${path}`), ...opened(allowed, browserRooms)],
    `${room.path} may import what is safe in a browser${names.map((name) => `, ${name}`).join("")}. ${SEE}`,
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

const everythingUnder = (path: string) => (isFile(path) ? path : `${path}/**`);
const isFile = (path: string) => /\.\w+$/.test(path);
const stem = (path: string) => path.replace(/\.\w+$/, "");
