/**
 * What this browser remembers of its upload, so that a reload goes on: where the bytes go and the token that opens it.
 * The file itself cannot be remembered; the person chooses it again, and only the rest is sent.
 */

export type FileFacts = { name: string; size: number; type: string; lastModified: number };

export type RememberedUpload = {
  url: string;
  token: string;
  file: FileFacts;
};

type Store = Pick<Storage, "getItem" | "setItem" | "removeItem">;

const KEY = "filekiosk.upload";

export function rememberUpload(store: Store, upload: RememberedUpload): void {
  try {
    store.setItem(KEY, JSON.stringify(upload));
  } catch {
    // Refused storage: the upload goes on, only a reload would lose it.
  }
}

export function forgetUpload(store: Store): void {
  try {
    store.removeItem(KEY);
  } catch {}
}

export function rememberedUpload(store: Store): RememberedUpload | null {
  try {
    const kept: unknown = JSON.parse(store.getItem(KEY) ?? "null");
    return isRemembered(kept) ? kept : null;
  } catch {
    return null;
  }
}

/** True when it is the same file as far as a browser can tell. */
export function isSameFile(one: FileFacts, other: FileFacts): boolean {
  return one.name === other.name && one.size === other.size && one.lastModified === other.lastModified;
}

/** The facts of a chosen file. */
export function factsOf({ name, size, type, lastModified }: File): FileFacts {
  return { name, size, type, lastModified };
}

function isRemembered(value: unknown): value is RememberedUpload {
  if (!value || typeof value !== "object") return false;
  const { url, token, file } = value as Partial<RememberedUpload>;
  return (
    typeof url === "string" &&
    typeof token === "string" &&
    typeof file?.name === "string" &&
    typeof file.size === "number"
  );
}
