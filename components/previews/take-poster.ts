/** Longer than a film on this device takes to open (ms). */
const PATIENCE = 20_000;
/** The longer side of what is sent; the server makes a smaller one of it. */
const SIDE = 1_280;
const QUALITY = 0.85;

/** A film that this browser plays: seconds, pixels. */
export type OpenFilm = { video: HTMLVideoElement; seconds: number; close(): void };

/**
 * Opens a film on this device.
 *
 * @throws Error if this browser does not play it
 */
export async function openFilm(file: Blob): Promise<OpenFilm> {
  const video = document.createElement("video");
  const src = URL.createObjectURL(file);
  const close = () => {
    video.removeAttribute("src");
    video.load();
    URL.revokeObjectURL(src);
  };
  video.muted = true;
  video.playsInline = true;
  video.preload = "auto";
  try {
    const opened = happens(video, "loadeddata");
    video.src = src;
    await opened;
    // A recording says its length only at its end.
    if (video.duration === Number.POSITIVE_INFINITY) await seek(video, Number.MAX_SAFE_INTEGER);
    if (!video.videoWidth || !Number.isFinite(video.duration)) throw new Error("no picture");
    return { video, seconds: video.duration, close };
  } catch (error) {
    close();
    throw error;
  }
}

/** Shows this moment of a film. */
export async function seek(video: HTMLVideoElement, seconds: number): Promise<void> {
  const sought = happens(video, "seeked");
  video.currentTime = seconds;
  await sought;
}

/**
 * The picture that a film shows now, as JPEG.
 *
 * @throws Error if the browser cannot draw it
 */
export async function drawPicture(video: HTMLVideoElement): Promise<Blob> {
  const { videoWidth, videoHeight } = video;
  const scale = Math.min(1, SIDE / Math.max(videoWidth, videoHeight));
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(videoWidth * scale));
  canvas.height = Math.max(1, Math.round(videoHeight * scale));
  canvas.getContext("2d")?.drawImage(video, 0, 0, canvas.width, canvas.height);
  const picture = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, "image/jpeg", QUALITY));
  if (!picture) throw new Error("no picture");
  return picture;
}

/** A picture of a film on this device: a tenth into it, where most have begun. @throws Error if it cannot be played */
export async function takePoster(file: Blob): Promise<Blob> {
  const { video, seconds, close } = await openFilm(file);
  try {
    await seek(video, seconds / 10);
    return await drawPicture(video);
  } finally {
    close();
  }
}

function happens(video: HTMLVideoElement, event: "loadeddata" | "seeked"): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`no ${event}`)), PATIENCE);
    const options = { once: true };
    video.addEventListener(
      event,
      () => {
        clearTimeout(timer);
        resolve();
      },
      options,
    );
    video.addEventListener(
      "error",
      () => {
        clearTimeout(timer);
        reject(new Error("not played"));
      },
      options,
    );
  });
}
