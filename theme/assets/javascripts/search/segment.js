// One segment of the index, fetched file by file as words ask for them. How the files are made: src/guongsang/search_index.py.
import { agrees, parted } from "./folding.js";

export const LEVELS = { text: 0, often: 1, topic: 2, title: 3, name: 4 };
export const OPENS = 1;
export const CLOSES = 2;
// How well a form is what was typed: with those marks, with the marks that were typed, without regard to marks.
export const EXACT = 2;
export const AGREED = 1;
export const FOLDED = 0;
const MOST_SHARDS = 3; // a beginning that asks for more is too short to search running text by
const LEAST_BEGINNING = 3;

export class Segment {
  constructor(address, count) {
    this.address = address;
    this.count = count;
    this.files = new Map();
  }

  load(file) {
    if (!this.files.has(file)) {
      const loading = fetch(new URL(file, this.address)).then((answer) => {
        if (!answer.ok) throw new Error(`${file}: ${answer.status}`);
        return answer.json();
      });
      loading.catch(() => this.files.delete(file)); // the next try may do better
      this.files.set(file, loading);
    }
    return this.files.get(file);
  }

  core() { return this.load("core.json"); }

  shown(number) { return this.load(`d/${number}.json`); }

  // The names that hold a word: [{ key, grade, whole, entries: [[record, flags]] }].
  async names(word) {
    const names = await this.load("names.json");
    const found = [];
    const take = (key, whole) => forms(names[key]).forEach(([form, postings]) => {
      const grade = whole ? gradeOf(word, form) : gradeOfBeginning(word, form);
      if (whole || grade > FOLDED) found.push({ key, grade, whole, entries: decode(postings, 2) });
    });
    if (Object.hasOwn(names, word.key)) take(word.key, true);
    if (word.prefix) for (const key of Object.keys(names)) if (key !== word.key && key.startsWith(word.key)) take(key, false);
    return found;
  }

  // Every word of every name: [{ key, form, entries: [[record, flags]] }].
  async nameForms() {
    return Object.entries(await this.load("names.json")).flatMap(([key, value]) => forms(value).map(([form, postings]) => ({ key, form, entries: decode(postings, 2) })));
  }

  // Where else a word stands: likewise, with entries of [record, level].
  async words(word) {
    const exact = await this.entry("w", word.key);
    if (exact) return forms(exact).map(([form, postings]) => ({ grade: gradeOf(word, form), whole: true, entries: decode(postings, 3) }));
    if (!word.prefix || word.key.length < LEAST_BEGINNING) return [];
    return (await this.entriesFrom("w", word.key)).flatMap(([, value]) => forms(value)).map(([form, postings]) => (
      { grade: gradeOfBeginning(word, form), whole: false, entries: decode(postings, 3) }));
  }

  // Where two words stand side by side: likewise, with a grade for each of the two.
  async pairs(one, two) {
    const key = `${one.key} ${two.key}`;
    const exact = forms(await this.entry("p", key) ?? []).map((entry) => [true, ...entry]);
    const others = two.prefix ? (await this.entriesFrom("p", key)).filter(([other]) => other !== key).flatMap(([, value]) => forms(value)) : [];
    return [...exact, ...others.map((entry) => [false, ...entry])].map(([whole, form, postings]) => {
      const [first, second] = form.split(" ");
      return { grades: [gradeOf(one, first), whole ? gradeOf(two, second) : gradeOfBeginning(two, second)], whole, entries: decode(postings, 3) };
    });
  }

  async entry(kind, key) {
    const place = await this.placeOf(kind, key);
    if (place < 0) return undefined;
    const shard = await this.load(`${kind}${place}.json`);
    return Object.hasOwn(shard, key) ? shard[key] : undefined;
  }

  async entriesFrom(kind, beginning) {
    const firsts = (await this.core())[kind === "w" ? "words" : "pairs"];
    const start = Math.max(0, await this.placeOf(kind, beginning));
    let end = start + 1;
    while (end < firsts.length && firsts[end].startsWith(beginning)) end += 1;
    if (end - start > MOST_SHARDS) return [];
    const shards = await Promise.all(firsts.slice(start, end).map((_, step) => this.load(`${kind}${start + step}.json`)));
    return shards.flatMap((shard) => Object.entries(shard)).filter(([key]) => key.startsWith(beginning));
  }

  // The last shard whose first key isn't after `key`. Keys are compared as the index sorts them, by code point.
  async placeOf(kind, key) {
    const firsts = (await this.core())[kind === "w" ? "words" : "pairs"];
    let low = 0;
    let high = firsts.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (firsts[middle] <= key) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }
}

function* pairsOf(list) {
  for (let place = 0; place < list.length; place += 2) yield [list[place], list[place + 1]];
}

function forms(value) { return [...pairsOf(value)]; }

// Differences back to records, each with what its lowest bits say.
function decode(postings, bits) {
  let sum = 0;
  return postings.map((difference) => {
    sum += difference;
    return [sum >> bits, sum & ((1 << bits) - 1)];
  });
}

export function gradeOf(word, form) {
  if (!word.marked || form === word.form) return EXACT;
  return agrees(word.form, form) ? AGREED : FOLDED;
}

// A word that goes on: what was typed of its letters must begin it, and a tone that was typed is its tone already.
export function gradeOfBeginning(word, form) {
  if (!word.marked) return AGREED;
  const [letters, tone] = parted(word.form);
  const [others, other] = parted(form);
  return others.startsWith(letters) && (!tone || tone === other) ? AGREED : FOLDED;
}
