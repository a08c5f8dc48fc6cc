// What a worker can reach, reported as the reason why it made no picture.
import { fstatSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { dirname } from "node:path";
import { giveUp } from "../../lib/previews/programs/stdio.mjs";

/** `link`: a symbolic link to `file` in a folder that the worker may read; `socket`: a listening path; `pid`: the server's. */
const { file, link, socket, port, pid } = JSON.parse(process.argv[2]);
const succeeds = async (work) => {
  try {
    await work();
    return true;
  } catch {
    return false;
  }
};
const reach = (...at) =>
  new Promise((resolve, reject) => {
    const connection = connect(...at);
    connection.once("connect", resolve);
    connection.once("error", reject);
  });
// A write beyond the limit would end the process instead of failing.
process.on("SIGXFSZ", () => {});

const attempts = {
  write: () => writeFileSync(file, "x"),
  read: () => readFileSync(file),
  follow: () => readFileSync(link),
  link: () => symlinkSync(file, `${link}-2`),
  list: () => readdirSync(dirname(file)),
  settings: () => readFileSync(`/proc/${pid}/environ`),
  maps: () => readFileSync(`/proc/${pid}/maps`),
  root: () => readFileSync(`/proc/${pid}/root/etc/passwd`),
  cwd: () => readFileSync(`/proc/${pid}/cwd/package.json`),
  signal: () => process.kill(pid, 0),
  connect: () => reach(port, "127.0.0.1"),
  "connect-path": () => reach(socket),
};
const could = [];
for (const [name, work] of Object.entries(attempts)) if (await succeeds(work)) could.push(name);

/** Files, folders and connections that the server had open: not 0 to 2, nor 3, which is the filter of system calls. */
const inherited = [];
for (let number = 4; number < 100; number += 1) {
  const opened = await succeeds(() => {
    const kind = fstatSync(number);
    if (!kind.isFile() && !kind.isDirectory() && !kind.isSocket()) throw new Error("Node's own");
  });
  if (opened) inherited.push(number);
}
const env = Object.keys(process.env)
  .slice(0, 6)
  .map((name) => name.slice(0, 20));
giveUp(new Error(JSON.stringify({ env, inherited, could })));
process.exit(0);
