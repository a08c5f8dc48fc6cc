import { mkdtempSync, readdirSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { DAY } from "@/lib/clock";
import { db } from "@/lib/db/client";
import { claimCookies } from "@/lib/entitlements/claim-token";
import { type Line, lineSchema } from "@/lib/journal/entries";
import { eraseSeller } from "@/lib/privacy/erase";
import { exportSeller } from "@/lib/privacy/export";
import { fileInfo } from "@/lib/products/files/file-info";
import { findFile } from "@/lib/products/files/find-file";
import { removeFile } from "@/lib/products/files/remove-file";
import { updateFile } from "@/lib/products/files/update-file";
import { replayJournal } from "@/lib/restore/replay/replay-journal";
import { readSellerPage } from "@/lib/sellers/seller-page";
import { resetSettings } from "@/lib/settings/settings";
import type { SessionData } from "@/lib/sign-in/seller-session";
import { freshDatabase } from "@/test/database";
import { makeFile, makeSeller } from "@/test/files";
import { claimHandle, claimSlug } from "./claim-name";
import { fileOfUrl, followHandle, followLink, readLinkPath } from "./follow-link";
import { readOwnHandle, readOwnLink } from "./own-link";
import { handleKey } from "./read-name";

const now = new Date();
const folder = mkdtempSync(join(tmpdir(), "filekiosk-names-"));
let close: () => Promise<void>;
let ana: SessionData;
let other: SessionData;
let book: string;
let film: string;
beforeAll(async () => {
  process.env.APP_URL = "http://localhost:3000";
  process.env.JOURNAL_DIR = folder;
  resetSettings();
  ({ close } = await freshDatabase());
  [ana, other] = [await makeSeller(), await makeSeller()];
  book = (await makeFile(ana, { title: "Quiet harvest" })).id;
  film = (await makeFile(ana, { title: "حصاد هادئ" })).id;
  await makeFile(other);
});
afterAll(async () => {
  delete process.env.JOURNAL_DIR;
  resetSettings();
  await close();
});

const handle = (seller: SessionData, text: string, at = now) => claimHandle(seller.sellerId, text, at);
const slug = (fileId: string, text: string) => claimSlug(ana.sellerId, fileId, text, now);
const refusal = (act: Promise<unknown>) =>
  act.then(
    () => null,
    ({ code, members }: { code: string; members: { errors?: { code: string }[] } }) =>
      [code, members.errors?.[0]?.code].filter(Boolean).join(" "),
  );
const journal = (): Line[] =>
  readdirSync(folder)
    .flatMap((name) => readFileSync(join(folder, name), "utf8").trim().split("\n"))
    .map((line) => lineSchema.parse(JSON.parse(line)));

describe("a seller's handle", () => {
  it("is offered from the name, chosen, and leads to the seller by every spelling that looks like it", async () => {
    await db().seller.update({ where: { id: ana.sellerId }, data: { name: "Ana Lindqvist" } });
    expect(await readOwnHandle(ana.sellerId)).toEqual({ handle: null, url: null, offer: "ana-lindqvist" });
    await handle(ana, " Ana  LINDQVIST ");
    expect(await readOwnHandle(ana.sellerId)).toEqual({
      handle: "ana-lindqvist",
      url: "http://localhost:3000/s/ana-lindqvist",
      offer: null,
    });
    for (const typed of ["ana-lindqvist", "ANA-LINDQVIST", "Ána_lindqvist", "analindqvist", "ana-1indqvist"]) {
      expect([typed, await followHandle(typed)]).toEqual([typed, { sellerId: ana.sellerId, path: "/s/ana-lindqvist" }]);
    }
    expect(await followHandle("ana")).toBeNull();
  });

  it("is nobody else's, nor is one that looks like it, also after a change and under another's offer", async () => {
    await handle(ana, "ana-l");
    for (const typed of ["ana-l", "ana-lindqvist", "AnaLindqvist", "anà-1indqvist", "ana_l"]) {
      expect([typed, await refusal(handle(other, typed))]).toEqual([typed, "name_taken name_taken"]);
    }
    await db().seller.update({ where: { id: other.sellerId }, data: { name: "Ana Lindqvist" } });
    expect((await readOwnHandle(other.sellerId)).offer).toBe("ana-lindqvist-2");
    expect(await followHandle("ana-lindqvist")).toEqual({ sellerId: ana.sellerId, path: "/s/ana-l" });
    // An earlier one of one's own may be taken up again.
    await handle(ana, "ana-lindqvist");
    expect(await followHandle("ana-l")).toEqual({ sellerId: ana.sellerId, path: "/s/ana-lindqvist" });
  });

  it("is given to one of two who ask at once", async () => {
    const third = await makeSeller();
    await makeFile(third);
    const answers = await Promise.all([refusal(handle(other, "noor")), refusal(handle(third, "n00r"))]);
    expect(answers.toSorted()).toEqual(["name_taken name_taken", null].toSorted());
  });

  it("is for sellers of something, three new ones a month", async () => {
    const newcomer = await makeSeller();
    expect(await refusal(handle(newcomer, "somebody"))).toBe("name_needs_file");
    await makeFile(newcomer);
    const four = ["somebody-a", "somebody-b", "somebody-c", "somebody-e"].map((name) =>
      refusal(handle(newcomer, name)),
    );
    expect((await Promise.all(four)).toSorted()).toEqual(["names_spent", null, null, null].toSorted());
    expect(await refusal(handle(newcomer, "somebody-d"))).toBe("names_spent");
    const [own] = await db().linkName.findMany({ where: { sellerId: newcomer.sellerId } });
    const again = ["somebody-a", "somebody-b", "somebody-c", "somebody-e"].find((name) => handleKey(name) === own?.id);
    expect(await refusal(handle(newcomer, again ?? ""))).toBeNull();
    await handle(newcomer, "somebody-d", new Date(now.getTime() + 31 * DAY));
  });

  it("is refused in codes", async () => {
    expect(await refusal(handle(ana, "pаypal"))).toBe("invalid_input name_mixed_scripts");
    expect(await refusal(handle(ana, "x".repeat(300)))).toBe("invalid_input too_long");
    expect(await refusal(handle(ana, "support"))).toBe("invalid_input name_reserved");
    expect(await refusal(claimHandle("nobody", "nobody-x", now))).toBe("sign_in_required");
  });
});

describe("a file's readable link", () => {
  it("is offered from the title in its script, and leads to the file beside its id", async () => {
    expect((await readOwnLink(ana.sellerId, film)).offer).toEqual({ handle: null, slug: "حصاد-هادئ" });
    await slug(book, "Quiet harvest");
    expect(await readOwnLink(ana.sellerId, book)).toMatchObject({
      slug: "quiet-harvest",
      url: "http://localhost:3000/s/ana-lindqvist/quiet-harvest",
      offer: { slug: null },
    });
    expect(await followLink("ana-l", "quiet harvest")).toEqual({
      fileId: book,
      path: "/s/ana-lindqvist/quiet-harvest",
    });
    const file = await findFile(book, now);
    const shown = {
      preview: null,
      previews: [],
      sample: null,
      sampleFile: null,
      facts: null,
      excerpt: {},
      dimensions: null,
    };
    expect(file && fileInfo(file, now, null, shown)).toMatchObject({
      url: `http://localhost:3000/f/${book}`,
      readableUrl: "http://localhost:3000/s/ana-lindqvist/quiet-harvest",
      seller: { page: "http://localhost:3000/s/ana-lindqvist" },
    });
  });

  it("keeps leading to the same file after a change, and no other file gets the old one", async () => {
    await slug(book, "harvest");
    expect(await followLink("ana-lindqvist", "quiet-harvest")).toEqual({
      fileId: book,
      path: "/s/ana-lindqvist/harvest",
    });
    expect(await refusal(slug(film, "Quiet-Harvest"))).toBe("name_taken name_taken");
    expect(await refusal(slug(film, "qu1et-harvest"))).toBeNull();
    // Another seller's names are others.
    const theirs = (await makeFile(other)).id;
    await claimSlug(other.sellerId, theirs, "harvest", now);
    expect((await followLink("ana-lindqvist", "harvest"))?.fileId).toBe(book);
  });

  it("is only its seller's to choose, and of no removed file", async () => {
    expect(await refusal(claimSlug(other.sellerId, book, "mine", now))).toBe("file_not_found");
    expect(await refusal(readOwnLink(other.sellerId, book))).toBe("file_not_found");
    const { id } = await makeFile(ana);
    await slug(id, "gone-soon");
    await removeFile(ana.sellerId, id, now);
    expect(await refusal(slug(id, "gone"))).toBe("file_removed");
    // The link still leads to the page that says what became of it, and to nobody else's file.
    expect((await followLink("ana-lindqvist", "gone-soon"))?.fileId).toBe(id);
    expect(await refusal(slug(film, "gone-soon"))).toBe("name_taken name_taken");
  });

  it("is named by a payment as a whole URL of this shop or not at all", async () => {
    const url = "http://localhost:3000/s/ana-lindqvist/harvest";
    expect(await fileOfUrl(url)).toBe(book);
    for (const wrong of [
      `${url}?x=1`,
      `${url}#x`,
      url.replace("3000", "3001"),
      `https${url.slice(4)}`,
      "nothing",
      `${url}/x`,
    ]) {
      expect([wrong, await fileOfUrl(wrong)]).toEqual([wrong, null]);
    }
    expect(await fileOfUrl("http://u@localhost:3000/s/ana-lindqvist/harvest")).toBeNull();
    expect(await fileOfUrl("http://localhost:3000/s/%ff/harvest")).toBeNull();
  });

  it("has a cookie of its own, so that its page knows what was bought", async () => {
    const paths = async (id: string) =>
      (await claimCookies(id, "t".repeat(43), null, now)).map((one) => /Path=([^;]+)/.exec(one)?.[1]);
    expect(await paths(book)).toEqual([`/f/${book}`, "/s/ana-lindqvist/harvest", `/api/files/${book}`]);
    const plain = (await makeFile(ana)).id;
    expect(await paths(plain)).toEqual([`/f/${plain}`, `/api/files/${plain}`]);
  });
});

describe("a seller's page", () => {
  const listed = async (before?: string) =>
    (await readSellerPage(ana.sellerId, now, before))?.files.map(({ id }) => id) ?? null;

  it("shows what is listed, and tells nothing of what is not", async () => {
    expect(await listed()).toEqual([]);
    await updateFile(ana.sellerId, book, { listed: true }, now);
    expect(await listed()).toEqual([book]);
    const theirs = (await makeFile(other, { listed: true })).id;
    const newest = (await makeFile(ana, { listed: true })).id;
    expect(await listed(newest)).toEqual([book]);
    // Neither an unlisted file nor another seller's is a place in the list.
    for (const elsewhere of [film, theirs]) expect(await listed(elsewhere)).toEqual([newest, book]);
    const page = await readSellerPage(ana.sellerId, now);
    expect(page?.fileCount).toBe(2);
    expect(page?.files.at(-1)?.path).toBe("/s/ana-lindqvist/harvest");
  });

  it("of a seller whom the operator stopped says that, and nothing that the seller wrote", async () => {
    await db().seller.update({
      where: { id: ana.sellerId },
      data: { suspendedAt: now, words: "Buy!", homepage: "https://ana.example/", provenDomain: "ana.example" },
    });
    expect(await readSellerPage(ana.sellerId, now)).toMatchObject({
      isStopped: true,
      words: null,
      homepage: null,
      domain: null,
      picture: null,
      files: [],
    });
    const file = await findFile(book, now);
    const shown = {
      preview: null,
      previews: [],
      sample: null,
      sampleFile: null,
      facts: null,
      excerpt: {},
      dimensions: null,
    };
    expect(file && fileInfo(file, now, null, shown).seller).toMatchObject({ picture: null, domain: null });
    await db().seller.update({ where: { id: ana.sellerId }, data: { suspendedAt: null } });
  });

  it("is not there without a handle", async () => {
    expect(await readSellerPage((await makeSeller()).sellerId, now)).toBeNull();
    expect(await readSellerPage("nobody", now)).toBeNull();
  });
});

describe("after a restore", () => {
  it("every name that was given since leads where it led, and is nobody else's", async () => {
    const rows = await db().linkName.findMany();
    const lines = journal().filter(({ entry }) => entry.kind === "name-claimed");
    expect(lines).toHaveLength(rows.length + journal().filter(({ entry }) => entry.kind === "withdrawn").length);
    await db().linkName.deleteMany();
    expect(await followHandle("ana-l")).toBeNull();
    const withdrawn = new Set(journal().flatMap(({ entry }) => (entry.kind === "withdrawn" ? [entry.entry] : [])));
    const replay = () =>
      db().$transaction((tx) =>
        replayJournal(
          tx,
          lines.filter(({ id }) => !withdrawn.has(id)),
          now,
        ),
      );
    expect(await replay()).toEqual({ "name-claimed": rows.length });
    expect(await replay()).toEqual({});
    expect((await followLink("ana-l", "quiet-harvest"))?.fileId).toBe(book);
    expect(await refusal(handle(other, "ana-l"))).toBe("name_taken name_taken");
    // Nothing in the journal says what the names are.
    expect(JSON.stringify(lines)).not.toMatch(/ana|harvest/);
  });
});

describe("a seller who was erased", () => {
  it("has a handle that is still nobody else's and says nothing; what was sold stays reachable", async () => {
    const parts = [];
    for await (const part of await exportSeller(ana.sellerId, now)) parts.push(part);
    expect(JSON.parse(parts.join("")).seller).toMatchObject({ handle: "ana-lindqvist", words: "Buy!" });
    await eraseSeller(ana.sellerId, { kind: "command-line" }, new Date());
    expect(await db().seller.findUnique({ where: { id: ana.sellerId } })).toMatchObject({
      handle: null,
      words: null,
      homepage: null,
      picture: null,
      provenDomain: null,
    });
    expect(await followHandle("ana-lindqvist")).toEqual({ sellerId: ana.sellerId, path: null });
    expect(await readSellerPage(ana.sellerId, now)).toBeNull();
    expect(await refusal(handle(other, "ana-lindqvist"))).toBe("name_taken name_taken");
    expect(await followLink("ana-lindqvist", "harvest")).toEqual({ fileId: book, path: null });
    expect(await readLinkPath(book)).toBeNull();
  });
});
