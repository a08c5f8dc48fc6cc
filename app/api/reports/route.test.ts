import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { DAY } from "@/lib/clock";
import { db } from "@/lib/db/client";
import { decide } from "@/lib/decisions/decide";
import { SITE_FACTOR } from "@/lib/http/client-ip";
import { hashSecret, newId, newSecret } from "@/lib/ids";
import { decideAppeal } from "@/lib/reports/decide-appeal";
import { decideReport } from "@/lib/reports/decide-report";
import { listAppeals } from "@/lib/reports/list-appeals";
import { listReports } from "@/lib/reports/list-reports";
import { readReport } from "@/lib/reports/read-report";
import { OPEN_PER_FILE, REPORTS_PER_DAY, REPORTS_PER_FILE } from "@/lib/reports/refuse-too-many";
import type { DecideReport } from "@/lib/reports/schema";
import { SESSION_COOKIE, sealSession } from "@/lib/sign-in/seller-session";
import { openShop, type Shop } from "@/test/shop";
import * as sellerAppeal from "../decisions/[decisionId]/appeal/route";
import * as decisions from "../decisions/route";
import * as reporterAppeal from "./appeal/route";
import * as reports from "./route";
import * as status from "./status/route";

/** Reports by people without an account, what the operator decides about them, and appeals: through the routes. */

const HOME = "http://localhost:3000";
const operator = { kind: "operator", account: `0x${"0a".repeat(20)}` } as const;
let shop: Shop;
/** One network per test, so that no limit gets in the way. */
let peer = 0;
beforeAll(async () => {
  shop = await openShop();
});
afterAll(() => shop?.close());
beforeEach(() => {
  peer += 1;
});

type Door = (request: Request, context?: { params: Promise<unknown> }) => Promise<Response>;
type Call = { method?: string; body?: unknown; headers?: Record<string, string>; params?: Record<string, string> };

async function call(door: Door, { method = "POST", body, headers, params = {} }: Call) {
  const request = new Request(`${HOME}/api/x`, {
    method,
    headers: { "x-filekiosk-peer": `10.3.${peer}.1`, origin: HOME, "content-type": "application/json", ...headers },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  const response = await door(request, { params: Promise.resolve(params) });
  const text = await response.text();
  return { status: response.status, body: text ? JSON.parse(text) : null, headers: response.headers };
}

const notice = (fileId: string, changes: object = {}) => ({
  kind: "notice",
  fileId,
  reason: "fraud",
  explanation: "It is an empty file.",
  name: "Ana Reis",
  email: `ana${peer}@example.org`,
  goodFaith: true,
  ...changes,
});
const copyrightNotice = (fileId: string, changes: object = {}) => ({
  kind: "copyright",
  fileId,
  explanation: "Pages 1 to 40 are my novel.",
  work: "The Quiet River, by Ana Reis",
  owner: "Ana Reis",
  name: "Ana Reis",
  email: `ana${peer}@example.org`,
  contact: "Rua 1, Lisboa",
  signature: "Ana Reis",
  goodFaith: true,
  authorised: true,
  ...changes,
});

const send = (body: unknown, headers?: Record<string, string>) => call(reports.POST, { body, headers });
const tokenOf = ({ body }: { body: { statusUrl: string } }) => new URL(body.statusUrl).hash.slice(1);
const look = async (token: string) => (await call(status.POST, { body: { token } })).body;

async function reported(changes: object = {}) {
  const { id: fileId } = await shop.sell();
  const sent = await send(notice(fileId, changes));
  expect(sent.status).toBe(201);
  const row = await db().report.findUniqueOrThrow({ where: { number: sent.body.number } });
  return { fileId, token: tokenOf(sent), reportId: row.id, number: row.number };
}

const suspend = (changes: Partial<DecideReport> = {}): DecideReport => ({
  verdict: "suspended",
  ground: "terms",
  facts: "The file has no content.",
  legalBasis: "Terms, section 4",
  after: null,
  ...changes,
});

async function seller(sellerId = shop.sellerId) {
  const session = { sellerId, address: shop.chain.accounts.seller.address.toLowerCase(), chainId: 0 };
  return { cookie: `${SESSION_COOKIE}=${await sealSession(session)}` };
}
const appealAsSeller = async (decisionId: string, text = "It has content.", headers?: Record<string, string>) =>
  call(sellerAppeal.POST, { body: { text }, params: { decisionId }, headers: headers ?? (await seller()) });
const appealAsReporter = (token: string, text = "It is still a fraud.") =>
  call(reporterAppeal.POST, { body: { token, text } });
const ownDecisions = async () =>
  (await call(decisions.GET, { method: "GET", headers: await seller() })).body.decisions as { id: string }[];

describe("a report", () => {
  it("gets a number and a status link whose secret is in the fragment and stored as its hash", async () => {
    const { id: fileId } = await shop.sell();
    const sent = await send(notice(fileId), { "accept-language": "fr" });
    expect(sent).toMatchObject({ status: 201, body: { number: expect.stringMatching(/^R-[0-9A-Z]{4}-[0-9A-Z]{4}$/) } });
    expect(sent.body.statusUrl).toMatch(new RegExp(`^${HOME}/reports#[A-Za-z0-9_-]{43}$`));
    const row = await db().report.findUniqueOrThrow({ where: { number: sent.body.number } });
    expect(row).toMatchObject({ tokenHash: hashSecret(tokenOf(sent)), locale: "fr", state: "open" });
    expect(JSON.stringify(row)).not.toContain(tokenOf(sent));
    expect(row.location).toBe(`${HOME}/f/${fileId}`);
    expect(await look(tokenOf(sent))).toMatchObject({
      number: row.number,
      file: { id: fileId, title: "A report" },
      reason: "fraud",
      explanation: "It is an empty file.",
      decision: null,
      appeal: null,
      mayAppeal: false,
    });
    expect(await db().notice.count({ where: { kind: "report", subjectId: row.id } })).toBe(1);
    expect(await db().auditEntry.count({ where: { act: "report-received", subjectId: row.id } })).toBe(1);
  });

  it("of a copyright infringement has the fields of 17 USC 512(c)(3)", async () => {
    const { id: fileId } = await shop.sell();
    const { number } = (await send(copyrightNotice(fileId))).body;
    expect(await readReport(number)).toMatchObject({
      kind: "copyright",
      reason: "copyright",
      work: "The Quiet River, by Ana Reis",
      owner: "Ana Reis",
      contact: "Rua 1, Lisboa",
      signature: "Ana Reis",
    });
    for (const missing of ["work", "owner", "name", "email", "contact", "signature", "authorised", "goodFaith"]) {
      const refused = await send(copyrightNotice(fileId, { [missing]: undefined }));
      expect([missing, refused.body.errors?.[0]?.field]).toEqual([missing, missing]);
    }
  });

  it("of a child's safety needs no name; any other one does", async () => {
    const { id: fileId } = await shop.sell();
    const nobody = { name: undefined, email: undefined };
    const refused = await send(notice(fileId, nobody));
    expect(refused.body).toMatchObject({
      code: "invalid_input",
      errors: [
        { field: "name", code: "required" },
        { field: "email", code: "required" },
      ],
    });
    expect((await send(notice(fileId, { ...nobody, reason: "child-safety" }))).status).toBe(201);
    expect((await send(notice(fileId, { goodFaith: false }))).body.errors[0].field).toBe("goodFaith");
  });

  it("is taken about files that are suspended, withheld, deleted or ended; of no other file", async () => {
    const { id: fileId } = await shop.sell();
    const states = [{ suspendedAt: new Date() }, { removedAt: new Date() }, { onSaleUntil: new Date(0) }];
    for (const [at, data] of states.entries()) {
      await db().file.update({ where: { id: fileId }, data });
      expect((await send(notice(fileId, { explanation: `Reason ${at}` }))).status).toBe(201);
    }
    expect((await send(notice(newId()))).body.code).toBe("file_not_found");
  });

  it("hides nothing in its texts and is refused when nothing can be read in it", async () => {
    const { id: fileId } = await shop.sell();
    const hidden = await send(notice(fileId, { explanation: "One\u202e two\u0000\r\nthree", name: "A\nB" }));
    expect(await readReport(hidden.body.number)).toMatchObject({ explanation: "One two\nthree", name: "A B" });
    const empty = await send(notice(fileId, { explanation: " \u200b " }));
    expect(empty.body.errors[0]).toMatchObject({ field: "explanation", code: "required" });
    const large = await send(notice(fileId, { explanation: "x".repeat(100_000) }));
    expect(large).toMatchObject({ status: 413, body: { code: "body_too_large" } });
    const long = await send(notice(fileId, { explanation: "x".repeat(5_001) }));
    expect(long.body.errors[0]).toMatchObject({ field: "explanation", code: "too_long", values: { max: 5_000 } });
  });
});

describe("the same report twice", () => {
  it("is one, and keeps its link when the client sends its own token again", async () => {
    const { id: fileId } = await shop.sell();
    const token = newSecret();
    const body = notice(fileId, { token });
    const twice = await Promise.all([1, 2, 3].map(() => send(body)));
    expect(new Set(twice.map((one) => JSON.stringify(one.body))).size).toBe(1);
    expect(tokenOf(twice[0] as never)).toBe(token);
    expect(await db().report.count({ where: { fileId } })).toBe(1);
    const other = await send({ ...body, explanation: "Something else." });
    expect(other).toMatchObject({ status: 400, body: { code: "invalid_input" } });
  });

  it("with another token has the same number and gives no second link", async () => {
    const { id: fileId } = await shop.sell();
    const first = await send(notice(fileId));
    const again = await send(notice(fileId, { token: newSecret() }));
    expect(again.body).toMatchObject({ number: first.body.number, statusUrl: null });
    expect((await look(tokenOf(first))).number).toBe(first.body.number);
  });

  it("from elsewhere is another one, so that nobody learns by guessing what was reported", async () => {
    const { id: fileId } = await shop.sell();
    const anonymous = notice(fileId, { reason: "child-safety", name: undefined, email: undefined });
    const first = await send(anonymous);
    const guessed = await send(anonymous, { "x-filekiosk-peer": "10.99.0.1" });
    expect(guessed.body.number).not.toBe(first.body.number);
  });
});

describe("many reports by one address", () => {
  it("are refused by network, with the time to wait", async () => {
    const { id: fileId } = await shop.sell();
    const about = (count: number) => notice(fileId, { explanation: `Reason ${count}`, email: `${count}@example.org` });
    for (let count = 0; count < REPORTS_PER_FILE; count += 1) expect((await send(about(count))).status).toBe(201);
    const refused = await send(about(100));
    expect([refused.status, refused.body.code]).toEqual([429, "too_many_requests"]);
    expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(80_000);
    await db().report.updateMany({ where: { fileId }, data: { createdAt: new Date(Date.now() - DAY) } });
    expect((await send(about(100))).status).toBe(201);
  });

  it("silence nobody whose e-mail address was typed in them", async () => {
    const { id: fileId } = await shop.sell();
    const email = `rights${peer}@example.org`;
    for (let count = 0; count < REPORTS_PER_DAY; count += 1) {
      const of = { fileId, email, ipPrefix: `10.50.${peer}.${count}`, unfounded: true };
      await db().report.create({ data: { ...blankReport(), ...of } });
    }
    const sent = await send(notice(fileId, { email }), { "x-filekiosk-peer": "10.98.0.1" });
    expect(sent.status).toBe(201);
    expect((await readReport(sent.body.number)).sender).toEqual({ reports: 1, unfounded: 0 });
  });

  it("are refused when they come from many networks of one /48", async () => {
    const { id: fileId } = await shop.sell();
    const from = (group: string) => ({ "x-filekiosk-peer": `2001:db8:${peer}:${group}::1` });
    for (let count = 0; count < SITE_FACTOR * REPORTS_PER_DAY; count += 1) {
      const ipPrefix = `2001:db8:${peer}:${count}::/64`;
      await db().report.create({ data: { ...blankReport(), fileId: newId(), ipPrefix } });
    }
    const refused = await send(notice(fileId), from("ffff"));
    expect([refused.status, refused.body.code]).toEqual([429, "too_many_requests"]);
    const neighbour = { "x-filekiosk-peer": `2001:db8:${peer}0:1::1` };
    expect((await send(notice(fileId), neighbour)).status).toBe(201);
  });

  it("from everywhere are refused once the operator has many open ones about a file", async () => {
    const { id: fileId } = await shop.sell();
    const rows = Array.from({ length: OPEN_PER_FILE - 1 }, () => ({ ...blankReport(), fileId }));
    await db().report.createMany({ data: rows });
    expect((await send(notice(fileId))).status).toBe(201);
    const refused = await send(notice(fileId, { explanation: "One more." }));
    expect([refused.status, refused.body.code]).toEqual([429, "too_many_requests"]);
    expect(refused.body.detail).toContain("open reports about this file");
    expect(refused.headers.has("retry-after")).toBe(true);
    await db().report.updateMany({ where: { id: rows[0]?.id ?? "" }, data: { state: "decided" } });
    expect((await send(notice(fileId, { explanation: "One more." }))).status).toBe(201);
  });

  it("a hundred at once leave a few rows", async () => {
    const { id: fileId } = await shop.sell();
    const sent = await Promise.all(
      Array.from({ length: 100 }, (_, count) => send(notice(fileId, { explanation: `Reason ${count}` }))),
    );
    expect(new Set(sent.map(({ status }) => status))).toEqual(new Set([201, 429]));
    expect(sent.filter(({ status }) => status === 429).every(({ headers }) => headers.has("retry-after"))).toBe(true);
    expect(await db().report.count({ where: { fileId } })).toBe(REPORTS_PER_FILE);
  });
});

describe("the operator", () => {
  it("decides, and reporter and seller read the reasons", async () => {
    const { fileId, reportId, token } = await reported();
    const details = await readReport(reportId);
    expect(details).toMatchObject({ after: null, decisions: [], others: [], sender: { reports: 1, unfounded: 0 } });
    const { id } = await decideReport(reportId, suspend(), operator, new Date());
    const reasons = {
      id,
      verdict: "suspended",
      ground: "terms",
      facts: "The file has no content.",
      legalBasis: "Terms, section 4",
      automated: false,
      reported: true,
      file: { id: fileId, title: "A report", url: `${HOME}/f/${fileId}` },
    };
    expect(await look(token)).toMatchObject({ decision: reasons, mayAppeal: true });
    expect((await ownDecisions())[0]).toMatchObject({ ...reasons, mayAppeal: true, inForce: true, appeal: null });
    expect(JSON.stringify(await ownDecisions())).not.toContain("example.org");
    expect(await db().notice.count({ where: { kind: "report-decided", subjectId: reportId } })).toBe(1);
    expect(await listReports({ state: "open", fileId, take: 10 })).toEqual([]);
    expect(await listReports({ state: "decided", fileId, take: 10 })).toMatchObject([{ id: reportId, decisionId: id }]);
  });

  it("can look again later: the reporter reads the last decision because of the report, and may still appeal", async () => {
    const { fileId, reportId, token } = await reported();
    const { id } = await decideReport(reportId, suspend(), operator, new Date());
    const on = { kind: "file", id: fileId } as const;
    const worse = { verdict: "withheld", on, ground: "law", facts: "Worse.", reportId } as const;
    const { id: withheld } = await decide({ ...worse, after: id }, operator, new Date(Date.now() + 1));
    expect(await look(token)).toMatchObject({ decision: { id }, replacedBy: { id: withheld }, mayAppeal: true });
    // What somebody else's report leads to is not shown to this one, but for what it lifts.
    const others = { ...worse, verdict: "deleted", reportId: newId(), after: withheld } as const;
    const { id: deleted } = await decide(others, operator, new Date(Date.now() + 2));
    expect(await look(token)).toMatchObject({ replacedBy: { id: withheld } });
    await decide({ ...others, verdict: "lifted", after: deleted }, operator, new Date(Date.now() + 3));
    expect(await look(token)).toMatchObject({ replacedBy: { verdict: "lifted" } });
  });

  it("can decide several reports of a file together, and only of that file", async () => {
    const { fileId, reportId, token } = await reported();
    const second = await send(notice(fileId, { explanation: "It is stolen, too." }));
    const { id: otherId } = await db().report.findUniqueOrThrow({ where: { number: second.body.number } });
    expect((await readReport(reportId)).others).toMatchObject([{ id: otherId }]);
    const elsewhere = await reported({ explanation: "Another file." });
    const wrong = decideReport(reportId, suspend({ together: [elsewhere.reportId] }), operator, new Date());
    await expect(wrong).rejects.toMatchObject({ code: "invalid_input" });
    await decideReport(reportId, suspend({ together: [otherId] }), operator, new Date());
    const [one, two] = [await look(token), await look(tokenOf(second))];
    expect(one.decision.id).toBe(two.decision.id);
    expect((await look(elsewhere.token)).decision).toBeNull();
  });

  it("who comes second is refused, and changes nothing", async () => {
    const { fileId, reportId } = await reported();
    const both = await Promise.allSettled([
      decideReport(reportId, suspend(), operator, new Date()),
      decideReport(reportId, suspend({ verdict: "none" }), operator, new Date()),
    ]);
    const refused = both.filter((one) => one.status === "rejected");
    expect(refused.map(({ reason }) => reason.code)).toEqual(["decided_meanwhile"]);
    expect(await db().decision.count({ where: { subjectId: fileId } })).toBe(1);
    const last = (await readReport(reportId)).after;
    // The right last decision, but the report is decided already.
    const late = decideReport(reportId, suspend({ verdict: "deleted", after: last }), operator, new Date());
    await expect(late).rejects.toMatchObject({ code: "decided_meanwhile", status: 409 });
    expect(await db().decision.count({ where: { subjectId: fileId } })).toBe(1);
  });

  it("sees who does it again and again: sellers by files, reporters by reports without ground", async () => {
    const before = (await readReport((await reported()).reportId)).strikes;
    const first = await reported({ explanation: "First" });
    const { id } = await decideReport(first.reportId, suspend(), operator, new Date());
    const on = { kind: "file", id: first.fileId } as const;
    const worse = { verdict: "withheld", on, ground: "law", facts: "Worse.", after: id } as const;
    const { id: withheld } = await decide(worse, operator, new Date());
    const second = await reported({ explanation: "Second" });
    expect((await readReport(second.reportId)).strikes).toBe(before + 1);
    await decide({ ...worse, verdict: "lifted", after: withheld }, operator, new Date());
    expect((await readReport(second.reportId)).strikes).toBe(before);
    await decideReport(second.reportId, suspend({ verdict: "none", unfounded: true }), operator, new Date());
    const third = await reported({ explanation: "Third" });
    expect((await readReport(third.reportId)).sender).toEqual({ reports: 4, unfounded: 1 });
    expect((await ownDecisions()).map(({ id }) => id)).toContain(withheld);
  });
});

describe("an appeal", () => {
  it("of the seller is decided by a person; reversed, the sale goes on and its reporter reads why", async () => {
    const { fileId, reportId, token } = await reported();
    const { id } = await decideReport(reportId, suspend(), operator, new Date());
    const sent = await appealAsSeller(id);
    expect(sent).toMatchObject({ status: 201, body: { state: "open", text: "It has content." } });
    expect((await appealAsSeller(id)).body.id).toBe(sent.body.id);
    expect((await appealAsSeller(id, "Once more.")).body.code).toBe("appeal_exists");
    const [open] = await listAppeals({ state: "open", decisionId: id, take: 10 });
    expect(open).toMatchObject({ by: "seller", report: null, file: { id: fileId }, after: id });
    const reversal = { outcome: "reversed", verdict: "lifted", reasons: "It has pages.", after: id } as const;
    const { decisionId } = await decideAppeal(sent.body.id, reversal, operator, new Date());
    expect((await db().file.findUniqueOrThrow({ where: { id: fileId } })).suspendedAt).toBeNull();
    const again = decideAppeal(sent.body.id, { ...reversal, after: decisionId }, operator, new Date());
    await expect(again).rejects.toMatchObject({ code: "decided_meanwhile" });
    const [lifted, first] = await ownDecisions();
    expect(lifted).toMatchObject({ id: decisionId, verdict: "lifted", facts: "It has pages.", mayAppeal: false });
    expect(first).toMatchObject({ id, inForce: false, appeal: { state: "reversed", reasons: "It has pages." } });
    expect(await look(token)).toMatchObject({
      decision: { id },
      replacedBy: { id: decisionId, verdict: "lifted" },
      mayAppeal: false,
    });
    expect((await appealAsReporter(token)).body.code).toBe("not_appealable");
    expect(await db().notice.count({ where: { kind: "appeal-decided", subjectId: sent.body.id } })).toBe(1);
    const acts = await db().auditEntry.findMany({ where: { subjectId: sent.body.id }, orderBy: { at: "asc" } });
    expect(acts.map(({ act, by }) => `${act} ${by}`)).toEqual([
      `appeal-received seller ${shop.chain.accounts.seller.address.toLowerCase()}`,
      `appeal-decided operator ${operator.account}`,
    ]);
  });

  it("of the reporter can be upheld, with reasons", async () => {
    const { reportId, token } = await reported();
    expect((await appealAsReporter(token)).body.code).toBe("report_undecided");
    const { id } = await decideReport(reportId, suspend({ verdict: "none" }), operator, new Date());
    const sent = await appealAsReporter(token);
    expect(sent.status).toBe(201);
    const upheld = { outcome: "upheld", reasons: "It is what it says." } as const;
    expect(await decideAppeal(sent.body.id, upheld, operator, new Date())).toEqual({ decisionId: null });
    expect(await look(token)).toMatchObject({
      decision: { id, verdict: "none" },
      replacedBy: null,
      appeal: { state: "upheld", reasons: "It is what it says." },
      mayAppeal: false,
    });
    expect((await ownDecisions()).map(({ id }) => id)).not.toContain(id);
  });

  it("needs another verdict to be reversed, and the last decision that its operator saw", async () => {
    const { reportId } = await reported();
    const { id } = await decideReport(reportId, suspend(), operator, new Date());
    const { body } = await appealAsSeller(id);
    const reversal = { outcome: "reversed", verdict: "suspended", reasons: "x", after: id } as const;
    await expect(decideAppeal(body.id, reversal, operator, new Date())).rejects.toMatchObject({
      code: "invalid_input",
    });
    const unseen = decideAppeal(body.id, { ...reversal, verdict: "lifted", after: null }, operator, new Date());
    await expect(unseen).rejects.toMatchObject({ code: "decided_meanwhile" });
    expect((await db().appeal.findUniqueOrThrow({ where: { id: body.id } })).state).toBe("open");
  });

  it("comes too late after six months", async () => {
    const { reportId, token } = await reported();
    const { id } = await decideReport(reportId, suspend(), operator, new Date());
    const ago = (days: number) => new Date(Date.now() - days * DAY);
    await db().decision.update({ where: { id }, data: { createdAt: ago(180) } });
    expect((await look(token)).mayAppeal).toBe(true);
    await db().decision.update({ where: { id }, data: { createdAt: ago(185) } });
    for (const late of [await appealAsSeller(id), await appealAsReporter(token)]) {
      expect(late).toMatchObject({ status: 410, body: { code: "appeal_too_late" } });
    }
    expect(await look(token)).toMatchObject({ mayAppeal: false });
    expect(await db().appeal.count({ where: { decisionId: id } })).toBe(0);
  });

  it("is nobody else's: not another seller's, not without a session, not with another link", async () => {
    const { reportId } = await reported();
    const { id } = await decideReport(reportId, suspend(), operator, new Date());
    expect((await appealAsSeller(id, "Mine!", await seller(newId()))).body.code).toBe("not_found");
    expect((await appealAsSeller(id, "Mine!", {})).status).toBe(401);
    expect((await call(decisions.GET, { method: "GET" })).status).toBe(401);
    expect((await call(status.POST, { body: { token: newSecret() } })).body.code).toBe("report_not_found");
    expect((await appealAsReporter(newSecret())).body.code).toBe("report_not_found");
  });
});

function blankReport() {
  return {
    id: newId(),
    number: newId(),
    tokenHash: newId(),
    sellerId: shop.sellerId,
    kind: "notice",
    reason: "fraud",
    explanation: "x",
    location: "x",
    locale: "en",
    state: "open",
    createdAt: new Date(),
    lastStepAt: new Date(),
  };
}
