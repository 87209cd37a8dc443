// Judges the answers to a quiz. Plain data in and out: the page is quiz.js's matter.

/**
 * The numbers that a text can mean; none where it is no number.
 *
 * Read are decimals (`0.25`, `.25`, `1e-3`, `−2`), a fraction of two (`1/4`), a decimal comma
 * (`0,25`) and commas between thousands (`11,511`). A text such as `1,250` may be either.
 */
export function readings(text, unit = "") {
  let plain = text.trim().replaceAll("−", "-");
  if (unit && plain.endsWith(unit)) plain = plain.slice(0, -unit.length);
  const parts = plain.split("/");
  if (parts.length > 2) return [];
  const values = parts.map(decimals);
  const [above, below] = values;
  if (values.some((found) => found.length === 0)) return [];
  return parts.length === 1 ? above : above.flatMap((a) => below.map((b) => a / b)).filter(Number.isFinite);
}

function decimals(text) {
  const plain = text.trim();
  const forms = [plain.replace(",", ".")];
  if (/^[+-]?[1-9]\d{0,2}(,\d{3})+(\.\d+)?$/.test(plain)) forms.push(plain.replaceAll(",", ""));
  return forms.filter(isDecimal).map(Number);
}

// Number() alone would take "" for 0, and "0x10" for 16.
const isDecimal = (text) => /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text);

/**
 * Which of the known answers is meant, the right one before the others.
 * @param {number[]} values what readings() gave
 * @param {{low: number, high: number, right: boolean}[]} known in the order they are looked at
 */
export function matching(values, known) {
  const fits = (answer) => values.some((value) => answer.low <= value && value <= answer.high);
  return known.find((answer) => answer.right && fits(answer)) ?? known.find(fits);
}

/**
 * How many of the chosen options are wrong, and how many right ones are missing.
 * @param {Set<string>} chosen keys of options
 * @param {{key: string, right: boolean}[]} options
 */
export function compare(chosen, options) {
  return {
    wrong: options.filter(({ key, right }) => chosen.has(key) && !right).length,
    missing: options.filter(({ key, right }) => !chosen.has(key) && right).length,
  };
}
