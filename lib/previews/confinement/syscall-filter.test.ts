import { expect, it } from "vitest";
import { syscallFilter } from "./syscall-filter";

/** What the kernel would do with a call: it runs the filter on `struct seccomp_data` (seccomp(2)). */
function judge(filter: Buffer, architecture: number, call: number): string {
  let word = 0;
  for (let at = 0; at < filter.length; ) {
    const [code, operand] = [filter.readUInt16LE(at), filter.readUInt32LE(at + 4)];
    const [ifTrue, ifFalse] = [filter.readUInt8(at + 2), filter.readUInt8(at + 3)];
    at += 8;
    if (code === 0x20) word = operand === 4 ? architecture : call;
    else if (code === 0x15) at += 8 * (word === operand ? ifTrue : ifFalse);
    else if (code === 0x35) at += 8 * (word >= operand ? ifTrue : ifFalse);
    else if (code === 0x06) return { 2147418112: "allowed", 327681: "refused", 2147483648: "killed" }[operand] ?? "?";
    else throw new Error(`instruction ${code}`);
  }
  throw new Error("no judgement");
}

const [X64, ARM64, I386] = [0xc000003e, 0xc00000b7, 0x40000003];

it.each([
  ["x64", X64, { socket: 41, ptrace: 101, process_vm_readv: 310, process_vm_writev: 311, kill: 62, tkill: 200 }],
  ["arm64", ARM64, { socket: 198, ptrace: 117, process_vm_readv: 270, process_vm_writev: 271, kill: 129, tkill: 130 }],
] as const)("on %s refuses sockets and other processes, and nothing else", (name, architecture, refused) => {
  const filter = syscallFilter(name) ?? Buffer.alloc(0);
  const shared = { pidfd_send_signal: 424, io_uring_setup: 425, pidfd_getfd: 438 };
  const tgkill = refused.tkill + (name === "x64" ? 34 : 1);
  const numbers = new Set<number>([...Object.values(refused), ...Object.values(shared), tgkill]);
  for (let call = 0; call < 500; call += 1) {
    expect([call, judge(filter, architecture, call)]).toEqual([call, numbers.has(call) ? "refused" : "allowed"]);
  }
});

it("lets nobody in by the calls of another architecture", () => {
  const filter = syscallFilter("x64") ?? Buffer.alloc(0);
  // socket of 32-bit x86 and of x32.
  expect([judge(filter, I386, 359), judge(filter, X64, 0x40000000 + 41)]).toEqual(["killed", "refused"]);
  expect(syscallFilter("mips")).toBeNull();
});
