/** Hertz of a sample at most. */
const RATE_MAX = 24_000;
/** Frames that are read at once. */
const AT_ONCE = 65_536;

/**
 * A part as a WAV of one channel, 16 bits and few hertz: 30 seconds are less than 1.5 MB, and not what is for sale.
 *
 * @param {(at: number, length: number) => Buffer} read
 * @param {{ at: number, rate: number, frameBytes: number, bytes: number, channels: number, decode: Function }} found
 * @param {{ from: number, seconds: number }} place
 */
export function sampleOfPcm(read, { at, rate, frameBytes, bytes: width, channels, decode }, { from, seconds }) {
  const step = Math.ceil(rate / RATE_MAX);
  const count = Math.floor((seconds * rate) / step);
  const begin = at + Math.floor(from * rate) * frameBytes;
  const samples = Buffer.alloc(count * 2);
  const most = Math.max(1, Math.floor(AT_ONCE / step));
  let done = 0;
  while (done < count) {
    const group = Math.min(most, count - done);
    const part = read(begin + done * step * frameBytes, group * step * frameBytes);
    const whole = Math.floor(part.length / frameBytes / step);
    for (let index = 0; index < whole; index += 1) {
      let sum = 0;
      for (let frame = index * step; frame < (index + 1) * step; frame += 1)
        for (let channel = 0; channel < channels; channel += 1)
          sum += decode(part, frame * frameBytes + channel * width);
      samples.writeInt16LE(Math.round((sum / step / channels) * 32_767), (done + index) * 2);
    }
    done += whole;
    if (whole < group) break;
  }
  const made = Math.round(rate / step);
  return { data: Buffer.concat([wavHead(done * 2, made), samples.subarray(0, done * 2)]), seconds: done / made };
}

function wavHead(length, rate) {
  const head = Buffer.alloc(44);
  head.write("RIFF", 0, "latin1");
  head.writeUInt32LE(36 + length, 4);
  head.write("WAVEfmt ", 8, "latin1");
  for (const [value, at] of [
    [16, 16],
    [rate, 24],
    [rate * 2, 28],
    [length, 40],
  ])
    head.writeUInt32LE(value, at);
  for (const [value, at] of [
    [1, 20],
    [1, 22],
    [2, 32],
    [16, 34],
  ])
    head.writeUInt16LE(value, at);
  head.write("data", 36, "latin1");
  return head;
}
