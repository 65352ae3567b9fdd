// What every page shares: the switch between light and dark, a menu that closes as people expect, passing a page on.
(function () {
  var root = document.documentElement;
  var button = document.querySelector(".gs-appearance");
  if (button) {
    button.hidden = false;
    button.addEventListener("click", function () {
      var dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
      root.dataset.theme = dark ? "light" : "dark";
      try { localStorage.setItem("gs-appearance", root.dataset.theme); } catch (error) { /* this visit only */ }
    });
  }
  var menu = document.querySelector(".gs-menu");
  if (menu) {
    document.addEventListener("click", function (event) { if (menu.open && !menu.contains(event.target)) menu.open = false; });
    document.addEventListener("keydown", function (event) {
      if (event.key === "Escape" && menu.open) { menu.open = false; menu.querySelector("summary").focus(); }
    });
  }
  // Suggestions come with the first touch of the search field; who never searches never fetches them.
  var here = document.currentScript.src;
  var field = document.querySelector("[data-gs-suggest] input");
  if (field) field.addEventListener("focus", function () { import(new URL("search/suggest.js", here).href).catch(function () { /* the form still works */ }); }, { once: true });
  if (document.querySelector("[data-gs-paste]")) import(new URL("press.js", here).href).catch(function () { /* texts can still be selected */ });
  var said = document.querySelector("[data-gs-said]");
  function offer(name, able, act) {
    var control = document.querySelector("[data-gs-" + name + "]");
    if (!control || !able) return;
    control.parentElement.hidden = false;
    control.addEventListener("click", act);
  }
  var address = (document.querySelector("link[rel=canonical]") || location).href;
  offer("share", navigator.share, function () { navigator.share({ title: document.title, url: address }).catch(function () { /* closed again */ }); });
  offer("print", window.print, function () { window.print(); });
  offer("copy", navigator.clipboard, function () {
    navigator.clipboard.writeText(address).then(function () { said.textContent = "Đã chép liên kết."; }, function () { said.textContent = address; });
  });
  var code = document.querySelector("[data-gs-code]");
  if (code) code.addEventListener("focus", function () { code.select(); });
  offer("code-copy", code && navigator.clipboard, function (event) {
    var words = event.currentTarget;
    navigator.clipboard.writeText(code.value).then(function () { words.textContent = "Đã chép mã"; }, function () { code.focus(); });
  });
  // Numbers count up to what already stands there; who asked for less motion, or runs no script, reads it at once.
  var numbers = document.querySelectorAll("[data-gs-count]");
  if (numbers.length && "IntersectionObserver" in window && !matchMedia("(prefers-reduced-motion: reduce)").matches) {
    var seen = new IntersectionObserver(function (entries) {
      entries.forEach(function (entry) {
        if (!entry.isIntersecting) return;
        seen.unobserve(entry.target);
        count(entry.target);
      });
    });
    numbers.forEach(function (number) { seen.observe(number); });
  }
  function count(number) {
    var total = Number(number.dataset.gsCount), final = number.textContent, start = performance.now();
    (function step(now) {
      var part = Math.min(1, Math.max(0, now - start) / 900);
      number.textContent = part < 1 ? Math.round(total * (1 - Math.pow(1 - part, 3))).toLocaleString("vi-VN") : final;
      if (part < 1) requestAnimationFrame(step);
    })(start);
  }
})();
