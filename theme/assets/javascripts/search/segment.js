// Reads the files of the search index, each fetched when a word needs it. A segment holds a share of the records.
// The build writes the files; the constants of their format are the same there, and tests compare both sides.
import { agrees, splitTone } from "./folding.js";

// Where a word occurs, from the least important place to the most important one.
export const LEVELS = { text: 0, often: 1, topic: 2, title: 3, name: 4 };
// What a word does in a name, as bits.
export const OPENS = 1;
export const CLOSES = 2;
// How well a form agrees with what was typed: the same marks; no mark that contradicts a typed one; any marks.
export const EXACT = 2;
export const AGREED = 1;
export const FOLDED = 0;
// Texts are not searched by a beginning that more words have.
const MOST_WORDS = 12;
// Letters.
const LEAST_BEGINNING = 3;

// The format of the index.
// Buckets among which words with the same first letter are spread.
const SPREAD = 4;
const LEVEL_COUNT = 5;
// The values of OPENS and CLOSES together.
const ENDS = 4;
// Characters that end a number, and characters that continue one.
const DIGITS = 64;
const MORE_DIGITS = 27;
// Characters.
const FINGERPRINT_LENGTH = 8;
const NO_FILE = "0".repeat(FINGERPRINT_LENGTH);

// The files of an index. `index`: the content of its index.json.
export class Files {
  constructor(address, index) {
    this.address = address;
    this.index = index;
    this.loading = new Map();
    this.opened = undefined;
    let first = 0;
    this.segments = index.segments.map(({ path, count, held }, place) => {
      const segment = new Segment(this, place, path, first, count, held);
      first += count;
      return segment;
    });
    this.count = first;
  }

  // Return the content of a file. It is fetched once; after an error the next call tries again.
  load(path) {
    if (!this.loading.has(path)) {
      const loading = fetch(new URL(path, this.address)).then((answer) => {
        if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
        return answer.json();
      });
      loading.catch(() => this.loading.delete(path));
      this.loading.set(path, loading);
    }
    return this.loading.get(path);
  }

  // Return the content of a file that exists once in an index.
  loadNamed(name) {
    return this.load(`${name}-${this.index[name]}.json`);
  }

  // Return the days and facets of all records.
  core() {
    if (!this.opened) {
      this.opened = this.loadNamed("core").then((core) => {
        for (const column of [core.days, ...Object.values(core.facets)]) {
          column.of = readNumbers(column.of, this.count);
        }
        return core;
      });
      this.opened.catch(() => {
        this.opened = undefined;
      });
    }
    return this.opened;
  }

  // Return the rank of each record in the order by name.
  async order() {
    return readNumbers(await this.loadNamed("order"), this.count);
  }

  // Return the words of all names, without numbers: [[key, form]].
  async spellings() {
    const spellings = Object.entries(await this.loadNamed("spellings"));
    return spellings.flatMap(([key, forms]) => forms.map((form) => [key, form]));
  }

  // Return the keys of other words with a beginning, or none if they are too many.
  async longer(beginning) {
    const keys = (await this.loadNamed("keys")).filter((key) => key.startsWith(beginning) && key !== beginning);
    return keys.length > MOST_WORDS ? [] : keys;
  }

  // Return a bucket: for each segment an object by key, or 0.
  async bucket(kind, place) {
    const start = place * FINGERPRINT_LENGTH;
    const fingerprint = this.index.files[kind].slice(start, start + FINGERPRINT_LENGTH);
    return fingerprint === NO_FILE ? [] : this.load(`${kind}-${place}-${fingerprint}.json`);
  }

  countBuckets(kind) {
    return this.index.files[kind].length / FINGERPRINT_LENGTH;
  }

  wordsWith(key) {
    return this.bucket("words", checksum(key) % this.countBuckets("words"));
  }

  // Return the buckets with the words of names that have a beginning.
  namesWith(beginning) {
    return this.spreadBuckets("names", "", beginning);
  }

  // Return the buckets with the pairs of a word and a beginning.
  pairsWith(one, beginning) {
    return this.spreadBuckets("pairs", `${one} `, beginning);
  }

  async spreadBuckets(kind, before, beginning) {
    const [first, second] = beginning;
    const steps = second === undefined ? [...Array(SPREAD).keys()] : [checksum(second) % SPREAD];
    const count = this.countBuckets(kind);
    const places = new Set(steps.map((step) => (checksum(before + first) * SPREAD + step) % count));
    return Promise.all([...places].map((place) => this.bucket(kind, place)));
  }
}

class Segment {
  constructor(files, place, path, first, count, held) {
    Object.assign(this, { files, place, path, first, count });
    // The first record of each file with the contents of results. `held`: how many records each file has.
    this.firstOfFile = [];
    let next = 0;
    eachNumber(held, (number) => {
      this.firstOfFile.push(next);
      next += number;
    });
  }

  // Return the days and facets of the records of this segment.
  async core() {
    const { days, facets } = await this.files.core();
    const own = ({ of, ...column }) => ({ ...column, of: of.subarray(this.first, this.first + this.count) });
    const ownFacets = Object.entries(facets).map(([facet, column]) => [facet, own(column)]);
    return { count: this.count, days: own(days), facets: Object.fromEntries(ownFacets) };
  }

  // Return what a result shows of a record.
  async shown(record) {
    const file = this.firstOfFile.findLastIndex((first) => first <= record);
    return (await this.files.load(`${this.path}/${file}.json`))[record - this.firstOfFile[file]];
  }

  // Return the names with a word, or with a longer one if it may be a beginning: [{ grade, whole, postings }].
  // eachEnd reads the postings.
  async names(word) {
    const [whole, longer] = await Promise.all([
      this.files.wordsWith(word.key),
      word.prefix ? this.files.namesWith(word.key) : [],
    ]);
    const exact = formsOf(this.entry(whole, word.key)?.[1]).map(wholeWord(word));
    const others = this.longerForms(longer, word.key).map(beginningOf(word));
    return [...exact, ...others.filter(({ grade }) => grade > FOLDED)];
  }

  // Return the postings of one spelling in names, for eachEnd; "" if no name of the segment has it.
  async named(key, form) {
    const buckets = await this.files.namesWith(key);
    const forms = buckets.flatMap((bucket) => formsOf(this.entry(bucket, key)));
    return forms.find(([other]) => other === form)?.[1] ?? "";
  }

  // Return where else a word occurs, as `names` does, but eachLevel reads the postings. Only a word that occurs nowhere
  // as it is may be a beginning.
  async words(word) {
    const bucket = await this.files.wordsWith(word.key);
    if (bucket.some((part) => part && Object.hasOwn(part, word.key) && part[word.key][0].length)) {
      return formsOf(this.entry(bucket, word.key)?.[0]).map(wholeWord(word));
    }
    if (!word.prefix || word.key.length < LEAST_BEGINNING) return [];
    const keys = await this.files.longer(word.key);
    const longer = await Promise.all(
      keys.map(async (key) => formsOf(this.entry(await this.files.wordsWith(key), key)?.[0])),
    );
    return longer.flat().map(beginningOf(word));
  }

  // Return where two words occur side by side: [{ grades, whole, postings }], with a grade for each of the two.
  async pairs(one, two) {
    const key = `${one.key} ${two.key}`;
    const buckets = await this.files.pairsWith(one.key, two.key);
    const exact = buckets.flatMap((bucket) => formsOf(this.entry(bucket, key)));
    const longer = two.prefix ? this.longerForms(buckets, key) : [];
    const read = (forms, whole, grade) =>
      forms.map(([form, postings]) => {
        const [first, second] = form.split(" ");
        return { grades: [gradeOf(one, first), grade(two, second)], whole, postings };
      });
    return [...read(exact, true, gradeOf), ...read(longer, false, gradeOfBeginning)];
  }

  entry(bucket, key) {
    const part = bucket[this.place];
    return part && Object.hasOwn(part, key) ? part[key] : undefined;
  }

  // Return the forms of keys that continue a beginning: [[form, postings]].
  longerForms(buckets, beginning) {
    return buckets
      .flatMap((bucket) => Object.entries(bucket[this.place] || {}))
      .filter(([key]) => key.startsWith(beginning) && key !== beginning)
      .flatMap(([, value]) => formsOf(value));
  }
}

// Return the CRC-32 of a text in UTF-8, as zlib computes it. It chooses the bucket of a key.
export function checksum(text) {
  let sum = -1;
  for (const byte of new TextEncoder().encode(text)) {
    sum ^= byte;
    for (let bit = 0; bit < 8; bit += 1) sum = (sum >>> 1) ^ (sum & 1 ? 0xedb88320 : 0);
  }
  return (sum ^ -1) >>> 0;
}

// Return the forms of a key with their postings, [[form, postings]], from a flat list, which may be missing.
function formsOf(list = []) {
  const forms = [];
  for (let place = 0; place < list.length; place += 2) forms.push([list[place], list[place + 1]]);
  return forms;
}

function wholeWord(word) {
  return ([form, postings]) => ({ grade: gradeOf(word, form), whole: true, postings });
}

function beginningOf(word) {
  return ([form, postings]) => ({ grade: gradeOfBeginning(word, form), whole: false, postings });
}

// Postings are read by callback, record by record: a common word has thousands, and one array for each is slow.
export function eachLevel(postings, visit) {
  readPostings(postings, LEVEL_COUNT, visit);
}

export function eachEnd(postings, visit) {
  readPostings(postings, ENDS, visit);
}

// Call `visit` with each record and its value. `count`: how many values there are.
// A posting is the number of skipped records times `count`, plus the value.
function readPostings(postings, count, visit) {
  let record = 0;
  eachNumber(postings, (number) => {
    const skipped = Math.floor(number / count);
    record += skipped;
    visit(record, number - skipped * count);
    record += 1;
  });
}

function readNumbers(text, count) {
  const numbers = new Uint32Array(count);
  let place = 0;
  eachNumber(text, (number) => {
    numbers[place++] = number;
  });
  return numbers;
}

// Call `visit` with each number of a text. Its characters are the printable ones of ASCII from "#" on, without the
// backslash (92), which JSON would escape. One of the first DIGITS ends a number, one of the others continues it.
function eachNumber(text, visit) {
  let leading = 0;
  for (let place = 0; place < text.length; place += 1) {
    const code = text.charCodeAt(place);
    const digit = code - (code > 92 ? 36 : 35);
    if (digit < DIGITS) {
      visit(leading * DIGITS + digit);
      leading = 0;
    } else leading = leading * MORE_DIGITS + digit - DIGITS;
  }
}

// Return how well a form agrees with a typed word.
export function gradeOf(word, form) {
  if (!word.marked || form === word.form) return EXACT;
  return agrees(word.form, form) ? AGREED : FOLDED;
}

// Return how well a form agrees with a typed beginning: its letters must begin the form; a typed tone must be equal.
export function gradeOfBeginning(word, form) {
  if (!word.marked) return AGREED;
  const [letters, tone] = splitTone(word.form);
  const [others, other] = splitTone(form);
  return others.startsWith(letters) && (!tone || tone === other) ? AGREED : FOLDED;
}
