// The search itself: from words to records in order of how well they answer, with the counts of every facet.
//
// A word counts by where it stands (name, title, topic, text), by how well its marks agree, and more beside its neighbour.
// What only has the words scattered over its text is no answer; when nothing answers, names within a slip of the finger do.
import { findWords, searchKey, slips, wordForm } from "./folding.js";
import { parseQuery } from "./query.js";
import { AGREED, CLOSES, EXACT, FOLDED, LEVELS, OPENS, Segment, eachEnd, eachLevel, gradeOf, gradeOfBeginning } from "./segment.js";

const VERSION = 2;
const WORD_WEIGHTS = [1, 1.5, 6, 15, 40]; // by level
const PAIR_WEIGHTS = [3, 4, 10, 22, 45];
const NAME_GRADES = [0.45, 0.9, 1]; // by grade: in a name even other marks may be meant
const TEXT_GRADES = [0.3, 0.8, 1];
const BEGINNING = 0.7; // a word that goes on
const MOST_CONFIRMED = 40; // records
const SLIP = 0.5;
const WHOLE_NAME = 60;
const NAME_OPENS = 25;
const KIND_FACTORS = { "mo-hinh": 0.55, "su-kien": 0.5 }; // people and collectives before what they made or took part in
const GIVEN_NAME = 6; // the last word of a name is what Vietnamese call a person by

export class Engine {
  constructor(address) {
    this.address = address;
    this.opening = undefined;
  }

  // The segments, fetched once.
  segments() {
    this.opening ??= fetch(new URL("index.json", this.address)).then(async (answer) => {
      const index = answer.ok ? await answer.json() : {};
      if (index.version !== VERSION) throw new Error("the index is of another version than the page");
      return index.segments.map((segment) => new Segment(new URL(`${segment.path}/`, this.address), segment.count));
    }).catch((error) => { this.opening = undefined; throw error; });
    return this.opening;
  }

  // Fetch what every search needs, before anyone asks.
  async warm() {
    await Promise.all((await this.segments()).map((segment) => segment.core()));
  }

  // Everything that answers `text` and has the chosen values: { total, hits: [{ segment, record, score, day }], facets, near }.
  // `chosen`: { facet: [values] }. `near`: the names found are only like what was typed.
  async search(text, chosen = {}) {
    const query = parseQuery(text);
    const segments = await this.segments();
    let found = query.words.length ? await answers(query, segments) : segments.map((segment) => everything(segment));
    let near = false;
    if (query.words.some((word) => word.quoted)) await confirm(query, segments, found);
    if (query.words.length && found.every((scores) => !scores.size)) {
      found = await nearNames(query, segments);
      near = found.some((scores) => scores.size > 0);
    }
    const hits = [];
    const facets = {};
    await Promise.all(segments.map((segment) => segment.core()));
    for (const [place, segment] of segments.entries()) sift(segment, await segment.core(), found[place], chosen, hits, facets);
    return { query, hits, facets, near };
  }
}

function everything(segment) {
  return new Map(Array.from({ length: segment.count }, (_, record) => [record, 0]));
}

// Per segment, the records that answer the query, with their scores.
async function answers(query, segments) {
  const { words } = query;
  const gathered = await Promise.all(segments.map(async (segment) => {
    const [names, texts, pairs] = await Promise.all([
      Promise.all(words.map((word) => segment.names(word))),
      Promise.all(words.map((word) => segment.words(word))),
      Promise.all(words.slice(1).map((word, place) => segment.pairs(words[place], word))),
    ]);
    return { names, texts, pairs };
  }));
  // Marks that were typed count: where any text is written so, those written otherwise are other words.
  const best = words.map((_, place) => Math.max(FOLDED, ...gathered.flatMap((one) => [...one.texts[place], ...one.names[place]].map((list) => list.grade))));
  return Promise.all(gathered.map(async (one, number) => scoreSegment(query, one, best, await segments[number].core())));
}

function scoreSegment({ words }, { names, texts, pairs }, best, { count, facets }) {
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

// Pairs can't tell "a b … b c" from "a b c": where few records are left, what is in quotes is looked up in their words.
async function confirm({ words }, segments, found) {
  const phrases = [];
  words.forEach((word) => { if (word.quoted && word.follows) phrases.at(-1).push(word); else if (word.quoted) phrases.push([word]); });
  if (phrases.every((phrase) => phrase.length < 3) || found.reduce((sum, scores) => sum + scores.size, 0) > MOST_CONFIRMED) return;
  await Promise.all(segments.flatMap((segment, place) => [...found[place].keys()].map(async (record) => {
    const row = await segment.shown(record);
    const texts = [row.title, row.headline ?? "", row.text ?? "", ...(row.facts ?? [])].map((text) => findWords(text).map((token) => [searchKey(token.text), wordForm(token.text)]));
    const holds = (phrase) => texts.some((tokens) => tokens.some((_, at) => phrase.every((word, step) => {
      const [key, form] = tokens[at + step] ?? [];
      return key === word.key && gradeOf(word, form) >= (word.marked ? AGREED : FOLDED);
    })));
    if (!phrases.every(holds)) found[place].delete(record);
  })));
}

function raise(weights, levels, record, weight, level) {
  if (weight > weights[record]) weights[record] = weight;
  if (level > levels[record]) levels[record] = level;
}

// Names within a slip or two of what was typed: every word must be one of the name's, most of them rightly spelt.
async function nearNames({ words }, segments) {
  if (words.some((word) => word.follows)) return segments.map(() => new Map());
  return Promise.all(segments.map(async (segment) => {
    const spelt = await segment.spellings();
    const perWord = await Promise.all(words.map(async (word) => {
      const found = new Map(); // record → slips, and whether the word opens or closes a name
      const take = (count, postings) => eachEnd(postings, (record, ends) => { if (count < (found.get(record)?.count ?? 9)) found.set(record, { count, ends }); });
      if (/\d/.test(word.key)) { // a number is right or another one
        (await segment.names({ ...word, prefix: false })).forEach(({ postings }) => take(0, postings));
        return found;
      }
      const alike = spelt.map(([key, form]) => [slipsBetween(word, key, form, words.length === 1), key, form]).filter(([count]) => count !== undefined);
      const lists = await Promise.all(alike.map(([, key, form]) => segment.named(key, form)));
      lists.forEach((postings, place) => take(alike[place][0], postings));
      return found;
    }));
    const scores = new Map();
    for (const record of perWord[0].keys()) {
      const matched = perWord.map((found) => found.get(record));
      if (matched.some((match) => !match)) continue;
      const total = matched.reduce((sum, match) => sum + match.count, 0);
      const right = matched.filter((match) => match.count === 0).length;
      if (total > 2 || right < Math.floor((words.length + 1) / 2) - (words.length === 1 ? 1 : 0)) continue;
      if (!matched.some((match) => match.ends & (CLOSES | OPENS))) continue; // two common words of many a name name nobody
      scores.set(record, matched.reduce((sum, match) => sum + WORD_WEIGHTS[LEVELS.name] * SLIP ** match.count + (match.ends & CLOSES ? GIVEN_NAME : 0), 0));
    }
    return scores;
  }));
}

function slipsBetween(word, key, form, alone) {
  if (key === word.key || (word.prefix && word.key.length > 2 && key.startsWith(word.key) && gradeOfBeginning(word, form) > FOLDED)) return 0;
  const most = word.key.length < (alone ? 4 : 3) ? 0 : word.key.length < 6 ? 1 : 2;
  const count = most ? slips(word.marked ? word.form : word.key, word.marked ? form : key, most) : 1; // marks that were typed count here too
  return count <= most ? count : undefined;
}

// Add to `hits` what has the chosen values, and to `facets` how many there would be with each value: { facet: Map(key → { label, count }) }.
function sift(segment, core, scores, chosen, hits, facets) {
  const columns = Object.entries(core.facets);
  const wanted = columns.map(([facet, { values }]) => chosen[facet]?.length && new Set(values.flatMap(([key], place) => (chosen[facet].includes(key) ? [place] : []))));
  const counts = columns.map(([, { values }]) => new Uint32Array(values.length));
  const valuesOf = (place, record) => columns[place][1].rows[columns[place][1].of[record]];
  for (const [record, score] of scores) {
    let missed = 0;
    let only = -1; // the facet that rules it out, when it is one
    for (let place = 0; place < columns.length; place += 1) if (wanted[place] && !valuesOf(place, record).some((value) => wanted[place].has(value))) { missed += 1; only = place; }
    if (missed > 1) continue;
    for (let place = 0; place < columns.length; place += 1) if (!missed || only === place) for (const value of valuesOf(place, record)) counts[place][value] += 1;
    if (!missed) hits.push({ segment, record, score, day: core.days.rows[core.days.of[record]] });
  }
  columns.forEach(([facet, { values }], place) => {
    facets[facet] ??= new Map();
    values.forEach(([key, label], value) => {
      const sum = facets[facet].get(key)?.count ?? 0;
      facets[facet].set(key, { label, count: sum + counts[place][value] });
    });
  });
}

// Hits in the order asked for, as many as are wanted: "" for the best first, "moi" for the newest, "ten" for the order of names.
export async function arrange(hits, order, wanted) {
  if (order !== "ten") {
    const newest = (one, two) => two.day - one.day || one.record - two.record;
    const sorted = [...hits].sort(order === "moi" ? newest : (one, two) => two.score - one.score || newest(one, two));
    return sorted.slice(0, wanted);
  }
  // Records stand in the order of names within a segment; segments are merged head by head.
  const queues = [...new Set(hits.map((hit) => hit.segment))].map((segment) => (
    hits.filter((hit) => hit.segment === segment).sort((one, two) => one.record - two.record).slice(0, wanted)));
  const keyed = await Promise.all(queues.flat().map(async (hit) => [(await hit.segment.shown(hit.record)).order ?? "", hit]));
  return keyed.sort(([one], [two]) => (one < two ? -1 : one > two ? 1 : 0)).map(([, hit]) => hit).slice(0, wanted);
}
