// Copying for editors: what stands on the page as clean text and clean HTML, which paste well into Word and a CMS.
// Photos and pull quotes (figures) stay out; of HTML only what says something is kept: paragraphs, headings, lists, tables, links, emphasis.
const KEPT = /^(P|H[1-4]|UL|OL|LI|BLOCKQUOTE|TABLE|THEAD|TBODY|TR|TH|TD|PRE|STRONG|EM|A|SUP|SUB|BR)$/;
const INLINE = /^(STRONG|EM|A|SUP|SUB)$/;
const SKIPPED = /^(FIGURE|HR|BUTTON|SCRIPT|STYLE)$/;
const NESTED = /^(UL|OL|BLOCKQUOTE|TABLE|DIV|P|PRE)$/;

const tidy = (text) => text.replace(/\s+/g, " ").trim();
const escape = (text) => text.replace(/[&<>"]/g, (sign) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[sign]);

function words(node) {
  if (node.nodeType === Node.TEXT_NODE) return node.data;
  return node.nodeName === "BR" ? " " : Array.from(node.childNodes, words).join("");
}

// The paragraphs of an element, items with their mark, rows as a line.
function paragraphs(node, found) {
  const tag = node.nodeName;
  if (SKIPPED.test(tag)) return found;
  if (tag === "UL" || tag === "OL") {
    let number = node.start || 1;
    for (const item of node.children) listed(item, tag === "OL" ? `${number++}. ` : "- ", found);
  } else if (tag === "TR") push(Array.from(node.cells, (cell) => tidy(words(cell))).join(" | ").replace(/^[\s|]+/, ""), found);
  else if (/^(P|H[1-6]|PRE)$/.test(tag)) push(words(node), found);
  else for (const child of node.children) paragraphs(child, found);
  return found;
}

function push(text, found, mark = "") {
  if (tidy(text)) found.push(mark + tidy(text));
  return Boolean(tidy(text));
}

function listed(item, mark, found) {
  let text = "";
  const flush = () => { if (push(text, found, mark)) mark = ""; text = ""; };
  for (const child of item.childNodes) {
    if (!NESTED.test(child.nodeName)) text += words(child);
    else if (child.nodeName === "P") { flush(); text = words(child); flush(); }
    else { flush(); paragraphs(child, found); mark = ""; }
  }
  flush();
}

function markup(node) {
  if (node.nodeType === Node.TEXT_NODE) return escape(node.data.replace(/\s+/g, " "));
  if (node.nodeType !== Node.ELEMENT_NODE || SKIPPED.test(node.nodeName)) return "";
  const inner = Array.from(node.childNodes, markup).join("");
  if (!KEPT.test(node.nodeName)) return inner;
  if (node.nodeName === "BR") return "<br>";
  const tag = node.dataset.gsAs || node.nodeName.toLowerCase();
  const attribute = tag === "a" ? ` href="${escape(node.href)}"` : tag === "ol" && node.start !== 1 ? ` start="${node.start}"` : "";
  return `<${tag}${attribute}>${INLINE.test(node.nodeName) ? inner : inner.trim()}</${tag}>`;
}

function copy(text, html) {
  const plain = () => navigator.clipboard.writeText(text);
  if (!window.ClipboardItem || !navigator.clipboard.write) return plain();
  const item = new ClipboardItem({ "text/plain": new Blob([text], { type: "text/plain" }), "text/html": new Blob([html], { type: "text/html" }) });
  return navigator.clipboard.write([item]).catch(plain);
}

const said = document.querySelector("[data-gs-pasted-said]");

function told(button, short, long) {
  const label = button.firstElementChild;
  label.textContent = short;
  said.textContent = long;
  clearTimeout(button.timer);
  button.timer = setTimeout(() => { label.textContent = "Chép"; said.textContent = ""; }, 4000);
}

for (const button of document.querySelectorAll("[data-gs-paste]")) {
  if (!navigator.clipboard) break; // a page that isn't served safely may not copy
  button.hidden = false;
  button.addEventListener("click", () => {
    const parts = button.dataset.gsPaste.split(" ").map((id) => document.getElementById(id)).filter(Boolean);
    const text = parts.flatMap((part) => paragraphs(part, [])).join("\n\n");
    copy(text, parts.map(markup).join("\n").trim()).then(
      () => told(button, "Đã chép", `Đã chép ${button.dataset.gsPasted}.`),
      () => { getSelection().selectAllChildren(parts[0]); told(button, "Bấm Ctrl+C", "Trình duyệt không cho chép; bài đã được bôi đen, hãy bấm Ctrl+C."); });
  });
}

// Who comes by a link to the panel wants what is in it.
const panel = document.getElementById("bao-chi");
function open() { if (location.hash === "#bao-chi") { panel.querySelector("details").open = true; panel.scrollIntoView(); } }
addEventListener("hashchange", open);
open();
