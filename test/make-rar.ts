/** RAR archives by the published descriptions of their formats: no free program makes them. Their sums are left out. */

export type RarFile = { name: string; bytes: number; packed: Buffer };
type Encrypted = "files" | "names";

/** Seven bits a byte, the lowest first. */
function number(value: number): Buffer {
  const bytes = [];
  let left = value;
  for (; left >= 128; left = Math.floor(left / 128)) bytes.push((left % 128) | 128);
  return Buffer.from([...bytes, left]);
}

function block5(type: number, flags: number, ...parts: Buffer[]): Buffer {
  const content = Buffer.concat([number(type), number(flags), ...parts]);
  return Buffer.concat([Buffer.alloc(4), number(content.length), content]);
}

/** Version 5: https://www.rarlab.com/technote.htm */
export function makeRar5(files: readonly RarFile[], encrypted?: Encrypted): Buffer {
  const signature = Buffer.from("526172211a070100", "hex");
  if (encrypted === "names") return Buffer.concat([signature, block5(4, 0, Buffer.alloc(20)), Buffer.alloc(50)]);
  const blocks = files.map(({ name, bytes, packed }) => {
    const extra = encrypted ? Buffer.from([3, 1, 0, 0]) : Buffer.alloc(0);
    const lengths = [...(encrypted ? [number(extra.length)] : []), number(packed.length)];
    const title = Buffer.from(name);
    const about = [
      number(4),
      number(bytes),
      number(0),
      Buffer.alloc(4),
      number(0),
      number(1),
      number(title.length),
      title,
    ];
    return Buffer.concat([block5(2, encrypted ? 3 : 2, ...lengths, ...about, extra), packed]);
  });
  return Buffer.concat([signature, block5(1, 0, number(0)), ...blocks, block5(5, 0, number(0)), Buffer.alloc(50)]);
}

function block4(type: number, flags: number, rest: Buffer): Buffer {
  const head = Buffer.alloc(7);
  head.writeUInt8(type, 2);
  head.writeUInt16LE(flags, 3);
  head.writeUInt16LE(7 + rest.length, 5);
  return Buffer.concat([head, rest]);
}

/** Versions 1.5 to 4. */
export function makeRar4(files: readonly RarFile[], encrypted?: Encrypted): Buffer {
  const signature = Buffer.from("526172211a0700", "hex");
  const main = block4(0x73, encrypted === "names" ? 0x80 : 0, Buffer.alloc(6));
  const blocks = files.map(({ name, bytes, packed }) => {
    const rest = Buffer.alloc(25 + name.length);
    rest.writeUInt32LE(packed.length, 0);
    rest.writeUInt32LE(bytes, 4);
    rest.writeUInt16LE(name.length, 19);
    rest.write(name, 25);
    return Buffer.concat([block4(0x74, 0x8000 | (encrypted ? 4 : 0), rest), packed]);
  });
  return Buffer.concat([signature, main, ...blocks, block4(0x7b, 0, Buffer.alloc(0)), Buffer.alloc(50)]);
}
