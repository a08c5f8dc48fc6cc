import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { db } from "@/lib/db/client";
import { readInfo } from "@/lib/products/files/read-info";
import { freshDatabase } from "@/test/database";
import { makeFile, makeSeller } from "@/test/files";
import { readContact } from "./read-contact";
import { updateProfile } from "./update-profile";

let database: Awaited<ReturnType<typeof freshDatabase>>;
beforeAll(async () => {
  process.env.APP_URL = "http://localhost:3000";
  database = await freshDatabase();
});
afterAll(() => database.close());

describe("a contact", () => {
  it.each([
    ["noor@example.com", "mailto:noor@example.com"],
    ["mailto:noor@example.com", "mailto:noor@example.com"],
    ["  https://Example.com/noor ", "https://example.com/noor"],
    ["https://ex\u0430mple.com", "https://xn--exmple-4nf.com/"],
    ["@noor on Signal", "@noor on Signal"],
    ["Signal: noor.01", "Signal: noor.01"],
    ["javascript: alert(1)", "javascript: alert(1)"],
    ["@noor\u202E\u0000\u2066", "@noor"],
  ])("written as %j is %j", (text, contact) => expect(readContact(text)).toBe(contact));

  it.each([
    "javascript:alert(1)",
    "data:text/html,x",
    "http://example.com",
    "https://user:word@example.com",
    "https://bank.example@evil.example",
    "https://localhost",
    "mailto:a@example.com?bcc=b@example.com",
    "mailto:a@example.com,b@example.com",
    "tel:+123",
  ])("is not %j", (text) => {
    expect(() => readContact(text)).toThrow(expect.objectContaining({ code: "invalid_input" }));
  });

  it("is nothing when nothing can be seen of it", () => expect(readContact("\u200B\u202E \u0007")).toBeNull());
});

describe("a profile", () => {
  it("is shown with every file: name, contact and refund policy, without hidden characters", async () => {
    const seller = await makeSeller();
    const file = await makeFile(seller);
    await updateProfile(
      seller.sellerId,
      {
        name: "No\u202Eor\u0000 <b>",
        contact: "noor@example.com",
        refundPolicy: "within-14-days",
        refundNote: "Write\nfirst.",
      },
      new Date(),
    );
    expect((await readInfo(file.id, new Date())).seller).toEqual({
      address: seller.address,
      name: "Noor <b>",
      contact: "mailto:noor@example.com",
      refundPolicy: "within-14-days",
      refundNote: "Write first.",
      page: null,
      picture: null,
      domain: null,
    });
  });

  it("keeps omitted fields, and removes empty ones", async () => {
    const { sellerId } = await makeSeller();
    await updateProfile(sellerId, { name: "Noor", contact: "@noor", refundPolicy: "no-refunds" }, new Date());
    await updateProfile(sellerId, { name: "", refundPolicy: null }, new Date());
    const row = await db().seller.findUniqueOrThrow({ where: { id: sellerId } });
    expect(row).toMatchObject({ name: null, contact: "@noor", refundPolicy: null });
  });

  it("has no name that passes for an address", async () => {
    const { sellerId } = await makeSeller();
    await expect(updateProfile(sellerId, { name: "0x8f3a…11" }, new Date())).rejects.toMatchObject({
      code: "invalid_input",
    });
  });
});
