const units = ["B", "KB", "MB", "GB", "TB"];

/** Bytes for display, in steps of 1,000: 1536 → "1.5 KB". */
export function formatBytes(bytes: number): string {
  const step = Math.min(Math.max(Math.floor(Math.log10(Math.max(bytes, 1)) / 3), 0), units.length - 1);
  const value = bytes / 1000 ** step;
  return `${step === 0 ? Math.round(value) : value.toFixed(1)} ${units[step]}`;
}
