// Scores records. A word counts by where it occurs (name, title, topic, text) and by how well its tone and letter marks
// agree; it counts more next to its neighbour in the query. Words merely scattered over a text are no match.
// The weights are tested with the queries in tests/search/queries.tsv.
import { AGREED, CLOSES, EXACT, eachEnd, eachLevel, FOLDED, LEVELS, OPENS } from "./segment.js";

// By level.
export const WORD_WEIGHTS = [1, 1.5, 6, 15, 40];
const PAIR_WEIGHTS = [3, 4, 10, 22, 45];
// By grade. In names even other marks are likely: readers often type a name without them, or wrongly.
const NAME_GRADES = [0.45, 0.9, 1];
const TEXT_GRADES = [0.3, 0.8, 1];
// For a word that only begins with what was typed.
const BEGINNING = 0.7;
// Added if the query is a whole name, or opens one.
const WHOLE_NAME = 60;
const NAME_OPENS = 25;
// People and collectives come before the models and events they took part in.
const KIND_FACTORS = { "mo-hinh": 0.55, "su-kien": 0.5 };
// Added if the word is the last of a name: Vietnamese call a person by it.
export const GIVEN_NAME = 6;

// Return the matching records of a segment with their scores: Map(record → score).
// `names`, `texts`, `pairs`: the postings of the words, and of neighbouring words.
// `best`: the best grade of each word in any segment.
export function scoreRecords({ words }, { names, texts, pairs }, best, { count, facets }) {
  const n = words.length;
  const weight = words.map(() => new Float32Array(count));
  const level = words.map(() => new Int8Array(count).fill(-1));
  const flags = words.map(() => new Uint8Array(count));
  // In texts, a word with other marks is another word. If the exact spelling occurs anywhere, only that one counts.
  const leastGrade = (place, whole) =>
    words[place].marked ? Math.max(AGREED, Math.min(best[place], whole ? EXACT : AGREED)) : FOLDED;
  for (let place = 0; place < n; place += 1) {
    const weights = weight[place];
    const levels = level[place];
    for (const list of texts[place]) {
      if (list.grade < leastGrade(place, list.whole)) continue;
      const factor = TEXT_GRADES[list.grade] * (list.whole ? 1 : BEGINNING);
      eachLevel(list.postings, (record, at) => raise(weights, levels, record, WORD_WEIGHTS[at] * factor, at));
    }
    for (const list of names[place]) {
      const factor = NAME_GRADES[list.grade] * (list.whole ? 1 : BEGINNING);
      eachEnd(list.postings, (record, ends) => {
        const inName = WORD_WEIGHTS[LEVELS.name] * factor + (ends & CLOSES ? GIVEN_NAME * factor : 0);
        raise(weights, levels, record, inName, LEVELS.name);
        flags[place][record] |= list.whole ? ends : ends & OPENS;
      });
    }
  }
  // For each pair of neighbouring words, the highest level at which they occur side by side, or -1.
  const beside = pairs.map((lists, place) => {
    const highest = new Int8Array(count).fill(-1);
    for (const { grades, whole, postings } of lists) {
      const agree = grades[0] >= leastGrade(place, true) && grades[1] >= leastGrade(place + 1, whole);
      eachLevel(postings, (record, at) => {
        if ((agree || at === LEVELS.name) && at > highest[record]) highest[record] = at;
      });
    }
    return highest;
  });
  const scores = new Map();
  for (let record = 0; record < count; record += 1) {
    if (!weight.every((weights) => weights[record] > 0)) continue;
    if (words.some((word, place) => word.follows && beside[place - 1][record] < 0)) continue;
    let score = 0;
    let scattered = 0;
    let inName = false;
    let closesName = false;
    for (let place = 0; place < n; place += 1) {
      const at = level[place][record];
      const isBeforeNeighbour = place < n - 1 && beside[place][record] >= 0;
      score += weight[place][record];
      if (isBeforeNeighbour) {
        score += PAIR_WEIGHTS[beside[place][record]] * Math.min(1, weight[place][record] / WORD_WEIGHTS[at]);
      }
      if (at === LEVELS.name) {
        inName = true;
        closesName ||= (flags[place][record] & CLOSES) !== 0;
      }
      const isJoined = isBeforeNeighbour || (place > 0 && beside[place - 1][record] >= 0);
      if (n > 1 && !isJoined && !words[place].telling && at < LEVELS.topic) scattered += 1;
    }
    // Of three words one may be scattered. None may be if the query has the beginning of a name, but not its last word.
    if (scattered > (inName && !closesName ? 0 : Math.floor((n - 1) / 3))) continue;
    const [kind] = facets.loai.values[facets.loai.rows[facets.loai.of[record]][0]];
    score *= KIND_FACTORS[kind] ?? 1;
    const opensName = beside.every((highest) => highest[record] === LEVELS.name) && flags[0][record] & OPENS;
    if (opensName && flags[n - 1][record] & CLOSES) {
      score += WHOLE_NAME * Math.min(1, weight[0][record] / WORD_WEIGHTS[LEVELS.name]);
    } else if (opensName && n > 1) score += NAME_OPENS;
    scores.set(record, score);
  }
  return scores;
}

function raise(weights, levels, record, weight, level) {
  if (weight > weights[record]) weights[record] = weight;
  if (level > levels[record]) levels[record] = level;
}
