/** Characters of a text that are passed on; the server cuts them further. */
const TEXT_MAX = 1_000;
/** Bytes of a picture that is carried along. */
const PICTURE_MAX = 20 * 1024 * 1024;

const plain = (text) => (typeof text === "string" ? text.slice(0, TEXT_MAX) : null);

/**
 * Tells the title, and the picture that the seller shows of it.
 *
 * @param {import("mediabunny").Input} input
 * @param {import("./job.mjs").Job} job
 */
export async function tellTags(input, { kind, showing, tell }) {
  const { title, artist, albumArtist, album, images = [] } = await input.getMetadataTags();
  const more = kind === "sound" ? { artist: plain(artist ?? albumArtist), album: plain(album) } : {};
  tell({ facts: { title: plain(title), ...more } });
  const picture = images.find((one) => one.kind === "coverFront") ?? images[0];
  if (showing.picture !== "none" && picture && picture.data.length <= PICTURE_MAX) tell({ picture: picture.data });
}
