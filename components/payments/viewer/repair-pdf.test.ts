import { expect, it } from "vitest";
import { makeFaultyPdf } from "@/e2e/make-faulty-pdf";
import { repairPdf } from "./repair-pdf";

const text = (bytes: Uint8Array) => Buffer.from(bytes).toString("latin1");

it("puts an empty page in the place of one that is not there, and leaves every other byte", () => {
  const bytes = makeFaultyPdf("Here", { withoutFirstPage: true });
  const repaired = repairPdf(bytes);
  expect([...(repaired?.missing ?? [])]).toEqual([4]);
  expect(text(repaired?.bytes ?? new Uint8Array())).toBe(
    `${text(bytes).replace(/(?<=startxref\n)\d+/, (place) => "0".repeat(place.length))}\n4 0 obj\n<</Type/Page/MediaBox[0 0 595 842]/Resources<<>>>>\nendobj\n`,
  );
});

it.each([
  ["a PDF that lacks no page", makeFaultyPdf("Here", {})],
  ["a PDF with compressed objects", Buffer.from("1 0 obj <</Type/Pages/Kids[2 0 R]>> 3 0 obj <</Type /ObjStm>>")],
  ["no PDF", Buffer.from("/Kids")],
])("does nothing to %s", (_, bytes) => {
  expect(repairPdf(bytes)).toBeNull();
});
