/** The part of the storage API that we use. */
export type SafeStorage = Pick<Storage, "getItem" | "setItem" | "removeItem">;

const opened = new Map<string, SafeStorage>();

/**
 * This tab's storage ("sessionStorage") or this browser's ("localStorage"). Never throws: some settings forbid even reading
 * them, a full one refuses to be written, and settings change while a page is open. What cannot be kept there lasts as
 * long as the page, and nothing else changes.
 */
export function safeStorage(kind: "sessionStorage" | "localStorage"): SafeStorage {
  const known = opened.get(kind);
  if (known) return known;
  const storage = openStorage(kind);
  opened.set(kind, storage);
  return storage;
}

function openStorage(kind: "sessionStorage" | "localStorage"): SafeStorage {
  /** What the storage did not take. */
  const values = new Map<string, string>();
  function attempt<T>(act: (storage: Storage) => T): T | undefined {
    try {
      return act(globalThis[kind]);
    } catch {
      return undefined;
    }
  }
  return {
    getItem: (key) => values.get(key) ?? attempt((storage) => storage.getItem(key)) ?? null,
    setItem(key, value) {
      const isKept = attempt((storage) => {
        storage.setItem(key, value);
        return true;
      });
      if (isKept) values.delete(key);
      else values.set(key, value);
    },
    removeItem(key) {
      values.delete(key);
      attempt((storage) => storage.removeItem(key));
    },
  };
}
