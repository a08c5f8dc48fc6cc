import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { db } from "@/lib/db/client";
import { removeFile } from "@/lib/products/files/remove-file";
import type { SessionData } from "@/lib/sign-in/seller-session";
import { freshDatabase } from "@/test/database";
import { makeFile, makeSeller } from "@/test/files";
import { showContent } from "@/test/show-content";
import { answerOEmbed } from "./answer-oembed";

const HOME = "http://localhost:3000";
let close: () => Promise<void>;
let seller: SessionData;
let fileId: string;
beforeAll(async () => {
  process.env.APP_URL = HOME;
  ({ close } = await freshDatabase());
  seller = await makeSeller();
  fileId = (await makeFile(seller, { title: 'A "quoted" <title>' })).id;
  await showContent(fileId, {
    parts: [{ kind: "page", mediaType: "image/webp", width: 400, height: 566, bytes: Buffer.from("page") }],
  });
});
afterAll(() => close());

const page = (id: string) => `${HOME}/f/${id}`;
const ask = (query: Record<string, string>) => answerOEmbed(new URLSearchParams(query), new Date());
const codeOf = (query: Record<string, string>) =>
  ask(query).then(
    () => null,
    (error: { code: string }) => error.code,
  );

describe("oEmbed", () => {
  it("has a frame of the small page, and the first picture as thumbnail", async () => {
    const answer = await ask({ url: page(fileId) });
    expect(answer).toMatchObject({
      version: "1.0",
      type: "rich",
      title: 'A "quoted" <title>',
      provider_name: "Filekiosk",
      provider_url: HOME,
      width: 400,
      height: 360,
      thumbnail_width: 400,
      thumbnail_height: 566,
    });
    expect(answer.thumbnail_url).toMatch(/\/preview\?h=[0-9a-f]{16}$/);
    const html = answer.type === "rich" ? answer.html : "";
    expect(html).toMatch(
      /^<iframe src="http:\/\/localhost:3000\/api\/files\/[\w-]+\/embed" title="A &quot;quoted&quot; &lt;title&gt;"/,
    );
  });

  it("keeps to the largest size, and is a link where that is too small", async () => {
    expect(await ask({ url: page(fileId), maxwidth: "300" })).toMatchObject({ type: "rich", width: 300, height: 360 });
    expect(await ask({ url: page(fileId), maxwidth: "300" })).not.toHaveProperty("thumbnail_url");
    expect(await ask({ url: page(fileId), maxheight: "100" })).toMatchObject({ type: "link" });
    expect(await ask({ url: page(fileId), maxwidth: "100" })).toMatchObject({ type: "link" });
    expect(await ask({ url: `${page(fileId)}?utm_source=x#top`, format: "json", maxwidth: "" })).toMatchObject({
      type: "rich",
    });
  });

  it("answers errors as the specification says", async () => {
    const [removed, closed] = [(await makeFile(seller)).id, (await makeFile(seller)).id];
    await removeFile(seller.sellerId, removed, new Date());
    await db().file.update({ where: { id: closed }, data: { withheldAt: new Date() } });
    const url = page(fileId);
    expect(
      await Promise.all([
        codeOf({ url, format: "xml" }),
        codeOf({ url: page(removed) }),
        codeOf({ url: page(closed) }),
      ]),
    ).toEqual(["format_not_offered", "file_not_found", "not_embeddable"]);
    for (const other of [
      "https://evil.example/f/x",
      `${HOME}/sell`,
      `${HOME}/f/nothing`,
      `${url}/report`,
      `http://localhost:3000@evil.example/f/${fileId}`,
    ]) {
      expect([other, await codeOf({ url: other })]).toEqual([other, "file_not_found"]);
    }
    for (const query of [{}, { url: "x" }, { url, maxwidth: "wide" }] as Record<string, string>[]) {
      expect(await codeOf(query)).toBe("invalid_input");
    }
  });
});
