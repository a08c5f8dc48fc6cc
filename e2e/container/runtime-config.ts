import type { Image } from "./image";

export type Mount = { from: string; to: string; writable?: boolean };
export type RunOptions = {
  /** Settings, on top of those of the image. */
  env: Record<string, string>;
  uid: number;
  mounts: Mount[];
  /** Instead of the command of the image. */
  command?: string[];
};

const tmpfs = (destination: string, ...options: string[]) => ({
  destination,
  type: "tmpfs",
  source: "tmpfs",
  options: ["nosuid", ...options],
});

/**
 * `config.json` of the OCI runtime specification for what compose.yaml asks for: any user, no capability, no new
 * privileges, nothing writable but volumes and /tmp. The network is this machine's, since the devnet has to be on loopback.
 */
export function runtimeConfig({ config, rootfs }: Image, { env, uid, mounts, command }: RunOptions) {
  return {
    ociVersion: "1.0.2",
    hostname: "filekiosk",
    root: { path: rootfs, readonly: true },
    process: {
      user: { uid, gid: uid },
      args: [...config.Entrypoint, ...(command ?? config.Cmd)],
      env: [...config.Env, ...Object.entries(env).map(([name, value]) => `${name}=${value}`)],
      cwd: config.WorkingDir,
      capabilities: { bounding: [], effective: [], inheritable: [], permitted: [], ambient: [] },
      noNewPrivileges: true,
    },
    mounts: [
      { destination: "/proc", type: "proc", source: "proc" },
      tmpfs("/dev", "mode=755", "size=65536k"),
      tmpfs("/tmp", "nodev", "mode=1777", "size=65536k"),
      ...mounts.map(({ from, to, writable }) => ({
        destination: to,
        type: "bind",
        source: from,
        options: ["bind", writable ? "rw" : "ro"],
      })),
    ],
    linux: {
      namespaces: ["pid", "ipc", "uts", "mount"].map((type) => ({ type })),
      maskedPaths: ["/proc/kcore", "/proc/keys", "/proc/timer_list", "/proc/sched_debug"],
      readonlyPaths: ["/proc/bus", "/proc/fs", "/proc/irq", "/proc/sys", "/proc/sysrq-trigger"],
      seccomp: noNamespaces,
    },
  };
}

/** Of Docker's default profile the part that matters here: no process makes namespaces. */
const noNamespaces = {
  defaultAction: "SCMP_ACT_ALLOW",
  architectures: ["SCMP_ARCH_X86_64", "SCMP_ARCH_AARCH64"],
  syscalls: [
    { names: ["unshare", "setns", "mount"], action: "SCMP_ACT_ERRNO", errnoRet: 1 },
    {
      names: ["clone"],
      action: "SCMP_ACT_ERRNO",
      errnoRet: 1,
      // CLONE_NEWUSER
      args: [{ index: 0, value: 0x10000000, valueTwo: 0x10000000, op: "SCMP_CMP_MASKED_EQ" }],
    },
    // Its flags are in memory, where a filter cannot look: ENOSYS makes programs use `clone`.
    { names: ["clone3"], action: "SCMP_ACT_ERRNO", errnoRet: 38 },
  ],
};
