import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { hasMediaTools, openStudio, type Studio } from "@/test/media-tools";
import { readContent } from "@/test/read-content";

// The programs have a low priority: on a busy machine they wait.
vi.setConfig({ testTimeout: 120_000 });

/** Pictures as other encoders than ours write them. */

async function expectShown(mediaType: string, bytes: Buffer): Promise<void> {
  const { facts, parts } = await readContent(mediaType, bytes, { showing: { picture: "reduced" } });
  expect(facts).toMatchObject({ kind: "picture", trouble: null, width: 640, height: 480, frames: 1 });
  expect(parts).toMatchObject([{ kind: "reduced", mediaType: "image/webp", width: 320, height: 240 }]);
}

describe.skipIf(!hasMediaTools).concurrent("a picture by ffmpeg", () => {
  let studio: Studio;
  beforeAll(() => {
    studio = openStudio();
  });
  afterAll(() => studio.close());

  it.each([
    ["jpg", "image/jpeg"],
    ["png", "image/png"],
    ["gif", "image/gif"],
    ["webp", "image/webp"],
    ["tiff", "image/tiff"],
    ["bmp", "image/bmp"],
    ["avif", "image/avif"],
  ])("%s is told and shown", async (ending, mediaType) => {
    const args = "-v error -y -f lavfi -i testsrc=s=640x480:r=1:d=1 -frames:v 1".split(" ");
    await studio.run("ffmpeg", ...args, ...(ending === "avif" ? ["-cpu-used", "8"] : []), `a.${ending}`);
    await expectShown(mediaType, studio.read(`a.${ending}`));
  });
});
