import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, it, vi } from "vitest";
import { findArchivers } from "@/scripts/lib/find-archivers.mjs";
import { makeRar4, makeRar5 } from "@/test/make-rar";
import { makeTar, paxRecords } from "@/test/make-tar";
import { makeZip } from "@/test/make-zip";
import { readContent } from "@/test/read-content";

// The programs have a low priority: on a busy machine they wait.
vi.setConfig({ testTimeout: 120_000 });

/** Archives as the usual programs make them, of one folder. */

const { paths, libraries } = findArchivers({ install: false });
const env = { ...process.env, LD_LIBRARY_PATH: libraries, LC_ALL: "C.UTF-8" };
const README = "# Harbour\n\nPhotographs, and how they were made.\n";
const inside: Record<string, string | Buffer> = {
  "README.md": README,
  "photos/été 1.txt": "One",
  "photos/東京/2.bin": Buffer.alloc(100_000, "pattern"),
  "photos/.DS_Store": "left by a Mac",
  "empty.txt": "",
};
const expected = [
  { path: "harbour/README.md", bytes: README.length },
  { path: "harbour/empty.txt", bytes: 0 },
  { path: "harbour/photos/été 1.txt", bytes: 3 },
  { path: "harbour/photos/東京/2.bin", bytes: 100_000 },
];
const sum = 100_003 + README.length;

const folder = mkdtempSync(join(tmpdir(), "filekiosk-archives-"));
for (const [path, content] of Object.entries(inside)) {
  mkdirSync(join(folder, "harbour", path, ".."), { recursive: true });
  writeFileSync(join(folder, "harbour", path), content);
}
let made = 0;
/** Makes an archive; `OUT` is where. */
function pack(program: keyof typeof paths, ...args: string[]): Buffer {
  made += 1;
  const out = join(folder, `${made}.archive`);
  const ran = spawnSync(
    paths[program] ?? program,
    args.map((one) => one.replace("OUT", out)),
    { cwd: folder, env },
  );
  if (ran.status !== 0) throw new Error(`${program}: ${ran.stderr}`);
  return readFileSync(out);
}
const python = (code: string) => pack("python3", "-c", `import sys, zipfile, tarfile, os\nout = "OUT"\n${code}`);
const pythonTar = (format: string, mode: string) =>
  python(`with tarfile.open(out, "${mode}", format=tarfile.${format}_FORMAT) as tar: tar.add("harbour")`);
const pythonZip = (method: string) =>
  python(`
z = zipfile.ZipFile(out, "w", zipfile.${method})
for at, _, names in os.walk("harbour"):
    for name in names: z.write(os.path.join(at, name))
z.close()`);

const ZIP = "application/zip";
const TAR = "application/x-tar";
const GZIP = "application/gzip";
const SEVEN = "application/x-7z-compressed";
const makers: [what: string, needs: keyof typeof paths, mediaType: string, name: string, make: () => Buffer][] = [
  ["Info-ZIP", "zip", ZIP, "a.zip", () => pack("zip", "-qr", "OUT", "harbour")],
  ["7-Zip, as a ZIP", "7zz", ZIP, "a.zip", () => pack("7zz", "a", "-tzip", "OUT", "harbour")],
  ["bsdtar, as a ZIP", "bsdtar", ZIP, "a.zip", () => pack("bsdtar", "--format=zip", "-cf", "OUT", "harbour")],
  ["Python, as a ZIP", "python3", ZIP, "a.zip", () => pythonZip("ZIP_DEFLATED")],
  ["Python, as a ZIP that is not packed", "python3", ZIP, "a.zip", () => pythonZip("ZIP_STORED")],
  ["GNU tar", "tar", TAR, "a.tar", () => pack("tar", "--format=gnu", "-cf", "OUT", "harbour")],
  ["GNU tar, as POSIX has it", "tar", TAR, "a.tar", () => pack("tar", "--format=posix", "-cf", "OUT", "harbour")],
  ["bsdtar", "bsdtar", TAR, "a.tar", () => pack("bsdtar", "-cf", "OUT", "harbour")],
  ["7-Zip, as a TAR", "7zz", TAR, "a.tar", () => pack("7zz", "a", "-ttar", "OUT", "harbour")],
  ["Python, as a TAR", "python3", TAR, "a.tar", () => pythonTar("USTAR", "w")],
  ["GNU tar with gzip", "tar", GZIP, "a.tar.gz", () => pack("tar", "-czf", "OUT", "harbour")],
  ["bsdtar with gzip", "bsdtar", GZIP, "a.tgz", () => pack("bsdtar", "-czf", "OUT", "harbour")],
  ["7-Zip", "7zz", SEVEN, "a.7z", () => pack("7zz", "a", "OUT", "harbour")],
  ["7-Zip, its list not packed", "7zz", SEVEN, "a.7z", () => pack("7zz", "a", "-mhc=off", "-ms=off", "OUT", "harbour")],
  ["bsdtar, as a 7z", "bsdtar", SEVEN, "a.7z", () => pack("bsdtar", "--format=7zip", "-cf", "OUT", "harbour")],
  ["Python, as a TAR with gzip", "python3", GZIP, "a.tgz", () => pythonTar("PAX", "w:gz")],
];

describe("what is in an archive", () => {
  it.each(makers)("by %s", async (_what, needs, mediaType, name, make) => {
    if (!paths[needs]) return;
    const { facts, excerpt } = await readContent(mediaType, make(), { name });
    expect(facts).toEqual({ kind: "archive", trouble: null, files: 4, bytes: sum });
    const entries = [...(excerpt?.entries ?? [])].sort((one, other) => (one.path < other.path ? -1 : 1));
    expect(entries).toEqual(expected);
    expect(excerpt).toMatchObject({ hasMore: false, ...(mediaType === SEVEN ? {} : { readme: README.trim() }) });
  });

  it("is not told where its seller does not show it; how much it is, is", async () => {
    const zip = makeZip([{ name: "README", content: Buffer.from("secret") }]);
    const { facts, excerpt } = await readContent(ZIP, zip, { showing: { contents: false } });
    expect([facts, excerpt]).toEqual([{ kind: "archive", trouble: null, files: 1, bytes: 6 }, {}]);
  });

  it.runIf(paths.zip)("is encrypted in part", async () => {
    const { facts, excerpt } = await readContent(ZIP, pack("zip", "-qrP", "secret", "OUT", "harbour"));
    expect(facts).toMatchObject({ files: 4, trouble: "encrypted" });
    expect(excerpt?.readme).toBeUndefined();
  });

  it("is one file, packed by gzip", async () => {
    const { facts, excerpt } = await readContent(GZIP, gzipSync(Buffer.alloc(3_000_000)), { name: "zeros.bin.gz" });
    expect(facts).toMatchObject({ files: 1, bytes: 3_000_000, trouble: null });
    expect(excerpt?.entries).toEqual([{ path: "zeros.bin", bytes: 3_000_000 }]);
  });

  it("is cut after 500 files, which are counted all the same", async () => {
    const zip = makeZip(Array.from({ length: 1_200 }, (_, index) => ({ name: `${index}` })));
    const { facts, excerpt } = await readContent(ZIP, zip);
    expect(facts).toMatchObject({ files: 1_200 });
    expect([excerpt?.entries?.length, excerpt?.hasMore]).toEqual([500, true]);
  });

  it("has the README that is least deep, no deeper than one folder, and not more of it than is shown", async () => {
    const zip = makeZip([
      { name: "a/b/readme.md", content: Buffer.from("too deep") },
      { name: "a/readme.txt", content: Buffer.from("of a folder") },
      { name: "ReadMe", content: Buffer.from("of all ".repeat(5_000)) },
    ]);
    const { excerpt } = await readContent(ZIP, zip);
    expect(excerpt?.readme).toMatch(/^of all of all/);
    expect(excerpt?.readme?.length).toBeLessThanOrEqual(8_000);
    const folder = await readContent(
      ZIP,
      makeZip([{ name: "a/readme.txt", content: Buffer.from("caf\u00e9", "latin1") }]),
    );
    expect(folder.excerpt?.readme).toBe("café");
  });
});

describe("names in an archive", () => {
  const listed = async (...names: (string | Buffer)[]) => {
    const { excerpt } = await readContent(ZIP, makeZip(names.map((name) => ({ name, flags: 0 }))));
    return excerpt?.entries?.map(({ path }) => path);
  };

  it.each([
    ["UTF-8 that nothing announces", Buffer.from("été.txt"), "été.txt"],
    ["DOS", Buffer.from([0x82, 0x74, 0x82, 0x2e, 0x74, 0x78, 0x74]), "été.txt"],
    ["Shift-JIS", Buffer.from("83658358836700936e2e747874".replace("00", ""), "hex"), "テスト渡.txt"],
    ["folders of Windows", Buffer.from("a\\b\\c.txt"), "a/b/c.txt"],
    ["a way out of the folder", Buffer.from("../../etc/./passwd"), "etc/passwd"],
    ["the root", Buffer.from("/etc/passwd"), "etc/passwd"],
    ["letters that turn the others", Buffer.from("photo\u202egpj.exe"), "photogpj.exe"],
    ["controls", Buffer.from("a\u0007\u001b[2Jb\n.txt"), "a[2Jb .txt"],
  ])("by %s", async (_what, name, path) => {
    expect(await listed(name)).toEqual([path]);
  });

  it("of 64 KB are cut, and empty ones left out", async () => {
    const [long] = (await listed("x".repeat(65_000))) ?? [];
    expect(long).toBe("x".repeat(300));
    expect(await listed("..", "", "a", "__MACOSX/._a", ".DS_Store", "folder/")).toEqual(["a"]);
  });

  it("that an extra field has in UTF-8", async () => {
    const name = Buffer.from("名前.txt");
    const extra = Buffer.concat([Buffer.from([0x75, 0x70, name.length + 5, 0, 1, 0, 0, 0, 0]), name]);
    const { excerpt } = await readContent(ZIP, makeZip([{ name: "????.txt", extra }]));
    expect(excerpt?.entries).toEqual([{ path: "名前.txt", bytes: 0 }]);
  });
});

describe("a TAR", () => {
  it("has names and sizes in records of its own, and files with holes", async () => {
    const long = `${"folder/".repeat(30)}名前.txt`;
    const tar = makeTar([
      { name: "././@LongLink", type: "L", content: Buffer.from(`${long}\0`) },
      { name: "cut", content: Buffer.from("one") },
      { name: "pax", type: "x", content: paxRecords({ path: "from pax", "GNU.sparse.realsize": "1000000" }) },
      { name: "cut", content: Buffer.from("four") },
      { name: "holes", type: "S", content: Buffer.from("x"), change: (header) => header.write("00000100000\0", 483) },
      { name: "folder", type: "5" },
      { name: "link", type: "2" },
    ]);
    const { facts, excerpt } = await readContent(TAR, tar);
    expect(excerpt?.entries).toEqual([
      { path: long, bytes: 3 },
      { path: "from pax", bytes: 1_000_000 },
      { path: "holes", bytes: 32_768 },
    ]);
    expect(facts).toMatchObject({ files: 3, trouble: null });
  });

  it.runIf(paths.tar)("of 12 GB costs its headers only", async () => {
    const header = makeTar([{ name: "film.mov", size: 6 * 1024 ** 3 }]).subarray(0, 512);
    const step = 512 + 6 * 1024 ** 3;
    let read = 0;
    const source = {
      size: 2 * step,
      async read(at: number, length: number) {
        read += length;
        const bytes = Buffer.alloc(length);
        for (const begin of [0, step]) if (begin >= at && begin < at + length) header.copy(bytes, begin - at);
        return bytes;
      },
    };
    const { facts } = await readContent(TAR, source);
    expect(facts).toMatchObject({ files: 2, bytes: 12 * 1024 ** 3, trouble: null });
    expect(read).toBeLessThan(1024 * 1024);
  });
});

describe.runIf(paths["7zz"])("a 7z", () => {
  it("of many files has a long list, which is unpacked", async () => {
    const many = join(folder, "many");
    mkdirSync(many);
    for (let index = 0; index < 700; index += 1) writeFileSync(join(many, `photo-${index * 7919}.raw`), `${index}`);
    const { facts, excerpt } = await readContent(SEVEN, pack("7zz", "a", "OUT", "many"));
    expect(facts).toEqual({ kind: "archive", trouble: null, files: 700, bytes: 1_990 });
    const lengths = excerpt?.entries?.map(({ path }) => String(Number(/photo-(\d+)/.exec(path)?.[1]) / 7919).length);
    expect(excerpt?.entries?.map(({ bytes }) => bytes)).toEqual(lengths);
    expect([excerpt?.entries?.length, excerpt?.hasMore]).toEqual([500, true]);
  });

  it("that is encrypted shows its names, unless they are, too", async () => {
    const files = pack("7zz", "a", "-psecret", "OUT", "harbour");
    expect((await readContent(SEVEN, files)).facts).toEqual({
      kind: "archive",
      trouble: "encrypted",
      files: 4,
      bytes: sum,
    });
    const names = pack("7zz", "a", "-psecret", "-mhe=on", "OUT", "harbour");
    const told = await readContent(SEVEN, names);
    expect([told.facts, told.excerpt]).toEqual([
      { kind: "archive", trouble: "encrypted", files: null, bytes: null },
      { entries: [], hasMore: true },
    ]);
  });

  it.each([0.3, 0.9, 0.99])("of which %s are there is damaged", async (share) => {
    const whole = pack("7zz", "a", "OUT", "harbour");
    const { facts } = await readContent(SEVEN, whole.subarray(0, whole.length * share));
    expect(facts).toMatchObject({ trouble: "damaged", bytes: null });
  });

  it("with other bytes in its list is damaged, and nothing else happens", async () => {
    const whole = pack("7zz", "a", "OUT", "harbour");
    const [offset, length] = [Number(whole.readBigUInt64LE(12)), Number(whole.readBigUInt64LE(20))];
    for (let at = 32 + offset; at < 32 + offset + length; at += 3) {
      const bent = Buffer.from(whole);
      bent.writeUInt8((bent.readUInt8(at) + 0x55) & 255, at);
      const { facts } = await readContent(SEVEN, bent);
      expect(facts?.kind).toBe("archive");
    }
  });
});

describe("a RAR", () => {
  const RAR = "application/x-rar-compressed";
  it.each([
    ["5", makeRar5],
    ["4", makeRar4],
  ] as const)("of version %s is listed", async (_version, make) => {
    const files = [
      { name: "a/b.txt", bytes: 5_000, packed: Buffer.alloc(100) },
      { name: "c.bin", bytes: 7, packed: Buffer.alloc(7) },
    ];
    const { facts, excerpt } = await readContent(RAR, make(files));
    expect(facts).toEqual({ kind: "archive", trouble: null, files: 2, bytes: 5_007 });
    expect(excerpt?.entries?.map(({ path, bytes }) => ({ name: path, bytes }))).toEqual(
      files.map(({ name, bytes }) => ({ name, bytes })),
    );
    expect((await readContent(RAR, make(files, "files"))).facts).toMatchObject({ files: 2, trouble: "encrypted" });
    expect((await readContent(RAR, make(files, "names"))).facts).toMatchObject({ files: null, trouble: "encrypted" });
    expect((await readContent(RAR, make(files).subarray(0, -60))).facts).toMatchObject({
      trouble: "damaged",
      bytes: null,
    });
  });
});
