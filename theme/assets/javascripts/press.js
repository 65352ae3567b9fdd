// Buttons that copy press texts as plain text and as clean HTML, for Word and for editing systems of newspapers.
// Photos and pull quotes (<figure>) are left out. Of the HTML only meaningful elements stay: paragraphs, headings,
// lists, tables, links, emphasis.
const KEPT = /^(P|H[1-4]|UL|OL|LI|BLOCKQUOTE|TABLE|THEAD|TBODY|TR|TH|TD|PRE|STRONG|EM|A|SUP|SUB|BR)$/;
const INLINE = /^(STRONG|EM|A|SUP|SUB)$/;
const SKIPPED = /^(FIGURE|HR|BUTTON|SCRIPT|STYLE)$/;
const NESTED = /^(UL|OL|BLOCKQUOTE|TABLE|DIV|P|PRE)$/;
const ENTITIES = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
const MESSAGE_MILLISECONDS = 4000;

const tidy = (text) => text.replace(/\s+/g, " ").trim();
const escapeHtml = (text) => text.replace(/[&<>"]/g, (sign) => ENTITIES[sign]);

function textOf(node) {
  if (node.nodeType === Node.TEXT_NODE) return node.data;
  return node.nodeName === "BR" ? " " : Array.from(node.childNodes, textOf).join("");
}

// Add the paragraphs of an element to `found`: list items with their marker, table rows as one line each.
function addParagraphs(node, found) {
  const tag = node.nodeName;
  if (SKIPPED.test(tag)) return found;
  if (tag === "UL" || tag === "OL") {
    let number = node.start || 1;
    for (const item of node.children) addListItem(item, tag === "OL" ? `${number++}. ` : "- ", found);
  } else if (tag === "TR") {
    const cells = Array.from(node.cells, (cell) => tidy(textOf(cell)));
    addText(cells.join(" | ").replace(/^[\s|]+/, ""), found);
  } else if (/^(P|H[1-6]|PRE)$/.test(tag)) addText(textOf(node), found);
  else for (const child of node.children) addParagraphs(child, found);
  return found;
}

function addText(text, found, marker = "") {
  if (tidy(text)) found.push(marker + tidy(text));
  return Boolean(tidy(text));
}

// Only the first paragraph of an item gets the marker.
function addListItem(item, marker, found) {
  let unusedMarker = marker;
  let text = "";
  const flush = () => {
    if (addText(text, found, unusedMarker)) unusedMarker = "";
    text = "";
  };
  for (const child of item.childNodes) {
    if (!NESTED.test(child.nodeName)) text += textOf(child);
    else if (child.nodeName === "P") {
      flush();
      text = textOf(child);
      flush();
    } else {
      flush();
      addParagraphs(child, found);
      unusedMarker = "";
    }
  }
  flush();
}

function cleanHtml(node) {
  if (node.nodeType === Node.TEXT_NODE) return escapeHtml(node.data.replace(/\s+/g, " "));
  if (node.nodeType !== Node.ELEMENT_NODE || SKIPPED.test(node.nodeName)) return "";
  const inner = Array.from(node.childNodes, cleanHtml).join("");
  if (!KEPT.test(node.nodeName)) return inner;
  if (node.nodeName === "BR") return "<br>";
  const tag = node.dataset.gsAs || node.nodeName.toLowerCase();
  let attribute = "";
  if (tag === "a") attribute = ` href="${escapeHtml(node.href)}"`;
  else if (tag === "ol" && node.start !== 1) attribute = ` start="${node.start}"`;
  return `<${tag}${attribute}>${INLINE.test(node.nodeName) ? inner : inner.trim()}</${tag}>`;
}

// Copy both forms; a browser that can't, or refuses, copies plain text alone.
function copy(text, html) {
  const copyPlain = () => navigator.clipboard.writeText(text);
  if (!window.ClipboardItem || !navigator.clipboard.write) return copyPlain();
  const item = new ClipboardItem({
    "text/plain": new Blob([text], { type: "text/plain" }),
    "text/html": new Blob([html], { type: "text/html" }),
  });
  return navigator.clipboard.write([item]).catch(copyPlain);
}

const announcement = document.querySelector("[data-gs-pasted-said]");

// Say for a while what happened: briefly on the button, fully to screen readers.
function announce(button, short, long) {
  const label = button.firstElementChild;
  label.textContent = short;
  announcement.textContent = long;
  clearTimeout(button.timer);
  button.timer = setTimeout(() => {
    label.textContent = "Chép";
    announcement.textContent = "";
  }, MESSAGE_MILLISECONDS);
}

function copyParts(button) {
  const ids = button.dataset.gsPaste.split(" ");
  const parts = ids.map((id) => document.getElementById(id)).filter(Boolean);
  const text = parts.flatMap((part) => addParagraphs(part, [])).join("\n\n");
  const html = parts.map(cleanHtml).join("\n").trim();
  copy(text, html).then(
    () => announce(button, "Đã chép", `Đã chép ${button.dataset.gsPasted}.`),
    () => {
      getSelection().selectAllChildren(parts[0]);
      announce(button, "Bấm Ctrl+C", "Trình duyệt không cho chép; bài đã được bôi đen, hãy bấm Ctrl+C.");
    },
  );
}

// Browsers have `navigator.clipboard` only on pages served over HTTPS. Without it the buttons stay hidden.
if (navigator.clipboard) {
  for (const button of document.querySelectorAll("[data-gs-paste]")) {
    button.hidden = false;
    button.addEventListener("click", () => copyParts(button));
  }
}

// A link to the panel opens it.
const panel = document.getElementById("bao-chi");
function openPanel() {
  if (location.hash !== "#bao-chi") return;
  panel.querySelector("details").open = true;
  panel.scrollIntoView();
}
addEventListener("hashchange", openPanel);
openPanel();
