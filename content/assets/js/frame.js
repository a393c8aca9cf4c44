/* The frame: what a button with aria-controls opens and closes, the way to the register, and the search box. */
(() => {
  "use strict";
  const panels = [...document.querySelectorAll("button.burger, button.sb-t")];

  const set = (button, open) => {
    button.setAttribute("aria-expanded", String(open));
    document.getElementById(button.getAttribute("aria-controls")).classList.toggle("open", open);
  };
  const isOpen = (button) => button.getAttribute("aria-expanded") === "true";

  for (const button of panels) button.addEventListener("click", () => set(button, !isOpen(button)));

  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const button of panels.filter(isOpen)) {
      set(button, false);
      button.focus();
    }
  });

  /* No page of the site may send a form anywhere (its policy says form-action 'none'): this one is an address. */
  const find = document.querySelector("form.search");
  find?.addEventListener("submit", (event) => {
    event.preventDefault();
    location.assign(`${find.action}?${new URLSearchParams(new FormData(find))}`);
  });

  const query = document.querySelector("[data-md-component=search-query]");
  document.querySelector("button.hd-s")?.addEventListener("click", () => {
    const toggle = document.getElementById("__search");
    if (!toggle.checked) toggle.click();
    query.focus();
  });

  /* Chinese is indexed character by character. Material would ask for any of them, and drops the last one:
     what it reads from the box is the query with every character required. */
  if (query) {
    const own = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value");
    const required = (text) => text.replace(/\p{Script=Han}/gu, " +$& ").trim();
    Object.defineProperty(query, "value", {
      get() { return required(own.get.call(this)); },
      set(text) { own.set.call(this, text); },
    });
  }
})();
