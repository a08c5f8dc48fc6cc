import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeEach, describe, expect, it, vi } from "vitest";
import { findBrowser } from "./find-browser.mjs";

const folder = mkdtempSync(join(tmpdir(), "filekiosk-browser-"));
afterAll(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
});

beforeEach(() => {
  vi.unstubAllEnvs();
  vi.stubEnv("PLAYWRIGHT_CHROMIUM", "");
  // Nothing of Playwright's own is here.
  vi.stubEnv("PLAYWRIGHT_BROWSERS_PATH", join(folder, "none"));
});

function program(name: string, script: string): string {
  const path = join(folder, name);
  writeFileSync(path, `#!/bin/sh\n${script}\n`);
  chmodSync(path, 0o755);
  return path;
}

describe.skipIf(process.platform === "win32")("findBrowser", () => {
  it("takes the system's browser from the PATH, passing by one that does not run", async () => {
    program("chromium", "echo 'libnss3.so: cannot open shared object file' >&2; exit 127");
    const good = program("chromium-browser", "echo Chromium 150");
    vi.stubEnv("PATH", folder);
    await expect(findBrowser({ install: false })).resolves.toMatchObject({ executablePath: good });
  });

  it("says what it tried and what to do when there is none", async () => {
    program("chromium", "echo 'libnss3.so: cannot open shared object file' >&2; exit 127");
    rmSync(join(folder, "chromium-browser"), { force: true });
    vi.stubEnv("PATH", folder);
    await expect(findBrowser({ install: false })).rejects.toThrow(
      /Tried:\n {2}- Playwright's own Chromium: not installed\n {2}- .*chromium: does not run \(libnss3.so: cannot open.*\)\nInstall one/,
    );
  });

  it("prefers the one that PLAYWRIGHT_CHROMIUM names, and refuses it when it does not run", async () => {
    const chosen = program("mine", "echo Chromium 150");
    vi.stubEnv("PLAYWRIGHT_CHROMIUM", chosen);
    await expect(findBrowser()).resolves.toMatchObject({ executablePath: chosen });
    vi.stubEnv("PLAYWRIGHT_CHROMIUM", join(folder, "nowhere"));
    await expect(findBrowser()).rejects.toThrow(/PLAYWRIGHT_CHROMIUM names .*nowhere, which does not run/);
  });
});
