// How well records answer a query. A word counts by where it stands (name, title, topic, text), by how well its marks agree, and more beside its
// neighbour; what only has the words scattered over its text is no answer. tests/search/queries.tsv judges the weights.
import { AGREED, CLOSES, EXACT, FOLDED, LEVELS, OPENS, eachEnd, eachLevel } from "./segment.js";

export const WORD_WEIGHTS = [1, 1.5, 6, 15, 40]; // by level
const PAIR_WEIGHTS = [3, 4, 10, 22, 45];
const NAME_GRADES = [0.45, 0.9, 1]; // by grade: in a name even other marks may be meant
const TEXT_GRADES = [0.3, 0.8, 1];
const BEGINNING = 0.7; // a word that goes on
const WHOLE_NAME = 60;
const NAME_OPENS = 25;
const KIND_FACTORS = { "mo-hinh": 0.55, "su-kien": 0.5 }; // people and collectives before what they made or took part in
export const GIVEN_NAME = 6; // the last word of a name is what Vietnamese call a person by

// Of one segment, the records that answer, each with its score. `found`: where the words and the pairs stand; `best`: the best grade of each word anywhere.
export function scoreRecords({ words }, { names, texts, pairs }, best, { count, facets }) {
  const n = words.length;
  const weight = words.map(() => new Float32Array(count));
  const level = words.map(() => new Int8Array(count).fill(-1));
  const flags = words.map(() => new Uint8Array(count));
  // In running text a word with other marks is another word, and only one that agrees counts where any does so to the letter.
  const asked = (place, whole) => (words[place].marked ? Math.max(AGREED, Math.min(best[place], whole ? EXACT : AGREED)) : FOLDED);
  words.forEach((word, place) => {
    for (const list of texts[place]) {
      if (list.grade < asked(place, list.whole)) continue;
      const factor = TEXT_GRADES[list.grade] * (list.whole ? 1 : BEGINNING);
      eachLevel(list.postings, (record, at) => raise(weight[place], level[place], record, WORD_WEIGHTS[at] * factor, at));
    }
    for (const list of names[place]) {
      const factor = NAME_GRADES[list.grade] * (list.whole ? 1 : BEGINNING);
      eachEnd(list.postings, (record, ends) => {
        raise(weight[place], level[place], record, WORD_WEIGHTS[LEVELS.name] * factor + (ends & CLOSES ? GIVEN_NAME * factor : 0), LEVELS.name);
        flags[place][record] |= list.whole ? ends : ends & OPENS;
      });
    }
  });
  const beside = pairs.map((lists, place) => {
    const at = new Int8Array(count).fill(-1);
    for (const { grades, whole, postings } of lists) {
      const agree = grades[0] >= asked(place, true) && grades[1] >= asked(place + 1, whole);
      eachLevel(postings, (record, where) => { if ((agree || where === LEVELS.name) && where > at[record]) at[record] = where; });
    }
    return at;
  });
  const scores = new Map();
  for (let record = 0; record < count; record += 1) {
    if (!weight.every((column) => column[record] > 0)) continue;
    if (words.some((word, place) => word.follows && beside[place - 1][record] < 0)) continue;
    let score = 0;
    let scattered = 0;
    let named = false;
    let closed = false;
    for (let place = 0; place < n; place += 1) {
      const at = level[place][record];
      score += weight[place][record];
      if (place < n - 1 && beside[place][record] >= 0) score += PAIR_WEIGHTS[beside[place][record]] * Math.min(1, weight[place][record] / WORD_WEIGHTS[at]);
      if (at === LEVELS.name) {
        named = true;
        closed ||= (flags[place][record] & CLOSES) !== 0;
      }
      const joined = (place > 0 && beside[place - 1][record] >= 0) || (place < n - 1 && beside[place][record] >= 0);
      if (n > 1 && !joined && !words[place].telling && at < LEVELS.topic) scattered += 1;
    }
    // Most words of a query must stand beside each other or where they tell; a name that isn't said to its end asks for the whole of it.
    if (scattered > (named && !closed ? 0 : Math.floor((n - 1) / 3))) continue;
    const whole = beside.every((at) => at[record] === LEVELS.name) && flags[0][record] & OPENS;
    const [kind] = facets.loai.values[facets.loai.rows[facets.loai.of[record]][0]];
    score *= KIND_FACTORS[kind] ?? 1;
    if (whole && flags[n - 1][record] & CLOSES) score += WHOLE_NAME * Math.min(1, weight[0][record] / WORD_WEIGHTS[LEVELS.name]);
    else if (whole && n > 1) score += NAME_OPENS;
    scores.set(record, score);
  }
  return scores;
}

function raise(weights, levels, record, weight, level) {
  if (weight > weights[record]) weights[record] = weight;
  if (level > levels[record]) levels[record] = level;
}
