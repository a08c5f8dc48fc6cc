// PDFium, compiled to WebAssembly, with the file for sale in place of a file system: it opens the only file that there is, and
// reads the parts that it needs. It has no interpreter of JavaScript, no network, and no more memory than it is given.

import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { PDFiumLibrary } from "@hyzyla/pdfium";

const MODULE = fileURLToPath(import.meta.resolve("@hyzyla/pdfium/pdfium.wasm"));
/** The name by which the file is opened; there is no other. */
const NAME = "/file";
const DESCRIPTOR = 9;
/** As wasi-libc numbers errors, negative where the system call returns a descriptor. */
const [NOT_THERE, BROKEN] = [-44, 29];

/**
 * @param {{ size: number, read(at: number, length: number): Uint8Array, memory: number, onLimit(): void }} file `size` and
 *   `memory` in bytes; `onLimit` is called where more memory would have been needed, and where `read` throws
 * @returns {Promise<{ pdfium: object, document: number, error: number }>} PDFium's functions; 0 for a document that it could
 *   not open, and why (`FPDF_GetLastError` of fpdfview.h)
 */
export async function openPdf(file) {
  const { module: pdfium } = await PDFiumLibrary.init({
    instantiateWasm(imports, done) {
      let heap;
      const own = replaceFiles(file, imports, () => heap.buffer);
      const instance = new WebAssembly.Instance(new WebAssembly.Module(readFileSync(MODULE)), own);
      heap = instance.exports.memory;
      done(instance);
      return {};
    },
  });
  const name = pdfium.wasmExports.malloc(NAME.length + 1);
  pdfium.HEAPU8.set(Buffer.from(`${NAME}\0`), name);
  const document = pdfium._FPDF_LoadDocument(name, 0);
  return { pdfium, document, error: document ? 0 : pdfium._FPDF_GetLastError() };
}

function replaceFiles({ size, read, memory, onLimit }, imports, buffer) {
  const view = () => new DataView(buffer());
  const nameAt = (at) => Buffer.from(buffer(), at, NAME.length + 1).toString("latin1");
  let position = 0;
  const env = {
    ...imports.env,
    __syscall_openat: (_folder, name) => (nameAt(name) === `${NAME}\0` ? DESCRIPTOR : NOT_THERE),
    __syscall_fcntl64: () => 0,
    /** `struct stat` of Emscripten: the mode at 4, the size at 24. */
    __syscall_fstat64(_descriptor, at) {
      new Uint8Array(buffer(), at, 96).fill(0);
      view().setUint32(at + 4, 0o100444, true);
      view().setBigInt64(at + 24, BigInt(size), true);
      return 0;
    },
    emscripten_resize_heap(wanted) {
      if (wanted >>> 0 <= memory) return imports.env.emscripten_resize_heap(wanted);
      onLimit();
      return false;
    },
  };
  for (const name of ["stat64", "lstat64", "newfstatat", "unlinkat", "rmdir", "getdents64", "ftruncate64", "ioctl"])
    env[`__syscall_${name}`] = () => NOT_THERE;
  const wasi_snapshot_preview1 = {
    ...imports.wasi_snapshot_preview1,
    fd_seek(_descriptor, offset, from, at) {
      position = Number(offset) + [0, position, size][from];
      view().setBigInt64(at, BigInt(position), true);
      return 0;
    },
    fd_read(_descriptor, targets, count, at) {
      let total = 0;
      try {
        for (let index = 0; index < count; index += 1) {
          const [to, length] = [0, 4].map((offset) => view().getUint32(targets + 8 * index + offset, true));
          const bytes = read(position, Math.min(length, Math.max(0, size - position)));
          new Uint8Array(buffer(), to, length).set(bytes);
          position += bytes.length;
          total += bytes.length;
        }
      } catch {
        onLimit();
        return BROKEN;
      }
      view().setUint32(at, total, true);
      return 0;
    },
    fd_write: () => BROKEN,
    fd_sync: () => BROKEN,
    fd_close: () => 0,
  };
  return { ...imports, env, wasi_snapshot_preview1 };
}
