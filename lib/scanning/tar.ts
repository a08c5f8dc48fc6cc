import "server-only";

const BLOCK = 512;
/** Where the checksum is, and how long (POSIX.1-1988, ustar). */
const CHECKSUM = { at: 148, length: 8 };

/** The header of one file in a tar archive. Its bytes follow, filled up with zeros to a multiple of 512. */
export function tarHeader(name: string, size: number): Buffer {
  const header = Buffer.alloc(BLOCK);
  const octal = (value: number, length: number) => value.toString(8).padStart(length - 1, "0");
  header.write(name, 0, "latin1");
  header.write(octal(0o644, 8), 100);
  for (const at of [108, 116]) header.write(octal(0, 8), at);
  header.write(octal(size, 12), 124);
  header.write(octal(0, 12), 136);
  header.fill(" ", CHECKSUM.at, CHECKSUM.at + CHECKSUM.length);
  header.write("0", 156);
  header.write("ustar\x0000", 257, "latin1");
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${octal(sum, 7)}\0 `, CHECKSUM.at);
  return header;
}

/** A file as tar has it. */
export function tarEntry(name: string, bytes: Buffer): Buffer {
  return Buffer.concat([tarHeader(name, bytes.length), bytes, Buffer.alloc(padding(bytes.length))]);
}

/** Bytes until the next block begins. */
export function padding(size: number): number {
  return (BLOCK - (size % BLOCK)) % BLOCK;
}
