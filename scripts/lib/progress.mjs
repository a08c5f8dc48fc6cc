import process from "node:process";

/** Progress output of a script: a line per step, with its seconds. */
export function makeProgress(out = process.stdout) {
  const live = Boolean(out.isTTY);
  const paint = (code, text) => (live && !process.env.NO_COLOR ? `\u001b[${code}m${text}\u001b[0m` : text);
  let current;

  const clear = () => live && out.write("\r\u001b[K");
  const seconds = (since) => `${((Date.now() - since) / 1_000).toFixed(1)} s`;
  const draw = () => {
    if (live && current) out.write(`\r\u001b[K${paint(36, "·")} ${current.text} ${paint(2, seconds(current.since))}`);
  };

  return {
    /** A separate line, also in the middle of a step. */
    say(text = "") {
      clear();
      out.write(`${text}\n`);
      draw();
    },
    /**
     * Runs one step and prints its duration. `work` may return a short text that replaces the step's.
     * @template T
     * @param {string} text
     * @param {() => Promise<T>} work
     * @param {(result: T) => string} [done]
     * @returns {Promise<T>}
     */
    async step(text, work, done = () => text) {
      const mine = { text, since: Date.now(), timer: live ? setInterval(draw, 200) : undefined };
      current = mine;
      if (!live) out.write(`· ${text}…\n`);
      draw();
      const end = () => {
        clearInterval(mine.timer);
        if (current !== mine) return false;
        current = undefined;
        clear();
        return true;
      };
      try {
        const result = await work();
        if (end()) out.write(`${paint(32, "✓")} ${done(result)} ${paint(2, `(${seconds(mine.since)})`)}\n`);
        return result;
      } catch (error) {
        end();
        throw error;
      }
    },
    /** Abandons the running step: its line is removed, its result ignored. */
    giveUp() {
      if (!current) return;
      clearInterval(current.timer);
      current = undefined;
      clear();
    },
    bold: (text) => paint(1, text),
    dim: (text) => paint(2, text),
    red: (text) => paint(31, text),
  };
}
