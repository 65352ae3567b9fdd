// What every page shares: the switch between light and dark, the menu, suggestions, buttons to share, animated numbers.
(() => {
  const root = document.documentElement;
  const here = document.currentScript.src;

  const appearanceButton = document.querySelector(".gs-appearance");
  if (appearanceButton) {
    appearanceButton.hidden = false;
    appearanceButton.addEventListener("click", () => {
      const isDark = root.dataset.theme
        ? root.dataset.theme === "dark"
        : matchMedia("(prefers-color-scheme: dark)").matches;
      root.dataset.theme = isDark ? "light" : "dark";
      try {
        localStorage.setItem("gs-appearance", root.dataset.theme);
      } catch {
        // Storage may be blocked: then the choice lasts for this page only.
      }
    });
  }

  const menu = document.querySelector(".gs-menu");
  if (menu) {
    document.addEventListener("click", (event) => {
      if (menu.open && !menu.contains(event.target)) menu.open = false;
    });
    document.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || !menu.open) return;
      menu.open = false;
      menu.querySelector("summary").focus();
    });
  }

  // Suggestions load when the search field first gets the focus: readers who never search don't download them.
  const searchField = document.querySelector("[data-gs-suggest] input");
  if (searchField) {
    const loadSuggestions = () =>
      import(new URL("search/suggest.js", here).href).catch(() => {
        // The form works without suggestions.
      });
    searchField.addEventListener("focus", loadSuggestions, { once: true });
  }
  if (document.querySelector("[data-gs-paste]")) {
    import(new URL("press.js", here).href).catch(() => {
      // Texts can still be selected by hand.
    });
  }

  const message = document.querySelector("[data-gs-said]");
  const address = (document.querySelector("link[rel=canonical]") || location).href;

  // Show a button if the browser supports what it does.
  function offer(name, isSupported, act) {
    const button = document.querySelector(`[data-gs-${name}]`);
    if (!button || !isSupported) return;
    button.parentElement.hidden = false;
    button.addEventListener("click", act);
  }

  offer("share", navigator.share, () => {
    navigator.share({ title: document.title, url: address }).catch(() => {
      // The reader closed the dialog.
    });
  });
  offer("print", window.print, () => window.print());
  offer("copy", navigator.clipboard, () => {
    navigator.clipboard.writeText(address).then(
      () => {
        message.textContent = "Đã chép liên kết.";
      },
      () => {
        message.textContent = address;
      },
    );
  });

  const embedCode = document.querySelector("[data-gs-code]");
  if (embedCode) embedCode.addEventListener("focus", () => embedCode.select());
  offer("code-copy", embedCode && navigator.clipboard, (event) => {
    const button = event.currentTarget;
    navigator.clipboard.writeText(embedCode.value).then(
      () => {
        button.textContent = "Đã chép mã";
      },
      () => embedCode.focus(),
    );
  });

  // Numbers count up to the value in the page. With reduced motion, or without scripts, the value is simply there.
  const numbers = document.querySelectorAll("[data-gs-count]");
  const wantsLessMotion = matchMedia("(prefers-reduced-motion: reduce)").matches;
  if (numbers.length && "IntersectionObserver" in window && !wantsLessMotion) {
    const observer = new IntersectionObserver((entries) => {
      for (const entry of entries) {
        if (!entry.isIntersecting) continue;
        observer.unobserve(entry.target);
        countUp(entry.target);
      }
    });
    for (const number of numbers) observer.observe(number);
  }

  function countUp(number) {
    const total = Number(number.dataset.gsCount);
    const finalText = number.textContent;
    const start = performance.now();
    const milliseconds = 900;
    (function step(now) {
      const done = Math.min(1, Math.max(0, now - start) / milliseconds);
      number.textContent = done < 1 ? Math.round(total * (1 - (1 - done) ** 3)).toLocaleString("vi-VN") : finalText;
      if (done < 1) requestAnimationFrame(step);
    })(start);
  }
})();
