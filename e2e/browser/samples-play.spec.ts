import { setTimeout as sleep } from "node:timers/promises";
import { expect, type Page, test } from "@playwright/test";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import type { FileInfo } from "../../lib/products/files/schema";
import { hasMediaTools, openStudio, recordFilm, recordSound } from "../../test/media-tools";
import { type Seller, signInSeller } from "../seller";
import { appUrl, newVisitor } from "../shop-pages";

/** Sounds and films of real encoders, put on sale as anything is: what the shop makes of them plays on their pages. */

/** Seconds; long enough for a sample. */
const LENGTH = 96;
const words = (text: string) => text.split(" ");
const ffmpeg = (to: string, how = "") => words(`ffmpeg -v error -y -i sound.wav ${how} ${to}`.replace(/ +/g, " "));

/** A name, how it is made, and the type of what plays as browsers are asked about it. */
const sounds: [name: string, command: string[], plays: string][] = [
  ["a.mp3", words("lame --quiet -b 64 sound.wav a.mp3"), "audio/mpeg"],
  ["a.m4a", ffmpeg("a.m4a", "-b:a 64k"), 'audio/mp4; codecs="mp4a.40.2"'],
  ["a.opus", words("opusenc --quiet --bitrate 32 sound.wav a.opus"), 'audio/ogg; codecs="opus"'],
  ["a.ogg", words("oggenc -Q -q 0 sound.wav -o a.ogg"), 'audio/webm; codecs="vorbis"'],
  ["a.flac", words("flac -s -f sound.wav -o a.flac"), 'audio/mp4; codecs="flac"'],
];
const films: [name: string, codecs: string[], plays: string][] = [
  [
    "vp8.webm",
    words("-c:v libvpx -deadline realtime -cpu-used 8 -g 10 -c:a libvorbis"),
    'video/webm; codecs="vp8, vorbis"',
  ],
  [
    "vp9.webm",
    words("-c:v libvpx-vp9 -deadline realtime -cpu-used 8 -g 10 -c:a libopus"),
    'video/webm; codecs="vp9, opus"',
  ],
  ["x264.mp4", words("-c:v libx264 -preset ultrafast -g 10 -c:a aac"), 'video/mp4; codecs="avc1.42E01E, mp4a.40.2"'],
];

/** What the shop tells of a file, once it has looked at it. */
async function whenLookedAt(fileId: string): Promise<FileInfo> {
  for (;;) {
    const answer = await fetch(`${appUrl()}/api/files/${fileId}/info`);
    const info = answer.ok ? ((await answer.json()) as FileInfo) : null;
    if (info?.facts) return info;
    await sleep(250);
  }
}

/** @param seconds as the page says */
async function expectToPlay(page: Page, element: "audio" | "video", seconds: number): Promise<void> {
  const media = page.locator(element);
  await media.focus();
  await page.keyboard.press("Space");
  await expect.poll(() => media.evaluate((one: HTMLMediaElement) => one.currentTime)).toBeGreaterThan(0.1);
  const duration = await media.evaluate((one: HTMLMediaElement) => one.duration);
  expect(Math.abs(duration - seconds)).toBeLessThan(1.5);
  if (element === "video") {
    const width = await media.evaluate((one: HTMLVideoElement) => one.videoWidth);
    expect(width).toBe(160);
  }
  await media.evaluate((one: HTMLMediaElement) => one.pause());
}

test("samples of sounds and clips of films by real encoders play before paying @desktop", async ({ browser }) => {
  // biome-ignore lint/suspicious/noSkippedTests: only where nothing makes sounds
  test.skip(!hasMediaTools, "there are no encoders here");
  test.setTimeout(180_000);
  const seller: Seller = await signInSeller(appUrl(), privateKeyToAccount(generatePrivateKey()));
  const studio = openStudio();
  const sold: { name: string; plays: string; url: string; id: string }[] = [];
  const sell = async (name: string, plays: string) => {
    const { url, id } = (await seller.sell({ bytes: studio.read(name), name })).file;
    sold.push({ name, plays, url, id });
  };
  try {
    await recordSound(studio, "sound.wav", LENGTH);
    for (const [name, command, plays] of sounds) {
      const [program = "", ...args] = command;
      await studio.run(program, ...args);
      await sell(name, plays);
    }
    for (const [name, codecs, plays] of films) {
      await recordFilm(studio, name, LENGTH, ...codecs);
      await sell(name, plays);
    }
  } finally {
    studio.close();
  }
  const { page, leave } = await newVisitor(browser);
  for (const { name, plays, url, id } of sold) {
    await test.step(`${name}: ${plays}`, async () => {
      const info = await whenLookedAt(id);
      const isFilm = plays.startsWith("video");
      expect(info.facts).toMatchObject({ kind: isFilm ? "film" : "sound", trouble: null });
      await page.goto(url);
      // A third of its bytes at most, which may be less than 30 seconds.
      const told = page.getByText(/^Sample, 0:(?:2\d|30) of 1:3\d$/);
      await expect(told).toBeVisible();
      const seconds = Number(/0:(\d+)/.exec((await told.textContent()) ?? "")?.[1]);
      if (isFilm) await expect(page.locator(".file-head").getByText(/^1:3\d$/)).toBeVisible();
      const can = await page.evaluate((type) => document.createElement("video").canPlayType(type), plays);
      // Not every build of the browser has every decoder: then it says so, and its player is there all the same.
      if (can === "") test.info().annotations.push({ type: "not decoded by this browser", description: plays });
      else await expectToPlay(page, isFilm ? "video" : "audio", seconds);
    });
  }
  const notDecoded = test.info().annotations.map(({ description = "" }) => description);
  console.log(notDecoded.length > 0 ? `Not decoded by this browser: ${notDecoded.join("; ")}` : "Every sample played.");
  // What every build of Chromium decodes.
  expect(notDecoded.filter((type) => !/mp4a|avc1/.test(type))).toEqual([]);
  await leave();
});
