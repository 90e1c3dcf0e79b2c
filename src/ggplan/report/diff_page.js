"use strict";
(() => {
  const fold = (text) =>
    text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").replace(/đ/g, "d").replace(/Đ/g, "D").toLowerCase();
  const form = document.querySelector(".filters");
  const count = document.getElementById("count");
  const items = [...document.querySelectorAll("[data-kind]")].map((node) => ({
    node,
    text: null,
    kind: node.dataset.kind,
    themes: (node.dataset.theme || "").split(" "),
    bodies: (node.dataset.bodies || "").split(" "),
  }));
  const apply = () => {
    const words = fold(form.elements.search.value).split(/\s+/).filter(Boolean);
    const { theme, body, kind } = form.elements;
    let shown = 0;
    for (const item of items) {
      if (words.length && item.text === null) item.text = fold(item.node.textContent);
      const fits =
        (!theme.value || item.themes.includes(theme.value)) &&
        (!body.value || item.bodies.includes(body.value)) &&
        (!kind.value || item.kind === kind.value) &&
        words.every((word) => item.text.includes(word));
      item.node.hidden = !fits;
      shown += fits;
    }
    count.value = `${shown} of ${items.length} shown`;
    for (const section of document.querySelectorAll("[data-list]")) {
      const empty = section.querySelector(".empty");
      if (empty) empty.hidden = section.querySelector("[data-kind]:not([hidden])") !== null;
    }
  };
  const reveal = () => {
    const name = decodeURIComponent(location.hash.slice(1));
    const target = name && document.getElementById(name);
    if (!target) return;
    if (target.closest("[hidden]")) {
      form.reset();
      apply();
    }
    const entry = target.closest("details");
    if (entry) entry.open = true;
    target.scrollIntoView({ block: "center" });
    target.setAttribute("tabindex", "-1");
    target.focus({ preventScroll: true });
  };
  form.hidden = false;
  form.addEventListener("input", apply);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => setTimeout(apply));
  window.addEventListener("hashchange", reveal);
  let closed = [];
  window.addEventListener("beforeprint", () => {
    closed = [...document.querySelectorAll("details:not([open])")];
    for (const entry of closed) entry.open = true;
  });
  window.addEventListener("afterprint", () => {
    for (const entry of closed) entry.open = false;
  });
  apply();
  reveal();
})();
