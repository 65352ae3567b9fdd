// Words made comparable: the browser's twin of src/guongsang/text/folding.py. tests/test_search_twin.py holds them together.
const TONES = { "\u0300": "1", "\u0309": "2", "\u0303": "3", "\u0301": "4", "\u0323": "5" };
const WORD = /[\p{L}\p{N}]+/gu;
const CLOSING_Y = /^(?:[bdhklmnprstvx]|ch|gh?|gi|kh|ngh?|nh|ph|qu|th|tr)y$/;

// Without case, tone marks and letter marks, with đ as d: "Đắk Lắk" → "dak lak".
export function fold(text) {
  return text.toLowerCase().replaceAll("đ", "d").replaceAll("ß", "ss").normalize("NFD").replace(/\p{M}/gu, "");
}

// Runs of letters and digits, with where each begins: [{ text, at }]. The text must be composed (NFC).
export function findWords(text) {
  return Array.from(text.matchAll(WORD), (match) => ({ text: match[0], at: match.index }));
}

// What a word is searched by: folded, with i for a closing y where both are in use ("Kỹ", "kĩ" → "ki").
export function searchKey(word) {
  const folded = fold(word);
  return CLOSING_Y.test(folded) ? `${folded.slice(0, -1)}i` : folded;
}

// The one spelling of a word with its marks: letters, then the tone as a digit ("Hòa", "hoà" → "hoa1").
export function wordForm(word) {
  let tone = "";
  let letters = "";
  for (const char of word.toLowerCase().normalize("NFD")) {
    if (char in TONES) tone = TONES[char];
    else letters += char;
  }
  letters = letters.normalize("NFC");
  return CLOSING_Y.test(fold(letters)) ? `${letters.slice(0, -1)}i${tone}` : letters + tone;
}

// Whether marks that were typed agree with a form: what was left out may be anything, what was typed must be so ("đuong": đường, đương, not dương).
export function agrees(typed, form) {
  const [letters, tone] = parted(typed);
  const [others, other] = parted(form);
  if (letters.length !== others.length || (tone && tone !== other)) return false;
  return [...letters].every((letter, place) => letter === others[place] || (fold(letter) === letter && letter === fold(others[place])));
}

// Letters and tone of a form.
export function parted(form) {
  const tone = /\d$/.test(form) && !/^\d+$/.test(form) ? form.slice(-1) : "";
  return [tone ? form.slice(0, -1) : form, tone];
}

// How many slips of the finger lie between two words, counted up to `most`: a letter more, less, other, or two that changed places.
export function slips(one, two, most) {
  if (Math.abs(one.length - two.length) > most) return most + 1;
  let before = [];
  let last = Array.from({ length: two.length + 1 }, (_, place) => place);
  for (let i = 1; i <= one.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= two.length; j += 1) {
      row[j] = Math.min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (one[i - 1] === two[j - 1] ? 0 : 1));
      if (i > 1 && j > 1 && one[i - 1] === two[j - 2] && one[i - 2] === two[j - 1]) row[j] = Math.min(row[j], before[j - 2] + 1);
    }
    if (Math.min(...row) > most) return most + 1;
    [before, last] = [last, row];
  }
  return last[two.length];
}
