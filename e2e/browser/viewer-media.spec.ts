import { expect, type Locator, test } from "@playwright/test";
import {
  brokenTrack,
  filmEntry,
  hevcConfiguration,
  makeMkv,
  makeMp4,
  silentTrack,
  soundEntry,
} from "../../test/make-media";
import { buyFiles } from "../bought-files";

/** Films and sounds that this browser cannot play, or only in part; and bytes that do not come. */

const download = (card: Locator) => card.getByRole("link", { name: "Download it" });

test("what a browser cannot play is told before it is paid for, and again when it is opened", async ({ browser }) => {
  const hevc = brokenTrack("vide", filmEntry("hvc1", hevcConfiguration));
  const bought = await buyFiles(browser, {
    "film.mp4": makeMp4([hevc, silentTrack()]),
    "film.mkv": makeMkv(["V_MPEGH/ISO/HEVC", "A_AC3"]),
    "song.m4a": makeMp4([brokenTrack("soun", soundEntry("alac"))], "M4A "),
    "old.avi": Buffer.concat([Buffer.from("RIFF\xff\0\0\0AVI LIST", "latin1"), Buffer.alloc(400)]),
    "fine.m4a": makeMp4([silentTrack()], "M4A "),
  });
  const film = await bought.open("film.mp4");
  await expect(film.getByText("plays the sound of this video, but not its picture (HEVC)")).toBeVisible();
  await bought.close("film.mp4");
  for (const [name, words] of [
    ["film.mkv", "This browser cannot play HEVC, AC-3"],
    ["song.m4a", "This browser cannot play ALAC"],
    ["old.avi", "This browser cannot show this file."],
  ] as const) {
    const card = await bought.open(name);
    await expect(card.getByText(words)).toBeVisible();
    await expect(download(card)).toBeVisible();
    await bought.close(name);
  }
  const fine = await bought.open("fine.m4a");
  const duration = () => fine.locator("audio").evaluate((audio: HTMLAudioElement) => Math.round(audio.duration));
  await expect.poll(duration).toBe(5);
  await expect(fine.getByText("Opening the file…")).toHaveCount(0);

  for (const [name, words] of [
    ["film.mp4", "Not every browser can play HEVC."],
    ["film.mkv", "Not every browser can play HEVC and AC-3."],
    ["song.m4a", "Not every browser can play ALAC."],
    ["old.avi", "Browsers cannot open a file of this kind."],
  ] as const) {
    await bought.page.goto(bought.linkOf(name));
    await expect(bought.page.getByText(words)).toBeVisible();
  }
  await bought.page.goto(bought.linkOf("fine.m4a"));
  await expect(bought.page.getByText("Not every browser")).toHaveCount(0);
  await bought.leave();
});

test("nobody waits at an empty box: a file whose bytes do not come says so after a while", async ({ browser }) => {
  const bought = await buyFiles(browser, { "notes.txt": Buffer.from("Here I am.") });
  await bought.page.clock.install();
  let isHeld = true;
  let held = 0;
  await bought.page.route(
    (url) => url.searchParams.has("ticket"),
    (route) => {
      if (!isHeld) return route.fallback();
      held += 1;
    },
  );
  const card = await bought.open("notes.txt");
  await expect.poll(() => held).toBe(1);
  await expect(card.getByText("Opening the file…")).toBeVisible();
  // The first request is given up, then a second one.
  await expect(async () => {
    await bought.page.clock.fastForward(21_000);
    await expect(card.getByText("No data has arrived for a while.")).toBeVisible({ timeout: 1_000 });
  }).toPass({ timeout: 60_000 });
  await expect(download(card)).toBeVisible();
  isHeld = false;
  await card.getByRole("button", { name: "Try again" }).click();
  await expect(card.locator("pre")).toHaveText("Here I am.");
  await bought.leave();
});
