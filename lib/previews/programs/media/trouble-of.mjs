/** Why not all could be told. @param {unknown} error @returns {"too-large" | "encrypted" | "damaged"} */
export function troubleOf(error) {
  const words = error instanceof Error ? error.message : "";
  if (words === "too-large" || /allocation failed|array length|string length/i.test(words)) return "too-large";
  return words === "encrypted" ? "encrypted" : "damaged";
}
