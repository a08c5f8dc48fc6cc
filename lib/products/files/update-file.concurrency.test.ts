import { afterAll, beforeAll, expect, it } from "vitest";
import { DAY } from "@/lib/clock";
import { forgetPerProcess } from "@/lib/process";
import type { SessionData } from "@/lib/sign-in/seller-session";
import { freshDatabase } from "@/test/database";
import { makeFile, makeSeller } from "@/test/files";
import type { OwnFile, UpdateFile } from "./schema";
import { updateFile } from "./update-file";

let close: () => Promise<void>;
let seller: SessionData;
const now = new Date();

beforeAll(async () => {
  process.env.APP_URL = "http://localhost:3000";
  process.env.MIN_FREE_SPACE = "1MB";
  ({ close } = await freshDatabase());
  forgetPerProcess("rate-limits");
  seller = await makeSeller();
});
afterAll(() => close());

const save = (file: OwnFile, changes: UpdateFile) => updateFile(seller.sellerId, file.id, changes, now);

it("tells the second of two forms what the first one saved, and keeps it", async () => {
  const file = await makeFile(seller, { title: "Lesson 3" });
  const editedFrom = { title: file.title };
  await save(file, { title: "Lesson 3: fractions", editedFrom });
  await expect(save(file, { title: "Lesson three", editedFrom })).rejects.toMatchObject({
    code: "edited_meanwhile",
    status: 409,
    members: { current: { title: "Lesson 3: fractions" } },
  });
  // Having seen it, the seller decides.
  const kept = await save(file, { title: "Lesson three", editedFrom: { title: "Lesson 3: fractions" } });
  expect(kept.title).toBe("Lesson three");
});

it("saves different things from two forms one after the other", async () => {
  const file = await makeFile(seller, { title: "A song", price: "2.00" });
  await save(file, { title: "The song", editedFrom: { title: file.title } });
  const changed = await save(file, { price: "3.00", editedFrom: { price: file.price } });
  expect([changed.title, changed.price]).toEqual(["The song", "3.00"]);
});

it("takes the same change again, as after a lost response, also where it is stored in another spelling", async () => {
  const file = await makeFile(seller, { title: "A map" });
  const until = new Date(now.getTime() + 5 * DAY);
  const changes = {
    title: " A\tmap of the world ",
    price: "4",
    onSaleUntil: until.toISOString().replace("Z", "+00:00"),
    editedFrom: { title: file.title, price: file.price, onSaleUntil: file.onSaleUntil },
  };
  for (let times = 0; times < 2; times += 1) {
    const { title, price, onSaleUntil } = await save(file, changes);
    expect([title, price, onSaleUntil]).toEqual(["A map of the world", "4.00", until.toISOString()]);
  }
});

it.each([
  ["the price", { price: "9.00" }, { price: "8.00" }, { price: "0.50" }],
  ["the description", { description: "Mine" }, { description: "Yours" }, { description: "" }],
  ["the days", { downloadDays: 90 }, { downloadDays: 60 }, { downloadDays: 30 }],
  ["the list", { listed: false }, { listed: true }, { listed: false }],
] as const)("does the same for %s", async (_, mine, theirs, editedFrom) => {
  const file = await makeFile(seller, { price: "0.50" });
  await save(file, theirs);
  await expect(save(file, { ...mine, editedFrom })).rejects.toMatchObject({ members: { current: theirs } });
});

it("one of two that arrive together is told", async () => {
  const file = await makeFile(seller, { title: "Together" });
  const both = ["One", "Two"].map((title) => save(file, { title, editedFrom: { title: "Together" } }));
  const ends = await Promise.allSettled(both);
  expect(ends.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
});
