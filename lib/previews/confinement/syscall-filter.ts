import "server-only";

/**
 * A filter of system calls for seccomp(2): a program with it cannot reach the network, nor look into or end another process.
 * Written by hand, as `struct sock_filter` of linux/filter.h, because nothing that Node has makes one.
 */

/** `AUDIT_ARCH_…` of linux/audit.h, and the numbers of calls: syscall_64.tbl, and asm-generic/unistd.h for arm64. */
const machines: Partial<Record<NodeJS.Architecture, { audit: number; own: number[] }>> = {
  // socket, ptrace, process_vm_readv, process_vm_writev, kill, tkill, tgkill
  x64: { audit: 0xc000003e, own: [41, 101, 310, 311, 62, 200, 234] },
  arm64: { audit: 0xc00000b7, own: [198, 117, 270, 271, 129, 130, 131] },
};
/** The same number everywhere: pidfd_send_signal, io_uring_setup (it can open sockets by itself), pidfd_getfd. */
const shared = [424, 425, 438];

/** Load a word, jump if it is equal or if it is greater or equal, return (linux/bpf_common.h). */
const [LOAD, IF_EQUAL, IF_AT_LEAST, RETURN] = [0x20, 0x15, 0x35, 0x06];
/** `SECCOMP_RET_…` of linux/seccomp.h; EPERM is 1. */
const [ALLOW, REFUSE, KILL] = [0x7fff0000, 0x00050001, 0x80000000];
/** Where `struct seccomp_data` has the number of the call and the architecture. */
const [NUMBER_AT, ARCHITECTURE_AT] = [0, 4];
/** Calls of the x32 ABI have this bit. */
const X32 = 0x40000000;

/** The filter in the byte order of these machines; null where the numbers are not known. */
export function syscallFilter(architecture: NodeJS.Architecture = process.arch): Buffer | null {
  const machine = machines[architecture];
  if (!machine) return null;
  return Buffer.concat([
    instruction(LOAD, ARCHITECTURE_AT),
    instruction(IF_EQUAL, machine.audit, 1, 0),
    instruction(RETURN, KILL),
    instruction(LOAD, NUMBER_AT),
    instruction(IF_AT_LEAST, X32, 0, 1),
    instruction(RETURN, REFUSE),
    ...[...machine.own, ...shared].flatMap((call) => [instruction(IF_EQUAL, call, 0, 1), instruction(RETURN, REFUSE)]),
    instruction(RETURN, ALLOW),
  ]);
}

/** One instruction; a jump leaves out so many of the following ones. */
function instruction(code: number, operand: number, ifTrue = 0, ifFalse = 0): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeUInt16LE(code, 0);
  bytes.writeUInt8(ifTrue, 2);
  bytes.writeUInt8(ifFalse, 3);
  bytes.writeUInt32LE(operand, 4);
  return bytes;
}
