import "server-only";

/** Rows as RFC 4180 has them, for spreadsheets. */

/** Spreadsheets read a cell that begins with one of these signs as a formula. */
const FORMULA = /^[=+\-@\t\r]/;
/** An amount that may be below zero: it is to be counted, and calls nothing. */
const NUMBER = /^-?\d+(?:\.\d+)?$/;

/** One line with its end. Text that a spreadsheet would run as a formula gets an apostrophe in front. */
export function csvLine(cells: readonly string[]): string {
  return `${cells.map(csvCell).join(",")}\r\n`;
}

function csvCell(text: string): string {
  const harmless = FORMULA.test(text) && !NUMBER.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
