/** Something about this machine's own files is in the way, in words; see `localTrouble`. */
export class LocalTrouble extends Error {
  /** @param code of the system call, such as ENOSPC */
  constructor(
    message: string,
    readonly code: string,
    cause: unknown,
  ) {
    super(message, { cause });
  }
}

/** What the codes of POSIX mean to the person whose disk it is. */
const words: Record<string, string> = {
  ENOSPC: "the disk is full",
  EDQUOT: "your share of the disk is full",
  EROFS: "the disk can only be read",
  EACCES: "this account has no permission for it",
  EPERM: "the file system does not allow it",
  EFBIG: "the file system cannot hold a file of this size (FAT: at most 4 GiB)",
  ENAMETOOLONG: "the name is too long for this file system",
  EINVAL: "the file system does not allow this name or this operation",
  EILSEQ: "the file system does not allow this name",
  ENOENT: "it is not there (any more)",
  ENOTDIR: "a part of its path is not a folder",
  EISDIR: "it is a folder",
  EEXIST: "something with this name is there",
  EXDEV: "it cannot be moved to another disk",
  EBUSY: "another program is using it",
  ETXTBSY: "another program is using it",
  EMFILE: "too many files are open",
  EIO: "the disk has an error, or was removed",
  ENXIO: "the disk was removed",
  ENODEV: "the disk was removed",
  ENOTCONN: "the disk or network drive no longer answers",
  EHOSTDOWN: "the network drive no longer answers",
  ESTALE: "the network drive no longer has it",
  ETIMEDOUT: "the network drive, or the cloud folder, does not answer",
};

/** Codes of system calls on files that connections have, too: the call tells them apart. */
const onFiles =
  /^(?:open|read|write|close|fsync|f?stat|statfs|lstat|rename|link|unlink|mkdir|rm|rmdir|copyfile|ftruncate|realpath|lseek)$/;

/**
 * An error of a system call on a file, in words; null for every other error, such as a connection's.
 *
 * @param what what could not be done, as the beginning of a sentence: "The file cannot be read"
 */
export function localTrouble(error: unknown, what: string): LocalTrouble | null {
  if (error instanceof LocalTrouble) return error;
  const { code, syscall } = (error ?? {}) as NodeJS.ErrnoException;
  const meaning = code === undefined ? undefined : words[code];
  if (code === undefined || meaning === undefined || !onFiles.test(syscall ?? "")) return null;
  return new LocalTrouble(`${what}: ${meaning} (${code}).`, code, error);
}

/** The same as a rejection handler: throws the trouble in words, or the error itself. */
export function orLocalTrouble(what: string): (error: unknown) => never {
  return (error) => {
    throw localTrouble(error, what) ?? error;
  };
}
