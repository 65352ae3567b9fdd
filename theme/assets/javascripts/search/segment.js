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
const FIRSTS = { w: "words", p: "pairs", n: "names" };
const LEVEL_COUNT = 5;
const ENDS = 4; // what a word can do in a name: nothing, open it, close it, both
const DIGITS = 64; // here and in search_index.py
const MORE_DIGITS = 27;

export class Segment {
  constructor(address, count) {
    this.address = address;
    this.count = count;
    this.files = new Map();
    this.opened = undefined;
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

  core() {
    if (!this.opened) {
      this.opened = this.load("core.json").then((core) => {
        for (const column of [core.days, ...Object.values(core.facets)]) column.of = numbers(column.of, this.count);
        return core;
      });
      this.opened.catch(() => { this.opened = undefined; });
    }
    return this.opened;
  }

  shown(number) { return this.load(`d/${number}.json`); }

  // The names that hold a word: [{ grade, whole, postings }], which eachEnd reads.
  async names(word) {
    const [whole, longer] = await Promise.all([this.entry("w", word.key), word.prefix ? this.entriesFrom("n", word.key, Infinity) : []]);
    const exact = forms(whole?.[1] ?? []).map(([form, postings]) => ({ grade: gradeOf(word, form), whole: true, postings }));
    const others = longer.filter(([key]) => key !== word.key).flatMap(([, value]) => forms(value));
    return [...exact, ...others.map(([form, postings]) => ({ grade: gradeOfBeginning(word, form), whole: false, postings }))
      .filter(({ grade }) => grade > FOLDED)];
  }

  // The words of all names but numbers, without where: [[key, form]].
  async spellings() {
    return Object.entries(await this.load("spellings.json")).flatMap(([key, spelt]) => spelt.map((form) => [key, form]));
  }

  // Where a spelling stands: postings for eachEnd.
  async named(key, form) {
    return forms(await this.entry("n", key)).find(([other]) => other === form)[1];
  }

  // Where else a word stands: likewise, but eachLevel reads the postings.
  async words(word) {
    const exact = (await this.entry("w", word.key))?.[0] ?? [];
    if (exact.length) return forms(exact).map(([form, postings]) => ({ grade: gradeOf(word, form), whole: true, postings }));
    if (!word.prefix || word.key.length < LEAST_BEGINNING) return [];
    return (await this.entriesFrom("w", word.key)).flatMap(([, [value]]) => forms(value)).map(([form, postings]) => (
      { grade: gradeOfBeginning(word, form), whole: false, postings }));
  }

  // Where two words stand side by side: likewise, with a grade for each of the two.
  async pairs(one, two) {
    const key = `${one.key} ${two.key}`;
    const [found, longer] = await Promise.all([this.entry("p", key), two.prefix ? this.entriesFrom("p", key) : []]);
    const exact = forms(found ?? []).map((entry) => [true, ...entry]);
    const others = longer.filter(([other]) => other !== key).flatMap(([, value]) => forms(value));
    return [...exact, ...others.map((entry) => [false, ...entry])].map(([whole, form, postings]) => {
      const [first, second] = form.split(" ");
      return { grades: [gradeOf(one, first), whole ? gradeOf(two, second) : gradeOfBeginning(two, second)], whole, postings };
    });
  }

  async entry(kind, key) {
    const place = await this.placeOf(kind, key);
    if (place < 0) return undefined;
    const shard = await this.load(`${kind}${place}.json`);
    return Object.hasOwn(shard, key) ? shard[key] : undefined;
  }

  async entriesFrom(kind, beginning, most = MOST_SHARDS) {
    const firsts = (await this.core())[FIRSTS[kind]];
    const start = Math.max(0, await this.placeOf(kind, beginning));
    let end = start + 1;
    while (end < firsts.length && firsts[end].startsWith(beginning)) end += 1;
    if (!firsts.length || end - start > most) return [];
    const shards = await Promise.all(firsts.slice(start, end).map((_, step) => this.load(`${kind}${start + step}.json`)));
    return shards.flatMap((shard) => Object.entries(shard)).filter(([key]) => key.startsWith(beginning));
  }

  // The last shard that doesn't begin after `key`. Keys are compared as the index sorts them, by code point.
  async placeOf(kind, key) {
    const firsts = (await this.core())[FIRSTS[kind]];
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

// Postings are read by call, record by record: a common word has thousands, and as many small arrays would cost more than all the rest.
export function eachLevel(postings, visit) { read(postings, LEVEL_COUNT, visit); }

export function eachEnd(postings, visit) { read(postings, ENDS, visit); }

// Call `visit` with each record and its value, of which there are `step`.
function read(postings, step, visit) {
  let record = 0;
  eachNumber(postings, (number) => {
    const skipped = Math.floor(number / step);
    record += skipped;
    visit(record, number - skipped * step);
    record += 1;
  });
}

function numbers(text, count) {
  const found = new Uint32Array(count);
  let place = 0;
  eachNumber(text, (number) => { found[place++] = number; });
  return found;
}

// How numbers are written: src/guongsang/search_index.py.
function eachNumber(text, visit) {
  let leading = 0;
  for (let place = 0; place < text.length; place += 1) {
    const code = text.charCodeAt(place);
    const digit = code - (code > 92 ? 36 : 35); // there is no backslash
    if (digit < DIGITS) {
      visit(leading * DIGITS + digit);
      leading = 0;
    } else leading = leading * MORE_DIGITS + digit - DIGITS;
  }
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
