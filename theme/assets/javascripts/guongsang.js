// What every page shares: the switch between light and dark, and a menu that closes as people expect.
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
})();
