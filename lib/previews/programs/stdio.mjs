// Communication of the programs in this folder with the server: input by standard input, the result by standard output.

/** All of standard input. @returns {Promise<Buffer>} */
export async function readInput() {
  const parts = [];
  for await (const part of process.stdin) parts.push(part);
  return Buffer.concat(parts);
}

/**
 * Ends the process when it takes more memory than this. The system's own limit is set too if there is one; it is the only one
 * where there is no /proc, from which Linux tells how much there is.
 *
 * @param {number} bytes
 */
export function watchMemory(bytes) {
  const timer = setInterval(() => {
    try {
      if (process.memoryUsage.rss() > bytes) process.exit(137);
    } catch {
      clearInterval(timer);
    }
  }, 20);
  timer.unref();
}

/**
 * One line of JSON, then the picture.
 *
 * @param {{ data: Buffer, info: { width: number, height: number } }} picture
 * @param {{ width: number, height: number }} [of] what it was made from
 */
export function answer({ data, info }, of) {
  const head = {
    width: info.width,
    height: info.height,
    ...(of ? { of: { width: of.width, height: of.height } } : {}),
  };
  process.stdout.write(`${JSON.stringify(head)}\n`);
  process.stdout.write(data);
}

/** Reports in one word why there is no picture. @param {unknown} error */
export function giveUp(error) {
  const words = error instanceof Error ? error.message : String(error);
  const known = ["too-large", "too-small"].find((reason) => reason === words);
  process.stdout.write(`${JSON.stringify({ reason: known ?? "unreadable", detail: words.slice(0, 300) })}\n`);
}
