// What is in an archive, counted and listed as its formats are read.

/** Entries that are listed, and bytes of a name that are read: all that an answer has room for (`facts/schema.ts`). */
const MAX_ENTRIES = 500;
export const MAX_NAME = 1_200;
/** Left by macOS and Windows: nobody put them in. */
const leftOut = /(?:^|[\\/])(?:__MACOSX[\\/]|(?:\.DS_Store|Thumbs\.db|desktop\.ini|\._[^\\/]*)$)/i;
/** At the root, or one folder below, as archives of a repository have it. */
const isReadme = /^(?:\.\/)?(?:[^\\/]+[\\/])?readme(?:\.(?:md|markdown|txt))?$/i;

/** Counts entries of any number, and keeps the first ones and the README. */
export class Entries {
  files = 0;
  bytes = 0;
  isEncrypted = false;
  isDamaged = false;
  /** Its list is encrypted, or packed in a way that is not known. */
  isUntold = false;
  /** The rest was not looked at. */
  isCut = false;
  /** @type {{ name: Buffer, isUtf8: boolean, bytes: number | null }[]} */
  listed = [];
  /** Where the README is, as its format needs to know. @type {{ depth: number, at: object } | null} */
  readme = null;

  /**
   * @param {Buffer} name as it is in the archive @param {number | null} bytes unpacked; null where that is not told
   * @param {{ isUtf8?: boolean, isEncrypted?: boolean, at?: object }} [more]
   */
  add(name, bytes, { isUtf8 = false, isEncrypted = false, at } = {}) {
    const start = name.subarray(0, MAX_NAME);
    const letters = start.toString("latin1");
    if (letters === "" || /[\\/]$/.test(letters) || leftOut.test(letters)) return;
    this.files += 1;
    this.bytes += bytes ?? 0;
    this.isEncrypted ||= isEncrypted;
    // A copy, since the name is a part of megabytes.
    if (this.listed.length < MAX_ENTRIES) this.listed.push({ name: Buffer.from(start), isUtf8, bytes });
    if (at && !isEncrypted && isReadme.test(letters)) this.#found(letters.split(/[\\/]/).length, at);
  }

  /** The first one of those that are least deep. */
  #found(depth, at) {
    if (this.readme === null || depth < this.readme.depth) this.readme = { depth, at };
  }

  /** What is told of it. Sizes are what the archive says, unless that cannot be. */
  facts() {
    const trouble = this.isDamaged ? "damaged" : this.isEncrypted ? "encrypted" : this.isCut ? "too-large" : null;
    const isCounted = !this.isCut && !this.isUntold;
    const bytes = isCounted && !this.isDamaged && Number.isSafeInteger(this.bytes) ? this.bytes : null;
    return { kind: "archive", trouble, files: isCounted ? this.files : null, bytes };
  }

  hasMore() {
    return this.isCut || this.isUntold || this.files > this.listed.length;
  }
}
