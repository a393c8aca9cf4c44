/* The register: filter, search, sort; the state stands in the address. Without this script it is a plain table.

   `source` is the one place that knows where the rows come from. It now reads the table in the page; one that reads
   JSON and draws a window of rows has to give the same: items with `data`, and `show(items)`. */
(() => {
  "use strict";
  const form = document.getElementById("register-filter");
  const table = document.getElementById("register-table");
  if (!form || !table) return;

  const source = ((body) => {
    const items = [...body.rows].map((row) => ({ row, data: row.dataset }));
    return {
      items,
      show(shown) {
        const wanted = new Set(shown);
        for (const item of items) item.row.hidden = !wanted.has(item);
        body.append(...shown.map((item) => item.row));
      },
    };
  })(table.tBodies[0]);

  const TEXT = "find"; // what the field `q` is called in the address: ?q= is taken by the site's search box
  const PRESET = "-since"; // the order of the page as it comes
  const fields = [...form.elements].filter((field) => field.name);
  const heads = [...table.querySelectorAll("th[data-sort]")];
  const collator = new Intl.Collator("zh", { numeric: true });
  const fold = (text) => text.normalize("NFKC").toLowerCase();
  let sort = PRESET;

  /* What a name asks of a row: `q` that every word occurs, `clause` and `outcome` together, any other name that
     data-<name> is one of the values. */
  const tests = {
    q: (data, [words]) => fold(words).split(/\s+/).every((word) => fold(data.text).includes(word)),
    clause: (data, [id], asked) =>
      (" " + data.outcomes + " ").includes(asked.has("outcome") ? ` ${id}:${asked.get("outcome")} ` : ` ${id}:`),
    outcome: (data, [outcome], asked) => asked.has("clause") || (data.outcomes + " ").includes(`:${outcome} `),
  };
  const holds = (data, name, asked) =>
    tests[name] ? tests[name](data, asked.getAll(name), asked) : asked.getAll(name).includes(data[name]);

  const asked = () => {
    const query = new URLSearchParams();
    for (const { type, name, value, checked } of fields) {
      if (value.trim() && (type !== "checkbox" || checked)) query.append(name, value.trim());
    }
    return query;
  };

  const sorted = (items) => {
    if (sort === PRESET) return items;
    const [way, key] = sort.startsWith("-") ? [-1, sort.slice(1)] : [1, sort];
    const head = heads.find((head) => head.dataset.sort === key);
    const compare = head?.dataset.type === "number" ? (a, b) => Number(a) - Number(b) : collator.compare;
    return [...items].sort((one, other) => way * compare(one.data[key] ?? "", other.data[key] ?? ""));
  };

  const update = () => {
    const query = asked();
    const names = [...new Set(query.keys())];
    const found = sorted(source.items.filter(({ data }) => names.every((name) => holds(data, name, query))));
    source.show(found);
    document.getElementById("reg-count").textContent = found.length;
    document.getElementById("reg-none").hidden = found.length > 0;
    table.hidden = found.length === 0;
    for (const head of heads) {
      head.removeAttribute("aria-sort");
      if (sort === head.dataset.sort) head.setAttribute("aria-sort", "ascending");
      if (sort === `-${head.dataset.sort}`) head.setAttribute("aria-sort", "descending");
    }
    if (sort !== PRESET) query.set("sort", sort);
    const address = new URLSearchParams([...query].map(([name, value]) => [name === "q" ? TEXT : name, value]));
    history.replaceState(history.state, "", String(address) ? `?${address}` : location.pathname);
  };

  const restore = () => {
    const query = new URLSearchParams(location.search);
    if (query.has(TEXT)) query.set("q", query.get(TEXT));
    for (const field of fields) {
      if (field.type === "checkbox") field.checked = query.getAll(field.name).includes(field.value);
      else field.value = query.get(field.name) ?? "";
    }
    for (const part of form.querySelectorAll("details")) part.open = query.has("clause") || query.has("outcome");
    const wanted = query.get("sort") ?? "";
    if (heads.some((head) => [head.dataset.sort, `-${head.dataset.sort}`].includes(wanted))) sort = wanted;
  };

  const icon = () => {
    const made = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    made.setAttribute("class", "ic");
    made.setAttribute("aria-hidden", "true");
    made.append(document.createElementNS("http://www.w3.org/2000/svg", "use"));
    made.firstChild.setAttribute("href", "#i-sort");
    return made;
  };
  for (const head of heads) {
    const { sort: key, type } = head.dataset;
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes, icon());
    head.append(button);
    button.addEventListener("click", () => {
      const [first, second] = type === "text" ? [key, `-${key}`] : [`-${key}`, key];
      sort = sort === first ? second : first;
      update();
    });
  }

  form.addEventListener("input", update);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => setTimeout(() => ((sort = PRESET), update())));
  form.hidden = false;
  restore();
  update();
})();
