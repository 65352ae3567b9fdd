// Makes words comparable. The build folds words in the same way; a test compares both.
const TONES = { "\u0300": "1", "\u0309": "2", "\u0303": "3", "\u0301": "4", "\u0323": "5" };
const WORD = /[\p{L}\p{N}]+/gu;
const CLOSING_Y = /^(?:[bdhklmnprstvx]|ch|gh?|gi|kh|ngh?|nh|ph|qu|th|tr)y$/;

// Return a text without case, tone marks and letter marks, with d for đ: "Đắk Lắk" → "dak lak".
export function fold(text) {
  return text.toLowerCase().replaceAll("đ", "d").replaceAll("ß", "ss").normalize("NFD").replace(/\p{M}/gu, "");
}

// Return the runs of letters and digits with their offsets: [{ text, at }]. The text must be composed (NFC).
export function findWords(text) {
  return Array.from(text.matchAll(WORD), (match) => ({ text: match[0], at: match.index }));
}

// Return the search key of a word: folded, with i for a final y where both spellings are used ("Kỹ", "kĩ" → "ki").
export function searchKey(word) {
  const folded = fold(word);
  return CLOSING_Y.test(folded) ? `${folded.slice(0, -1)}i` : folded;
}

// Return the one spelling of a word with its marks: letters, then the tone as a digit ("Hòa", "hoà" → "hoa1").
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

// Return whether typed marks agree with a form. Marks left out may be anything, typed marks must be equal:
// "đuong" agrees with đường and đương, not with dương.
export function agrees(typed, form) {
  const [letters, tone] = splitTone(typed);
  const [others, other] = splitTone(form);
  if (letters.length !== others.length || (tone && tone !== other)) return false;
  const isBare = (letter) => fold(letter) === letter;
  return [...letters].every(
    (letter, place) => letter === others[place] || (isBare(letter) && letter === fold(others[place])),
  );
}

// Return the letters and the tone of a form.
export function splitTone(form) {
  const tone = /\d$/.test(form) && !/^\d+$/.test(form) ? form.slice(-1) : "";
  return [tone ? form.slice(0, -1) : form, tone];
}

// Return the edit distance of two words: one letter inserted, deleted or replaced, or two neighbours swapped, counts 1.
// A distance above `most` is returned as `most` + 1.
export function editDistance(one, two, most) {
  if (Math.abs(one.length - two.length) > most) return most + 1;
  let before = [];
  let last = Array.from({ length: two.length + 1 }, (_, place) => place);
  for (let i = 1; i <= one.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= two.length; j += 1) {
      row[j] = Math.min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (one[i - 1] === two[j - 1] ? 0 : 1));
      const isSwap = i > 1 && j > 1 && one[i - 1] === two[j - 2] && one[i - 2] === two[j - 1];
      if (isSwap) row[j] = Math.min(row[j], before[j - 2] + 1);
    }
    if (Math.min(...row) > most) return most + 1;
    [before, last] = [last, row];
  }
  return last[two.length];
}
