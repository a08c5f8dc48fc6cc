import { spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import sharp from "sharp";
import { describe, expect, it, vi } from "vitest";
import { hostilePictures } from "@/test/hostile-pictures";
import { readContent } from "@/test/read-content";
import { confinement } from "./confinement/confinement";
import { pictureLimits } from "./cover";
import { onlyPart, ProgramFailed } from "./read-answer";
import { type ProgramLimits, runProgram } from "./run-program";

// The programs have a low priority: on a busy machine they wait.
vi.setConfig({ testTimeout: 120_000 });

/** The real worker, in its real process, with pictures as strangers may upload them. */

const cover = { side: 800, bytes: 60_000 };

/** Of a picture for sale. */
const decode = async (bytes: Uint8Array, limits: Partial<ProgramLimits> = {}) =>
  onlyPart(await readContent("image/png", bytes, { showing: { picture: "blurred" }, limits }));
/** Of one that a seller chose. */
const reduce = async (input: Uint8Array | Readable, limits: Partial<ProgramLimits> = {}) =>
  onlyPart(await runProgram("reduce-cover", cover, input, { ...pictureLimits, ...limits }));

async function reasonOf(work: Promise<unknown>): Promise<string> {
  const error = await work.then(
    () => null,
    (failure: unknown) => failure,
  );
  return error instanceof ProgramFailed ? error.reason : `no ProgramFailed but ${error}`;
}

const noise = (width: number, height: number) =>
  sharp({
    create: { width, height, channels: 3, background: "#808080", noise: { type: "gaussian", mean: 128, sigma: 60 } },
  });
/** Left half red, right half blue. */
const twoHalves = (width: number, height: number) => {
  const half = { width: width / 2, height, channels: 3 as const, background: "#0000ff" };
  return sharp({ create: { width, height, channels: 3, background: "#ff0000" } }).composite([
    { input: { create: half }, left: width / 2, top: 0 },
  ]);
};

const secret = "Taken at 48.85 N, 2.35 E";

describe("a blurred picture", () => {
  it.each(["jpeg", "png", "webp", "gif", "avif", "tiff"] as const)("is made of %s, 32 points wide", async (format) => {
    const made = await decode(await twoHalves(640, 480).toFormat(format).toBuffer());
    expect(made).toMatchObject({ width: 32, height: 24, of: { width: 640, height: 480 } });
    expect(await sharp(made.bytes).metadata()).toMatchObject({ format: "webp", width: 32, height: 24 });
    expect(made.bytes.length).toBeLessThan(1_000);
  });

  it("is turned the way the camera was held, and keeps nothing that the camera wrote", async () => {
    const input = await twoHalves(640, 320)
      .withExif({ IFD0: { ImageDescription: secret, Orientation: "6" } })
      .withMetadata({ orientation: 6 })
      .jpeg()
      .toBuffer();
    const made = await decode(input);
    expect(made).toMatchObject({ width: 16, height: 32, of: { width: 320, height: 640 } });
    const shown = await sharp(made.bytes).raw().toBuffer({ resolveWithObject: true });
    const colourAt = (y: number) => [...shown.data.subarray(y * 16 * 3, y * 16 * 3 + 3)];
    expect(colourAt(1)[0]).toBeGreaterThan(150);
    expect(colourAt(30)[2]).toBeGreaterThan(150);
    const { exif, icc, xmp, iptc } = await sharp(made.bytes).metadata();
    expect([exif, icc, xmp, iptc]).toEqual([undefined, undefined, undefined, undefined]);
    expect(made.bytes.includes(secret)).toBe(false);
  });

  it("has screen colours where the file is for print", async () => {
    const made = await decode(await noise(640, 480).toColourspace("cmyk").jpeg().toBuffer());
    expect(await sharp(made.bytes).metadata()).toMatchObject({ space: "srgb", channels: 3 });
  });

  it("shows only the first frame of a moving picture", async () => {
    const frames = await Promise.all([twoHalves(320, 160).png().toBuffer(), noise(320, 160).png().toBuffer()]);
    const moving = await sharp(frames, { join: { animated: true } })
      .gif()
      .toBuffer();
    expect((await sharp(moving).metadata()).pages).toBe(2);
    const made = await decode(moving);
    expect(made.of).toEqual({ width: 320, height: 160 });
    expect((await sharp(made.bytes).metadata()).pages).toBeUndefined();
  });

  it("gives away no code that could be scanned: of its modules hardly more can be told than by guessing", async () => {
    const modules = 25;
    const bits = Array.from({ length: modules ** 2 }, (_, index) => (Math.imul(index + 7, 2_654_435_761) >>> 13) & 1);
    const raw = { width: modules, height: modules, channels: 1 as const };
    const code = await sharp(Buffer.from(bits.map((bit) => bit * 255)), { raw })
      .resize({ width: 1_000, kernel: "nearest" })
      .png()
      .toBuffer();
    const made = await decode(code);
    // The best a thief can do: enlarge it, and call dark what is darker than its surroundings.
    const enlarged = sharp(made.bytes).greyscale().resize(modules, modules, { kernel: "lanczos3" });
    const near = await enlarged.clone().raw().toBuffer();
    const around = await enlarged.clone().blur(4).raw().toBuffer();
    const told = bits.filter((bit, index) => ((near[index] ?? 0) > (around[index] ?? 0) ? 1 : 0) === bit).length;
    expect(told / bits.length).toBeLessThan(0.72);
  });

  it("has at most a sixteenth of the points of each side, and where too few are left nothing is shown", async () => {
    expect(await decode(await noise(160, 96).png().toBuffer())).toMatchObject({ width: 10, height: 6 });
    const tiny = await readContent("image/png", await noise(48, 48).png().toBuffer());
    expect(tiny).toMatchObject({ facts: { width: 48, height: 48, trouble: null }, parts: [] });
  });
});

describe("a cover", () => {
  it("is re-encoded: at most 800 points and 60 KB, without the camera's metadata", async () => {
    const input = await noise(3_000, 2_000)
      .withExif({ IFD0: { ImageDescription: secret } })
      .jpeg()
      .toBuffer();
    const made = await reduce(input);
    expect(made).toMatchObject({ width: 800, height: 533 });
    expect(made.bytes.length).toBeLessThanOrEqual(60_000);
    expect(made.bytes.includes(secret)).toBe(false);
  });

  it("is not made larger than it was", async () => {
    expect(await reduce(await noise(40, 30).png().toBuffer())).toMatchObject({ width: 40, height: 30 });
  });
});

describe("of what is no picture to us", () => {
  const refused = hostilePictures.filter(({ reason }) => reason);
  it.each(refused)("$what nothing is made, and the reason is told", async ({ make, reason }) => {
    expect(await reasonOf(decode(await make()))).toBe(reason);
  });

  it.each(hostilePictures.filter(({ reason }) => !reason))("but $what is told and bounded", async ({ make }) => {
    const { facts, parts } = await readContent("image/png", await make());
    expect(facts).toMatchObject({ kind: "picture", trouble: null });
    for (const { width, height, bytes } of parts) {
      expect(Math.max(width, height)).toBeLessThanOrEqual(800);
      expect(bytes.length).toBeLessThanOrEqual(70_000);
    }
  });
});

describe("the process that opens pictures", () => {
  it("is killed when it takes too long", async () => {
    const began = Date.now();
    const endless = new Readable({ read() {} });
    expect(await reasonOf(reduce(endless, { time: 700 }))).toBe("killed");
    expect(Date.now() - began).toBeLessThan(8_000);
  });

  it("is killed when it takes too much memory, and the server lives on", async () => {
    const plain = { width: 6_000, height: 6_000, channels: 3 as const, background: "#808080" };
    const picture = await sharp({ create: plain }).webp({ quality: 1, effort: 0 }).toBuffer();
    const memory = 130 * 1024 * 1024;
    expect(["killed", "unreadable"]).toContain(await reasonOf(reduce(picture, { memory })));
    expect((await decode(await noise(640, 480).png().toBuffer())).width).toBe(32);
  });

  it("is killed when it answers too much", async () => {
    expect(await reasonOf(decode(await noise(640, 480).png().toBuffer(), { output: 20 }))).toBe("killed");
  });

  it("knows no settings, can write no file and, where the system allows, reads none and reaches nobody", async () => {
    process.env.A_SECRET_OF_THE_SERVER = "here";
    const { told, text } = await probe();
    expect(told.env.filter((name) => !["PWD", "SHLVL", "_", "OLDPWD"].includes(name))).toEqual([]);
    expect(told.inherited).toEqual([]);
    const { network, files } = await confinement();
    expect([told.could.includes("connect"), told.could.includes("read")]).toEqual([network, files]);
    expect(told.could).not.toContain("write");
    // Where files are not closed, one can be opened for writing, which empties it.
    if (!files) expect([told.could, text]).toEqual([[], "bytes"]);
  });

  it("has the best way that this system allows", async () => {
    const { network, files } = await confinement();
    const succeeds = (command: string, ...args: string[]) => spawnSync(command, args).status === 0;
    const namespaces = ["--user", "--map-root-user", "--net"];
    const room = succeeds("unshare", ...namespaces, "--mount", "--pid", "--fork", "mount", "-t", "tmpfs", "x", "/sys");
    const help = spawnSync("setpriv", ["--help"], { encoding: "utf8" }).stdout ?? "";
    const fenced = /--landlock-access/.test(help) && /--seccomp-filter/.test(help);
    expect({ network, files }).toEqual({
      network: !fenced && !succeeds("unshare", ...namespaces, "true"),
      files: !fenced && !room,
    });
  });

  it("draws cards there, with fonts that it reads and a cache that it writes", async () => {
    const folder = mkdtempSync(join(tmpdir(), "filekiosk-fonts-"));
    mkdirSync(join(folder, "cache"));
    writeFileSync(join(folder, "secret"), "not closed: among the fonts");
    const { told } = await probe({ read: folder, write: join(folder, "cache") }, join(folder, "secret"));
    expect(told.could).toContain("read");
    expect(told.could).not.toContain("write");
  });
});

/** Runs a program that tries what it must not be able to do. */
async function probe(folders?: ProgramLimits["folders"], target?: string) {
  const folder = mkdtempSync(join(tmpdir(), "filekiosk-probe-"));
  const [secrets, seen, scratch] = [join(folder, "secrets"), join(folder, "seen"), join(folder, "scratch")];
  for (const each of [secrets, seen, scratch]) mkdirSync(each);
  const file = target ?? join(secrets, "for-sale");
  if (!target) writeFileSync(file, "bytes");
  const link = join(seen, "link");
  symlinkSync(file, link);
  const socket = join(secrets, "socket");
  const server = createServer((one) => one.end()).listen(0, "127.0.0.1");
  const atPath = createServer((one) => one.end()).listen(socket);
  const servers = [server, atPath];
  await Promise.all(servers.map((each) => each.listening || once(each, "listening")));
  const { port } = server.address() as { port: number };
  const program = "../../../test/programs/probe";
  const limits = { ...pictureLimits, folders: folders ?? { read: seen, write: scratch } };
  const params = { file, link, socket, port, pid: process.pid };
  const failure = await runProgram(program, params, Buffer.alloc(0), limits).catch((error: Error) => error);
  for (const each of servers) each.close();
  const told = JSON.parse((failure as Error).message.replace("unreadable: ", ""));
  return { told: told as { env: string[]; inherited: number[]; could: string[] }, text: readFileSync(file, "utf8") };
}
