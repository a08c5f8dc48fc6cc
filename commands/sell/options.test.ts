import { expect, it } from "vitest";
import { daysKept, readOptions } from "./options";

const read = (args: string[], env: Record<string, string> = {}) => readOptions(args, env, "/home/me");
const sell = (...args: string[]) => read(["/a/b.pdf", "--price", "0.50", ...args]);

it("reads what is sold, where, and how much storage may cost", () => {
  expect(sell()).toMatchObject({
    file: "/a/b.pdf",
    price: "0.50",
    days: null,
    downloadDays: 30,
    server: "http://localhost:3000",
    max: 1_000_000n,
    agreed: false,
    stateFolder: "/home/me/.local/state/filekiosk/sell",
  });
  expect(sell("--max", "0.20", "--days", "90")).toMatchObject({ max: 200_000n, agreed: true, days: 90 });
  expect(sell("--server", "https://files.example.com")?.server).toBe("https://files.example.com");
  expect(read(["--help"])).toBeNull();
});

it("reads numbers as people write them in the languages of the pages", () => {
  const price = (text: string) => read(["/a", "--price", text])?.price;
  expect(["0,5", "$2.50", "2,50 $", "٢٫٥", "۱٬۲۳۴٫۵", "1,234.50"].map(price)).toEqual([
    "0.50",
    "2.50",
    "2.50",
    "2.50",
    "1234.50",
    "1234.50",
  ]);
  expect(sell("--max", "٠٫٢٥", "--days", "٩٠")).toMatchObject({ max: 250_000n, days: 90 });
});

it("takes the server from APP_URL, and the folder for its state from XDG_STATE_HOME if that is absolute", () => {
  const args = ["/a", "--price", "0"];
  expect(read(args, { APP_URL: "https://files.example.com", XDG_STATE_HOME: "/state" })).toMatchObject({
    server: "https://files.example.com",
    stateFolder: "/state/filekiosk/sell",
  });
  expect(read(args, { XDG_STATE_HOME: "state" })?.stateFolder).toBe("/home/me/.local/state/filekiosk/sell");
});

it("keeps a file for 30 days on sale and the buyers' days, unless told otherwise", () => {
  expect(daysKept({ days: null, downloadDays: 30 })).toBe(60);
  expect(daysKept({ days: null, downloadDays: 100 })).toBe(130);
  expect(daysKept({ days: 90, downloadDays: 30 })).toBe(90);
});

it.each([
  [["/a"], "Usage"],
  [["--price", "1"], "Usage"],
  [["/a", "/b", "--price", "1"], "Usage"],
  [["/a", "--price", "1", "--nonsense"], "Usage"],
  [["/a", "--price", "-1"], "--price"],
  [["/a", "--price", "1e3"], "--price"],
  [["/a", "--price", "0.0000001"], "--price"],
  [["/a", "--price", "2,500"], "--price has “2,500”, which could mean 2500 or 2.50. Write 2500, or 2.50."],
  [["/a", "--price", "1.000"], "Write 1000, or 1.00."],
  [["/a", "--price", "1.234"], "Write 1234, or 1.2340."],
  [["/a", "--price", "٢,٥٠٠"], "Write 2500, or 2.50."],
  [["/a", "--price", "€5"], "--price takes dollars such as 0.50, not “€5”."],
  [["/a", "--price", "1", "--max", "1,000"], "--max has “1,000”, which could mean 1000 or 1.00."],
  [["/a", "--price", "1", "--days", "1,000"], "--days has “1,000”"],
  [["/a", "--price", "10000.01"], "$10,000"],
  [["/a", "--price", "1", "--days", "0"], "whole number"],
  [["/a", "--price", "1", "--days", "1.5"], "whole number"],
  [["/a", "--price", "1", "--days", "30"], "more than that"],
  [["/a", "--price", "1", "--days", "99", "--download-days", "99"], "more than that"],
  [["/a", "--price", "1", "--download-days", "29"], "30 to 3650"],
  [["/a", "--price", "1", "--max", "much"], "--max"],
  [["/a", "--price", "1", "--title", "x".repeat(121)], "120"],
  [["/a", "--price", "1", "--server", "nonsense"], "not the URL"],
  [["/a", "--price", "1", "--server", "ftp://x"], "http or https"],
  [["/a", "--price", "1", "--server", "https://x/shop"], "no path"],
  [["/a", "--price", "1", "--server", "https://me:secret@x"], "no path"],
  [["/a", "--price", "1", "--server", "http://files.example.com"], "unencrypted"],
  [["/a", "--price", "1", "--server", "http://localhost.example.com"], "unencrypted"],
])("refuses %j", (args, words) => {
  expect(() => read(args)).toThrow(words);
});
