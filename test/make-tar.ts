/** TAR archives, header by header, so that each number in them can be a lie. */

export type TarEntry = {
  name: string;
  content?: Buffer;
  /** `0` a file, `5` a folder, `x` pax records, `L` a long name, `S` a file with holes. */
  type?: string;
  /** The 12 bytes of its size, or the number in it. */
  size?: number | Buffer;
  isSumWrong?: boolean;
  /** Changes the header before its sum is made. */
  change?: (header: Buffer) => void;
};

/** One header with what follows it. */
export function tarEntry({ name, content = Buffer.alloc(0), type = "0", size, isSumWrong, change }: TarEntry): Buffer {
  const header = Buffer.alloc(512);
  header.write(name.slice(0, 100), 0, "utf8");
  header.write("0000644\0", 100);
  header.write("0000000\0", 108);
  header.write("0000000\0", 116);
  if (Buffer.isBuffer(size)) size.copy(header, 124);
  else header.write(`${(size ?? content.length).toString(8).padStart(11, "0")}\0`, 124);
  header.write("00000000000\0", 136);
  header.write(type, 156);
  header.write("ustar\0", 257);
  header.write("00", 263);
  change?.(header);
  header.fill(" ", 148, 156);
  const sum = header.reduce((all, byte) => all + byte, 0) + (isSumWrong ? 1 : 0);
  header.write(`${sum.toString(8).padStart(6, "0")}\0 `, 148);
  return Buffer.concat([header, content, Buffer.alloc((512 - (content.length % 512)) % 512)]);
}

/** A whole archive. */
export function makeTar(entries: readonly TarEntry[]): Buffer {
  return Buffer.concat([...entries.map(tarEntry), Buffer.alloc(1024)]);
}

/** Pax records, as they are the content of an `x`. */
export function paxRecords(values: Record<string, string>): Buffer {
  const lines = Object.entries(values).map(([key, value]) => {
    const rest = ` ${key}=${value}\n`;
    let length = Buffer.byteLength(rest) + 1;
    while (String(length).length + Buffer.byteLength(rest) !== length) length += 1;
    return `${length}${rest}`;
  });
  return Buffer.from(lines.join(""));
}
