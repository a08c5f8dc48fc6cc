import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import fs from "node:fs/promises";
import { syncBuiltinESMExports } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it, onTestFinished, vi } from "vitest";
import { hasFileSystems, mayMount } from "@/test/disks";
import { mountDisk } from "@/test/file-systems";
import { namesToTry } from "./file-name";
import { NotNamed, placeFile } from "./place-file";

afterEach(() => {
  vi.restoreAllMocks();
  syncBuiltinESMExports();
});

const folderHere = () => {
  const folder = mkdtempSync(join(tmpdir(), "filekiosk-place-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
};

/** A finished download in a folder. */
function finished(folder: string, bytes = "the bytes") {
  const part = join(folder, "abc.part");
  writeFileSync(part, bytes);
  return part;
}

const place = (folder: string, name: string) => placeFile(finished(folder), folder, name, "abc");

const disks: [what: string, make: () => string][] = [
  ["here", folderHere],
  ...(mayMount ? [["tmpfs", () => mountDisk("tmpfs", 1_000_000)] as [string, () => string]] : []),
  ...(hasFileSystems
    ? ([
        ["exFAT", () => mountDisk("exfat", 8_000_000)],
        ["FAT", () => mountDisk("fat", 8_000_000)],
      ] as [string, () => string][])
    : []),
];

describe.each(disks)("on %s", (what, make) => {
  it("a download gets its name, and never that of another file", async () => {
    const folder = make();
    writeFileSync(join(folder, "a.txt"), "another");
    mkdirSync(join(folder, "a (1).txt"));
    expect(await place(folder, "a.txt")).toBe(join(folder, "a (2).txt"));
    expect(readFileSync(join(folder, "a.txt"), "utf8")).toBe("another");
    expect(readFileSync(join(folder, "a (2).txt"), "utf8")).toBe("the bytes");
    expect(readdirSync(folder).sort()).toEqual(["a (1).txt", "a (2).txt", "a.txt"]);
  });

  it("a name that the disk refuses becomes one that it takes, with the same ending", async () => {
    const folder = make();
    const names = ['what: "a" <b>|?*.pdf', `${"é".repeat(200)}.pdf`, `${"東".repeat(300)}.pdf`];
    for (const name of names) {
      const target = await place(folder, name);
      expect(target).toMatch(/\.pdf$/);
      expect(readFileSync(target, "utf8")).toBe("the bytes");
    }
    expect(readdirSync(folder)).toHaveLength(names.length);
    if (/FAT/.test(what)) expect(readdirSync(folder)).toContain("what_ _a_ _b____.pdf");
  });
});

/** What the system answers to a call, as on the disks that this machine does not have. */
function refuses(call: "link" | "rename" | "open" | "copyFile", code: string) {
  const error = Object.assign(new Error(code), { code, syscall: call.toLowerCase() });
  vi.spyOn(fs, call).mockRejectedValue(error);
  syncBuiltinESMExports();
}

describe("where the system refuses", () => {
  it.each(["EPERM", "ENOTSUP", "ENOSYS", "EMLINK", "EXDEV", "EACCES"])("links with %s, it is renamed", async (code) => {
    const folder = folderHere();
    refuses("link", code);
    expect(await place(folder, "a.txt")).toBe(join(folder, "a.txt"));
    expect(readdirSync(folder)).toEqual(["a.txt"]);
  });

  it("links and renames, it is copied", async () => {
    const folder = folderHere();
    refuses("link", "EPERM");
    refuses("rename", "EXDEV");
    expect(await place(folder, "a.txt")).toBe(join(folder, "a.txt"));
    expect(readdirSync(folder)).toEqual(["a.txt"]);
    expect(readFileSync(join(folder, "a.txt"), "utf8")).toBe("the bytes");
  });

  it("everything, the bytes stay, and the words say where and why", async () => {
    const folder = folderHere();
    refuses("link", "EACCES");
    refuses("open", "EACCES");
    const failed = await place(folder, "a.txt").catch((error: unknown) => error);
    expect(failed).toBeInstanceOf(NotNamed);
    expect(String(failed)).toContain(join(folder, "abc.part"));
    expect(String(failed)).toContain("this account has no permission for it (EACCES)");
    expect(readFileSync(join(folder, "abc.part"), "utf8")).toBe("the bytes");
  });

  it("the copy with ENOSPC, nothing half stays beside the bytes", async () => {
    const folder = folderHere();
    refuses("link", "EPERM");
    refuses("rename", "EXDEV");
    refuses("copyFile", "ENOSPC");
    await expect(place(folder, "a.txt")).rejects.toThrow("the disk is full (ENOSPC)");
    expect(readdirSync(folder)).toEqual(["abc.part"]);
  });
});

it("tries names from the seller's own to one of letters and digits", () => {
  expect(namesToTry("a: b?.pdf ", "abc")).toEqual(["a: b?.pdf ", "a_ b_.pdf", "abc.pdf"]);
  expect(namesToTry("NUL.txt", "abc")).toEqual(["NUL.txt", "_NUL.txt", "abc.txt"]);
  expect(namesToTry("...", "abc")).toEqual(["...", "abc"]);
  for (const name of namesToTry(`${"👨‍👩‍👧".repeat(99)}.tar.gz`, "abc").slice(1)) {
    expect(Buffer.byteLength(name)).toBeLessThan(250);
    expect(name).toMatch(/\.gz$/);
    expect(name).not.toContain("\ufffd");
  }
});
