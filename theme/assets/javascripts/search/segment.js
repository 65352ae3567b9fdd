// The index, fetched file by file as words ask for them, and its segments, which each hold a share of the records.
// How the files are made: src/guongsang/search/segment.py (what they hold), src/guongsang/search/files.py (which there are).
import { agrees, parted } from "./folding.js";

export const LEVELS = { text: 0, often: 1, topic: 2, title: 3, name: 4 };
export const OPENS = 1;
export const CLOSES = 2;
// How well a form is what was typed: with those marks, with the marks that were typed, without regard to marks.
export const EXACT = 2;
export const AGREED = 1;
export const FOLDED = 0;
const MOST_WORDS = 12; // a beginning that more words have is too short to search running text by
const LEAST_BEGINNING = 3;
const SPREAD = 4; // here and in search_index.py, as all down to DIGITS
const LEVEL_COUNT = 5;
const ENDS = 4; // what a word can do in a name: nothing, open it, close it, both
const DIGITS = 64;
const MORE_DIGITS = 27;
const FINGERPRINT = 8; // letters
const NO_FILE = "0".repeat(FINGERPRINT);

// The files of the index. `told` is what its index.json says.
export class Files {
  constructor(address, told) {
    this.address = address;
    this.told = told;
    this.loading = new Map();
    this.opened = undefined;
    let first = 0;
    this.segments = told.segments.map(({ path, count, held }, place) => {
      const segment = new Segment(this, place, path, first, count, held);
      first += count;
      return segment;
    });
    this.count = first;
  }

  load(path) {
    if (!this.loading.has(path)) {
      const loading = fetch(new URL(path, this.address)).then((answer) => {
        if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
        return answer.json();
      });
      loading.catch(() => this.loading.delete(path)); // the next try may do better
      this.loading.set(path, loading);
    }
    return this.loading.get(path);
  }

  whole(name) { return this.load(`${name}-${this.told[name]}.json`); }

  core() {
    if (!this.opened) {
      this.opened = this.whole("core").then((core) => {
        for (const column of [core.days, ...Object.values(core.facets)]) column.of = numbers(column.of, this.count);
        return core;
      });
      this.opened.catch(() => { this.opened = undefined; });
    }
    return this.opened;
  }

  // Of each record, its place among all when they are ordered by name.
  async order() { return numbers(await this.whole("order"), this.count); }

  // The words of all names but numbers, without where: [[key, form]].
  async spellings() {
    return Object.entries(await this.whole("spellings")).flatMap(([key, spelt]) => spelt.map((form) => [key, form]));
  }

  // The words of everything else that begin so, where they are few.
  async longer(beginning) {
    const keys = (await this.whole("keys")).filter((key) => key.startsWith(beginning) && key !== beginning);
    return keys.length > MOST_WORDS ? [] : keys;
  }

  // A bucket: for each segment an object by key, or 0.
  async bucket(kind, place) {
    const fingerprint = this.told.files[kind].slice(place * FINGERPRINT, (place + 1) * FINGERPRINT);
    return fingerprint === NO_FILE ? [] : this.load(`${kind}-${place}-${fingerprint}.json`);
  }

  buckets(kind) { return this.told.files[kind].length / FINGERPRINT; }

  wordsWith(key) { return this.bucket("words", checksum(key) % this.buckets("words")); }

  // The buckets with the words of names that begin so: [bucket].
  namesWith(beginning) { return this.spread("names", "", beginning); }

  // The buckets with the pairs of a word and what begins so.
  pairsWith(one, beginning) { return this.spread("pairs", `${one} `, beginning); }

  async spread(kind, before, beginning) {
    const [first, second] = beginning;
    const steps = second === undefined ? [...Array(SPREAD).keys()] : [checksum(second) % SPREAD];
    const places = new Set(steps.map((step) => (checksum(before + first) * SPREAD + step) % this.buckets(kind)));
    return Promise.all([...places].map((place) => this.bucket(kind, place)));
  }
}

class Segment {
  constructor(files, place, path, first, count, held) {
    Object.assign(this, { files, place, path, first, count });
    this.opens = []; // the first record of each file of what results show
    let next = 0;
    eachNumber(held, (number) => { this.opens.push(next); next += number; });
  }

  async core() {
    const { days, facets } = await this.files.core();
    const own = ({ of, ...column }) => ({ ...column, of: of.subarray(this.first, this.first + this.count) });
    return { count: this.count, days: own(days), facets: Object.fromEntries(Object.entries(facets).map(([facet, column]) => [facet, own(column)])) };
  }

  async shown(number) {
    const file = this.opens.findLastIndex((first) => first <= number);
    return (await this.files.load(`${this.path}/${file}.json`))[number - this.opens[file]];
  }

  // The names that hold a word: [{ grade, whole, postings }], which eachEnd reads.
  async names(word) {
    const [whole, longer] = await Promise.all([this.files.wordsWith(word.key), word.prefix ? this.files.namesWith(word.key) : []]);
    const exact = forms(this.entry(whole, word.key)?.[1]).map(([form, postings]) => ({ grade: gradeOf(word, form), whole: true, postings }));
    const others = longer.flatMap((bucket) => this.entriesFrom(bucket, word.key)).filter(([key]) => key !== word.key).flatMap(([, value]) => forms(value));
    return [...exact, ...others.map(([form, postings]) => ({ grade: gradeOfBeginning(word, form), whole: false, postings }))
      .filter(({ grade }) => grade > FOLDED)];
  }

  // Where a spelling stands: postings for eachEnd, none where no name of the segment has it.
  async named(key, form) {
    const buckets = await this.files.namesWith(key);
    return buckets.flatMap((bucket) => forms(this.entry(bucket, key))).find(([other]) => other === form)?.[1] ?? "";
  }

  // Where else a word stands: likewise, but eachLevel reads the postings. A word that stands nowhere as it is may go on.
  async words(word) {
    const exact = await this.files.wordsWith(word.key);
    if (exact.some((part) => part && Object.hasOwn(part, word.key) && part[word.key][0].length)) {
      return forms(this.entry(exact, word.key)?.[0]).map(([form, postings]) => ({ grade: gradeOf(word, form), whole: true, postings }));
    }
    if (!word.prefix || word.key.length < LEAST_BEGINNING) return [];
    const longer = await Promise.all((await this.files.longer(word.key)).map(async (key) => forms(this.entry(await this.files.wordsWith(key), key)?.[0])));
    return longer.flat().map(([form, postings]) => ({ grade: gradeOfBeginning(word, form), whole: false, postings }));
  }

  // Where two words stand side by side: likewise, with a grade for each of the two.
  async pairs(one, two) {
    const key = `${one.key} ${two.key}`;
    const buckets = await this.files.pairsWith(one.key, two.key);
    const exact = buckets.flatMap((bucket) => forms(this.entry(bucket, key))).map((entry) => [true, ...entry]);
    const longer = two.prefix ? buckets.flatMap((bucket) => this.entriesFrom(bucket, key)).filter(([other]) => other !== key).flatMap(([, value]) => forms(value)) : [];
    return [...exact, ...longer.map((entry) => [false, ...entry])].map(([whole, form, postings]) => {
      const [first, second] = form.split(" ");
      return { grades: [gradeOf(one, first), whole ? gradeOf(two, second) : gradeOfBeginning(two, second)], whole, postings };
    });
  }

  entry(bucket, key) {
    const part = bucket[this.place];
    return part && Object.hasOwn(part, key) ? part[key] : undefined;
  }

  entriesFrom(bucket, beginning) {
    return Object.entries(bucket[this.place] || {}).filter(([key]) => key.startsWith(beginning));
  }
}

// CRC-32 of a text in UTF-8 (zlib's), by which keys are dealt out to buckets.
export function checksum(text) {
  let sum = -1;
  for (const byte of new TextEncoder().encode(text)) {
    sum ^= byte;
    for (let bit = 0; bit < 8; bit += 1) sum = (sum >>> 1) ^ (sum & 1 ? 0xedb88320 : 0);
  }
  return (sum ^ -1) >>> 0;
}

function* pairsOf(list) {
  for (let place = 0; place < list.length; place += 2) yield [list[place], list[place + 1]];
}

function forms(value) { return [...pairsOf(value ?? [])]; }

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

// How numbers are written: src/guongsang/search/segment.py.
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
