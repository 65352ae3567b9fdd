// The search page: Pagefind's engine under our own page, facets in the address so that a search can be shared.
const page = document.querySelector("[data-gs-search]");
const input = page.querySelector("#gs-query");
const status = page.querySelector("[data-gs-status]");
const area = page.querySelector("[data-gs-area]");
const facets = page.querySelector("[data-gs-facets]");
const list = page.querySelector("[data-gs-results]");
const root = new URL(page.dataset.root, location.href);

// Parameter in the address → filter in the index.
const FACETS = { loai: "Loại", "linh-vuc": "Lĩnh vực", "don-vi": "Đơn vị", nam: "Năm", muc: "Mức" };
const SHOWN_AT_ONCE = 12;
let engine;
let turn = 0;
let shown = SHOWN_AT_ONCE;

function element(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) if (value !== undefined && value !== false) node.setAttribute(name, value === true ? "" : value);
  node.append(...children.filter((child) => child !== undefined && child !== ""));
  return node;
}

async function load() {
  if (!engine) {
    engine = await import(new URL("pagefind.js", new URL(page.dataset.bundle, location.href)));
    await engine.options({ baseUrl: root.pathname, ranking: { metaWeights: { title: 9, names: 6, headline: 4, unit: 3, fields: 3, folded: 0.2 } } });
    await engine.init();
  }
  return engine;
}

const parameters = () => new URLSearchParams(location.search);

function chosenFilters(query) {
  const filters = {};
  for (const [key, name] of Object.entries(FACETS)) if (query.getAll(key).length) filters[name] = query.getAll(key);
  return filters;
}

// The excerpt comes from the index, which holds our own text: only <mark> is let through, as an element.
function excerpt(html) {
  const holder = element("p", { class: "gs-result__excerpt" });
  const inert = document.createElement("template");
  html.split(/(<mark>.*?<\/mark>)/g).forEach((part) => {
    inert.innerHTML = part;
    const text = inert.content.textContent;
    holder.append(part.startsWith("<mark>") ? element("mark", {}, text) : text);
  });
  return holder;
}

function result(data) {
  const meta = data.meta;
  const href = new URL(data.url.replace(root.pathname, ""), root).href;
  const facts = [meta.kind, meta.stage, meta.unit || meta.by, meta.year].filter(Boolean).join(" · ");
  return element("li", { class: "gs-result" },
    meta.image ? element("img", { src: new URL(meta.image, root).href, alt: "", width: 96, height: 96, loading: "lazy" }) : element("span", { class: "gs-result__blank", "aria-hidden": "true" }),
    element("div", {},
      element("h2", {}, element("a", { href }, meta.title), meta.sample ? element("span", { class: "gs-sample" }, "Minh họa") : ""),
      meta.headline ? element("p", { class: "gs-result__headline" }, meta.headline) : "",
      element("p", { class: "gs-result__facts" }, facts),
      excerpt(data.excerpt)));
}

function showFacets(counts, all, query) {
  facets.replaceChildren(...Object.entries(FACETS).filter(([, name]) => all[name]).map(([key, name]) => {
    const values = Object.keys(all[name]).sort((a, b) => (key === "nam" ? b.localeCompare(a) : a.localeCompare(b, "vi")));
    const chosen = query.getAll(key);
    const options = values.filter((value) => (counts[name]?.[value] ?? 0) > 0 || chosen.includes(value)).map((value) =>
      element("label", {}, element("input", { type: "checkbox", name: key, value, checked: chosen.includes(value) }), ` ${value} `,
        element("span", {}, String(counts[name]?.[value] ?? 0))));
    return element("details", { open: chosen.length > 0 || matchMedia("(min-width: 60em)").matches && key !== "don-vi" }, element("summary", {}, name), ...options);
  }));
}

async function search({ keep = false } = {}) {
  const query = parameters();
  const term = (query.get("q") || "").normalize("NFC").trim();
  const filters = chosenFilters(query);
  const mine = ++turn;
  if (!keep) shown = SHOWN_AT_ONCE;
  if (input.value.normalize("NFC").trim() !== term) input.value = term;
  if (!term && !Object.keys(filters).length) {
    area.hidden = true;
    status.textContent = "";
    return;
  }
  try {
    const pagefind = await load();
    const all = await pagefind.filters(); // before the search: counts come only for filters that are loaded
    const found = await pagefind.search(term || null, { filters });
    if (mine !== turn) return;
    const rows = await Promise.all(found.results.slice(0, shown).map((row) => row.data()));
    if (mine !== turn) return;
    area.hidden = false;
    status.textContent = found.results.length ? `${found.results.length} kết quả${term ? ` cho “${term}”` : ""}` : `Không thấy kết quả${term ? ` cho “${term}”` : ""}. Thử bớt từ, gõ tên đơn vị, hoặc bỏ bộ lọc.`;
    list.replaceChildren(...rows.map(result));
    if (found.results.length > shown) {
      const more = element("button", { type: "button", class: "gs-button" }, "Xem thêm");
      more.addEventListener("click", () => { shown += SHOWN_AT_ONCE; search({ keep: true }); });
      list.append(element("li", { class: "gs-results__more" }, more));
    }
    showFacets(found.filters, all, query);
  } catch (error) {
    status.textContent = "Chưa tải được bộ tìm kiếm. Xin tải lại trang.";
    console.error(error);
  }
}

function go(query, replace) {
  const address = `${location.pathname}${query.size ? `?${query}` : ""}`;
  history[replace ? "replaceState" : "pushState"](null, "", address);
  search();
}

let typing;
input.addEventListener("input", () => {
  clearTimeout(typing);
  typing = setTimeout(() => {
    const query = parameters();
    if (input.value.trim()) query.set("q", input.value); else query.delete("q");
    go(query, true);
  }, 150);
});
input.form.addEventListener("submit", (event) => {
  event.preventDefault();
  const query = parameters();
  query.set("q", input.value);
  go(query, false);
});
facets.addEventListener("change", (event) => {
  const box = event.target;
  const query = parameters();
  const values = query.getAll(box.name).filter((value) => value !== box.value);
  query.delete(box.name);
  if (box.checked) values.push(box.value);
  values.forEach((value) => query.append(box.name, value));
  go(query, false);
});
addEventListener("popstate", () => search());
search();
