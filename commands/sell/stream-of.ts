const PIECE = 64 * 1024;

/** The bytes as a stream, which reports how many of them were taken. */
export function streamOf(bytes: Uint8Array, report: (taken: number) => void): ReadableStream<Uint8Array> {
  let taken = 0;
  return new ReadableStream(
    {
      pull(controller) {
        if (taken === bytes.length) return controller.close();
        const piece = bytes.subarray(taken, taken + PIECE);
        taken += piece.length;
        controller.enqueue(piece);
        report(taken);
      },
    },
    { highWaterMark: 0 },
  );
}
