// Small comforts on top of pages that work without them: focus, word counts, finding as you type, autosave.
"use strict";
(() => {
  const each = (selector, act, within = document) => within.querySelectorAll(selector).forEach(act);

  // The error summary takes the focus; its links lead to the input itself.
  const problem = document.querySelector("[data-problem]");
  if (problem) problem.focus();
  each("[data-problem] a[href^='#']", (link) => link.addEventListener("click", (event) => {
    const target = document.getElementById(link.hash.slice(1));
    if (!target) return;
    const input = target.matches("input, select, textarea, button") ? target : target.querySelector("input, select, textarea, button");
    if (!input) return;
    event.preventDefault();
    const question = input.closest("fieldset, .field") || input;
    question.scrollIntoView();
    input.focus({ preventScroll: true });
  }));

  // Word counts: seen at once, said after a pause, and nothing is ever cut off.
  each("[data-words]", (count) => {
    const box = document.getElementById(count.dataset.for);
    if (!box) return;
    const said = document.createElement("span");
    said.className = "unseen";
    said.setAttribute("role", "status");
    count.after(said);
    let pause;
    const show = () => {
      const left = Number(count.dataset.words) - (box.value.trim() ? box.value.trim().split(/\s+/).length : 0);
      const text = (left < 0 ? count.dataset.over : count.dataset.left).replace("{n}", Math.abs(left));
      count.classList.toggle("over", left < 0);
      count.textContent = text;
      return text;
    };
    box.addEventListener("input", () => {
      const text = show();
      clearTimeout(pause);
      pause = setTimeout(() => { said.textContent = text; }, 1200);
    });
    show();
  });

  // A form is sent once; coming back by the back button opens it again.
  const sending = new WeakMap();
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post" || event.defaultPrevented) return;
    if (sending.has(form) && Date.now() - sending.get(form) < 5000) { event.preventDefault(); return; }
    sending.set(form, Date.now());
    // After the browser has collected the pressed button's value: a disabled button would not be sent.
    setTimeout(() => each("button[type=submit]", (button) => button.setAttribute("aria-disabled", "true"), form));
    setTimeout(() => release(form), 5000);
  });
  const release = (form) => {
    sending.delete(form);
    each("button[aria-disabled]", (button) => button.removeAttribute("aria-disabled"), form);
  };
  window.addEventListener("pageshow", () => each("form", release));

  // Autosave: two seconds after the last key the form goes to its own address; the answer is only "saved" or not.
  each("form[data-autosave]", (form) => {
    const said = form.querySelector("[data-saved]");
    let pause, running = false, again = false;
    const say = (text) => { if (said) said.textContent = text; };
    const save = async () => {
      if (sending.has(form)) return;
      if (running) { again = true; return; }
      running = true;
      try {
        const answer = await fetch(form.action, {
          method: "POST", body: new FormData(form), headers: { "X-Autosave": "1" }, redirect: "error",
        });
        say(answer.ok ? said?.dataset.saved : said?.dataset.unsaved);
      } catch {
        say(said?.dataset.unsaved);
      } finally {
        running = false;
        if (again) { again = false; save(); }
      }
    };
    const wait = () => { clearTimeout(pause); pause = setTimeout(save, 2000); };
    form.addEventListener("input", wait);
    form.addEventListener("change", wait);
    form.addEventListener("submit", () => clearTimeout(pause));
  });

  // Find as you type (the ARIA combobox pattern): the server answers with list items, the list only shows them.
  each("[data-find]", (find) => {
    const input = find.querySelector("input[type=search]");
    const chosen = find.querySelector("input[type=hidden][data-chosen]");
    const list = document.createElement("ul");
    const said = document.createElement("span");
    list.id = `${input.id}_list`;
    list.hidden = true;
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", find.dataset.label);
    said.className = "unseen";
    said.setAttribute("role", "status");
    find.append(list, said);
    for (const [name, value] of Object.entries({
      role: "combobox", "aria-controls": list.id, "aria-autocomplete": "list", "aria-expanded": "false", autocomplete: "off",
    })) input.setAttribute(name, value);

    let pause, asked = 0, current = -1;
    const options = () => [...list.querySelectorAll("[role=option]")];
    const close = () => {
      list.hidden = true;
      current = -1;
      input.setAttribute("aria-expanded", "false");
      input.removeAttribute("aria-activedescendant");
    };
    const mark = (index) => {
      const all = options();
      if (!all.length) return;
      current = (index + all.length) % all.length;
      all.forEach((option, at) => option.setAttribute("aria-selected", String(at === current)));
      all[current].scrollIntoView({ block: "nearest" });
      input.setAttribute("aria-activedescendant", all[current].id);
    };
    const choose = (option) => {
      if (option.dataset.href) { location.assign(option.dataset.href); return; }
      input.value = option.dataset.text || option.textContent.trim();
      if (chosen) chosen.value = option.dataset.value;
      close();
      input.focus();
      input.dispatchEvent(new Event("change", { bubbles: true }));
    };
    const ask = async () => {
      const mine = ++asked;
      const words = input.value.trim();
      if (words.length < 2) { close(); return; }
      const address = new URL(find.dataset.find, location.href);
      address.searchParams.set("q", words);
      let answer;
      try {
        answer = await fetch(address, { headers: { "HX-Request": "true" } });
      } catch {
        close(); // Offline: the plain search button still stands beside the box.
        return;
      }
      if (mine !== asked || !answer.ok) return;
      list.innerHTML = await answer.text();
      options().forEach((option, index) => { option.id = `${list.id}_${index}`; option.setAttribute("aria-selected", "false"); });
      current = -1;
      input.removeAttribute("aria-activedescendant");
      const found = options().length;
      list.hidden = found === 0;
      input.setAttribute("aria-expanded", String(found > 0));
      said.textContent = found ? find.dataset.found.replace("{n}", found) : find.dataset.none;
    };
    input.addEventListener("input", () => {
      if (chosen) chosen.value = "";
      clearTimeout(pause);
      pause = setTimeout(ask, 180);
    });
    input.addEventListener("keydown", (event) => {
      if (event.key === "ArrowDown") { event.preventDefault(); if (list.hidden) ask(); else mark(current + 1); }
      else if (event.key === "ArrowUp" && !list.hidden) { event.preventDefault(); mark(current - 1); }
      else if (event.key === "Enter" && !list.hidden && current >= 0) { event.preventDefault(); choose(options()[current]); }
      else if (event.key === "Escape" && !list.hidden) { event.preventDefault(); close(); }
    });
    input.addEventListener("blur", () => setTimeout(close, 150));
    list.addEventListener("mousedown", (event) => event.preventDefault());
    list.addEventListener("click", (event) => {
      const option = event.target.closest("[role=option]");
      if (option) choose(option);
    });
  });
})();
