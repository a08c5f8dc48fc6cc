/** One line of text a page, in a font that every reader has to bring, and bytes that draw nothing in it and between pages. */
export function makePdf(lines: string[]): Buffer {
  const streamOf = (content: string) => `<</Length ${content.length}>>stream\n${content}\nendstream`;
  const pages = lines.map((line, index) => [
    `<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Resources<</Font<</F1 3 0 R>>>>/Contents ${5 + 3 * index} 0 R>>`,
    streamOf(`BT /F1 36 Tf 72 700 Td (${line}) Tj ET\n%${"x".repeat(80_000)}\n`),
    streamOf("x".repeat(300_000)),
  ]);
  const kids = lines.map((_, index) => `${4 + 3 * index} 0 R`).join(" ");
  const objects = [
    "<</Type/Catalog/Pages 2 0 R>>",
    `<</Type/Pages/Count ${lines.length}/Kids[${kids}]>>`,
    "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ...pages.flat(),
  ];
  let text = "%PDF-1.4\n";
  const places = objects.map((body, index) => {
    const place = text.length;
    text += `${index + 1} 0 obj${body}endobj\n`;
    return `${String(place).padStart(10, "0")} 00000 n \n`;
  });
  const head = `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${places.join("")}`;
  // Called /Encrypt, it says that there is a password.
  const lock = `/Nothing<</Filter/Standard/V 1/R 2/O<${"00".repeat(32)}>/U<${"00".repeat(32)}>/P -4>>/ID[<00><00>]`;
  const tail = `trailer<</Size ${objects.length + 1}/Root 1 0 R${lock}>>\nstartxref\n${text.length}\n%%EOF`;
  return Buffer.from(`${text}${head}${tail}`);
}
