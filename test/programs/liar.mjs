// node liar.mjs {trick, size}: a program in the hands of whoever made its input. It does not keep to what was agreed with the
// server (`ranges.mjs`, `stdio.mjs`).

import { readSync, writeSync } from "node:fs";

const { trick, size } = JSON.parse(process.argv[2] ?? "{}");

const say = (text) => writeSync(1, text);
/** The length that is answered; -1 when nothing more is. */
const hear = () => {
  const head = Buffer.alloc(4);
  for (let done = 0; done < 4; ) done += readSync(0, head, done, 4 - done, null);
  const length = head.readUInt32BE();
  if (length === 0xffffffff) return -1;
  for (let left = length; left > 0; ) left -= readSync(0, Buffer.alloc(left), 0, left, null);
  return length;
};
const ask = (at, length) => {
  say(`R ${at} ${length}\n`);
  return hear();
};
const tell = (told) => say(`${JSON.stringify({ excerpt: { text: JSON.stringify(told) }, parts: [] })}\n`);

const tricks = {
  beyond: () => tell([ask(size, 10), ask(size - 3, 10), ask(Number.MAX_SAFE_INTEGER, 10), ask(0, 0)]),
  "too-much": () => tell([ask(0, 4 * 1024 * 1024 + 1), ask(0, 4_294_967_295), ask(0, 10)]),
  huge: () => ask("10000000000000000", 10),
  negative: () => ask(-5, 10),
  million: () => {
    let answered = 0;
    for (let count = 0; count < 1_000_000; count += 1) if (ask(count % size, 1) === 1) answered += 1;
    tell(answered);
  },
  twice: () => {
    say("R 0 1\nR 1 1\n");
    hear();
  },
  deaf: () => {
    // Requests of which none is ever read; the server must not keep what it would answer.
    for (let count = 0; count < 100_000; count += 1) {
      say("R 0 4194304\n");
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
    }
  },
  "begins with R": () => say("R is for reading\n{}"),
  "request as an answer": () => say("R 0 5\n"),
  "a lot of JSON": () => say(`{"parts":[],"facts":{"kind":"picture","width":-1}}\n`),
  "bytes that nobody announced": () => say(`{"parts":[]}\nmore`),
  nothing: () => {},
  crash: () => process.exit(3),
};
tricks[trick]();
