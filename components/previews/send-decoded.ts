import type { OwnFile } from "@/lib/products/files/schema";
import { contentKind } from "./content-kind";
import { sendPoster, sendWave } from "./send";

/**
 * Sends what this browser can tell of a file on this device and the server cannot: the poster of a film, the wave form of a sound.
 * Nothing depends on it, so that a failure is silent.
 *
 * @param file that was made of it
 * @returns the file as it is then; null if nothing was sent
 */
export async function sendDecoded(file: OwnFile, local: Blob): Promise<OwnFile | null> {
  const kind = contentKind(file.mediaType);
  try {
    if (kind === "film") {
      const { takePoster } = await import("./take-poster");
      return await sendPoster(file.id, file.version, await takePoster(local));
    }
    if (kind === "sound") {
      const { drawWave } = await import("./draw-wave");
      const wave = await drawWave(local);
      return wave && (await sendWave(file.id, file.version, wave));
    }
  } catch {
    // The browser does not play it, or the server did not take it: the file is sold without.
  }
  return null;
}
