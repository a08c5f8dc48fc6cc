/** The part of the storage API that we use. */
export type SafeStorage = Pick<Storage, "getItem" | "setItem" | "removeItem">;

const opened = new Map<string, SafeStorage>();

/**
 * This tab's storage ("sessionStorage") or this browser's ("localStorage"). Some settings forbid even reading them;
 * then data lasts as long as the page, and nothing else changes.
 */
export function safeStorage(kind: "sessionStorage" | "localStorage"): SafeStorage {
  const known = opened.get(kind);
  if (known) return known;
  const storage = openStorage(kind);
  opened.set(kind, storage);
  return storage;
}

function openStorage(kind: "sessionStorage" | "localStorage"): SafeStorage {
  try {
    const storage = globalThis[kind];
    const probe = "filekiosk.probe";
    storage.setItem(probe, "1");
    storage.removeItem(probe);
    return storage;
  } catch {
    const values = new Map<string, string>();
    return {
      getItem: (key) => values.get(key) ?? null,
      setItem: (key, value) => void values.set(key, value),
      removeItem: (key) => void values.delete(key),
    };
  }
}
