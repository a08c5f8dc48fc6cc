import { expect, it } from "vitest";
import { type CalendarEntry, calendarFile } from "./calendar-file";

const now = new Date("2026-11-21T12:00:00.123Z");
const deadline: CalendarEntry = {
  id: "abc",
  summary: "Download until: A report",
  description: "Open the file's page.",
  url: "https://shop.example/f/abc",
  until: new Date("2026-12-21T23:59:59.999+02:00"),
};

/** As a calendar parses it: folded lines joined again (RFC 5545, 3.1). */
function read(file: string): string[] {
  return file.replaceAll("\r\n ", "").split("\r\n");
}

it("is one entry at that moment, in UTC whatever zone it was written in", () => {
  const lines = read(calendarFile(deadline, now));
  expect(lines.slice(0, 2)).toEqual(["BEGIN:VCALENDAR", "VERSION:2.0"]);
  expect(lines.filter((line) => line.startsWith("DT"))).toEqual([
    "DTSTAMP:20261121T120000Z",
    "DTSTART:20261221T215959Z",
    "DTEND:20261221T215959Z",
  ]);
  expect(lines).toContain("UID:abc@shop.example");
  expect(lines).toContain("URL:https://shop.example/f/abc");
  expect(lines).toContain("TRIGGER:-P3D");
  expect(lines.at(-2)).toBe("END:VCALENDAR");
});

it("ends every line by CRLF and none is longer than 75 octets, nor cut inside a character", () => {
  const titles = ["x".repeat(300), "رسالة طويلة ".repeat(30), "🎧".repeat(80), "é".repeat(150)];
  for (const summary of titles) {
    const file = calendarFile({ ...deadline, summary }, now);
    expect(file.endsWith("\r\n")).toBe(true);
    expect(file.replaceAll("\r\n", "")).not.toMatch(/[\r\n]/);
    for (const line of file.split("\r\n")) {
      expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
      expect(line).not.toMatch(/[\ud800-\udbff]$|^ ?[\udc00-\udfff]/);
    }
    expect(read(file)).toContain(`SUMMARY:${summary}`);
  }
});

it("a title cannot add a line or a property of its own", () => {
  const summary = "One, two; three\\four\r\nATTENDEE:mailto:x@example.com\nURL:https://evil.example\u0000";
  const lines = read(calendarFile({ ...deadline, summary }, now));
  expect(lines).toContain(
    "SUMMARY:One\\, two\\; three\\\\four\\nATTENDEE:mailto:x@example.com\\nURL:https://evil.example",
  );
  expect(lines.filter((line) => line.startsWith("URL:"))).toEqual(["URL:https://shop.example/f/abc"]);
  expect(lines.some((line) => line.startsWith("ATTENDEE"))).toBe(false);
});
