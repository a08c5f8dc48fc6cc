/**
 * This browser's memory of its uploads, so that a reload continues: the URL and the token of each. The files themselves
 * cannot be remembered; the person chooses them again, and only the rest is sent.
 */

export type FileFacts = { name: string; size: number; type: string; lastModified: number };

export type RememberedUpload = {
  url: string;
  token: string;
  file: FileFacts;
};

type Store = Pick<Storage, "getItem" | "setItem" | "removeItem">;

/** Uploads are remembered separately by purpose, so that one page does not resume another's. */
export type UploadPurpose = "sale" | `version-of-${string}` | `sample-of-${string}`;

/** The one upload that earlier versions remembered. */
const OLD_KEY = "filekiosk.upload";

const keyOf = (purpose: UploadPurpose) => `filekiosk.uploads.${purpose}`;

/** Adds an upload, or replaces its data. */
export function rememberUpload(store: Store, purpose: UploadPurpose, upload: RememberedUpload): void {
  const others = rememberedUploads(store, purpose).filter(({ url }) => url !== upload.url);
  keep(store, purpose, [...others, upload]);
}

export function forgetUpload(store: Store, purpose: UploadPurpose, url: string): void {
  const others = rememberedUploads(store, purpose).filter((upload) => upload.url !== url);
  keep(store, purpose, others);
}

/** Oldest first. */
export function rememberedUploads(store: Store, purpose: UploadPurpose): RememberedUpload[] {
  const kept = parse(store, keyOf(purpose));
  const uploads = (Array.isArray(kept) ? kept : []).filter(isRemembered);
  const old = purpose === "sale" ? parse(store, OLD_KEY) : null;
  return isRemembered(old) && !uploads.some(({ url }) => url === old.url) ? [old, ...uploads] : uploads;
}

/** True when it is the same file as far as a browser can tell. */
export function isSameFile(one: FileFacts, other: FileFacts): boolean {
  return one.name === other.name && one.size === other.size && one.lastModified === other.lastModified;
}

/** The facts of a chosen file. */
export function factsOf({ name, size, type, lastModified }: File): FileFacts {
  return { name, size, type, lastModified };
}

function keep(store: Store, purpose: UploadPurpose, uploads: RememberedUpload[]): void {
  try {
    if (uploads.length > 0) store.setItem(keyOf(purpose), JSON.stringify(uploads));
    else store.removeItem(keyOf(purpose));
    if (purpose === "sale") store.removeItem(OLD_KEY);
  } catch {
    // Without storage the upload continues, but a reload would lose it.
  }
}

function parse(store: Store, key: string): unknown {
  try {
    return JSON.parse(store.getItem(key) ?? "null");
  } catch {
    return null;
  }
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
