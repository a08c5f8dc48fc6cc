/**
 * Test files that share a process each begin as in a new one: with its environment, and without values that are kept one per
 * process (`perProcess`), settings among them.
 */
const first = Symbol.for("filekiosk.test-environment");
const holder = globalThis as { [first]?: NodeJS.ProcessEnv };
holder[first] ??= { ...process.env };
for (const name of Object.keys(process.env)) if (!(name in holder[first])) delete process.env[name];
Object.assign(process.env, holder[first]);

/** Compiled code, which Prisma loads once in a process. */
const CODE = ["schema-engine"];
const values = (globalThis as Record<symbol, Map<string, unknown> | undefined>)[Symbol.for("filekiosk.per-process")];
for (const key of values?.keys() ?? []) if (!CODE.includes(key)) values?.delete(key);
