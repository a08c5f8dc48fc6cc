/** Numbers (`WAVE_MAX`), and frames that are heard for each, at most. */
const POINTS = 240;
const FRAMES = 2_048;

/**
 * How loud each part is, from 0 to 100 of the loudest. Of a long sound some of each part is heard.
 *
 * @param {(at: number, length: number) => Buffer} read
 * @param {{ at: number, frameBytes: number, bytes: number, channels: number, decode: Function }} found @param {number} frames
 */
export function waveOfPcm(read, { at, frameBytes, decode }, frames) {
  const points = Math.min(POINTS, frames);
  const heard = Math.max(1, Math.min(FRAMES, Math.floor(frames / points)));
  const loudness = [];
  for (let point = 0; point < points; point += 1) {
    const bytes = read(at + Math.floor((frames * point) / points) * frameBytes, heard * frameBytes);
    let sum = 0;
    const whole = Math.floor(bytes.length / frameBytes);
    // The first channel stands for all.
    for (let frame = 0; frame < whole; frame += 1) sum += decode(bytes, frame * frameBytes) ** 2;
    loudness.push(Math.sqrt(sum / Math.max(1, whole)));
  }
  const loudest = Math.max(...loudness);
  return loudness.map((one) => (loudest > 0 ? Math.round((one / loudest) * 100) : 0));
}
