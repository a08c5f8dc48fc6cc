import { spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import {
  closeSync,
  ftruncateSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import { crc32 } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { newStorageKey } from "@/lib/storage/keys";
import { storage } from "@/lib/storage/storage";
import { findArchivers } from "@/scripts/lib/find-archivers.mjs";
import { testSettings } from "@/test/settings";
import { openPieces } from "./open-pieces";
import { layOutZip } from "./zip-layout";

const folder = mkdtempSync(join(tmpdir(), "filekiosk-zip-"));
beforeAll(() => testSettings({ DATA_DIR: folder }));
afterAll(() => rmSync(folder, { recursive: true }));

const createdAt = new Date("2026-03-04T05:06:08Z");
const crcOf = (bytes: Buffer) => crc32(bytes).toString(16).padStart(8, "0");

async function entry(name: string, bytes: Buffer) {
  const storageKey = newStorageKey();
  const local = join(folder, storageKey);
  writeFileSync(local, bytes);
  await storage().promote(local, storageKey);
  return { name, size: bytes.length, crc32: crcOf(bytes), createdAt, storageKey };
}

const files: [string, Buffer][] = [
  ["plain.txt", Buffer.from("plain")],
  ["empty", Buffer.alloc(0)],
  ["صورة – é (2).bin", randomBytes(70_000)],
  ["last.bin", randomBytes(300_000)],
];
const wholeOf = async (layout: ReturnType<typeof layOutZip<Awaited<ReturnType<typeof entry>>>>) =>
  buffer(await openPieces(layout, { start: 0, end: layout.size - 1 }));

describe("an archive", () => {
  it("is as long as it said, byte for byte the same each time, and of any range exactly that part", async () => {
    const layout = layOutZip(await Promise.all(files.map(([name, bytes]) => entry(name, bytes))));
    const whole = await wholeOf(layout);
    expect(whole.length).toBe(layout.size);
    expect(whole.equals(await wholeOf(layout))).toBe(true);
    // Each edge of each piece, and one beside it.
    const edges = layout.pieces.flatMap(({ at, length }) => [at - 1, at, at + 1, at + length - 1, at + length]);
    const places = [...new Set(edges)].filter((at) => at >= 0 && at < layout.size);
    for (const start of places) {
      for (const end of [start, ...places.filter((at) => at > start).slice(0, 3), layout.size - 1]) {
        const part = await buffer(await openPieces(layout, { start, end }));
        expect(part.equals(whole.subarray(start, end + 1)), `${start}-${end}`).toBe(true);
      }
    }
  });

  it("reads only what a range needs", async () => {
    const entries = await Promise.all(files.map(([name, bytes]) => entry(name, bytes)));
    const layout = layOutZip(entries);
    await storage().remove(entries[3]?.storageKey ?? "");
    const last = layout.pieces.find((piece) => piece.kind === "entry" && piece.entry === entries[3]);
    const part = await openPieces(layout, { start: 0, end: (last?.at ?? 0) - 1 });
    expect((await buffer(part)).length).toBe(last?.at);
    await expect(openPieces(layout, { start: 0, end: last?.at ?? 0 })).rejects.toMatchObject({
      code: "file_unavailable",
    });
  });

  const { paths, libraries } = findArchivers();
  const env = { ...process.env, LD_LIBRARY_PATH: libraries, LC_ALL: "C.UTF-8" };
  const unpack: [string, string | undefined, (archive: string, into: string) => string[]][] = [
    ["unzip", "/usr/bin/unzip", (archive, into) => ["-q", archive, "-d", into]],
    ["7zz", paths["7zz"], (archive, into) => ["x", "-y", `-o${into}`, archive]],
    ["bsdtar", paths.bsdtar, (archive, into) => ["-xf", archive, "-C", into]],
    ["python3", paths.python3, (archive, into) => ["-m", "zipfile", "-e", archive, into]],
  ];
  it.each(unpack)("is read by %s", async (_, program, args) => {
    const layout = layOutZip(await Promise.all(files.map(([name, bytes]) => entry(name, bytes))));
    const archive = join(folder, "archive.zip");
    writeFileSync(archive, await wholeOf(layout));
    const into = mkdtempSync(join(folder, "out-"));
    const ran = spawnSync(program ?? "", args(archive, into), { env, encoding: "utf8" });
    // A machine without the program: the others say the same.
    if (ran.error && "code" in ran.error && ran.error.code === "ENOENT") return;
    expect(ran.status, ran.stderr + ran.stdout).toBe(0);
    for (const [name, bytes] of files) expect(readFileSync(join(into, name)).equals(bytes), name).toBe(true);
  });

  it("of more than 4 GiB says so in its ZIP64 records", async () => {
    // Never stored: what is written is the format, and between it nothing.
    const large = { name: "large.bin", size: 5 * 1024 ** 3, crc32: "12345678", createdAt };
    const small = { name: "after.txt", size: 5, crc32: crcOf(Buffer.from("after")), createdAt };
    const layout = layOutZip([
      large,
      small,
      { ...large, name: "again.bin", size: 0xffffffff },
      { ...small, name: "end" },
    ]);
    const path = join(folder, "large.zip");
    const file = openSync(path, "w");
    for (const piece of layout.pieces) {
      const bytes = piece.kind === "format" ? piece.bytes : piece.entry.size === 5 ? Buffer.from("after") : null;
      if (bytes) writeSync(file, bytes, 0, bytes.length, piece.at);
    }
    ftruncateSync(file, layout.size);
    closeSync(file);
    const script =
      "import json, sys, zipfile\nz = zipfile.ZipFile(sys.argv[1])\n" +
      "print(json.dumps([[i.filename, i.file_size, i.header_offset, list(i.date_time)] for i in z.infolist()]))\n" +
      "print(z.read('after.txt').decode(), z.read('end').decode())";
    const { stdout, stderr } = spawnSync("python3", ["-c", script, path], { encoding: "utf8" });
    const [list = "[]", words] = stdout.trim().split("\n");
    const offsets = layout.pieces.filter(({ kind }) => kind === "format").map(({ at }) => at);
    const date = [2026, 3, 4, 5, 6, 8];
    expect(JSON.parse(list), stderr).toEqual([
      ["large.bin", 5 * 1024 ** 3, offsets[0], date],
      ["after.txt", 5, offsets[1], date],
      ["again.bin", 0xffffffff, offsets[2], date],
      ["end", 5, offsets[3], date],
    ]);
    expect(words).toBe("after after");
    const seven = spawnSync(paths["7zz"] ?? "7zz", ["l", path], { env, encoding: "utf8" });
    if (!seven.error) expect(seven.status, seven.stdout).toBe(0);
  });
});
