import { ground, type Room, rooms } from "./rooms";

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
    restrict(
      ["lib/boot.ts", "lib/health.ts", "lib/metrics.ts"],
      ["@/**", "../**", "!@/lib/**"],
      `lib never imports upward. ${SEE}`,
    ),
    ...rooms.map(ruleOf),
    restrict(
      ["lib/**/schema.ts"],
      ["@/**", "../**", ...ground.map((file) => `!@/${stem(file)}`), "!@/lib/**/schema"],
      `What is shared with the browser imports what everybody stands on, and other schema.ts files. ${SEE}`,
    ),
    restrict(
      ["components/**"],
      ["@/**", "../**", "!@/components/**", ...BROWSER.map((path) => `!@/${path}`)],
      "components import only what is safe in a browser: schema.ts files, some limits.ts, money, clock, errors, chain/networks, chain/usdc.abi, i18n.",
    ),
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

const BROWSER = [
  "lib/**/schema",
  "lib/complaints/limits",
  "lib/creators/limits",
  "lib/gifts/limits",
  "lib/money",
  "lib/clock",
  "lib/errors",
  "lib/chain/networks",
  "lib/chain/usdc.abi",
  "lib/i18n/**",
];
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
  const patterns = [
    "@/**",
    "../**",
    // A room inside this one is named in full, like any other.
    ...rooms
      .filter(({ path }) => path.startsWith(`${room.path}/`))
      .map(({ path }) => `.${path.slice(room.path.length)}/**`),
    ...ground.map((file) => `!@/${stem(file)}`),
    "!@/lib/**/schema",
    ...[room.path, ...allowed].map((path) => `!@/${everythingIn(path)}`),
  ];
  const names = allowed.map((path) => path.replace(/^lib\//, ""));
  const what = names.length > 0 ? `, ${names.join(", ")}` : "";
  return restrict(
    [isFile(room.path) ? room.path : `${room.path}/**`],
    patterns,
    `${room.path} may import what everybody stands on, schema.ts files${what}. ${SEE}`,
  );
}

function restrict(includes: string[], group: string[], message: string): Override {
  const options = { patterns: [{ group, message }] };
  const rule = { level: "error", options };
  return {
    includes: [...includes, ...NO_TESTS],
    linter: { rules: { style: { noRestrictedImports: rule } } },
  };
}

/** The files of a room, but not those of rooms inside it. */
function everythingIn(path: string): string {
  if (isFile(path)) return stem(path);
  return rooms.some((other) => other.path.startsWith(`${path}/`)) ? `${path}/*` : `${path}/**`;
}

const isFile = (path: string) => /\.\w+$/.test(path);
const stem = (path: string) => path.replace(/\.\w+$/, "");
