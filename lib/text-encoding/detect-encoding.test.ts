import { describe, expect, it } from "vitest";
import { encodeText } from "@/test/encode-text";
import { detectEncoding } from "./detect-encoding";
import { decodeText, type Encoding, encodings } from "./encodings";

/** Texts as people write them, each in an encoding that it may be found in. */
const texts: [encoding: Encoding, text: string][] = [
  [
    "windows-1252",
    "Der schnelle braune Fuchs springt über den faulen Hund. Für größere Mengen müssen Sie Ihre Händler fragen, denn die Preise ändern sich täglich.",
  ],
  [
    "windows-1252",
    "L'été dernier, nous avons dîné à la fenêtre, près du château où mon frère a été élevé. Ça coûte 5 € — « très cher », a-t-il répété.",
  ],
  ["windows-1252", "Mañana el niño irá a la montaña con su compañero. ¿Cuántos años tiene? Él también vivió aquí."],
  ["windows-1252", "Não há informações sobre a situação do país. A população está à espera de soluções rápidas."],
  ["windows-1252", "Jag älskar att åka till sjön på sommaren. Där finns både öar och ängar."],
  ["windows-1252", "Det er et smukt år på øen, hvor børnene løber gennem gården og spiser æbler."],
  ["macintosh", "Für größere Mengen müssen Sie Ihre Händler fragen, denn die Preise ändern sich täglich."],
  ["macintosh", "L'été dernier, nous avons dîné à la fenêtre, près du château où mon frère a été élevé."],
  ["ibm850", "Für größere Mengen müssen Sie Ihre Händler fragen, denn die Preise ändern sich täglich."],
  ["ibm850", "L'été dernier, nous avons dîné à la fenêtre, près du château où mon frère a été élevé."],
  ["windows-1250", "Dnes večer půjdeme do divadla, protože hrají novou hru. Příští týden bude také velmi zajímavý."],
  ["windows-1250", "Wczoraj byliśmy w mieście i kupiliśmy książkę. Świat jest piękny, lecz życie bywa ciężkie."],
  ["windows-1250", "A gyerekek örülnek a hónak. Később elmegyünk a nagymamához, aki finom süteményt sütött nekünk."],
  [
    "iso-8859-2",
    "Dnes večer půjdeme do divadla, protože hrají novou hru. Příští týden bude také velmi zajímavý, protože še šíří žluť.",
  ],
  ["iso-8859-2", "Wczoraj byliśmy w mieście i kupiliśmy książkę. Świat jest piękny, lecz życie bywa ciężkie."],
  ["windows-1251", "Сегодня хорошая погода, и мы пошли гулять в парк. Там было много людей с детьми."],
  ["windows-1251", "Сьогодні гарна погода, і ми пішли гуляти до парку. Її брат їде в Київ."],
  ["windows-1251", "Привет"],
  ["windows-1251", "ВНИМАНИЕ! Цена: 500 рублей"],
  ["windows-1251", "Днес времето е хубаво и отидохме на разходка в парка с децата."],
  ["koi8-u", "Сегодня хорошая погода, и мы пошли гулять в парк. Там было много людей с детьми."],
  ["ibm866", "Сегодня хорошая погода, и мы пошли гулять в парк. Там было много людей с детьми."],
  ["iso-8859-5", "Сегодня хорошая погода, и мы пошли гулять в парк. Там было много людей с детьми."],
  ["x-mac-cyrillic", "Сегодня хорошая погода, и мы пошли гулять в парк. Там было много людей с детьми."],
  ["windows-1253", "Σήμερα ο καιρός είναι καλός και πήγαμε βόλτα στο πάρκο με τα παιδιά."],
  [
    "windows-1254",
    "Bugün hava çok güzel, çocuklarla parka gittik. Işıklar söndüğünde eve döneceğiz; şimdilik buradayız.",
  ],
  ["windows-1255", "היום מזג האוויר יפה והלכנו לטייל בפארק עם הילדים. מחר נלך לים."],
  ["windows-1256", "الطقس اليوم جميل وذهبنا للتنزه في الحديقة مع الأطفال. غدا سنذهب إلى البحر."],
  [
    "windows-1257",
    "Šiandien oras gražus, ir mes ėjome pasivaikščioti į parką su vaikais. Rytoj važiuosime prie jūros.",
  ],
  ["windows-1257", "Šodien ir jauks laiks, un mēs gājām pastaigāties uz parku ar bērniem."],
  ["windows-874", "วันนี้อากาศดี เราไปเดินเล่นในสวนสาธารณะกับเด็กๆ พรุ่งนี้เราจะไปทะเล"],
  ["gb18030", "今天天气很好，我们和孩子们去公园散步。明天我们要去海边。"],
  ["gb18030", "价格：五百元"],
  ["gb18030", "标题,作者\n红楼梦,曹雪芹\n"],
  ["big5", "今天天氣很好，我們和孩子們去公園散步。明天我們要去海邊。"],
  ["big5", "價格：五百元"],
  ["shift_jis", "今日は天気がいいので、子供たちと公園を散歩しました。明日は海に行きます。"],
  ["shift_jis", "カタログ"],
  ["shift_jis", "商品名,価格\r\nりんご,100円\r\n"],
  ["euc-jp", "今日は天気がいいので、子供たちと公園を散歩しました。明日は海に行きます。"],
  ["iso-2022-jp", "今日は天気がいいので、子供たちと公園を散歩しました。"],
  ["euc-kr", "오늘은 날씨가 좋아서 아이들과 공원에서 산책을 했습니다. 내일은 바다에 갑니다."],
  ["euc-kr", "가격: 오백 원"],
  ["utf-16le", "Сегодня хорошая погода, и мы пошли гулять в парк."],
  ["utf-16le", "今天天气很好，我们和孩子们去公园散步。明天我们要去海边。"],
  ["utf-16le", "Plain words"],
  ["utf-16le", "الطقس اليوم جميل وذهبنا للتنزه في الحديقة"],
  ["utf-16be", "Сегодня хорошая погода, и мы пошли гулять в парк."],
  ["utf-16be", "今日は天気がいいので、子供たちと公園を散歩しました。"],
];

describe("the encoding of a text", () => {
  it.each(texts)("%s: %s", (encoding, text) => {
    const bytes = encodeText(text, encoding);
    expect(detectEncoding(bytes, false)).toBe(encoding);
    expect(decodeText(bytes, encoding, false)).toBe(text);
    // However long the text is, and where it is cut off within a character.
    const long = encoding === "iso-2022-jp" ? bytes : encodeText(`${text}\r\n`.repeat(40), encoding);
    expect(detectEncoding(long.subarray(0, long.length - 1), true)).toBe(encoding);
  });

  it("of a picture made of frames is one of DOS", () => {
    const frame =
      "\u2554\u2550\u2550\u2550\u2550\u2557\r\n\u2551 README \u2551\r\n\u255a\u2550\u2550\u2550\u2550\u255d\r\n\u2591\u2592\u2593\u2588";
    const bytes = encodeText(frame, "ibm437");
    expect(decodeText(bytes, detectEncoding(bytes, false), false)).toBe(frame);
  });

  it.each<[what: string, bytes: Uint8Array, encoding: Encoding, text: string]>([
    ["plain ASCII", Buffer.from("plain"), "utf-8", "plain"],
    ["nothing", Buffer.of(), "utf-8", ""],
    ["UTF-8 with a mark", Buffer.from("\ufeffH\u00e9"), "utf-8", "H\u00e9"],
    ["UTF-8 cut within a character", Buffer.from("\u00e9\u00e9").subarray(0, 3), "utf-8", "\u00e9"],
    [
      "UTF-8 with one broken byte",
      Buffer.concat([
        Buffer.from("\u043f\u0440\u0438\u0432\u0435\u0442 ".repeat(5)),
        Buffer.of(0xff),
        Buffer.from("ok"),
      ]),
      "utf-8",
      `${"\u043f\u0440\u0438\u0432\u0435\u0442 ".repeat(5)}\ufffdok`,
    ],
    ["UTF-16 with its mark", Buffer.from("\ufeffab", "utf16le"), "utf-16le", "ab"],
    [
      "UTF-16, big end first, with its mark",
      Buffer.from("\ufeff\u043f\u0440", "utf16le").swap16(),
      "utf-16be",
      "\u043f\u0440",
    ],
    ["UTF-32", Buffer.from("fffe0000" + "41000000" + "42000000", "hex"), "utf-32le", "AB"],
    ["UTF-32, big end first", Buffer.from("0000feff" + "00000041", "hex"), "utf-32be", "A"],
    [
      "English with quotes of Windows",
      Buffer.from("\x93Hi\x94 \x96 it\x92s 5 \x80\x85", "latin1"),
      "windows-1252",
      "\u201cHi\u201d \u2013 it\u2019s 5 \u20ac\u2026",
    ],
    ["one letter", Buffer.from("636166e9", "hex"), "windows-1252", "caf\u00e9"],
  ])("%s", (_, bytes, encoding, text) => {
    const cut = bytes.length === 3;
    expect(detectEncoding(bytes, cut)).toBe(encoding);
    expect(decodeText(bytes, encoding, cut)).toBe(text);
  });

  it("is found in any bytes at all, in a moment", () => {
    const begin = process.cpuUsage().user;
    for (const byte of [0x80, 0xa0, 0xc0, 0xe0, 0xff]) detectEncoding(Buffer.alloc(256 * 1024, byte), true);
    const noise = Uint8Array.from({ length: 256 * 1024 }, (_, at) => 32 + ((at * 7_919) % 223));
    expect(encodings.map(({ name }) => name)).toContain(detectEncoding(noise, true));
    expect((process.cpuUsage().user - begin) / 1_000).toBeLessThan(4_000);
  });

  it.each(encodings.map(({ name }) => [name]))("%s can be chosen for any bytes", (name) => {
    const bytes = Uint8Array.from({ length: 258 }, (_, at) => at % 256);
    expect(decodeText(bytes, name, true).length).toBeGreaterThan(0);
  });
});
