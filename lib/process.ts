import "server-only";

const registry = Symbol.for("filekiosk.per-process");

type Registry = Map<string, unknown>;

function values(): Registry {
  const holder = globalThis as { [registry]?: Registry };
  holder[registry] ??= new Map();
  return holder[registry];
}

/**
 * One value per process, made at the first call. Next bundles app routes, Pages API routes and instrumentation apart,
 * so that one process holds several copies of a module: whatever must be one (database, chain clients, job runner)
 * goes through here instead of a module variable.
 *
 * @param key one name per value, such as "database"
 * @param make called once; when it throws, nothing is kept and the next call tries again
 */
export function perProcess<T>(key: string, make: () => T): T {
  const kept = values();
  if (!kept.has(key)) kept.set(key, make());
  return kept.get(key) as T;
}

/** Drops a value so that the next `perProcess` makes a new one. Returns the dropped value, for closing it. */
export function forgetPerProcess(key: string): unknown {
  const kept = values();
  const value = kept.get(key);
  kept.delete(key);
  return value;
}
