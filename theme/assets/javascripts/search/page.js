// The search page. All that was asked stands in its address: a search can be shared, and back and forward work.
import { element, marked } from "./elements.js";
import { Engine, arrange } from "./engine.js";
import { excerpt, highlight } from "./excerpt.js";

const page = document.querySelector("[data-gs-search]");
const part = (name) => page.querySelector(`[data-gs-${name}]`);
const input = page.querySelector("#gs-query");
const [status, area, list, facetList, chips, order, nothing, browse] = ["status", "area", "results", "facets", "chips", "order", "nothing", "browse"].map(part);
const root = new URL(page.dataset.root, location.href);
const engine = new Engine(new URL(page.dataset.index, location.href));
const FACETS = Object.fromEntries([...facetList.querySelectorAll("[data-facet]")].map((facet) => [facet.dataset.facet, facet]));
const AT_ONCE = 12;
const LONG_LIST = 8; // values of a facet shown before "all"
const PAUSE = 30; // milliseconds
let turn = 0;
let goingOn = false; // the address is of what is being typed
let shown = AT_ONCE;

const parameters = () => new URLSearchParams(location.search);
const { format: number } = new Intl.NumberFormat("vi-VN");

function chosenFrom(query) {
  return Object.fromEntries(Object.keys(FACETS).map((key) => [key, query.getAll(key)]));
}

function isBlank(query) {
  return !(query.get("q") || "").trim() && !Object.keys(FACETS).some((key) => query.has(key));
}

async function search({ keep = false } = {}) {
  const query = parameters();
  const term = (query.get("q") || "").normalize("NFC").trim();
  const mine = ++turn;
  if (!keep) shown = AT_ONCE;
  if (document.activeElement !== input && input.value.normalize("NFC").trim() !== term) input.value = term;
  order.value = query.get("sap-xep") || "";
  document.title = term ? `${term} - ${page.dataset.title}` : page.dataset.title;
  browse.hidden = !isBlank(query);
  if (isBlank(query)) {
    area.hidden = nothing.hidden = true;
    status.textContent = page.dataset.answered = "";
    return;
  }
  try {
    const found = await engine.search(query.get("q") || "", chosenFrom(query));
    const hits = await arrange(found.hits, term || order.value ? order.value : "moi", shown);
    const rows = await Promise.all(hits.map((hit) => hit.segment.shown(hit.record)));
    if (mine !== turn) return;
    list.replaceChildren(...rows.map((row) => result(row, found.query.words)));
    if (found.hits.length > shown) list.append(more(found.hits.length - shown));
    const filtered = Object.keys(FACETS).some((key) => query.has(key));
    area.hidden = !found.hits.length && !filtered;
    part("ordering").hidden = !found.hits.length;
    nothing.hidden = found.hits.length > 0;
    browse.hidden = found.hits.length > 0;
    say(found, term, filtered);
    showFacets(found.facets, query);
    showChips(found.facets, query);
  } catch (error) {
    if (mine === turn) status.textContent = "Chưa tải được bộ tìm kiếm. Kiểm tra kết nối mạng rồi tải lại trang.";
    console.error(error);
  }
  if (mine === turn) page.dataset.answered = location.search; // what stands here answers this address: for whoever waits for it
}

function say({ hits, near }, term, filtered) {
  const of = term ? ` cho “${term}”` : "";
  if (!hits.length) status.textContent = `Không có kết quả${of}${filtered ? " với các bộ lọc đã chọn" : ""}.`;
  else if (near) status.textContent = `Không có tên nào viết đúng như “${term}”. ${number(hits.length)} tên gần giống:`;
  else status.textContent = `${number(hits.length)} kết quả${of}`;
}

function result(row, words) {
  const photo = row.image
    ? element("img", { src: new URL(row.image, root).href, alt: "", width: 96, height: 96, loading: "lazy", "data-x": row.focus?.[0], "data-y": row.focus?.[1] })
    : element("span", { class: "gs-result__blank", "aria-hidden": "true" }, initial(row));
  return element("li", { class: "gs-result" }, photo,
    element("div", {},
      element("h2", {}, element("a", { href: new URL(row.url, root).href }, marked(highlight(row.title, words))), row.sample ? element("span", { class: "gs-sample" }, "Minh họa") : ""),
      row.headline ? element("p", { class: "gs-result__headline" }, marked(highlight(row.headline, words))) : "",
      element("p", { class: "gs-result__facts" }, [row.kind, ...(row.facts ?? [])].join(" · ")),
      row.text ? element("p", { class: "gs-result__excerpt" }, marked(excerpt(row.text, words))) : ""));
}

// The letter in the place of a photo: a person is called by the last word of the name.
function initial({ title, kind }) {
  return (kind === "Cá nhân" ? title.split(" ").at(-1) : title)[0].toUpperCase();
}

function more(left) {
  const button = element("button", { type: "button", class: "gs-button" }, `Xem thêm ${number(Math.min(left, AT_ONCE))} kết quả`);
  button.addEventListener("click", async () => {
    const first = shown;
    shown += AT_ONCE;
    await search({ keep: true });
    list.children[first]?.querySelector("a").focus();
  });
  return element("li", { class: "gs-results__more" }, button);
}

// What a facet offers: the values that would find something, the most frequent first; years, the newest.
function showFacets(facets, query) {
  for (const [key, details] of Object.entries(FACETS)) {
    const chosen = query.getAll(key);
    const values = [...(facets[key] ?? [])].filter(([value, { count }]) => count || chosen.includes(value))
      .sort(([one, a], [two, b]) => (key === "nam" ? two.localeCompare(one) : b.count - a.count || a.label.localeCompare(b.label, "vi")));
    details.hidden = !values.length;
    const options = values.map(([value, { label, count }], place) => element("label", { hidden: place >= LONG_LIST && !chosen.includes(value) },
      element("input", { type: "checkbox", name: key, value, checked: chosen.includes(value) }),
      element("span", {}, label), element("span", { class: "gs-facets__count" }, number(count))));
    const box = details.querySelector("[data-gs-options]");
    const focused = box.contains(document.activeElement) ? document.activeElement.value : undefined;
    box.replaceChildren(...options);
    const hidden = options.filter((option) => option.hidden);
    if (hidden.length) {
      const all = element("button", { type: "button", class: "gs-facets__all" }, `Xem cả ${options.length} mục`);
      all.addEventListener("click", () => { hidden.forEach((option) => { option.hidden = false; }); all.remove(); hidden[0].querySelector("input").focus(); });
      box.append(all);
    }
    if (focused) [...box.querySelectorAll("input")].find((option) => option.value === focused)?.focus();
  }
}

// The filters in force, each with a button that takes it off.
function showChips(facets, query) {
  const chosen = Object.keys(FACETS).flatMap((key) => query.getAll(key).map((value) => [key, value]));
  chips.hidden = !chosen.length;
  chips.replaceChildren(...chosen.map(([key, value]) => {
    const label = facets[key]?.get(value)?.label ?? value;
    const button = element("button", { type: "button", class: "gs-chip", "aria-label": `Bỏ lọc ${label}` }, label, element("span", { "aria-hidden": "true" }, "×"));
    button.addEventListener("click", () => { toggle(key, value, false); input.focus(); });
    return button;
  }));
  if (chosen.length > 1) {
    const clear = element("button", { type: "button", class: "gs-chip gs-chip--clear" }, "Bỏ hết lọc");
    clear.addEventListener("click", () => {
      const next = parameters();
      Object.keys(FACETS).forEach((key) => next.delete(key));
      go(next);
      input.focus();
    });
    chips.append(clear);
  }
}

function toggle(key, value, on) {
  const query = parameters();
  const values = query.getAll(key).filter((other) => other !== value);
  query.delete(key);
  if (on) values.push(value);
  values.forEach((other) => query.append(key, other));
  go(query);
}

// What is typed in one go is one entry of the history: back leads to the search before it, not through its letters.
function go(query, { typing = false } = {}) {
  history[typing && goingOn ? "replaceState" : "pushState"](null, "", `${location.pathname}${query.size ? `?${query}` : ""}`);
  goingOn = typing;
  search();
}

function typed() {
  const query = parameters();
  if (input.value.trim()) query.set("q", input.value); else query.delete("q");
  if (`${query}` !== `${parameters()}`) go(query, { typing: true });
}

let pausing;
function pause() {
  clearTimeout(pausing);
  pausing = setTimeout(typed, PAUSE); // half a word is searched for only once the fingers rest
}
input.addEventListener("input", (event) => { if (event.isComposing) clearTimeout(pausing); else pause(); });
input.addEventListener("compositionend", pause);
input.form.addEventListener("submit", (event) => {
  event.preventDefault();
  clearTimeout(pausing);
  typed();
  goingOn = false;
});
order.addEventListener("change", () => {
  const query = parameters();
  if (order.value) query.set("sap-xep", order.value); else query.delete("sap-xep");
  go(query);
});
facetList.addEventListener("change", ({ target }) => toggle(target.name, target.value, target.checked));
addEventListener("popstate", () => { goingOn = false; input.value = parameters().get("q") || ""; search(); });
facetList.open = matchMedia("(min-width: 60em)").matches;
for (const key of ["loai", "linh-vuc", "nam"]) FACETS[key].open = facetList.open;
for (const key of Object.keys(FACETS)) if (parameters().has(key)) FACETS[key].open = true;
page.querySelectorAll("[data-gs-live]").forEach((node) => { node.hidden = false; });
search();
engine.warm().catch(() => {}); // whoever opens this page will ask; what fails is said then
