import { describe, expect, it } from "vitest";
import { RequestProblem } from "@/components/http/request";
import { dueOf, goodsDue } from "./due-of";

const refused = (code: string, members: object) => new RequestProblem({ status: 409, code, title: code, ...members });
const upload = { uploadId: "u1", token: "t" };
const storageUrl = "https://shop.example/api/storage/uploads/u1";

describe("a refusal that paying for storage helps against", () => {
  it("says what to pay for: an upload, a file, or what an upload is larger", () => {
    const unpaid = dueOf(refused("storage_unpaid", { days: 60, price: "0.40", storageUrl }));
    expect(unpaid && goodsDue(unpaid, upload)).toEqual({ kind: "upload", uploadId: "u1", token: "t", days: 60 });
    const file = "https://shop.example/api/files/f1/storage";
    const short = dueOf(refused("storage_too_short", { days: 7, storageUrl: file }));
    expect(short && goodsDue(short, null)).toEqual({ kind: "file", fileId: "f1", days: 7, by: "seller" });
    const larger = dueOf(refused("storage_unpaid", { days: 7, storageUrl, replacesFileId: "f1" }));
    expect(larger && goodsDue(larger, upload)).toEqual({ kind: "larger", uploadId: "u1", token: "t", fileId: "f1" });
    expect(larger && goodsDue(larger, null)).toBeNull();
  });

  it("is none of the others", () => {
    expect(dueOf(refused("storage_full", { days: 60, storageUrl }))).toBeNull();
    expect(dueOf(new Error("cut"))).toBeNull();
    expect(dueOf(null)).toBeNull();
  });
});
