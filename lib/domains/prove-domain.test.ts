import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { DAY, HOUR } from "@/lib/clock";
import { db } from "@/lib/db/client";
import { resetSettings } from "@/lib/settings/settings";
import type { SessionData } from "@/lib/sign-in/seller-session";
import { freshDatabase } from "@/test/database";
import { makeSeller } from "@/test/files";
import { type Behaviour, cname, longTxt, startTxtServer, txt } from "@/test/txt-server";
import { checkDomains } from "./check-domains";
import { forgetDomain, nameDomain, proveDomain, readOwnDomain } from "./prove-domain";

const start = new Date("2026-12-01T12:00:00Z");
const at = (ms: number) => new Date(start.getTime() + ms);
let close: () => Promise<void>;
let names: Awaited<ReturnType<typeof startTxtServer>>;
let behaviour: Behaviour;
let seller: SessionData;
beforeAll(async () => {
  process.env.APP_URL = "http://localhost:3000";
  names = await startTxtServer(() => behaviour);
  process.env.DNS_SERVERS = names.address;
  resetSettings();
  ({ close } = await freshDatabase());
});
afterAll(async () => {
  delete process.env.DNS_SERVERS;
  resetSettings();
  names.close();
  await close();
});
beforeEach(async () => {
  await db().domainProof.deleteMany();
  await db().notice.deleteMany();
  seller = await makeSeller();
  behaviour = { kind: "code", code: 3 };
});

const records = (...list: ReturnType<typeof txt>[]): Behaviour => ({ kind: "records", records: list });
const name = (domain: string, of = seller) => nameDomain(of.sellerId, domain, start);
const prove = (when = start, of = seller) => proveDomain(of.sellerId, when);
const shown = async (of = seller) => (await db().seller.findUnique({ where: { id: of.sellerId } }))?.provenDomain;
const codeOf = (act: Promise<unknown>) =>
  act.then(
    () => null,
    ({ code }: { code: string }) => code,
  );
const notices = async () => (await db().notice.findMany({ orderBy: { createdAt: "asc" } })).map(({ kind }) => kind);

/** A seller whose domain is proven. */
async function proven(): Promise<string> {
  const { record } = await name("Example.ORG.");
  behaviour = records(longTxt(record.text));
  await prove();
  return record.text;
}

describe("a domain", () => {
  it("is proven by a record that names the shop, the seller and a token", async () => {
    const waiting = await name("Example.ORG.");
    expect(waiting).toMatchObject({ domain: "example.org", state: "waiting", until: null });
    expect(waiting.record.name).toBe("_filekiosk.example.org");
    expect(waiting.record.text).toMatch(
      new RegExp(`^filekiosk1 shop=http://localhost:3000 seller=${seller.address} token=\\w{22}$`),
    );
    expect(await codeOf(prove())).toBe("domain_unproven");
    behaviour = records(txt("v=spf1 -all"), longTxt(`"${waiting.record.text.replaceAll(" ", "  ")}" `), txt(""));
    expect(await prove()).toMatchObject({ state: "proven", checkedAt: start.toISOString() });
    expect(await shown()).toBe("example.org");
    // The same name again keeps the proof; another one ends it at once.
    expect((await name("https://example.org/about")).state).toBe("proven");
    await name("example.net");
    expect(await shown()).toBeNull();
  });

  it("is not proven by another seller's record, another shop's, one from before, or a part of one", async () => {
    const other = await makeSeller();
    const mine = (await name("example.org")).record.text;
    const theirs = (await name("example.org", other)).record.text;
    for (const text of [
      theirs,
      mine.replace("localhost:3000", "other.example"),
      mine.slice(0, -1),
      `${mine}x`,
      mine.toUpperCase(),
    ]) {
      behaviour = records(longTxt(text));
      expect([text, await codeOf(prove())]).toEqual([text, "domain_unproven"]);
    }
    behaviour = records(txt(mine.slice(0, 60)), txt(mine.slice(60)));
    expect(await codeOf(prove())).toBe("domain_unproven");
    await forgetDomain(seller.sellerId);
    await name("example.org");
    behaviour = records(longTxt(mine));
    expect(await codeOf(prove())).toBe("domain_unproven");
    expect(await shown()).toBeNull();
  });

  it.each([
    ["an IP address", "192.0.2.1", "domain_format"],
    ["an IP address in hex", "0xc0000201", "domain_format"],
    ["an IPv6 address", "[2001:db8::1]", "domain_format"],
    ["one label", "localhost", "domain_format"],
    ["an address of mail", "ana@example.org", "domain_format"],
    ["an underscore", "_dmarc.example.org", "domain_format"],
    ["a label of 64", `${"a".repeat(64)}.org`, "domain_format"],
    ["more than a name can have", `${"a.".repeat(130)}org`, "domain_format"],
    ["two dots", "example..org", "domain_format"],
    ["a suffix", "co.uk", "domain_suffix"],
    ["a suffix of a company's customers", "github.io", "domain_suffix"],
    ["a name that no registry has", "shop.internal", "domain_suffix"],
  ])("is not %s", async (_, typed, mistake) => {
    const error = await name(typed).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: "invalid_input", members: { errors: [{ field: "domain", code: mistake }] } });
    expect(await codeOf(readOwnDomain(seller.sellerId))).toBe("no_domain");
  });

  it("in look-alike letters, or in another script, is shown as DNS knows it", async () => {
    expect((await name("аpple.com")).domain).toBe("xn--pple-43d.com");
    expect((await name("مثال.com")).domain).toBe("xn--mgbh0fb.com");
    expect((await name("ana.github.io")).domain).toBe("ana.github.io");
  });
});

describe("a hostile name server", () => {
  const circle = records(
    cname("_filekiosk.example.org", "a.example.org"),
    cname("a.example.org", "_filekiosk.example.org"),
  );
  it.each([
    ["has no such name", () => ({ kind: "code", code: 3 }) as Behaviour, "domain_unproven"],
    ["has the name, and no such record", () => records(), "domain_unproven"],
    ["fails", () => ({ kind: "code", code: 2 }) as Behaviour, "dns_unavailable"],
    ["refuses", () => ({ kind: "code", code: 5 }) as Behaviour, "dns_unavailable"],
    ["leads in a circle", () => circle, "domain_unproven"],
    ["sends garbage", () => ({ kind: "garbage", bytes: Buffer.alloc(400, 0xff) }) as Behaviour, "dns_unavailable"],
    ["sends a record longer than it is", () => records({ type: 16, data: Buffer.from([255, 1]) }), "dns_unavailable"],
    ["sends a record of 60 KB", () => records(longTxt("x".repeat(60_000))), "domain_unproven"],
    [
      "hides the record among a thousand",
      (text: string) => records(...Array.from({ length: 1_000 }, () => txt("x")), longTxt(text)),
      "dns_unavailable",
    ],
  ] as [string, (text: string) => Behaviour, string][])("that %s proves nothing", async (_, behave, code) => {
    behaviour = behave((await name("example.org")).record.text);
    expect(await codeOf(prove())).toBe(code);
    expect(await shown()).toBeNull();
  });

  it("that never answers is given up", async () => {
    await name("example.org");
    behaviour = { kind: "silent" };
    const begun = Date.now();
    expect(await codeOf(prove())).toBe("dns_unavailable");
    expect(Date.now() - begun).toBeLessThan(9_000);
  }, 20_000);
});

describe("a proof that disappears", () => {
  it("is told, shown for three more days, and then withdrawn", async () => {
    await proven();
    behaviour = records();
    await checkDomains(at(HOUR));
    expect((await readOwnDomain(seller.sellerId)).state).toBe("proven");
    await checkDomains(at(DAY + HOUR));
    expect(await readOwnDomain(seller.sellerId)).toMatchObject({
      state: "missing",
      until: at(4 * DAY + HOUR).toISOString(),
    });
    expect(await shown()).toBe("example.org");
    await checkDomains(at(3 * DAY));
    expect(await notices()).toEqual(["domain-missing"]);
    await checkDomains(at(4 * DAY + 2 * HOUR));
    expect((await readOwnDomain(seller.sellerId)).state).toBe("withdrawn");
    expect(await shown()).toBeNull();
    expect(await notices()).toEqual(["domain-missing", "domain-withdrawn"]);
    // Nobody is told twice.
    await checkDomains(at(9 * DAY));
    expect(await notices()).toHaveLength(2);
  });

  it("and comes back in time is as if nothing had been", async () => {
    const text = await proven();
    behaviour = records();
    await checkDomains(at(2 * DAY));
    behaviour = records(longTxt(text));
    await checkDomains(at(2 * DAY + 7 * HOUR));
    expect((await readOwnDomain(seller.sellerId)).state).toBe("proven");
    behaviour = records();
    await checkDomains(at(5 * DAY));
    expect((await readOwnDomain(seller.sellerId)).state).toBe("missing");
  });

  it("because DNS does not answer is kept for two weeks: it may be our own trouble", async () => {
    await proven();
    behaviour = { kind: "code", code: 2 };
    await checkDomains(at(2 * DAY));
    await checkDomains(at(10 * DAY));
    expect(await shown()).toBe("example.org");
    expect(await codeOf(prove(at(11 * DAY)))).toBe("dns_unavailable");
    await checkDomains(at(17 * DAY));
    expect(await shown()).toBeNull();
  });

  it("is withdrawn by the seller's own check as by the job, and proven again by one", async () => {
    const text = await proven();
    behaviour = records();
    expect(await codeOf(prove(at(HOUR)))).toBe("domain_unproven");
    expect((await readOwnDomain(seller.sellerId)).state).toBe("missing");
    expect(await codeOf(prove(at(4 * DAY)))).toBe("domain_unproven");
    expect((await readOwnDomain(seller.sellerId)).state).toBe("withdrawn");
    behaviour = records(longTxt(text));
    expect((await prove(at(5 * DAY))).state).toBe("proven");
    expect(await shown()).toBe("example.org");
  });

  it("is asked about once, also by two processes", async () => {
    await proven();
    const before = names.asked.length;
    await Promise.all([checkDomains(at(2 * DAY)), checkDomains(at(2 * DAY))]);
    expect(names.asked.length - before).toBe(1);
  });
});
