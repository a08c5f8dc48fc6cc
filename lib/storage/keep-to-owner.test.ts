import { chmodSync, mkdirSync, mkdtempSync, readdirSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, vi } from "vitest";
import { log } from "@/lib/log";
import { keepDataToOwner } from "./keep-to-owner";

const node = { by: "node" } as const;
const nginx = { by: "nginx", location: "/filekiosk-files/" } as const;

/** A shop of release 0.2.0: everything can be read by everybody. */
function oldShop(): string {
  const dataDir = mkdtempSync(join(tmpdir(), "filekiosk-data-"));
  for (const folder of ["files/ab", "uploads", "previews/cards", "backups/one"]) {
    mkdirSync(join(dataDir, folder), { recursive: true });
    writeFileSync(join(dataDir, folder, "bytes"), "");
  }
  for (const name of ["filekiosk.db", "filekiosk.db-wal", "filekiosk.db.before-1"])
    writeFileSync(join(dataDir, name), "");
  for (const path of everything(dataDir)) chmodSync(path, statSync(path).isDirectory() ? 0o755 : 0o644);
  return dataDir;
}

function everything(folder: string): string[] {
  const inside = readdirSync(folder, { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() ? everything(join(folder, entry.name)) : [join(folder, entry.name)],
  );
  return [folder, ...inside];
}

const modeOf = (path: string) => statSync(path).mode & 0o777;
const modesOf = (folder: string) => [...new Set(everything(folder).map((path) => modeOf(path).toString(8)))].sort();

it("closes a shop of before to everybody but its own user", async () => {
  const dataDir = oldShop();
  await keepDataToOwner({ dataDir, sendFiles: node });
  expect(modesOf(dataDir)).toEqual(["600", "700"]);
});

it("makes a new folder closed", async () => {
  const dataDir = join(mkdtempSync(join(tmpdir(), "filekiosk-data-")), "new");
  await keepDataToOwner({ dataDir, sendFiles: node });
  expect(modeOf(dataDir)).toBe(0o700);
});

it("lets the group read files where nginx sends them, and nothing else", async () => {
  const dataDir = oldShop();
  await keepDataToOwner({ dataDir, sendFiles: nginx });
  expect(modesOf(join(dataDir, "files"))).toEqual(["640", "750"]);
  expect(modeOf(dataDir)).toBe(0o750);
  for (const name of ["uploads", "previews", "backups"]) expect(modesOf(join(dataDir, name))).toEqual(["600", "700"]);
  expect(modeOf(join(dataDir, "filekiosk.db"))).toBe(0o600);
});

it("is finished by the next start if it was interrupted", async () => {
  const dataDir = oldShop();
  chmodSync(join(dataDir, "files/ab/bytes"), 0o600);
  chmodSync(join(dataDir, "files/ab"), 0o700);
  await keepDataToOwner({ dataDir, sendFiles: node });
  expect(modesOf(dataDir)).toEqual(["600", "700"]);
});

it("follows no symbolic link", async () => {
  const [dataDir, elsewhere] = [oldShop(), join(mkdtempSync(join(tmpdir(), "filekiosk-else-")), "theirs")];
  writeFileSync(elsewhere, "");
  chmodSync(elsewhere, 0o644);
  symlinkSync(elsewhere, join(dataDir, "files/link"));
  await keepDataToOwner({ dataDir, sendFiles: node });
  expect(modeOf(elsewhere)).toBe(0o644);
});

it("leaves a folder open that is also somebody else's, says so, and closes what is the shop's", async () => {
  const warn = vi.spyOn(log, "warn").mockImplementation(() => {});
  const dataDir = oldShop();
  mkdirSync(join(dataDir, "photographs"));
  chmodSync(join(dataDir, "photographs"), 0o755);
  await keepDataToOwner({ dataDir, sendFiles: node });
  expect([modeOf(dataDir), modeOf(join(dataDir, "photographs")), modeOf(join(dataDir, "filekiosk.db"))]).toEqual([
    0o755, 0o755, 0o600,
  ]);
  expect(warn).toHaveBeenCalledWith(expect.stringContaining("Give the shop a folder of its own"));
});
