import { mkdirSync, rmSync, statSync, symlinkSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { settings } from "@/lib/settings/settings";
import { testSettings } from "@/test/settings";
import { existingPages, findPage } from "./pages";
import { termsInForce } from "./terms-in-force";
import { allPageFiles, writeTemplates } from "./write-templates";

let folder: string;
beforeEach(() => {
  testSettings({ TERMS_URL: undefined, OPERATOR_NAME: undefined, OPERATOR_CONTACT: undefined });
  folder = join(settings().dataDir, "pages");
  mkdirSync(folder);
});

const write = (name: string, text: string | Buffer) => writeFileSync(join(folder, name), text);

describe("a page of the operator", () => {
  it("is there once its file is, and gone with it", () => {
    expect(existingPages()).toEqual([]);
    expect(findPage("terms", "en")).toBeNull();
    write("terms.md", "Be fair.");
    expect(findPage("terms", "en")).toEqual({ language: null, html: "<p>Be fair.</p>\n" });
    expect(existingPages()).toEqual(["terms"]);
    rmSync(join(folder, "terms.md"));
    expect(existingPages()).toEqual([]);
  });

  it("is in the reader's language if there is one, else in the one for all, else in any", () => {
    write("privacy.fr.md", "Rien.");
    expect(findPage("privacy", "ar")?.language).toBe("fr");
    write("privacy.md", "Nothing.");
    expect(findPage("privacy", "ar")?.html).toContain("Nothing.");
    expect(findPage("privacy", "fr")?.html).toContain("Rien.");
  });

  it("is read again only when its file has changed", () => {
    const path = join(folder, "imprint.md");
    write("imprint.md", "A");
    const first = findPage("imprint", "en");
    const { atimeMs } = statSync(path);
    for (let visit = 0; visit < 50; visit += 1) expect(findPage("imprint", "en")?.html).toBe(first?.html);
    expect(statSync(path).atimeMs).toBe(atimeMs);
    write("imprint.md", "B");
    utimesSync(path, new Date(), new Date(Date.now() + 1_000));
    expect(findPage("imprint", "en")?.html).toBe("<p>B</p>\n");
  });

  it("is not shown while it has gaps, is too large, is no text or no file", () => {
    write("terms.md", "By [[your name]].");
    write("imprint.md", "a".repeat(1_000_000));
    write("privacy.md", Buffer.from([0x61, 0xff, 0xfe]));
    mkdirSync(join(folder, "privacy.fr.md"));
    symlinkSync("/dev/zero", join(folder, "privacy.ar.md"));
    expect(existingPages()).toEqual([]);
    expect(allPageFiles(settings().dataDir).map(({ gaps, problem }) => [gaps, problem])).toEqual([
      [[], "too-large"],
      [["[[your name]]"], null],
      [[], "unreadable"],
    ]);
  });
});

describe("the terms of a server", () => {
  it("have another hash after any change of their text", () => {
    expect(termsInForce()).toBeNull();
    write("terms.md", "One");
    const one = termsInForce();
    expect(one?.url).toBe("http://localhost:3000/terms");
    write("terms.fr.md", "Un");
    const both = termsInForce();
    expect(both?.hash).not.toBe(one?.hash);
    rmSync(join(folder, "terms.fr.md"));
    expect(termsInForce()).toEqual(one);
  });

  it("are elsewhere with TERMS_URL, and only there", () => {
    write("terms.md", "One");
    testSettings({ TERMS_URL: "https://example.org/terms", DATA_DIR: settings().dataDir });
    expect(termsInForce()?.url).toBe("https://example.org/terms");
    expect(findPage("terms", "en")).toBeNull();
  });
});

describe("templates", () => {
  it("are written where nothing is, with what the settings know, and shown only once they are filled in", async () => {
    testSettings({ OPERATOR_NAME: "Ada's $& shop", OPERATOR_CONTACT: "ada@shop.example" });
    const { dataDir } = settings();
    const written = await writeTemplates(["en", "fr", "ar"]);
    expect(written).toHaveLength(9);
    expect(existingPages()).toEqual([]);
    const [imprint] = allPageFiles(dataDir);
    expect(imprint?.text).toMatch(/^Ada's \$& shop\n/);
    expect(imprint?.text).toContain("ada@shop.example");
    for (const { path, gaps } of allPageFiles(dataDir)) expect([path, gaps.length > 0]).toEqual([path, true]);

    const path = imprint?.path ?? "";
    writeFileSync(path, "Mine.");
    expect(await writeTemplates(["en", "fr", "ar"])).toEqual([]);
    expect(findPage("imprint", "en")?.html).toContain("Mine.");
  });
});
